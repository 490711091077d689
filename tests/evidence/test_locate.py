"""Quoted words in a file that changed: same, moved, reworded, gone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.evidence.locate import locate
from auditkit.evidence.model import Passage, WorkCancelled

QUOTE = "The risk register is reviewed every quarter by the AI risk manager."
FILE = [
    Passage("heading 1 Purpose", "Purpose"),
    Passage("paragraph 2", "This procedure says how risks are handled."),
    Passage("paragraph 3", f"{QUOTE} Changes are approved."),
    Passage("paragraph 4", "Training takes place once a year."),
    Passage("table 1, row 2", "R-01 | Wrong triage | high | open"),
]


def test_words_that_stand_where_they_stood() -> None:
    found = locate(QUOTE, "paragraph 3", FILE)
    assert (found.outcome, found.place, found.score) == ("same", "paragraph 3", 1.0)
    assert locate(QUOTE, "", FILE).outcome == "same"


@pytest.mark.parametrize(
    "quote",
    [
        "THE RISK  REGISTER is\nreviewed every quarter",
        "the risk register is reviewed\u00a0every quarter by the AI risk manager",
        "approved. Training takes place",
    ],
)
def test_case_white_space_and_passage_ends_do_not_matter(quote: str) -> None:
    assert locate(quote, "Paragraph  3", FILE).outcome == "same"


def test_typographic_marks_do_not_matter() -> None:
    now = [Passage("line 1", "It says \u201chigh\u201d \u2014 the owner\u2019s word.")]
    assert locate('It says "high" - the owner\'s word.', "line 1", now).outcome == "same"


def test_words_at_another_place_have_moved() -> None:
    found = locate(QUOTE, "paragraph 9", FILE)
    assert (found.outcome, found.place) == ("moved", "paragraph 3")


def test_reworded_text_is_shown_with_its_likeness() -> None:
    now = [
        *FILE[:2],
        Passage("paragraph 3", "The AI risk register is reviewed every six months by the manager."),
        *FILE[3:],
    ]
    found = locate(QUOTE, "paragraph 3", now)
    assert (found.outcome, found.place) == ("reworded", "paragraph 3")
    assert "six months" in found.words
    assert 0.7 <= found.score < 1


def test_a_quotation_over_two_passages_is_found_reworded() -> None:
    now = [
        Passage("line 1", "the risk register is reviewed each"),
        Passage("line 2", "quarter by the AI manager"),
    ]
    assert locate(QUOTE, "line 1", now).outcome == "reworded"


@pytest.mark.parametrize(
    "now",
    [[], [Passage("line 1", "Nothing of the kind.")], FILE[3:]],
)
def test_words_that_are_not_there_are_gone(now: list[Passage]) -> None:
    assert locate(QUOTE, "paragraph 3", now).outcome == "gone"


def test_short_words_are_there_or_gone_and_nothing_between() -> None:
    assert locate("open", "table 1, row 2", FILE).outcome == "same"
    assert locate("opens", "table 1, row 2", FILE).outcome == "gone"


@pytest.mark.parametrize("quote", ["", "  \n", "\u200b"])
def test_without_words_there_is_nothing_to_look_for(quote: str) -> None:
    assert locate(quote, "page 3", FILE).outcome == "no words"


def test_the_right_one_of_many_like_passages_is_found() -> None:
    chance = random.Random(4)
    words = [
        "risk",
        "review",
        "owner",
        "model",
        "data",
        "quarter",
        "system",
        "impact",
        "policy",
        "training",
    ]
    rows = [
        Passage(f"row {n}", " ".join(chance.choice(words) for _ in range(12))) for n in range(3000)
    ]
    quote = rows[1234].text
    changed = rows[1234].text.split()
    changed[5] = "replaced"
    rows[1234] = Passage("row 1234", " ".join(changed))
    assert locate(quote, "row 1234", rows).place == "row 1234"


def test_looking_can_be_cancelled() -> None:
    with pytest.raises(WorkCancelled):
        locate(f"{QUOTE} or so", "", FILE, cancelled=lambda: True)


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=6), st.text(max_size=9))
def test_any_text_gives_an_answer(quote: str, texts: list[str], place: str) -> None:
    found = locate(quote, place, [Passage(f"line {n}", text) for n, text in enumerate(texts)])
    assert 0 <= found.score <= 1
    assert (found.outcome in ("same", "moved")) == (found.score == 1.0) or (
        found.outcome == "reworded"
    )


@given(st.text(min_size=1, max_size=60), st.lists(st.text(max_size=60), max_size=4), st.data())
def test_what_is_there_is_found(quote: str, texts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(texts)))
    passages = [Passage(f"line {n}", text) for n, text in enumerate([*texts, quote])]
    passages[at], passages[-1] = passages[-1], passages[at]
    assert locate(quote, "", passages).outcome in ("same", "no words")


def test_words_are_given_as_they_are_written() -> None:
    now = [Passage("line 1", "The AI Risk Register is reviewed every SIX months by the Manager.")]
    assert "every SIX months by the Manager." in locate(QUOTE, "line 1", now).words
    folded = [
        Passage("line 1", "Straße: the risk register is reviewed every month by the AI lead.")
    ]
    assert locate(QUOTE, "line 1", folded).outcome == "reworded"
