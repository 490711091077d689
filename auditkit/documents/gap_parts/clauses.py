"""How each clause stands, in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.analysis.expected import Seen
from auditkit.analysis.gaps import Effort, SectionGaps
from auditkit.documents.kit.blocks import paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Cell, Column, Row, table
from auditkit.documents.shared import NOTHING, count, kept, verdict_counts

_ONE_PAGE = 20
"""Rows of one line or two that surely fit on one page."""


def clauses(paper: Paper, sections: Sequence[SectionGaps]) -> None:
    """The chapter with one row a clause."""
    flow = paper.flow
    flow.heading("Where each clause stands")
    flow.caption("Table", "Requirements, documents and open points per clause")
    rows: list[Row] = [_clause(each) for each in sections]
    if len(rows) <= _ONE_PAGE:
        rows = kept(rows)
    title = "Where each clause stands"
    flow.add(table(flow.width, _CLAUSES, rows, title=title))
    flow.add(
        paragraph(
            "Documents: cited by name, of those expected. Effort: number of requirements with "
            "something open: L large, M medium, S small.",
            "SmallText",
        )
    )


_CLAUSES = (
    Column("Clause", 2.9),
    Column("All", 0.65),
    Column("Conform", 1.35),
    Column("Do not", 0.85),
    Column("Partly", 1),
    Column("Untested", 1.4),
    Column("n/a", 0.65),
    Column("Documents", 1.6),
    Column("Open points", 1),
    Column("Effort", 1.7),
)


def _clause(each: SectionGaps) -> list[Cell | str]:
    section, efforts = each.section, each.efforts()
    expected = each.seen(*Seen)
    sizes = [f"{efforts[size]} {size[:1].upper()}" for size in reversed(Effort) if efforts[size]]
    return [
        f"{section.ref} {section.title}",
        str(len(section.standings)),
        *verdict_counts(section),
        f"{each.seen(Seen.CITED)} of {expected}" if expected else NOTHING,
        count(each.points),
        ", ".join(sizes) or NOTHING,
    ]
