"""Holding a text to a number of lines, for the page that may not become two.

Widths are estimated on the wide side: better a line to spare than a page too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("mwMW@%&\u2014\u2026")
_NARROW = frozenset("iljtfr.,;:'|!()[] ")
_ELLIPSIS = 1.3  # ems, with the blank before it
_SPACE = 0.36
_ENDLESS = 10_000
_WORDS = re.compile(r"[^ ]+")
_SENTENCE = re.compile(r"[.!?](?= )|[\u3002\uff01\uff1f]")


def fit(text: str, *, width: int, points: float, lines: int) -> str:
    """``text`` on one line of source, cut with an ellipsis so that it takes at most ``lines``
    lines of ``width`` twips in a font of ``points``: after a sentence, where one ends in the second
    half of what there is room for, else after a word."""
    flat = " ".join(text.split())
    _, place = _filled(flat, width, points, lines)
    if place is None:
        return flat
    held = flat[:place].rstrip()
    ends = [each.end() for each in _SENTENCE.finditer(flat, 0, place) if each.end() < place]
    if ends and ends[-1] * 2 > place:
        return flat[: ends[-1]] + " \u2026"
    return held + "\u2026"


def lines_of(text: str, *, width: int, points: float) -> int:
    """How many lines of ``width`` twips a text takes in a font of ``points``."""
    return _filled(" ".join(text.split()), width, points, _ENDLESS)[0]


def _filled(flat: str, width: int, points: float, lines: int) -> tuple[int, int | None]:
    """The number of lines, and the place of the first character that has no room any more."""
    room = width / 20 / points
    line, used = 1, 0.0
    for start, piece in _pieces(flat):
        size = sum(map(_ems, piece))
        gap = _SPACE if used and flat[start - 1] == " " else 0.0
        ends = start + len(piece) == len(flat)
        if used + gap + size <= (room if ends else _left(room, line, lines)):
            used += gap + size
            continue
        if used:
            line, used = line + 1, 0.0
        for place, char in enumerate(piece, start=start):  # a word may be longer than a line
            if line <= lines and used + _ems(char) > _left(room, line, lines):
                line, used = line + 1, 0.0
            if line > lines:
                return lines, place
            used += _ems(char)
    return line, None


def _left(room: float, line: int, lines: int) -> float:
    """What a line holds; the last one has to have room for the ellipsis."""
    return room - _ELLIPSIS if line == lines else room


def _pieces(flat: str) -> Iterator[tuple[int, str]]:
    """What stays together at the end of a line: words, and each character of a script that is
    written without spaces; with its place."""
    for word in _WORDS.finditer(flat):
        begun = word.start()
        for place in range(word.start(), word.end()):
            if unicodedata.east_asian_width(flat[place]) in "WF":
                if begun < place:
                    yield begun, flat[begun:place]
                yield place, flat[place]
                begun = place + 1
        if begun < word.end():
            yield begun, flat[begun : word.end()]


def _ems(char: str) -> float:
    if ord(char) > 0xFFFF:
        return 1.4
    if not char.isprintable() or unicodedata.east_asian_width(char) in "WFA":
        return 1.1
    if char in _WIDE:
        return 0.92
    if char in _NARROW:
        return _SPACE
    return 0.68 if char.isupper() or ord(char) > 0x2FF else 0.54
