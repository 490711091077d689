"""The gap assessment: for an organization that is not ready yet, what to do, and in which order."""

from __future__ import annotations

from auditkit.analysis.expected import MATCH_RULE
from auditkit.analysis.gaps import EFFORT_RULE, ORDER_RULE, assess_gaps
from auditkit.documents.gap_parts.clauses import clauses
from auditkit.documents.gap_parts.expected import expected
from auditkit.documents.gap_parts.first_page import first_page
from auditkit.documents.gap_parts.plan import plan
from auditkit.documents.kit.blocks import bullets_together
from auditkit.documents.kit.save import Sealed
from auditkit.documents.report import Progress
from auditkit.documents.shared import head
from auditkit.documents.source import Source

TITLE = "Gap assessment"
_RULES = (
    ORDER_RULE,
    EFFORT_RULE,
    MATCH_RULE,
    "A requirement is open while it does not conform, is partly tested or untested, or while a "
    "nonconformity that cites it is not closed. What is untested never counts as conforming.",
    "Documents are those that the criteria themselves ask for. Where the auditor judged all checks "
    "of a requirement and found it conforming, no document of it counts as open.",
)


def gap_assessment(source: Source, progress: Progress) -> Sealed:
    """What to do first on one page, then the plan, the clauses and the documents."""
    paper = source.paper(TITLE, "gap")
    found = assess_gaps(source.audit)
    head(source, paper, TITLE)
    progress("what to do first", 1, 4)
    first_page(source, paper, found)
    progress("plan", 2, 4)
    plan(source, paper, found)
    progress("clauses", 3, 4)
    clauses(paper, found.sections)
    progress("documents", 4, 4)
    expected(source, paper, found)
    paper.flow.heading("How order, effort and documents were found")
    paper.flow.add(bullets_together(_RULES))
    return paper.finish()
