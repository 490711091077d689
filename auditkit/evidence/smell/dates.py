"""Dates as people write them into documents, read only where there is one way to read them.

``03/04/2026`` is the third of April to some and the fourth of March to others: it is no date here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = """
jan january januar|feb february februar|mar march maerz marz märz|apr april|may mai
jun june juni|jul july juli|aug august|sep sept september|oct october okt oktober
nov november|dec december dez dezember
"""
_NUMBER = {
    name: number
    for number, names in enumerate(_MONTHS.replace("\n", "|").strip("|").split("|"), 1)
    for name in names.split()
}
_NAMES = "|".join(sorted(_NUMBER, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?:of )?(?P<name>{_NAMES})\.?,?[ -]{_YEAR}",
    rf"(?P<name>{_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
    rf"(?P<day>\d{{1,2}})\.[ ]?(?P<month>\d{{1,2}})\.[ ]?{_YEAR}",
    rf"(?P<one>\d{{1,2}})(?P<sep>[-/])(?P<two>\d{{1,2}})(?P=sep){_YEAR}",
    rf"{_YEAR}[- ]?Q(?P<quarter>[1-4])",
    rf"{_YEAR}-(?P<month>\d\d)",
    rf"(?P<name>{_NAMES})\.?,?[ -]{_YEAR}",
)
_DATES = [re.compile(rf"(?<![\w./-]){form}(?![\w/-]|\.\d)", re.IGNORECASE) for form in _FORMS]
_YEAR_ALONE = re.compile(rf"\W*{_YEAR}\W*")


class Dated(NamedTuple):
    """The days that a date covers (a month has many), and where it stands in the text."""

    first: date
    last: date
    start: int
    end: int


def dates(text: str) -> Iterator[Dated]:
    """The dates in a text, in the order in which they stand there."""
    taken: list[Dated] = []
    for pattern in _DATES:
        for found in pattern.finditer(text):
            span = _span(found)
            free = all(found.end() <= each.start or each.end <= found.start() for each in taken)
            if span and free:
                taken.append(Dated(*span, found.start(), found.end()))
    return iter(sorted(taken, key=lambda each: each.start))


def value(text: str) -> Dated | None:
    """The date that begins a text, as the value behind a label does; a year alone counts, too."""
    found = next(dates(text), None)
    if found is not None:
        return found if not re.search(r"\w", text[: found.start]) else None
    if alone := _YEAR_ALONE.fullmatch(text):
        year = int(alone["year"])
        return Dated(date(year, 1, 1), date(year, 12, 31), *alone.span("year"))
    return None


def _span(found: re.Match[str]) -> tuple[date, date] | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if parts.get("one"):
        return _either(int(parts["one"]), int(parts["two"]), year)
    if parts.get("quarter"):
        last = 3 * int(parts["quarter"])
        return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])
    month = _NUMBER[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    if not parts.get("day"):
        return _month(year, month)
    return _day(year, month, int(parts["day"]))


def _either(one: int, two: int, year: int) -> tuple[date, date] | None:
    """Day and month in an order that differs by country: only where one way is possible."""
    ways = {_day(year, two, one), _day(year, one, two)} - {None}
    return ways.pop() if len(ways) == 1 else None


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date] | None:
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
