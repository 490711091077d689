"""Dates as people write them; what can be read in two ways is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.evidence.smell.dates import dates, value

THIRD = date(2026, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-03",
        "2026/03/03",
        "3 March 2026",
        "3rd of March 2026",
        "03 Mar 2026",
        "3-Mar-2026",
        "March 3, 2026",
        "03.03.2026",
        "3. 3. 2026",
        "3. März 2026",
        "03/03/2026",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    (found,) = dates(f"approved on {text}, by the CEO")
    assert (found.first, found.last) == (THIRD, THIRD)


@pytest.mark.parametrize(
    ("text", "day"),
    [("25/12/2026", date(2026, 12, 25)), ("12/25/2026", date(2026, 12, 25))],
)
def test_slashes_where_only_one_order_is_possible(text: str, day: date) -> None:
    assert [each.first for each in dates(text)] == [day]


@pytest.mark.parametrize(
    "text",
    ["03/04/2026", "04-03-2026", "31.02.2026", "2026-13-01", "v2026-03-03x", "1.2.2026.4", "2026"],
)
def test_no_date(text: str) -> None:
    assert list(dates(text)) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2026-02", date(2026, 2, 28)),
        ("February 2024", date(2024, 2, 29)),
        ("2026-Q3", date(2026, 9, 30)),
    ],
)
def test_a_month_and_a_quarter_last_to_their_end(text: str, last: date) -> None:
    assert [each.last for each in dates(text)] == [last]


def test_a_value_begins_with_its_date() -> None:
    found = value("2026-03-03, Ada Smith")
    assert found is not None
    assert found.last == THIRD
    assert value("after 2026-03-03") is None


def test_a_year_alone_is_a_value() -> None:
    found = value(" 2025 ")
    assert found is not None
    assert found.last == date(2025, 12, 31)


def test_dates_come_in_the_order_of_the_text() -> None:
    found = [each.first.day for each in dates("4 May 2026, then 2026-05-03, then 05.05.2026")]
    assert found == [4, 3, 5]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_iso_date_is_read_back(day: date) -> None:
    assert [each.first for each in dates(day.isoformat())] == [day]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert all(text[each.start : each.end] for each in dates(text))
