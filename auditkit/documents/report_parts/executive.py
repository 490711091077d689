"""The executive summary: one page that begins with the conclusion and always stays one page."""

from __future__ import annotations

from auditkit import text
from auditkit.analysis.counts import finding_counts, open_cars, overdue_cars
from auditkit.analysis.executive import KeyFinding, key_findings, verdict_sentence
from auditkit.analysis.sections import SectionResult, section_results
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, PAGE_BREAK_BEFORE, box, laid, paragraph
from auditkit.documents.kit.chart import Series
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import bold, runs
from auditkit.documents.kit.look import STATUS
from auditkit.documents.kit.page import CM, shares
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Cell, Column, runs_cell, status_cell, table
from auditkit.documents.kit.tiles import Tile, side_by_side, tiles
from auditkit.documents.report_parts.comparison import summary
from auditkit.documents.report_parts.links import linked_paragraphs
from auditkit.documents.source import Source, day, short_day
from auditkit.record.model import Grade

_MOST_BARS = 17
_FEW_BARS = 10
_LEAST_BARS = 4
_SPARE_BARS = 7
_BAR = 300  # twips of a row
_ROOM, _LOW_ROOM = 14514, 13516  # twips of text on our own A4 and Letter pages
_NO_BREAK = "\u00a0"  # where a name would take two lines, LibreOffice leaves out every other one
_EXACT = "SummaryText"
"""The style of what people wrote: its lines have one height in every script and font."""
_MOST_DECISIONS = 3
_LOW_PAGE = 16000  # twips; Letter holds fewer lines than A4
_SHORT = {
    Grade.MAJOR: "major",
    Grade.MINOR: "minor",
    Grade.OFI: "OFI",
    Grade.OBSERVATION: "observ.",
}


def executive(source: Source, paper: Paper) -> None:
    """Verdict, key figures, results per clause, three findings, decisions."""
    flow = paper.flow
    flow.add(paragraph("Executive summary", "FrontHeading", settings=PAGE_BREAK_BEFORE))
    flow.add(_verdict(source, flow.width, low=_low(paper)) + NEXT_TO_TABLE)
    flow.add(_figures(source, flow.width))
    _results(source, paper)
    _findings(source, paper)
    flow.add(_decisions(source, flow))


def _verdict(source: Source, width: int, *, low: bool) -> str:
    ready = source.readiness
    look = STATUS[ready.stage2.word]
    said = source.audit.info.conclusion or "The auditor's conclusion is not recorded yet."
    headline = verdict_sentence(source.audit, source.today)
    stages = f"Stage 1: {ready.stage1.word}. Stage 2: {ready.stage2.word}."
    room = width - 300
    inner = (
        laid(bold(fit(headline, width=room, points=10.5, lines=2)))
        + laid(bold(stages), "TableText")
        + paragraph(fit(said, width=room, points=9, lines=4 if low else 5), _EXACT)
    )
    return box(width, look.fill, "F4F6F8", inner, "Overall conclusion")


def _figures(source: Source, width: int) -> str:
    done, grades = source.progress, finding_counts(source.audit)
    results = done.sections
    first = [
        Tile(f"{done.judged} / {done.total}", "checks judged", "E8EEF4"),
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
    cars, late = open_cars(source.audit), overdue_cars(source.audit, source.today)
    line = (
        f"Corrective-action requests: {len(source.audit.cars())} issued, {len(cars)} open, "
        f"{len(late)} overdue on {day(source.today)}."
    )
    lines = [line, *([summary(source.comparison)] if source.comparison else [])]
    said = "".join(
        paragraph(fit(each, width=width, points=8, lines=1), "SmallText") for each in lines
    )
    return tiles(width, [first, second], "Key figures") + said


def _results(source: Source, paper: Paper) -> None:
    flow = paper.flow
    results = section_results(source.progress.sections, _bars(paper))
    left, right = shares(flow.width, (0.53, 0.47))
    height = int((1.6 + (0.31 if len(results) > _FEW_BARS else 0.36) * len(results)) * CM)
    drawn = [each for each in results if not each.rest]  # the rest would dwarf all others
    series = [
        Series("conforms", [each.conforming for each in drawn], STATUS["conforms"], True),
        Series("does not conform", [each.failing for each in drawn], STATUS["does not conform"]),
        Series("not applicable", [each.not_applicable for each in drawn], STATUS["partly tested"]),
        Series("untested", [each.untested for each in drawn], STATUS["untested"]),
    ]
    names = [text.clip(each.name, 26).replace(" ", _NO_BREAK) for each in drawn]
    said = "; ".join(_spoken(each) for each in results)
    chart = paper.bars(
        names,
        series,
        width=left - 120,
        height=height,
        title="Results per clause",
        alternative=text.clip(f"Stacked bars of checks per clause. {said}", 900),
    )
    flow.caption("Figure", "Checks per clause by verdict, beside it the numbers as a heat map")
    flow.add(side_by_side((left, right), laid(chart), _numbers(right, results)))


def _low(paper: Paper) -> bool:
    """Whether the page holds fewer lines than our own A4 page."""
    return paper.flow.page.height < _LOW_PAGE or not paper.knows_font


def _bars(paper: Paper) -> int:
    """How many rows the page holds: fewer where a template's margins take room, and some less
    where its font, which nobody has measured, may be wide."""
    page = paper.flow.page
    usual = _LOW_ROOM if page.height < _LOW_PAGE else _ROOM
    lost = max(0, usual - (page.height - page.top - page.bottom))
    spare = 0 if paper.knows_font else _SPARE_BARS
    return max(_LEAST_BARS, _MOST_BARS - spare - -(-lost // _BAR))


def _spoken(result: SectionResult) -> str:
    return (
        f"{_clause(result)}: {result.conforming} conform, {result.failing} do not, "
        f"{result.not_applicable} not applicable, {result.untested} untested"
    )


def _clause(result: SectionResult) -> str:
    """The name of a row: the reference alone, since there is no room for more."""
    return "others" if result.rest else result.name.partition(" ")[0]


def _numbers(width: int, results: tuple[SectionResult, ...]) -> str:
    columns = [
        Column("Clause", 1.1),
        Column("OK", 0.75),
        Column("Not OK", 1),
        Column("n/a", 0.7),
        Column("Untested", 1.3),
        Column("All", 0.75),
        Column("Worst", 1.35),
    ]
    rows = [
        [
            _small(_clause(each) if len(results) > 4 else text.clip(each.name, 20)),
            _heat(each.conforming, "DDEFE3"),
            _heat(each.failing, "F6DADA"),
            _heat(each.not_applicable, "E8EEF4"),
            _heat(each.untested, "E3E3E3"),
            _small(str(each.checks)),
            _worst(each.worst),
        ]
        for each in results
    ]
    return table(
        width,
        columns,
        rows,
        title="Checks per clause",
        description="The numbers of the chart beside this table, and the gravest finding",
        compact=True,
    )


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


def _findings(source: Source, paper: Paper) -> None:
    flow = paper.flow
    found = key_findings(source.audit)
    if not found:
        flow.add(paragraph("No finding asks for action.", settings="<w:keepNext/>"))
        return
    columns = [
        Column("No.", 0.9),
        Column("Grade", 1.2),
        Column("What was found", 3.8),
        Column("Why it matters", 4.1),
        Column("Owner", 1.5),
        Column("Due", 1.3),
    ]
    widths = shares(flow.width, [each.weight for each in columns])
    flow.caption("Table", "The most important findings")
    rows = [_finding(paper, each, widths) for each in found]
    flow.add(table(flow.width, columns, rows, title="The most important findings") + NEXT_TO_TABLE)


def _finding(paper: Paper, found: KeyFinding, widths: list[int]) -> list[Cell]:
    def held(value: str, index: int, lines: int = 0) -> Cell:
        lines = lines or (3 if _low(paper) else 4)
        fitted = fit(value, width=widths[index] - 170, points=9, lines=lines)
        return Cell(paragraph(fitted, _EXACT))

    return [
        runs_cell(paper.flow.link(f"finding {found.label}", text.clip(found.label, 12))),
        status_cell(found.grade.value, shown=_SHORT[found.grade]),
        held(found.what, 2),
        held(found.why or "\u2013", 3),
        held(found.owner or "Not named", 4),
        held(short_day(found.due), 5, 2),
    ]


def _decisions(source: Source, flow: Flow) -> str:
    asked = source.audit.info.decisions
    if not asked:
        return laid(bold("Decisions asked of management: ") + runs("none recorded."))
    more = len(asked) - _MOST_DECISIONS
    beyond = (
        runs(f" ({_MOST_DECISIONS} of {len(asked)}; all in the conclusions)") if more > 0 else ""
    )
    heading = bold("Decisions asked of management") + beyond
    head = laid(heading, "TableText", settings="<w:keepNext/>")
    shown = [
        f"({number}) {fit(each, width=flow.width - 340, points=9, lines=1)}"
        for number, each in enumerate(asked[:_MOST_DECISIONS], start=1)
    ]
    return head + linked_paragraphs(source, flow, shown, _EXACT)
