"""The evidence register as a document of its own."""

from __future__ import annotations

from auditkit.documents.kit.blocks import paragraph
from auditkit.documents.kit.save import Sealed
from auditkit.documents.report import Progress
from auditkit.documents.report_parts.register import interviews, register
from auditkit.documents.source import Source

TITLE = "Evidence register"


def evidence_register(source: Source, progress: Progress) -> Sealed:
    """Every piece of evidence with hash, effective date and number of citations."""
    progress("evidence register", 1, 1)
    paper = source.paper(TITLE, "evidence")
    paper.flow.add(paragraph(TITLE, "FrontHeading"))
    paper.flow.add(paragraph(f"{source.organization}. {source.status}.", "Subtitle"))
    register(source, paper)
    interviews(source, paper)
    return paper.finish()
