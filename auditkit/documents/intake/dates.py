"""A date as people write it into a form."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*[.\u65e5]?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]+)\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def read_date(text: str) -> date | None:
    """The day that a text names; None where it names none or might mean two (``3/4/2026``)."""
    words = " ".join(text.casefold().split())
    if found := _YEAR_FIRST.fullmatch(words):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(words):
        return _day(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(words):
        return _unless_two(_day(found[3], found[2], found[1]), _day(found[3], found[1], found[2]))
    if found := _DAY_MONTH.fullmatch(words):
        return _day(found[3], _month(found[2]), found[1])
    if found := _MONTH_DAY.fullmatch(words):
        return _day(found[3], _month(found[1]), found[2])
    return None


def _unless_two(one: date | None, other: date | None) -> date | None:
    if one and other and one != other:
        return None
    return one or other


def _month(word: str) -> str:
    return str(_MONTHS.index(word[:3]) + 1) if word[:3] in _MONTHS else "0"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
