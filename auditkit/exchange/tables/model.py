"""A table that is written in several formats, and the guard for what goes into its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from auditkit import text

Value = str | int | date | datetime | None
"""What a cell holds; times are UTC."""
LONGEST = 32_767
"""Characters that a spreadsheet keeps in one cell (Excel specifications and limits)."""


@dataclass(frozen=True)
class Column:
    """A column: its head, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True)
class Table:
    """One table; each row has a value for each column."""

    name: str
    """For a file and for the tab of a sheet: short, lower case."""
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]


def guarded(value: str) -> str:
    """A text that a spreadsheet shows and never computes; cut visibly where it is too long."""
    return text.clip(text.spreadsheet(value), LONGEST)
