"""Texts that are held to a number of lines."""

from __future__ import annotations

from auditkit.documents.kit.fit import fit, lines_of

WIDTH, POINTS = 3000, 9.0
TWO = "Nobody has confirmed that urgent letters are recognized in time. "


def test_a_text_that_fits_stays_as_it_is() -> None:
    lines = lines_of(TWO, width=WIDTH, points=POINTS)
    assert fit(TWO, width=WIDTH, points=POINTS, lines=lines) == TWO.strip()
    assert fit(TWO, width=WIDTH, points=POINTS, lines=lines - 1).endswith("\u2026")


def test_a_text_is_cut_after_a_sentence_where_one_ends_late_enough() -> None:
    long = TWO + "About five thousand referral letters a month are put into an order of urgency."
    lines = lines_of(TWO, width=WIDTH, points=POINTS) + 1
    assert fit(long, width=WIDTH, points=POINTS, lines=lines) == TWO + "\u2026"


def test_else_it_is_cut_after_a_word() -> None:
    long = "Yes. " + "letters " * 60
    held = fit(long, width=WIDTH, points=POINTS, lines=4)
    assert held.endswith("letters\u2026")
    assert lines_of(held, width=WIDTH, points=POINTS) <= 4
