"""What all parts of the page ask of an audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from auditkit.analysis.lookup import Lookup
from auditkit.record.audit import Audit

NOT_RECORDED = "Not recorded."


@dataclass(frozen=True)
class Source(Lookup):
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
