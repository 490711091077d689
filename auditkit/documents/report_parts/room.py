"""How much the executive page can hold, so that it stays one page on any sheet and in any font.

The height of each part is estimated from the lines that its texts take; what matters least is made
smaller first, until all of it fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditkit.analysis.executive import KeyFinding
from auditkit.documents.kit.fit import fit, lines_of
from auditkit.documents.kit.page import CM, shares
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column
from auditkit.documents.kit.tiles import Tile
from auditkit.documents.source import short_day

PADDING = 170
"""Twips between the edges of a cell and its text."""
MOST_BARS, FEW_BARS = 17, 10
_WIDE_FONT = 1.2
"""How much wider than ours a font of a template may run; Verdana does."""
_NARROW, _CHARTLESS = 8500, 6000  # twips of text in our font
_HEADER = 800  # twips that a template's header may take from the page
_FIGURES = (16.0, 14.0, 12.0, 10.0, 8.0)  # points


FOUND = 3
"""Findings that are the most important ones."""


class Room(NamedTuple):
    """What there is room for; the numbers of ``cells`` and ``said`` are lines."""

    findings: int = FOUND
    decisions: int = 3
    said: int = 5
    bars: int = MOST_BARS
    """Rows of the results per clause; 0 where there is no room for them."""
    cells: int = 7 * FOUND
    """Lines of the most important findings, of all of them together."""

    def cell(self, index: int) -> int:
        """Lines that one of them may take; the first ones get the odd lines."""
        return (self.cells + FOUND - 1 - index) // FOUND


_SMALLER = (
    *(("cells", number) for number in range(7 * FOUND - 1, 4 * FOUND - 1, -1)),
    ("said", 4),
    *(("cells", number) for number in range(4 * FOUND - 1, 3 * FOUND - 1, -1)),
    *(("bars", number) for number in range(MOST_BARS - 1, 7, -1)),
    ("said", 3),
    *(("bars", number) for number in (7, 6, 5, 4)),
    ("cells", 2 * FOUND),
    ("said", 2),
    ("bars", 0),
    ("findings", 2),
    ("decisions", 2),
    ("findings", 1),
    ("decisions", 1),
    ("cells", FOUND),
    ("said", 1),
)


@dataclass(frozen=True)
class Sheet:
    """The text area of the page."""

    width: int
    height: int
    scale: float
    """How wide texts run, measured in our own font."""

    @property
    def narrow(self) -> bool:
        """Whether columns have to be few."""
        return self.width / self.scale < _NARROW

    @property
    def charted(self) -> bool:
        """Whether a chart has room beside its numbers."""
        return self.width / self.scale >= _CHARTLESS

    @property
    def headline(self) -> int:
        """Lines that the headline may take."""
        return 3 if self.narrow else 2

    def fit(self, text: str, width: int, points: float, lines: int) -> str:
        """The text, cut to so many lines."""
        return fit(text, width=width, points=points * self.scale, lines=lines)

    def lines(self, text: str, width: int, points: float) -> int:
        """How many lines it takes."""
        return lines_of(text, width=width, points=points * self.scale)

    def columns(self) -> tuple[Column, ...]:
        """Columns of the most important findings."""
        if self.narrow:
            return (
                Column("No.", 1.8),
                Column("What was found, and why it matters", 5.4),
                Column("Owner, due", 2.8),
            )
        return (
            Column("No.", 0.9),
            Column("Grade", 1.2),
            Column("What was found", 3.5),
            Column("Why it matters", 4.2),
            Column("Owner", 1.6),
            Column("Due", 1.9),
        )

    def widths(self) -> list[int]:
        """Twips that the texts in these columns have."""
        return [each - PADDING for each in shares(self.width, [c.weight for c in self.columns()])]


@dataclass(frozen=True)
class Content:
    """What the page says."""

    headline: str
    stages: str
    said: str
    tiles: Sequence[Sequence[Tile]]
    lines: Sequence[str]
    """Small ones beneath the key figures."""
    sections: int
    found: Sequence[KeyFinding]
    decisions: Sequence[str]


def sheet_of(paper: Paper) -> Sheet:
    """The text area of a document's page, as far as it can be told beforehand."""
    page = paper.flow.page
    height = page.height - page.top - page.bottom
    if paper.knows_font:
        return Sheet(page.text_width, height, 1.0)
    return Sheet(page.text_width, height - _HEADER, _WIDE_FONT)


def room_on(sheet: Sheet, content: Content) -> Room:
    """The most of the content that fits."""
    return next((each for each in _rooms() if _height(sheet, content, each) <= sheet.height), _LAST)


def due_words(found: KeyFinding) -> str:
    """Date and kind of the next step, and in words whether the date has passed."""
    stands = found.stands
    if stands is None or stands.closed:
        return "\u2013"
    if stands.due is None:
        return stands.step
    late = ", overdue" if stands.overdue else ""
    return f"{short_day(stands.due)}{late}: {stands.step}"


def figure_points(sheet: Sheet, tiles: Sequence[Sequence[Tile]]) -> float:
    """The largest size in which no figure of a tile breaks."""
    width = _tile_width(sheet, tiles)
    figures = [str(tile.figure) for row in tiles for tile in row]
    return next(
        (p for p in _FIGURES if all(sheet.lines(each, width, p) == 1 for each in figures)),
        _FIGURES[-1],
    )


def row_height(sheet: Sheet) -> int:
    """Twips of a row of the results per clause."""
    return 216 if sheet.scale == 1 else 232


def chart_height(rows: int) -> int:
    """Twips of a chart with so many bars."""
    return int((1.6 + (0.31 if rows > FEW_BARS else 0.36) * rows) * CM)


def _rooms() -> Iterator[Room]:
    room = Room()
    yield room
    for name, number in _SMALLER:
        room = room._replace(**{name: number})
        yield room


*_, _LAST = _rooms()


def _tile_width(sheet: Sheet, tiles: Sequence[Sequence[Tile]]) -> int:
    return sheet.width // len(tiles[0]) - 220


def _height(sheet: Sheet, content: Content, room: Room) -> int:
    return (
        700
        + _verdict(sheet, content, room)
        + _tiles(sheet, content.tiles)
        + sum(60 + 200 * sheet.lines(each, sheet.width, 8) for each in content.lines)
        + _results(sheet, content, room)
        + _findings(sheet, content, room)
        + 270
        + 264 * min(len(content.decisions), room.decisions)
    )


def _verdict(sheet: Sheet, content: Content, room: Room) -> int:
    width = sheet.width - 300
    points, line = (9.5, 250) if sheet.narrow else (10.5, 282)
    headline = min(sheet.lines(content.headline, width, points), sheet.headline) * line + 120
    stages = sheet.lines(content.stages, width, 9.5) * 230 + 40
    return 260 + headline + stages + min(sheet.lines(content.said, width, 9), room.said) * 224 + 40


def _tiles(sheet: Sheet, tiles: Sequence[Sequence[Tile]]) -> int:
    width, figure = _tile_width(sheet, tiles), figure_points(sheet, tiles)
    labels = [max(sheet.lines(each.label, width, 8) for each in row) for row in tiles]
    return sum(int(figure * 24.6) + 70 + 196 * lines + 20 for lines in labels)


def _results(sheet: Sheet, content: Content, room: Room) -> int:
    rows = min(content.sections, room.bars)
    if not rows:
        return 260
    numbers = (rows + 1) * row_height(sheet)
    return 400 + max(numbers, chart_height(rows) if sheet.charted else 0) + 140


def _findings(sheet: Sheet, content: Content, room: Room) -> int:
    if not content.found:
        return 300
    shown = content.found[: room.findings]
    rows = [_finding(sheet, each, room.cell(index)) for index, each in enumerate(shown)]
    return 400 + 300 + sum(rows) + 120


def _finding(sheet: Sheet, found: KeyFinding, held: int) -> int:
    """Twips of a row in the table of the most important findings."""
    widths = sheet.widths()
    if sheet.narrow:
        what = min(sheet.lines(found.what, widths[1], 9), 2)
        why = min(sheet.lines(found.why, widths[1], 9), held)
        owner = min(sheet.lines(found.owner, widths[2], 9), 2)
        return max(what + why, owner + sheet.lines(due_words(found), widths[2], 9)) * 224 + 120
    texts = zip((found.what, found.why, found.owner), widths[2:5], strict=True)
    lines = [min(sheet.lines(each, width, 9), held) for each, width in texts]
    return max(*lines, sheet.lines(due_words(found), widths[5], 9)) * 224 + 80
