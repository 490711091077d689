"""The executive summary: one page that begins with the conclusion and always stays one page."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit import text
from auditkit.analysis.counts import finding_counts, open_cars, overdue_cars
from auditkit.analysis.executive import KeyFinding, key_findings, verdict_sentence
from auditkit.analysis.sections import SectionResult, section_results
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, PAGE_BREAK_BEFORE, box, laid, paragraph
from auditkit.documents.kit.chart import Series
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import bold, runs
from auditkit.documents.kit.look import STATUS
from auditkit.documents.kit.page import shares
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Cell, Column, runs_cell, status_cell, table
from auditkit.documents.kit.tiles import Tile, side_by_side, tiles
from auditkit.documents.report_parts.comparison import summary
from auditkit.documents.report_parts.links import linked, linked_paragraphs
from auditkit.documents.report_parts.room import (
    FOUND,
    Content,
    Room,
    Sheet,
    chart_height,
    due_words,
    figure_points,
    room_on,
    sheet_of,
)
from auditkit.documents.shared import without_request
from auditkit.documents.source import Source, day
from auditkit.record.model import Grade

_NO_BREAK = "\u00a0"  # where a name would take two lines, LibreOffice leaves out every other one
_EXACT = "SummaryText"
"""The style of what people wrote: its lines have one height in every script and font."""
_SHORT = {
    Grade.MAJOR: "major",
    Grade.MINOR: "minor",
    Grade.OFI: "OFI",
    Grade.OBSERVATION: "observ.",
}
_SHORT_LABELS = {
    "major nonconformities": "major",
    "minor nonconformities": "minor",
    "opportunities for improvement": "OFI",
    "observations": "observ.",
    "not applicable": "n/a",
}
"""Labels of tiles where a word of the long one would break."""


def executive(source: Source, paper: Paper) -> None:
    """Verdict, key figures, results per clause, three findings, decisions."""
    flow, sheet = paper.flow, sheet_of(paper)
    content = _content(source, sheet)
    room = room_on(sheet, content)
    flow.add(paragraph("Executive summary", "FrontHeading", settings=PAGE_BREAK_BEFORE))
    flow.add(_verdict(source, sheet, content, room) + NEXT_TO_TABLE)
    flow.add(_figures(source, flow, sheet, content))
    _results(source, paper, sheet, room)
    _findings(source, paper, sheet, content.found[: room.findings], room)
    flow.add(_decisions(source, flow, sheet, room))


def _content(source: Source, sheet: Sheet) -> Content:
    audit, ready = source.audit, source.readiness
    return Content(
        headline=verdict_sentence(audit, source.today),
        stages=f"Stage 1: {ready.stage1.word}. Stage 2: {ready.stage2.word}.",
        said=audit.info.conclusion or "The auditor's conclusion is not recorded yet.",
        tiles=_tiles(source, short=sheet.narrow),
        lines=_lines(source, sheet),
        sections=len(source.progress.sections),
        found=key_findings(audit, source.today, FOUND),
        decisions=audit.info.decisions,
    )


def _verdict(source: Source, sheet: Sheet, content: Content, room: Room) -> str:
    look, width = STATUS[source.readiness.stage2.word], sheet.width - 300
    points = 9.5 if sheet.narrow else 10.5
    headline = bold(sheet.fit(content.headline, width, points, sheet.headline))
    inner = (
        laid(headline, "TableText" if sheet.narrow else "")
        + laid(bold(content.stages), "TableText")
        + paragraph(sheet.fit(content.said, width, 9, room.said), _EXACT)
    )
    return box(sheet.width, look.fill, "F4F6F8", inner, "Overall conclusion")


def _tiles(source: Source, *, short: bool) -> list[list[Tile]]:
    done, grades = source.progress, finding_counts(source.audit)
    results, gap = done.sections, _NO_BREAK
    first = [
        Tile(f"{done.judged}{gap}/{gap}{done.total}", "checks judged", "E8EEF4"),
        Tile(sum(each.conforming for each in results), "conform", "DDEFE3"),
        Tile(sum(each.failing for each in results), "do not conform", "F6DADA"),
        Tile(sum(each.not_applicable for each in results), "not applicable", "F4F6F8"),
        Tile(sum(each.untested for each in results), "untested", "E3E3E3"),
    ]
    second = [
        Tile(grades[Grade.MAJOR], "major nonconformities", "F6DADA"),
        Tile(grades[Grade.MINOR], "minor nonconformities", "FDF1CF"),
        Tile(grades[Grade.OFI], "opportunities for improvement", "E3EDF5"),
        Tile(grades[Grade.OBSERVATION], "observations", "E8EEF4"),
        Tile(grades[Grade.STRENGTH], "strengths", "DDEFE3"),
    ]
    if not short:
        return [first, second]
    return [
        [each._replace(label=_SHORT_LABELS.get(each.label, each.label)) for each in row]
        for row in (first, second)
    ]


def _lines(source: Source, sheet: Sheet) -> list[str]:
    """Small lines beneath the key figures."""
    cars, late = open_cars(source.audit), overdue_cars(source.audit, source.today)
    asked = (
        f"Corrective-action requests: {len(source.audit.cars())} issued, {len(cars)} open, "
        f"{len(late)} overdue on {day(source.today)}. {without_request(source)}".strip()
    )
    compared = [summary(source.comparison)] if source.comparison else []
    most = 3 if sheet.narrow else 2
    return [
        sheet.fit(asked, sheet.width, 8, most),
        *(sheet.fit(each, sheet.width, 8, most - 1) for each in compared),
    ]


def _figures(source: Source, flow: Flow, sheet: Sheet, content: Content) -> str:
    points = figure_points(sheet, content.tiles)
    said = "".join(laid(linked(source, flow, each), "SmallText") for each in content.lines)
    return tiles(sheet.width, content.tiles, "Key figures", points=points) + said


def _results(source: Source, paper: Paper, sheet: Sheet, room: Room) -> None:
    """Chart and numbers side by side; the numbers alone on a narrow sheet, and on a small one only
    where they stand."""
    flow = paper.flow
    if not room.bars:
        flow.add(paragraph("The results per clause stand with the conclusions.", "SmallText"))
        return
    results = section_results(source.progress.sections, room.bars)
    if not sheet.charted:
        flow.caption("Table", "Checks per clause by verdict")
        flow.add(_numbers(sheet, flow.width, results) + NEXT_TO_TABLE)
        return
    left, right = shares(flow.width, (0.53, 0.47))
    chart = laid(_chart(paper, left - 120, results))
    flow.caption("Figure", "Checks per clause by verdict, beside it the numbers as a heat map")
    flow.add(side_by_side((left, right), chart, _numbers(sheet, right, results)))


def _chart(paper: Paper, width: int, results: tuple[SectionResult, ...]) -> str:
    drawn = [each for each in results if not each.rest]  # the rest would dwarf all others
    series = [
        Series("conforms", [each.conforming for each in drawn], STATUS["conforms"], True),
        Series("does not conform", [each.failing for each in drawn], STATUS["does not conform"]),
        Series("not applicable", [each.not_applicable for each in drawn], STATUS["partly tested"]),
        Series("untested", [each.untested for each in drawn], STATUS["untested"]),
    ]
    said = "; ".join(_spoken(each) for each in results)
    return paper.bars(
        [text.clip(each.name, 26).replace(" ", _NO_BREAK) for each in drawn],
        series,
        width=width,
        height=chart_height(len(results)),
        title="Results per clause",
        alternative=text.clip(f"Stacked bars of checks per clause. {said}", 900),
    )


def _spoken(result: SectionResult) -> str:
    return (
        f"{_clause(result)}: {result.conforming} conform, {result.failing} do not, "
        f"{result.not_applicable} not applicable, {result.untested} untested"
    )


def _clause(result: SectionResult) -> str:
    """The name of a row: the reference alone, since there is no room for more."""
    return "others" if result.rest else result.name.partition(" ")[0]


def _numbers(sheet: Sheet, width: int, results: tuple[SectionResult, ...]) -> str:
    columns = [
        (Column("Clause", 1.1), [_small(_named(each, results)) for each in results]),
        (Column("OK", 0.75), [_heat(each.conforming, "DDEFE3") for each in results]),
        (Column("Not OK", 1), [_heat(each.failing, "F6DADA") for each in results]),
        (Column("n/a", 0.7), [_heat(each.not_applicable, "E8EEF4") for each in results]),
        (Column("Untested", 1.3), [_heat(each.untested, "E3E3E3") for each in results]),
        (Column("All", 0.75), [_small(str(each.checks)) for each in results]),
        (Column("Worst", 1.35), [_worst(each.worst) for each in results]),
    ]
    shown = [columns[number] for number in (0, 1, 2, 4)] if sheet.narrow else columns
    return table(
        width,
        [column for column, _ in shown],
        list(zip(*(cells for _, cells in shown), strict=True)),
        title="Checks per clause",
        description="The numbers of checks per clause, and where there is room the worst finding",
        compact=True,
    )


def _named(result: SectionResult, results: tuple[SectionResult, ...]) -> str:
    """A reference alone where rows are many, or were sections that have no place of their own."""
    short = len(results) > 4 or any(each.rest for each in results)
    return _clause(result) if short and ": " not in result.name else text.clip(result.name, 20)


def _small(value: str) -> Cell:
    return Cell(paragraph(value, "TightText"))


def _heat(count: int, fill: str) -> Cell:
    return Cell(paragraph(str(count) if count else "\u2013", "TightText"), fill if count else "")


def _worst(grade: Grade | None) -> Cell:
    """The gravest finding, with symbol, word and colour; a strength is none to look at."""
    if grade is None or grade is Grade.STRENGTH:
        return _small("\u2013")
    look = STATUS[grade.value]
    ink = f'<w:b/><w:bCs/><w:color w:val="{look.ink}"/>'
    return Cell(paragraph(f"{look.symbol} {_SHORT[grade]}", "TightText", properties=ink), look.fill)


def _findings(
    source: Source, paper: Paper, sheet: Sheet, found: Sequence[KeyFinding], room: Room
) -> None:
    flow = paper.flow
    if not found:
        tested = source.progress.judged > 0
        said = "No finding asks for action." if tested else "Nothing was tested yet."
        flow.add(paragraph(said, settings="<w:keepNext/>"))
        return
    flow.caption("Table", "The most important findings")
    row = _narrow_finding if sheet.narrow else _finding
    rows = [row(flow, sheet, each, room.cell(index)) for index, each in enumerate(found)]
    title = "The most important findings"
    flow.add(table(flow.width, sheet.columns(), rows, title=title) + NEXT_TO_TABLE)


def _finding(flow: Flow, sheet: Sheet, found: KeyFinding, lines: int) -> list[Cell]:
    widths = sheet.widths()

    def held(value: str, index: int, most: int) -> Cell:
        return Cell(paragraph(sheet.fit(value, widths[index], 9, most), _EXACT))

    return [
        runs_cell(flow.link(f"finding {found.label}", text.clip(found.label, 12))),
        status_cell(found.grade.value, shown=_SHORT[found.grade]),
        held(found.what, 2, lines),
        held(found.why or "\u2013", 3, lines),
        held(found.owner or "Not named", 4, lines),
        held(due_words(found), 5, 4),
    ]


def _narrow_finding(flow: Flow, sheet: Sheet, found: KeyFinding, lines: int) -> list[Cell]:
    """Three columns, in which no word has to break."""
    widths = sheet.widths()

    def held(value: str, index: int, most: int) -> str:
        return paragraph(sheet.fit(value, widths[index], 9, most), _EXACT)

    label = flow.link(f"finding {found.label}", text.clip(found.label, 12))
    grade = bold(f"{STATUS[found.grade.value].symbol} {_SHORT[found.grade]}")
    return [
        Cell(laid(label, _EXACT) + laid(grade, _EXACT)),
        Cell(held(found.what, 1, 2) + held(found.why or "\u2013", 1, lines)),
        Cell(held(found.owner or "Not named", 2, 2) + held(due_words(found), 2, 4)),
    ]


def _decisions(source: Source, flow: Flow, sheet: Sheet, room: Room) -> str:
    asked = source.audit.info.decisions
    if not asked:
        return laid(bold("Decisions asked of management: ") + runs("none recorded."))
    held = asked[: room.decisions]
    more = len(asked) > len(held)
    beyond = runs(f" ({len(held)} of {len(asked)}; all in the conclusions)") if more else ""
    heading = bold("Decisions asked of management") + beyond
    head = laid(heading, "TableText", settings="<w:keepNext/>")
    shown = [
        f"({number}) {sheet.fit(each, flow.width - 340, 9, 1)}"
        for number, each in enumerate(held, start=1)
    ]
    return head + linked_paragraphs(source, flow, shown, _EXACT)
