"""What the audit concludes: conclusion, readiness with reasons, results per clause."""

from __future__ import annotations

from auditkit.analysis.completeness import report_obstacles
from auditkit.analysis.progress import SectionProgress
from auditkit.analysis.readiness import StageReadiness
from auditkit.analysis.sections import worst_grade
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, numbered_anew, paragraph, paragraphs
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Cell, Column, status_cell, table
from auditkit.documents.report_parts.links import linked_paragraphs
from auditkit.documents.report_parts.programme import programme
from auditkit.documents.shared import verdict_counts
from auditkit.documents.source import NOT_STATED, Source
from auditkit.record.model import Grade

_VERDICTS = (
    Column("Conform", 1.35),
    Column("Do not conform", 1.35),
    Column("Partly tested", 1.15),
    Column("Untested", 1.45),
    Column("Not applicable", 1.65),
)
"""The columns of `verdict_counts`."""
_MOST_MAJORS = 6
"""Open majors that are told one by one as reasons."""
_ISSUE_BY = (
    "Setting the day of issue ends the draft: 'auditkit set report_issued=YYYY-MM-DD'. Then write "
    "the report again."
)
DEGREE = "table degree"
"""Key of the caption of the table of requirements per clause."""


def conclusions(source: Source, paper: Paper) -> None:
    """The chapter on conclusions."""
    flow, audit = paper.flow, source.audit
    flow.heading("Conclusions")
    flow.heading("Conclusion of the audit team", 2)
    flow.add(paragraphs(audit.info.conclusion, otherwise=NOT_STATED))
    flow.heading("Decisions asked of management", 2)
    asked = audit.info.decisions
    flow.add(
        linked_paragraphs(source, flow, asked, "ListNumber", numbered_anew(flow))
        if asked
        else paragraph("None.")
    )
    flow.heading("Readiness for a certification audit", 2)
    flow.add(paragraph(_READINESS_NOTE))
    _readiness(source, flow, (source.readiness.stage1, source.readiness.stage2))
    flow.heading("Degree to which the criteria are met", 2)
    flow.caption("Table", "Requirements per clause by derived verdict", DEGREE)
    flow.add(_clauses(flow, source.progress.sections) + NEXT_TO_TABLE)
    programme(source, paper)
    _obstacles(source, flow)


_READINESS_NOTE = (
    "Computed from the record by stated rules: a stage appears ready when no reason stands against "
    "it. It is no promise about the decision of a certification body."
)


def _readiness(source: Source, flow: Flow, stages: tuple[StageReadiness, ...]) -> None:
    for stage in stages:
        flow.add(
            paragraph(
                f"{stage.name}: {stage.word}", properties="<w:b/><w:bCs/>", settings="<w:keepNext/>"
            )
        )
        flow.add(
            linked_paragraphs(source, flow, _reasons(stage), "ListBullet")
            or paragraph("No reason stands against it.")
        )


def _reasons(stage: StageReadiness) -> list[str]:
    """Reasons in words; very many open majors together, since each has its own block below."""
    majors = [each for each in stage.against if each.text.startswith(each.findings[:1] or ("?",))]
    if len(majors) <= _MOST_MAJORS:
        return list(stage.reasons)
    labels = ", ".join(label for each in majors for label in each.findings)
    rest = [each.text for each in stage.against if each not in majors]
    return [f"{len(majors)} open major nonconformities: {labels}", *rest]


def _clauses(flow: Flow, sections: tuple[SectionProgress, ...]) -> str:
    columns = [
        Column("Clause", 4.1),
        Column("All", 0.8),
        *_VERDICTS,
        Column("Worst finding", 2.7),
    ]
    return table(
        flow.width,
        columns,
        [_section(each) for each in sections],
        title="Requirements per clause",
        description="Number of requirements per derived verdict for each section",
    )


def _section(section: SectionProgress) -> list[Cell | str]:
    worst = worst_grade(section)
    return [
        f"{section.ref} {section.title}",
        str(len(section.standings)),
        *verdict_counts(section),
        status_cell(worst) if worst and worst is not Grade.STRENGTH else "\u2013",
    ]


def _obstacles(source: Source, flow: Flow) -> None:
    """A draft says what still has to be done; an issued report has no such list."""
    if not source.draft:
        return
    stops = [each.text for each in report_obstacles(source.audit) if each.level != "ok"]
    flow.heading("Before this draft is issued", 2)
    flow.add(linked_paragraphs(source, flow, stops, "ListBullet"))
    flow.add(paragraph(_ISSUE_BY))
