"""The first page: what to do first, in order. It always stays one page."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit import text
from auditkit.analysis.expected import Seen
from auditkit.analysis.gaps import STEPS, Gap, GapAssessment
from auditkit.analysis.standing import RequirementVerdict
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, laid, paragraph
from auditkit.documents.kit.inline import bold, runs
from auditkit.documents.kit.look import NAVY, shade
from auditkit.documents.kit.page import shares
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column, runs_cell, table, text_cell
from auditkit.documents.kit.tiles import Tile, tiles
from auditkit.documents.report_parts.room import Sheet, sheet_of
from auditkit.documents.shared import run_of
from auditkit.documents.source import Source
from auditkit.record.model import FindingState
from auditkit.text import plural

_FIRST = 14
_FIRST_LOW = 12
"""Rows of the table; Letter holds fewer lines than A4."""
_LOW_PAGE = 16000


def first_page(source: Source, paper: Paper, found: GapAssessment) -> None:
    """In short, key figures, and the beginning of the plan."""
    flow = paper.flow
    flow.add(_in_short(flow.width, found) + NEXT_TO_TABLE)
    flow.add(_figures(flow.width, found) + NEXT_TO_TABLE)
    if not found.plan:
        return
    flow.caption("Table", "What to do first, in order")
    sheet = sheet_of(paper)
    widths = shares(flow.width, [each.weight for each in _COLUMNS])
    shown = found.plan[: _FIRST_LOW if flow.page.height < _LOW_PAGE else _FIRST]
    tasks = ["; ".join(_tasks(source, each)) for each in shown]
    most = _lines(sheet, tasks, widths[2] - 170)
    rows = [
        (
            str(number),
            runs_cell(
                flow.link(f"gap {each.ref}", each.ref.ref)
                + runs(" " + sheet.fit(each.standing.title, widths[1] - 600, 9, 2))
            ),
            text_cell(sheet.fit(task, widths[2] - 170, 9, most)),
            text_cell(each.effort.value),
        )
        for number, (each, task) in enumerate(zip(shown, tasks, strict=True), start=1)
    ]
    flow.add(table(flow.width, _COLUMNS, rows, title="What to do first"))
    more = len(found.plan) - len(rows)
    rest = f"{more} more follow in the plan. " if more > 0 else ""
    flow.add(paragraph(f"{rest}How order and effort were found stands at the end.", "SmallText"))


_COLUMNS = (
    Column("No.", 0.7),
    Column("Requirement", 2.6),
    Column("What to do", 5),
    Column("Effort", 1.2),
)
_ABOVE = 5600
"""Twips of the page that head, figures and the frame of the table take."""
_LEAST = 2


def _lines(sheet: Sheet, tasks: Sequence[str], width: int) -> int:
    """How many lines a row may take: as many as the page has room for."""
    needed = [sheet.lines(each, width, 9) for each in tasks]
    for most in (6, 5, 4, 3):
        lines = sum(max(_LEAST, min(each, most)) for each in needed)
        if _ABOVE + lines * 225 + len(tasks) * 80 <= sheet.height:
            return most
    return _LEAST


def _in_short(width: int, found: GapAssessment) -> str:
    total = sum(len(each.section.standings) for each in found.sections)
    if not found.plan:
        inner = laid(bold(f"Nothing is open about the {plural(total, 'requirement')}."))
        return box(width, shade("conforms").fill, "F4F6F8", inner, "In short")
    steps = [STEPS[number].name for number in dict.fromkeys(each.step for each in found.plan)]
    first, rest = steps[0], steps[1:]
    order = f"Begin with: {first}." + (f" Then: {'; '.join(rest)}." if rest else "")
    said = f"{len(found.plan)} of {plural(total, 'requirement')} have something open."
    inner = laid(bold(said)) + paragraph(order, "TableText")
    edge = shade("major nonconformity").fill if found.plan[0].step == 0 else NAVY
    return box(width, edge, "F4F6F8", inner, "In short")


def _figures(width: int, found: GapAssessment) -> str:
    standings = (
        Tile(found.standing(RequirementVerdict.CONFORMS), "requirements conform", "DDEFE3"),
        Tile(found.standing(RequirementVerdict.DOES_NOT_CONFORM), "do not conform", "F6DADA"),
        Tile(found.standing(RequirementVerdict.PARTLY), "partly tested", "E3EDF5"),
        Tile(found.standing(RequirementVerdict.UNTESTED), "untested", "E3E3E3"),
        Tile(found.standing(RequirementVerdict.NOT_APPLICABLE), "not applicable", "F4F6F8"),
    )
    documents = (
        Tile(found.seen(*Seen), "documents expected", "E8EEF4"),
        Tile(found.seen(Seen.CITED), "cited", "DDEFE3"),
        Tile(found.seen(Seen.REGISTERED), "registered, not cited there", "E3EDF5"),
        Tile(found.seen(Seen.UNNAMED), "not recognized by name", "E3E3E3"),
        Tile(found.seen(Seen.NOT_SEEN), "not seen", "F6DADA"),
    )
    return tiles(width, [standings, documents], "Key figures")


def _tasks(source: Source, gap: Gap) -> list[str]:
    """What has to be done about a gap, in the order in which it is done."""
    tasks = []
    for finding in gap.nonconformities:
        car = source.cars.get(finding.id)
        draft = " (draft)" if finding.state is FindingState.DRAFT else ""
        stands = f" ({car.label} is {car.state})" if car else draft
        tasks.append(f"close {finding.label}{stands}")
    if gap.failing:
        tasks.append(f"put right {run_of(gap.failing)}")
    if gap.not_seen:
        tasks.append(f"show or write: {', '.join(gap.not_seen)}")
    if gap.untested:
        tasks.append(f"test {run_of(gap.untested)}")
    if gap.after:
        tasks.append(f"after {gap.after}")
    return [text.clip(each[:1].upper() + each[1:], 400) for each in tasks]
