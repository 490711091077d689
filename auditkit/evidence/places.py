"""Places in a file that run over several passages: ``paragraphs 4-6``, ``sheet Plan, rows 5-7``."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(?P<before>(?:.*, )?)(?P<what>page|line|paragraph|slide|row) (?P<at>\d+)")
_RANGE = re.compile(
    r"(?P<before>(?:.*, )?)(?P<what>page|line|paragraph|slide|row)s (?P<at>\d+)-\d+"
)

_CELLS = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^!']+))!"
    r"\$?[A-Za-z]{1,3}\$?(?P<first>\d{1,7})(?::\$?[A-Za-z]{1,3}\$?(?P<last>\d{1,7}))?"
)
_MOST_ROWS = 1_000  # of a range of cells that are looked at


def spanned(first: str, last: str) -> str:
    """The place of what begins at ``first`` and ends at ``last``, both as `Passage.place` names
    them."""
    if first == last:
        return first
    begin, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if begin and end and begin["before"] == end["before"] and begin["what"] == end["what"]:
        return f"{begin['before']}{begin['what']}s {begin['at']}-{end['at']}"
    return f"{first} to {last}"


def beginnings(place: str) -> tuple[str, ...]:
    """What the first passage at a place may be called: the place itself, or where its range
    begins. Cells as a spreadsheet names them, ``Plan!C2`` or ``Plan!A2:C4``, stand in the rows of
    their sheet."""
    found = [place, *_rows_of_cells(place)]
    if ranged := _RANGE.fullmatch(place):
        found.append(f"{ranged['before']}{ranged['what']} {ranged['at']}")
    parts = place.split(" to ")
    found += [" to ".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    return tuple(found)


def _rows_of_cells(place: str) -> list[str]:
    named = _CELLS.fullmatch(place.strip())
    if named is None:
        return []
    sheet = named["quoted"].replace("''", "'") if named["quoted"] else named["bare"]
    first = int(named["first"])
    last = min(int(named["last"] or first), first + _MOST_ROWS)
    return [f"sheet {sheet}, row {row}" for row in range(first, last + 1)]
