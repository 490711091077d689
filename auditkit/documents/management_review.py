"""Input for the management review: what the record holds for each topic that a review looks at.

The topics are those of clauses 9.3.2 and 9.3.3 of management system standards, in our own words.
Where the record holds nothing there is a place for the organization to write in; nothing is made
up for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from auditkit import text
from auditkit.analysis.ageing import AgedCar, aged_cars
from auditkit.analysis.counts import finding_counts
from auditkit.analysis.progress import SectionProgress
from auditkit.analysis.standing import Standing
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, laid, paragraph, paragraphs
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.inline import bold, runs
from auditkit.documents.kit.look import NAVY
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import (
    KEEP_NEXT,
    Column,
    Row,
    runs_cell,
    status_cell,
    table,
    text_cell,
)
from auditkit.documents.kit.tiles import Tile, tiles
from auditkit.documents.report import Progress
from auditkit.documents.report_parts.comparison import named, summary
from auditkit.documents.shared import (
    NOTHING,
    STANDING,
    cited_labels,
    count,
    due_words,
    head,
    kept,
    labels_cell,
    standing_row,
    to_be_added,
    verdict_counts,
    without_request,
)
from auditkit.documents.source import NOT_STATED, Source
from auditkit.record.model import Finding, FindingState, Grade

TITLE = "Management review input"
_ASKED = "Decisions asked of the review"
_NOTE = (
    "Prepared from the record of the internal audit for the review by top management. Each chapter "
    "is a topic of the review; where the record holds nothing, a grey line says what the "
    "organization adds. Numbers E-001 and up are those of the evidence register."
)
_CONTEXT = ("4.1", "6.3")
_PARTIES = ("4.2", "7.4")
_MEASURING = ("9.1",)
_OBJECTIVES = ("6.2",)
_RISKS = ("6.1.1", "6.1.2", "6.1.3", "6.1.4", "8.2", "8.3", "8.4")
_RESOURCES = ("7.1", "7.2", "7.3")
_IMPROVING = (Grade.OFI, Grade.OBSERVATION, Grade.STRENGTH)
_MOST_ASKED = 9
_ROOM = 3
"""Empty rows of a table that the organization fills in."""


def management_review(source: Source, progress: Progress) -> Sealed:
    """The input sheet, chapter by chapter, and room for what is decided."""
    paper = source.paper(TITLE, "management-review")
    head(source, paper, TITLE)
    paper.flow.add(paragraph(_NOTE))
    paper.flow.add(_asked(source, paper.flow.width) + NEXT_TO_TABLE)
    _figures(source, paper)
    for number, (title, chapter) in enumerate(_CHAPTERS, start=1):
        progress(title, number, len(_CHAPTERS))
        paper.flow.heading(title)
        chapter(source, paper)
    return paper.finish()


def _asked(source: Source, width: int) -> str:
    """What management is asked to decide, before anything else is read; long texts are cut here
    and stand in full where they are decided."""
    asked = source.audit.info.decisions
    held = [fit(each, width=width - 900, points=9, lines=3) for each in asked[:_MOST_ASKED]]
    inner = laid(bold(_ASKED if asked else "The audit asks for no decision."), settings=KEEP_NEXT)
    inner += "".join(
        paragraph(f"({number}) {each}", "TableText") for number, each in enumerate(held, start=1)
    )
    if len(asked) > len(held):
        inner += paragraph(f"and {len(asked) - len(held)} more in the last chapter", "TableText")
    return box(width, NAVY, "F4F6F8", inner, _ASKED)


def _figures(source: Source, paper: Paper) -> None:
    grades = finding_counts(source.audit)
    cars = aged_cars(source.audit, source.today)
    row = (
        Tile(grades[Grade.MAJOR], "major nonconformities", "F6DADA"),
        Tile(grades[Grade.MINOR], "minor nonconformities", "FDF1CF"),
        Tile(sum(not each.closed for each in cars), "CARs open", "E3EDF5"),
        Tile(sum(each.overdue > 0 for each in cars), "CARs overdue", "F6DADA"),
        Tile(grades[Grade.OFI], "opportunities for improvement", "DDEFE3"),
    )
    paper.flow.add(tiles(paper.flow.width, [row], "Key figures") + NEXT_TO_TABLE)


def _earlier_actions(_source: Source, paper: Paper) -> None:
    _add(paper, "what became of the actions that earlier reviews decided")
    columns = (("Action", 4), ("Owner", 2), ("Due", 1.5), ("Where it stands", 2.5))
    _blank(paper, "Actions from earlier reviews", columns)


def _changes(source: Source, paper: Paper) -> None:
    _standings(source, paper, _CONTEXT, "Requirements on context and change")
    _add(paper, "what has changed outside and inside the organization since the last review")


def _parties(source: Source, paper: Paper) -> None:
    _standings(source, paper, _PARTIES, "Requirements on interested parties")
    _add(paper, "what interested parties ask for now, complaints and concerns included")


def _nonconformities(source: Source, paper: Paper) -> None:
    flow = paper.flow
    cars = aged_cars(source.audit, source.today)
    flow.caption("Table", "Nonconformities of this audit, and their corrective action")
    columns = (
        Column("Grade", 3),
        Column("Raised", 1),
        Column("No CAR", 1),
        Column("CAR open", 1),
        Column("Overdue", 1),
        Column("CAR closed", 1),
    )
    grades = [grade for grade in Grade if grade.nonconformity]
    rows = [_by_grade(source, grade, cars) for grade in grades]
    title = "Nonconformities and corrective action"
    flow.add(table(flow.width, columns, kept(rows), title=title) + NEXT_TO_TABLE)
    if said := without_request(source):
        flow.add(paragraph(said))
    late = [each for each in cars if each.overdue]
    if late:
        _late(source, paper, late)
    _add(paper, "nonconformities from other sources (incidents, complaints, other audits), trends")


def _by_grade(source: Source, grade: Grade, cars: Sequence[AgedCar]) -> Row:
    found = [each for each in source.audit.findings() if each.grade is grade]
    asked = [each for each in cars if each.finding.id in {f.id for f in found}]
    waiting = [each for each in asked if not each.closed]
    return (
        status_cell(grade.value),
        count(len(found)),
        count(len(found) - len(asked)),
        count(len(waiting)),
        count(sum(each.overdue > 0 for each in waiting)),
        count(len(asked) - len(waiting)),
    )


def _late(source: Source, paper: Paper, late: Sequence[AgedCar]) -> None:
    flow = paper.flow
    columns = (
        Column("CAR", 1.2),
        Column("Finding", 4),
        Column("Waits for", 2),
        Column("By", 2),
        Column("Due", 2),
    )
    rows = [
        (
            each.car.label,
            text_cell(f"{each.finding.label} {each.finding.title}"),
            text_cell(each.step),
            text_cell(text.clip(each.waits_for, 80) or "Not named"),
            text_cell(due_words(each.due, source.today).removeprefix("due ")),
        )
        for each in sorted(late, key=lambda each: -each.overdue)
    ]
    flow.caption("Table", "Overdue corrective action, the longest first")
    flow.add(table(flow.width, columns, rows, title="Overdue corrective action") + NEXT_TO_TABLE)


def _measurement(source: Source, paper: Paper) -> None:
    _standings(source, paper, _MEASURING, "Requirements on monitoring and measurement")
    _add(paper, "the figures that were measured, and their trends")


def _audit_results(source: Source, paper: Paper) -> None:
    flow, audit = paper.flow, source.audit
    state = source.readiness
    flow.add(paragraphs(audit.info.conclusion, otherwise=f"Conclusion: {NOT_STATED}"))
    flow.add(
        paragraph(
            f"Readiness for a certification audit: stage 1 {state.stage1.word}, "
            f"stage 2 {state.stage2.word}."
        )
    )
    flow.caption("Table", "Requirements per clause by derived verdict")
    columns = (
        Column("Clause", 4),
        Column("All", 0.8),
        Column("Conform", 1.2),
        Column("Do not", 1),
        Column("Partly", 1),
        Column("Untested", 1.2),
        Column("n/a", 0.8),
    )
    rows = [_clause(each) for each in source.progress.sections]
    flow.add(table(flow.width, columns, rows, title="Requirements per clause") + NEXT_TO_TABLE)
    nonconforming = [each for each in audit.findings() if each.grade.nonconformity]
    _findings(source, paper, nonconforming, "Nonconformities")
    _trend(source, paper)
    _add(paper, "results of other audits")


def _trend(source: Source, paper: Paper) -> None:
    """This audit beside the one before; where none was named, a place to say it."""
    flow, found, previous = paper.flow, source.comparison, source.choices.previous
    if found is None or previous is None:
        _add(paper, "the trend against earlier audits (no previous audit was named to compare)")
        return
    flow.add(paragraph(f"The previous audit is {named(previous)}. {summary(found)}"))
    columns = (Column("", 4), Column("Previous audit", 2), Column("This audit", 2))
    rows = [
        (status_cell(each.name), count(each.before), count(each.now))
        for each in (*found.findings, *found.verdicts)
    ]
    title = "Findings per grade and requirements per verdict in both audits"
    flow.caption("Table", title)
    flow.add(table(flow.width, columns, kept(rows), title=title) + NEXT_TO_TABLE)


def _clause(section: SectionProgress) -> Row:
    return (
        f"{section.ref} {section.title}",
        str(len(section.standings)),
        *verdict_counts(section),
    )


def _objectives(source: Source, paper: Paper) -> None:
    _standings(source, paper, _OBJECTIVES, "Requirements on objectives")
    _add(paper, "each objective, how far it was reached, and what is in its way")


def _risks(source: Source, paper: Paper) -> None:
    _standings(source, paper, _RISKS, "Requirements on risks and impacts")
    _add(paper, "the gravest risks and impacts as they stand, and incidents")


def _resources(source: Source, paper: Paper) -> None:
    _standings(source, paper, _RESOURCES, "Requirements on resources and competence")
    _add(paper, "whether people, skills and means are enough")


def _improvement(source: Source, paper: Paper) -> None:
    found = [each for each in source.audit.findings() if each.grade in _IMPROVING]
    _findings(source, paper, found, "Opportunities, observations and strengths")
    _add(paper, "chances for improvement from other sources")


def _decisions(source: Source, paper: Paper) -> None:
    asked = source.audit.info.decisions
    paper.flow.add(paragraph(_RESULTS, settings=KEEP_NEXT))
    columns = (("Decision", 4.5), ("Owner", 2), ("Due", 1.5), ("Decided on, by", 2))
    _blank(paper, "Decisions taken", columns, asked)


_RESULTS = (
    "What the review decides is kept on record: chances for improvement that are taken, changes to "
    "the management system, and what they need."
)
_CHAPTERS: tuple[tuple[str, Callable[[Source, Paper], None]], ...] = (
    ("Actions from earlier reviews", _earlier_actions),
    ("Changes outside and inside the organization", _changes),
    ("Needs and expectations of interested parties", _parties),
    ("Nonconformities and corrective action", _nonconformities),
    ("Monitoring and measurement", _measurement),
    ("Audit results", _audit_results),
    ("Objectives", _objectives),
    ("Risks, treatment and impacts", _risks),
    ("Resources and competence", _resources),
    ("Chances for improvement", _improvement),
    ("What the review decides", _decisions),
)


def _standings(source: Source, paper: Paper, refs: Sequence[str], title: str) -> None:
    """How the audited requirements on a topic stand; nothing where the criteria hold none."""
    standings = _on(source, refs)
    if not standings:
        return
    flow = paper.flow
    known = frozenset(each.label for each in source.audit.findings())
    flow.caption("Table", title)
    rows = [standing_row(source, flow, each, each.ref.ref, known) for each in standings]
    flow.add(table(flow.width, STANDING, rows, title=title) + NEXT_TO_TABLE)


def _on(source: Source, refs: Collection[str]) -> list[Standing]:
    return [
        each
        for section in source.progress.sections
        for each in section.standings
        if each.ref.ref in refs
    ]


def _findings(source: Source, paper: Paper, found: Sequence[Finding], title: str) -> None:
    flow = paper.flow
    if not found:
        flow.add(paragraph(f"{title}: none was raised."))
        return
    flow.caption("Table", title)
    columns = (
        Column("No.", 1),
        Column("Grade", 2.2),
        Column("Finding", 3.2),
        Column("Why it matters", 3.2),
        Column("Evidence", 1.7),
    )
    rows = [_finding(source, paper, each) for each in found]
    flow.add(table(flow.width, columns, rows, title=title) + NEXT_TO_TABLE)


def _finding(source: Source, paper: Paper, finding: Finding) -> Row:
    cited = source.cited_by_finding.get(finding.id, [])
    draft = "Draft: " if finding.state is FindingState.DRAFT else ""
    return (
        runs_cell(paper.flow.bookmark(f"finding {finding.label}", runs(finding.label))),
        status_cell(finding.grade.value),
        text_cell(f"{draft}{finding.title}"),
        text_cell(finding.effect or NOTHING),
        labels_cell(paper.flow, "evidence", cited_labels(source, cited), known=frozenset()),
    )


def _add(paper: Paper, what: str) -> None:
    paper.flow.add(laid(to_be_added(what)))


def _blank(
    paper: Paper, title: str, columns: Sequence[tuple[str, float]], texts: Sequence[str] = ()
) -> None:
    """A table to write in: ``texts`` stand in its first column, some rows are empty, all have room
    for two lines."""
    flow = paper.flow
    rows: list[Row] = [
        (text_cell(f"{each}\n"), *[""] * (len(columns) - 1)) for each in (*texts, *[""] * _ROOM)
    ]
    made = [*rows[:-_ROOM], *kept(rows[-_ROOM:])]
    flow.caption("Table", title)
    flow.add(table(flow.width, [Column(*each) for each in columns], made, title=title))
    flow.add(NEXT_TO_TABLE)
