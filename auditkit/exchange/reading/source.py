"""What all parts of the page ask of an audit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from auditkit.record.audit import Audit
from auditkit.record.model import Car, Citation, Evidence, Finding, Ref
from auditkit.refs import requirement_of

NOT_RECORDED = "Not recorded."


@dataclass(frozen=True)
class Source:
    """An audit at the time (UTC) it is packed."""

    audit: Audit
    at: datetime

    @property
    def today(self) -> date:
        """The day of packing."""
        return self.at.date()

    @property
    def draft(self) -> bool:
        """Whether the report was not issued yet."""
        return self.audit.info.report_issued is None

    @property
    def status(self) -> str:
        """``DRAFT of 3 May 2026`` or ``Issued 3 May 2026``."""
        issued = self.audit.info.report_issued
        return f"Issued {day(issued)}" if issued else f"DRAFT of {day(self.today)}"

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Registered evidence by id."""
        return {each.id: each for each in self.audit.evidence()}

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings by id, withdrawn ones too."""
        return {each.id: each for each in self.audit.findings(include_withdrawn=True)}

    @cached_property
    def cars(self) -> dict[str, Car]:
        """CARs by the id of their finding."""
        return {each.finding: each for each in self.audit.cars()}

    @cached_property
    def cited_by_finding(self) -> dict[str, list[Citation]]:
        """Citations by the id of their finding."""
        found: defaultdict[str, list[Citation]] = defaultdict(list)
        for each in self.audit.citations():
            found[each.finding].append(each)
        return found

    @cached_property
    def cited_by_ref(self) -> dict[Ref, list[Citation]]:
        """Citations by requirement."""
        found: defaultdict[Ref, list[Citation]] = defaultdict(list)
        for each in self.audit.citations():
            found[Ref(each.checklist, requirement_of(each.ref))].append(each)
        return found

    @cached_property
    def findings_by_ref(self) -> dict[Ref, list[Finding]]:
        """Findings by requirement."""
        found: defaultdict[Ref, list[Finding]] = defaultdict(list)
        for finding in self.audit.findings():
            named = (*finding.refs, *finding.checks)
            for ref in dict.fromkeys(Ref(r.checklist, requirement_of(r.ref)) for r in named):
                found[ref].append(finding)
        return found

    def standard(self, checklist: str) -> str:
        """The standard that a checklist stands for."""
        return self.audit.checklist(checklist).standard


def day(value: date | None) -> str:
    """A date as it is written; empty where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def span(first: date | None, last: date | None) -> str:
    """A period as it is written; empty where there is none."""
    if first and last and first != last:
        return f"{day(first)} to {day(last)}"
    return day(first or last)


def moment(value: datetime | None) -> str:
    """A time as it is written; empty where there is none."""
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else ""
