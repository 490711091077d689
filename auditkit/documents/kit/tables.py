"""Tables as XML strings: a row costs microseconds, where a cell of python-docx costs milliseconds.

Word and LibreOffice agree on a layout only when table, grid and every cell state their width.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditkit.documents.kit.blocks import laid, paragraph
from auditkit.documents.kit.inline import attribute
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.page import shares

KEEP_NEXT = "<w:keepNext/>"
_MOST_LINES = 24  # a row that may not split and is higher than a page is clipped by Word
_STYLED = ('<w:pStyle w:val="TableText"/>', '<w:pStyle w:val="TightText"/>')
_LAST_ROWS = 3
_FEW_ROWS, _FEW_CHARACTERS, _LINE = 6, 1500, 90
_PADDING = 170
_CHARACTER = 95  # twips, on the wide side, of table text


@dataclass(frozen=True)
class Column:
    """A column: its head and its share of the width."""

    title: str
    weight: float


class Cell(NamedTuple):
    """A cell with ready paragraphs, and its fill (six hex digits) or none."""

    xml: str
    fill: str = ""
    weight: int = 0
    """Number of characters, wide ones twice, to tell a row that must be allowed to split."""
    breaks: int = 0
    """Number of line breaks among them."""

    def lines(self, width: int) -> int:
        """About how many lines it takes in a column of ``width`` twips."""
        return self.breaks + self.weight * _CHARACTER // max(width - _PADDING, _CHARACTER) + 1


Row = Sequence[Cell | str]


def text_cell(text: str, *, bold: bool = False, keep: bool = False, fill: str = "") -> Cell:
    """A cell with a foreign string; ``keep`` holds its row together with the next one."""
    properties = "<w:b/><w:bCs/>" if bold else ""
    settings = KEEP_NEXT if keep else ""
    xml = paragraph(text, "TableText", properties=properties, settings=settings)
    return Cell(xml, fill, weight_of(text), text.count("\n"))


def weight_of(text: str) -> int:
    """The weight of a text: its number of characters, those of East Asian width twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def runs_cell(inner: str, *, keep: bool = False, weight: int = 0, breaks: int = 0) -> Cell:
    """A cell with ready runs (links, bookmarks)."""
    return Cell(laid(inner, "TableText", settings=KEEP_NEXT if keep else ""), "", weight, breaks)


def status_cell(word: str, *, keep: bool = False, shown: str = "") -> Cell:
    """A cell with a status: word (or ``shown`` in its place), symbol and colour."""
    look = shade(word)
    properties = f'<w:b/><w:bCs/><w:color w:val="{look.ink}"/>'
    settings = KEEP_NEXT if keep else ""
    return Cell(
        paragraph(
            f"{look.symbol} {shown or word}".strip(),
            "TableText",
            properties=properties,
            settings=settings,
        ),
        look.fill,
    )


def together(rows: Iterable[Row]) -> list[list[Cell]]:
    """Rows of a table that stays on one page."""
    made = [_cells(row) for row in rows]
    return [[_kept(cell) for cell in row] for row in made[:-1]] + [*made[-1:]]


def _last_together(rows: Iterable[Row]) -> list[list[Cell]]:
    """The last rows of a long table; one that is long enough to be split holds on to nothing."""
    made = [_cells(row) for row in rows]
    kept = together(made)
    longest = _MOST_LINES * _LINE
    return [own if _weight(own) > longest else held for own, held in zip(made, kept, strict=True)]


def _cells(row: Row) -> list[Cell]:
    return [text_cell(cell) if isinstance(cell, str) else cell for cell in row]


def _kept(cell: Cell) -> Cell:
    """The same cell, held together with the next row."""
    xml = cell.xml.replace(KEEP_NEXT, "")
    for style in _STYLED:
        xml = xml.replace(style, style + KEEP_NEXT)
    return cell._replace(xml=xml)


def table(
    width: int,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    title: str,
    description: str = "",
    first_column: bool = True,
    head: bool = True,
    compact: bool = False,
    whole: bool = False,
) -> str:
    """A table in the style Audit Table; its head row is repeated on every page. A short table stays
    on one page, and of a long one the last rows together, so that no page has but one of them.

    ``whole`` keeps a table on one page that surely fits one; ``title`` and ``description`` are the
    alternative text for a screen reader.
    """
    widths = shares(width, [column.weight for column in columns])
    parts = [_opening(widths, title, description, first_column, head)]
    if head:
        style = "TightText" if compact else "TableText"
        cells = [Cell(paragraph(each.title, style, settings=KEEP_NEXT)) for each in columns]
        parts.append(_row(cells, widths, head=True))
    every: list[Row] = list(rows)
    if whole:
        parts.extend(_row(row, widths, whole=True) for row in together(every))
        return "".join((*parts, "</w:tbl>"))
    last = _LAST_ROWS
    if 0 < len(every) <= _FEW_ROWS:
        few = [_cells(row) for row in every]
        every, last = [*few], len(few) if _short(few) else _LAST_ROWS
    parts.extend(_row(row, widths) for row in every[:-last])
    parts.extend(_row(row, widths) for row in _last_together(every[-last:]))
    parts.append("</w:tbl>")
    return "".join(parts)


def _short(rows: Iterable[Iterable[Cell]]) -> bool:
    return sum(map(_weight, rows)) < _FEW_CHARACTERS


def _weight(row: Iterable[Cell]) -> int:
    return sum(each.weight + each.breaks * _LINE for each in row)


def pairs(
    width: int,
    rows: Iterable[Row],
    *,
    title: str,
    label_share: float = 0.24,
    whole: bool = False,
) -> str:
    """A table of labelled values, without a head row."""
    columns = (Column("", label_share), Column("", 1 - label_share))
    return table(width, columns, rows, title=title, head=False, whole=whole)


def _opening(
    widths: Sequence[int], title: str, description: str, first_column: bool, head: bool
) -> str:
    look = (0x20 if head else 0x200) | (0x80 if first_column else 0) | 0x400
    described = f"<w:tblDescription w:val={attribute(description)}/>" if description else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="AuditTable"/><w:tblW w:w="{sum(widths)}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook '
        f'w:val="{look:04X}" w:firstRow="{int(head)}" w:lastRow="0" '
        f'w:firstColumn="{int(first_column)}" '
        f'w:lastColumn="0" w:noHBand="{int(not head)}" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(title)}/>{described}</w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
    )


def _row(
    cells: Sequence[Cell | str], widths: Sequence[int], *, head: bool = False, whole: bool = False
) -> str:
    """A row; it may be split where it is long, unless it has to stay ``whole``."""
    held, parts = True, []
    for each, width in zip(cells, widths, strict=True):
        cell = text_cell(each) if isinstance(each, str) else each
        if cell.weight > _MOST_LINES or cell.breaks:
            held = held and cell.lines(width) < _MOST_LINES
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{cell.xml}</w:tc>'
        )
    settings = ("<w:cantSplit/>" if held or whole else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{settings}</w:trPr>' if settings else ''}{''.join(parts)}</w:tr>"
