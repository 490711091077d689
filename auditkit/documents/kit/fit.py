"""Holding a text to a number of lines, for the page that may not become two.

Widths are estimated on the wide side: better a line to spare than a page too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("mwMW@%&\u2014\u2026")
_NARROW = frozenset("iljtfr.,;:'|!()[] ")
_ELLIPSIS = 0.9  # ems
_SPACE = 0.36
_WORDS = re.compile(r"[^ ]+")


def fit(text: str, *, width: int, points: float, lines: int) -> str:
    """``text`` on one line of source, cut with an ellipsis so that it takes at most ``lines``
    lines of ``width`` twips in a font of ``points``."""
    flat = " ".join(text.split())
    room = width / 20 / points
    line, used = 1, 0.0
    for start, piece in _pieces(flat):
        size = sum(map(_ems, piece))
        gap = _SPACE if used and flat[start - 1] == " " else 0.0
        if used + gap + size <= _left(room, line, lines):
            used += gap + size
            continue
        if used:
            line, used = line + 1, 0.0
        for place, char in enumerate(piece, start=start):  # a word may be longer than a line
            if line <= lines and used + _ems(char) > _left(room, line, lines):
                line, used = line + 1, 0.0
            if line > lines:
                return flat[:place].rstrip() + "\u2026"
            used += _ems(char)
    return flat


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
