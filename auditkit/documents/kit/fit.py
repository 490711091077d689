"""Holding a text to a number of lines, for the page that may not become two.

Widths are estimated on the wide side: better a line to spare than a page too many.
"""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("mwMW@%&\u2014\u2026")
_NARROW = frozenset("iljtfr.,;:'|!()[] ")
_SLACK = 0.88  # what is lost at the end of lines, because words are not broken


def fit(text: str, *, width: int, points: float, lines: int) -> str:
    """``text`` on one line of source, cut with an ellipsis so that it takes at most ``lines``
    lines of ``width`` twips in a font of ``points``."""
    flat = " ".join(text.split())
    room = lines * width / 20 / points * (_SLACK if lines > 1 else 1)
    used = 0.0
    for place, char in enumerate(flat):
        used += _ems(char)
        if used > room:
            return flat[: max(0, place - 2)].rstrip() + "\u2026"
    return flat


def _ems(char: str) -> float:
    if not char.isprintable() or unicodedata.east_asian_width(char) in "WFA":
        return 1.1
    if char in _WIDE:
        return 0.9
    if char in _NARROW:
        return 0.36
    return 0.65 if char.isupper() or ord(char) > 0x2FF else 0.52
