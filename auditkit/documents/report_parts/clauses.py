"""Clause by clause, on landscape pages."""

from __future__ import annotations

from auditkit.analysis.progress import SectionProgress
from auditkit.analysis.standing import Standing
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import KEEP_NEXT, Cell, Column, runs_cell, status_cell, table
from auditkit.documents.report_parts.conclusions import DEGREE
from auditkit.documents.report_parts.links import ref_key
from auditkit.documents.shared import checks_words, cited_labels, labels_cell
from auditkit.documents.source import Source

_COLUMNS = (
    Column("Reference", 1.3),
    Column("Requirement", 3.1),
    Column("Verdict", 2.3),
    Column("Checks", 2.3),
    Column("Evidence", 1.8),
    Column("Findings", 1.4),
    Column("Auditor's note", 5),
)


def clauses(source: Source, paper: Paper) -> None:
    """The chapter with one table a section."""
    flow = paper.flow
    paper.turn()
    flow.heading("Results clause by clause")
    flow.add(
        laid(
            runs("Counts of these verdicts per clause stand in ") + flow.see(DEGREE) + runs("."),
            settings=KEEP_NEXT,
        )
    )
    for section in source.progress.sections:
        standard = source.audit.checklist(section.checklist).standard
        flow.heading(_title(section), 2)
        flow.caption("Table", f"{standard}, {section.ref}")
        rows = [_row(source, paper, each) for each in section.standings]
        flow.add(table(flow.width, _COLUMNS, rows, title=f"Results of {section.ref}"))
        flow.add(NEXT_TO_TABLE)
    paper.turn()


def _title(section: SectionProgress) -> str:
    word = "Clause " if section.ref.isdigit() else ""
    return f"{word}{section.ref}: {section.title}"


def _row(source: Source, paper: Paper, standing: Standing) -> list[Cell | str]:
    labels = cited_labels(source, source.cited_by_ref.get(standing.ref, []))
    found = [each.label for each in source.findings_by_ref.get(standing.ref, [])]
    return [
        runs_cell(paper.flow.bookmark(ref_key(standing.ref), runs(standing.ref.ref))),
        standing.title,
        status_cell(standing.verdict.value),
        checks_words(standing),
        labels_cell(paper.flow, "evidence", labels),
        labels_cell(paper.flow, "finding", found),
        source.audit.note_text(standing.ref) or "\u2013",
    ]
