"""What was found by grade, drafts apart: nobody was given a draft yet."""

from __future__ import annotations

from auditkit.analysis.counts import draft_findings, issued_counts
from auditkit.record.audit import Audit
from auditkit.text import plural
from auditkit.tui.outline import GRADE_WORDS


def found_words(audit: Audit) -> str:
    """``MAJ 1  min 2 · 1 draft``, for the bar above."""
    issued = "  ".join(f"{GRADE_WORDS[each]} {n}" for each, n in issued_counts(audit).items())
    drafts = len(draft_findings(audit))
    return " · ".join(part for part in (issued, plural(drafts, "draft") if drafts else "") if part)
