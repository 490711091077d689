"""What was found by grade, drafts apart: nobody was given a draft yet."""

from __future__ import annotations

from auditkit.analysis.counts import draft_findings
from auditkit.record.audit import Audit
from auditkit.record.model import FindingState, Grade
from auditkit.text import plural
from auditkit.tui.outline import GRADE_WORDS


def issued_counts(audit: Audit) -> dict[Grade, int]:
    """Issued findings of the grades that have some, the gravest first."""
    grades = [each.grade for each in audit.findings() if each.state is FindingState.ISSUED]
    return {grade: count for grade in Grade if (count := grades.count(grade))}


def found_words(audit: Audit) -> str:
    """``MAJ 1  min 2 · 1 draft``, for the bar above."""
    issued = "  ".join(f"{GRADE_WORDS[each]} {n}" for each, n in issued_counts(audit).items())
    drafts = len(draft_findings(audit))
    return " · ".join(part for part in (issued, plural(drafts, "draft") if drafts else "") if part)
