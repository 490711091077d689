"""The audit report: what management, auditees and the certification body read."""

from __future__ import annotations

from collections.abc import Callable

from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.report_parts.annexes import annexes
from auditkit.documents.report_parts.cars import cars
from auditkit.documents.report_parts.clauses import clauses
from auditkit.documents.report_parts.comparison import comparison
from auditkit.documents.report_parts.conclusions import conclusions
from auditkit.documents.report_parts.cover import contents, cover
from auditkit.documents.report_parts.executive import executive
from auditkit.documents.report_parts.findings import findings, strengths
from auditkit.documents.report_parts.frame import frame
from auditkit.documents.report_parts.register import interviews, register
from auditkit.documents.source import Source

Progress = Callable[[str, int, int], None]
"""Hears the name of each part that is begun, with its number and their count. What it raises ends
the work, as `auditkit.evidence.model.WorkCancelled` does."""
TITLE = "Internal audit report"

_PARTS: tuple[tuple[str, Callable[[Source, Paper], None]], ...] = (
    ("cover", lambda source, paper: cover(source, paper, TITLE)),
    ("executive summary", executive),
    ("contents", lambda _, paper: contents(paper)),
    ("frame", frame),
    ("conclusions", conclusions),
    ("comparison", comparison),
    ("findings", findings),
    ("strengths", strengths),
    ("corrective action", cars),
    ("clauses", clauses),
    ("interviews", interviews),
    ("evidence register", register),
    ("annexes", annexes),
)


def audit_report(source: Source, progress: Progress) -> Sealed:
    """The whole report; what ``progress`` raises ends the work, and nothing was written then."""
    paper = source.paper(TITLE, "audit", cover=True)
    for number, (name, part) in enumerate(_PARTS, start=1):
        progress(name, number, len(_PARTS))
        part(source, paper)
    return paper.finish()
