"""Which row or paragraph is which, in documents with very many of them."""

from __future__ import annotations

import random

from auditkit.documents.agreement.differences import differences
from auditkit.documents.agreement.units import Unit
from auditkit.record.audit import Audit

MANY = 30_000


def rows(title: str) -> list[Unit]:
    return [Unit((f"E-{n:05}", f"{title} {n}", "verified"), "Register", True) for n in range(MANY)]


def test_each_of_many_rows_is_told_with_its_own_earlier_form(rich: Audit) -> None:
    """Also where the rows were sorted otherwise. Each with each would be a billion comparisons."""
    now = rows("changed")
    random.Random(1).shuffle(now)
    found = differences(rich, rows("made"), now)
    assert len(found) == MANY
    assert all(each.now == each.was.replace("made", "changed") for each in found)


def test_many_paragraphs_written_anew_are_told_in_their_order(rich: Audit) -> None:
    made = [Unit((f"Alpha beta gamma {n * 7919 % 10_007}",), "h", False) for n in range(MANY)]
    now = [Unit((f"{n * 7919 % 10_007} QQQQ WWWW",), "h", False) for n in range(MANY)]
    found = differences(rich, made, now)
    assert {each.was for each in found if each.was} == {each.cells[0] for each in made}
    assert {each.now for each in found if each.now} == {each.cells[0] for each in now}


def test_an_edited_paragraph_is_found_among_others(rich: Audit) -> None:
    made = [Unit(("The policy was signed in March.",), "h", False)]
    now = [
        Unit((text,), "h", False)
        for text in ("Something else entirely", "The policy was signed in April.", "12345")
    ]
    found = differences(rich, made, now)
    assert ("The policy was signed in March.", "The policy was signed in April.") in {
        (each.was, each.now) for each in found
    }
    assert len(found) == 3


def test_rows_with_the_same_first_cell_are_told_apart_by_the_others(rich: Audit) -> None:
    made = [Unit(("\u2013", "a", "b"), "h", True), Unit(("\u2013", "c", "d"), "h", True)]
    now = [Unit(("\u2013", "c", "x"), "h", True), Unit(("\u2013", "a", "y"), "h", True)]
    found = differences(rich, made, now)
    assert {(each.was, each.now) for each in found} == {("b", "y"), ("d", "x")}
