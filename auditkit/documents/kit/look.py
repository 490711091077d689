"""Colours and the words that go with them. Meaning never rests on colour alone."""

from __future__ import annotations

from typing import NamedTuple

NAVY = "1F3A5F"
GREY = "5B6770"
LINE = "C9D1D9"
BAND = "F4F6F8"
RED = "9B1C1C"


class Shade(NamedTuple):
    """A cell fill, a text colour with at least 4.5:1 contrast, and the symbol beside the word."""

    fill: str
    ink: str = "000000"
    symbol: str = ""


GOOD = Shade("1E6B3A", "FFFFFF", "\u2713")
BAD = Shade(RED, "FFFFFF", "\u25a0")
WARN = Shade("F2B705", "000000", "\u25b2")
HINT = Shade("BFD7EA", "000000", "\u25c6")
CALM = Shade("DDEFE3", "000000", "+")
OPEN = Shade("D9D9D9", "000000", "\u2013")
PLAIN = Shade("FFFFFF", "000000", "")
SOFT = Shade("E8EEF4", "000000", "")

STATUS = {
    "conforms": GOOD,
    "does not conform": BAD,
    "partly tested": HINT,
    "untested": OPEN,
    "not applicable": Shade("F4F6F8", "000000", "\u25cb"),
    "major nonconformity": BAD,
    "minor nonconformity": WARN,
    "opportunity for improvement": HINT,
    "observation": Shade("E8EEF4", "000000", "\u25cf"),
    "strength": CALM,
    "issued": OPEN,
    "answered": HINT,
    "returned": WARN,
    "accepted": HINT,
    "implemented": CALM,
    "effective": GOOD,
    "not effective": BAD,
    "appears ready": GOOD,
    "not ready": BAD,
    "missing": BAD,
    "changed": WARN,
    "unchanged": GOOD,
    "overdue": BAD,
}


def shade(word: str) -> Shade:
    """The shade of a status word; plain for a word without one."""
    return STATUS.get(word, PLAIN)
