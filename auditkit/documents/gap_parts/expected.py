"""The documents that the criteria ask for, and what the register shows of them."""

from __future__ import annotations

from auditkit import text
from auditkit.analysis.expected import Expected, Seen
from auditkit.analysis.gaps import GapAssessment
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column, Row, status_cell, table, text_cell
from auditkit.documents.shared import NOTHING
from auditkit.documents.source import Source
from auditkit.record.model import Ref

_SEEN = {
    Seen.CITED: "conforms",
    Seen.REGISTERED: "partly tested",
    Seen.UNNAMED: "untested",
    Seen.NOT_SEEN: "missing",
}
"""The status whose colour and symbol go with how far a document was seen."""


def expected(source: Source, paper: Paper, found: GapAssessment) -> None:
    """The chapter with one row a document."""
    flow = paper.flow
    flow.heading("Expected documents")
    rows = [
        _document(source, ref, each)
        for section in found.sections
        for ref, documents in section.documents.items()
        for each in documents
    ]
    if not rows:
        flow.add(paragraph("The criteria ask for no document."))
        return
    flow.caption("Table", "Documents that the criteria ask for, and what the register shows")
    columns = (
        Column("Requirement", 1.4),
        Column("Document", 4.4),
        Column("Seen", 2.6),
        Column("Evidence", 3),
    )
    flow.add(table(flow.width, columns, rows, title="Expected documents") + NEXT_TO_TABLE)


def _document(source: Source, ref: Ref, wanted: Expected) -> Row:
    named = [source.audit.evidence_item(each) for each in wanted.labels[:3]]
    shown = [f"{each.label} {text.clip(each.title, 60)}" for each in named]
    more = len(wanted.labels) - len(named)
    if more > 0:
        shown.append(f"and {more} more")
    return (
        ref.ref,
        text_cell(wanted.name[:1].upper() + wanted.name[1:]),
        status_cell(_SEEN[wanted.seen], shown=wanted.seen.value),
        text_cell("\n".join(shown) or NOTHING),
    )
