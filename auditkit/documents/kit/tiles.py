"""Layout tables of the executive page: tiles with a figure, and two things side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.inline import attribute
from auditkit.documents.kit.page import shares


class Tile(NamedTuple):
    """A figure with what it counts."""

    figure: str | int
    label: str
    fill: str


_USUAL = 16.0
"""Points of a figure in the style of tiles."""


def tiles(width: int, rows: Sequence[Sequence[Tile]], title: str, *, points: float = _USUAL) -> str:
    """Rows of equally many tiles; ``points`` is the size of the figures."""
    half = int(points * 2)
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if points != _USUAL else ""
    widths = shares(width, [1.0] * len(rows[0]))
    white = "".join(
        f'<w:{side} w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>'
        for side in ("insideH", "insideV")
    )
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_tile(tile, each, size) for tile, each in zip(row, widths, strict=True))
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{white}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCaption w:val={attribute(title)}/></w:tblPr>'
        f"{_grid(widths)}{body}</w:tbl>"
    )


def side_by_side(widths: tuple[int, int], left: str, right: str) -> str:
    """Two cells without borders; a nested table has to be followed by a paragraph."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(widths, (left, right + NEXT_TO_TABLE), strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        '</w:tblCellMar><w:tblCaption w:val="Chart and numbers side by side"/></w:tblPr>'
        f"{_grid(widths)}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _grid(widths: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _tile(tile: Tile, width: int, size: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{tile.fill}"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(str(tile.figure), 'KPINumber', properties=size)}"
        f"{paragraph(tile.label, 'KPILabel')}</w:tc>"
    )
