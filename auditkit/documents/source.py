"""What all documents ask of an audit: titles, status, names for references and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auditkit.analysis.soundness import unsound
from auditkit.documents.kit.base import Properties
from auditkit.documents.kit.page import Page
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import HASH_MARK, HASH_PROPERTY
from auditkit.documents.kit.sections import Frame
from auditkit.record.audit import Audit
from auditkit.record.model import Car, Citation, Evidence, Finding, Ref

NOT_STATED = "Not recorded."


@dataclass(frozen=True)
class Source:
    """An audit as a document reads it, on a given day, for a given sheet."""

    audit: Audit
    today: date
    page: Page

    @property
    def draft(self) -> bool:
        """Whether the report was not issued yet: then every document says so."""
        return self.audit.info.report_issued is None

    @property
    def status(self) -> str:
        """Version as it stands on the cover."""
        issued = self.audit.info.report_issued
        return f"Issued {day(issued)}" if issued else f"DRAFT of {day(self.today)}"

    @property
    def organization(self) -> str:
        """Name of the organization, or the title of the audit where none is recorded."""
        return self.audit.info.organization or self.audit.info.title

    @property
    def criteria(self) -> str:
        """The standards with their editions."""
        return "; ".join(each.standard for each in self.audit.criteria)

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Registered evidence by id."""
        return {each.id: each for each in self.audit.evidence()}

    @cached_property
    def cited_by_finding(self) -> dict[str, list[Citation]]:
        """Citations by the id of their finding."""
        return _grouped(self.audit.citations(), lambda each: each.finding)

    @cached_property
    def cited_by_ref(self) -> dict[str, list[Citation]]:
        """Citations by ``checklist:requirement``."""
        return _grouped(
            self.audit.citations(),
            lambda each: f"{each.checklist}:{each.ref.partition('/')[0]}" if each.ref else "",
        )

    @cached_property
    def unsound(self) -> dict[str, list[str]]:
        """What changed or is gone of the evidence of findings, by their label."""
        return unsound(self.audit)

    @cached_property
    def cars(self) -> dict[str, Car]:
        """CARs by the id of their finding."""
        return {each.finding: each for each in self.audit.cars()}

    @cached_property
    def findings_by_ref(self) -> dict[str, list[Finding]]:
        """Findings by ``checklist:requirement``."""
        found: dict[str, list[Finding]] = {}
        for finding in self.audit.findings():
            refs = (*finding.refs, *finding.checks)
            for key in dict.fromkeys(f"{r.checklist}:{r.ref.partition('/')[0]}" for r in refs):
                found.setdefault(key, []).append(finding)
        return found

    def standard(self, ref: Ref) -> str:
        """The standard that a reference belongs to."""
        return self.audit.checklist(ref.checklist).standard

    def paper(
        self,
        title: str,
        kind: str,
        *,
        protected: bool = False,
        cover: bool = False,
        draft: bool | None = None,
        extra: tuple[tuple[str, str], ...] = (),
    ) -> Paper:
        """An empty document with the audit's frame and properties; ``draft`` is that of the audit
        where it is not given (a CAR form is issued before the report)."""
        marked = self.draft if draft is None else draft
        info = self.audit.info
        lead = self.audit.lead
        made = info.report_issued or self.today
        custom = (
            ("auditkit.kind", kind),
            ("auditkit.audit", self.audit.id),
            ("auditkit.number", info.number),
            ("auditkit.journal", self.audit.head),
            ("auditkit.journal.digest", self.audit.digest),
            (HASH_PROPERTY, HASH_MARK),
            *extra,
        )
        properties = Properties(
            f"{title} {info.number}".strip(),
            info.title,
            lead.name if lead else "auditkit",
            made,
            info.language,
            marked,
            custom,
        )
        heading = " \u00b7 ".join(part for part in (title, info.number) if part)
        origin = f"record {self.audit.head}"
        frame = Frame(heading, self.organization, info.classification, marked, origin)
        return Paper(self.page, frame, properties, protected=protected, cover=cover)


def day(value: date | None) -> str:
    """A date as it is written in a document; a dash where there is none."""
    return f"{value.day} {value:%B %Y}" if value else "\u2013"


def short_day(value: date | None) -> str:
    """A date for a narrow column."""
    return f"{value.day} {value:%b %Y}" if value else "\u2013"


def span(first: date | None, last: date | None) -> str:
    """A period as it is written in a document."""
    if first and last and first != last:
        return f"{day(first)} to {day(last)}"
    return day(first or last)


def plural(number: int, one: str, many: str = "") -> str:
    """``1 check``, ``2 checks``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _grouped(
    citations: tuple[Citation, ...], key_of: Callable[[Citation], str]
) -> dict[str, list[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for each in citations:
        key = key_of(each)
        if key:
            groups.setdefault(key, []).append(each)
    return groups
