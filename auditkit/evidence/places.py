"""Places in a file that run over several passages: ``paragraphs 4-6``, ``sheet Plan, rows 5-7``."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(?P<before>(?:.*, )?)(?P<what>page|line|paragraph|slide|row) (?P<at>\d+)")
_RANGE = re.compile(
    r"(?P<before>(?:.*, )?)(?P<what>page|line|paragraph|slide|row)s (?P<at>\d+)-\d+"
)


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
    begins."""
    found = [place]
    if ranged := _RANGE.fullmatch(place):
        found.append(f"{ranged['before']}{ranged['what']} {ranged['at']}")
    parts = place.split(" to ")
    found += [" to ".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    return tuple(found)
