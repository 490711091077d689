"""What is filled in with a pen: lines to sign, and lists of who was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid
from auditkit.documents.kit.tables import KEEP_NEXT, Cell, Column, Row, table, text_cell

_ROOM = '<w:spacing w:before="240" w:after="60"/>'
_SIGNATURES = (Column("For", 2.4), Column("Name", 3), Column("Date", 1.8), Column("Signature", 4))
_ATTENDANCE = (
    Column("Function", 3.4),
    Column("Name", 2.8),
    Column("Noted", 1.4),
    Column("Signature", 3),
)


def room_to_write(*, keep: bool = False) -> Cell:
    """An empty cell, high enough for a pen."""
    return Cell(laid("", "TableText", settings=(KEEP_NEXT if keep else "") + _ROOM))


def signatures(width: int, parts: Sequence[tuple[str, str]], *, title: str) -> str:
    """A line to sign for each part, with the name where it is known; never torn apart."""
    rows: list[Row] = []
    for number, (part, name) in enumerate(parts, start=1):
        keep = number < len(parts)
        rows.append(
            (
                text_cell(part, keep=keep),
                text_cell(name, keep=keep),
                room_to_write(keep=keep),
                room_to_write(keep=keep),
            )
        )
    description = "Each row is signed by hand"
    return table(width, _SIGNATURES, rows, title=title, description=description) + NEXT_TO_TABLE


def attendance_list(width: int, rows: Iterable[tuple[str, str, str]], blank: int) -> str:
    """Function, name and what is noted, with room to sign, and ``blank`` rows for others."""
    made: list[Row] = [
        (text_cell(function), text_cell(name), text_cell(noted), room_to_write())
        for function, name, noted in rows
    ]
    made += [tuple(room_to_write() for _ in _ATTENDANCE)] * blank
    description = "Each row is signed by who is there; empty rows are for others"
    return (
        table(width, _ATTENDANCE, made, title="Attendance", description=description) + NEXT_TO_TABLE
    )
