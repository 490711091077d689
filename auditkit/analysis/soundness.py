"""What is wrong with the evidence a finding stands on, as far as the record knows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from auditkit.record.audit import Audit
from auditkit.record.model import (
    AuditInfo,
    Citation,
    Evidence,
    EvidenceKind,
    FileStanding,
    Finding,
    Outcome,
)

WORDS = {
    Outcome.SAME: "the quoted words still stand at the same place",
    Outcome.MOVED: "the quoted words stand at another place now",
    Outcome.REWORDED: "the quoted words were reworded",
    Outcome.GONE: "the quoted words are gone",
    Outcome.NO_WORDS: "nothing was quoted that could be looked for",
    Outcome.UNREAD: "it was not read to the end, so the quoted words may still be in it",
}
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|Q(?P<quarter>[1-4])))?"
)


def standing_word(audit: Audit, item: Evidence) -> str:
    """How a piece of evidence stood when it was last looked at, in a word or two."""
    if item.kind is not EvidenceKind.FILE:
        return "statement"
    look = audit.verification(item.id)
    return "not verified" if look is None else look.standing.value


def concern(audit: Audit, cited: Citation) -> str:
    """Why a citation no longer stands as it was made, in a sentence; empty while it does."""
    item = audit.evidence_item(cited.evidence)
    look = audit.verification(item.id)
    if look is None or look.standing is FileStanding.UNCHANGED:
        return ""
    if look.standing is FileStanding.MISSING:
        kept = "; its copy is kept in the audit folder" if audit.has_copy(item) else ""
        return f"{item.label} is missing where it was{kept}."
    if look.standing is FileStanding.UNREADABLE:
        return f"{item.label} cannot be read any more."
    if cited.sha256 == look.sha256:
        return ""
    how = WORDS.get(cited.outcome)
    return f"{item.label} changed since it was cited" + (f": {how}." if how else ".")


def concerns(audit: Audit, finding: Finding) -> list[str]:
    """What an auditor has to look at before standing by a finding, one sentence each."""
    found = (concern(audit, each) for each in audit.citations(finding=finding.id))
    return list(dict.fromkeys(each for each in found if each))


def unsound(audit: Audit) -> dict[str, list[str]]:
    """The findings whose evidence changed or is gone, by label, with the sentences."""
    told: dict[str, dict[str, None]] = {}
    for cited in audit.citations():
        if cited.finding and (sentence := concern(audit, cited)):
            told.setdefault(cited.finding, {})[sentence] = None
    return {each.label: list(told[each.id]) for each in audit.findings() if each.id in told}


def effective_span(text: str) -> tuple[date, date] | None:
    """The days that an effective date or period covers: ``2026-03-01``, ``2026-03``,
    ``2026-Q1``, ``2025``, or two of them; None where no date is in the text."""
    days = [span for found in _DATE.finditer(text) if (span := _span(found))]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def older_than_period(item: Evidence, info: AuditInfo) -> bool:
    """Whether evidence speaks only of a time before the audited period."""
    span = effective_span(item.effective)
    return span is not None and info.period_from is not None and span[1] < info.period_from


def outdated(audit: Audit) -> Iterator[Evidence]:
    """Evidence that is older than the audited period."""
    return (each for each in audit.evidence() if older_than_period(each, audit.info))


def _span(found: re.Match[str]) -> tuple[date, date] | None:
    year = int(found["year"])
    if found["quarter"]:
        last_month = 3 * int(found["quarter"])
        return date(year, last_month - 2, 1), _end(year, last_month)
    try:
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return day, day
        if found["month"]:
            return date(year, int(found["month"]), 1), _end(year, int(found["month"]))
    except ValueError:
        return None
    return date(year, 1, 1), date(year, 12, 31)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
