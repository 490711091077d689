"""Quoted words in a file that changed: same, moved, reworded, gone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.evidence.locate import locate
from auditkit.evidence.model import Passage, Text, WorkCancelled

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


@pytest.mark.parametrize(
    ("quote", "now"),
    [
        ("12", "120"),
        ("12", "12.5"),
        ("R-1 | Model drift | 9", "R-1 | Model drift | 90"),
        ("retention_days: 400", "retention_days: 1400"),
        ("400", "retention_days: 1400"),
        ("approved", "Unapproved"),
        ("5", "0.5"),
    ],
)
def test_a_part_of_other_words_or_numbers_is_not_the_quoted_words(quote: str, now: str) -> None:
    found = locate(quote, "row 2", [Passage("row 2", now)])
    assert found.outcome in ("gone", "reworded")
    assert found.score < 0.995


@pytest.mark.parametrize(
    ("quote", "now"),
    [
        ("12", "Score 12, then more."),
        ("\u76e3\u67fb", "\u5185\u90e8\u76e3\u67fb\u306e\u8a18\u9332"),
        ("12", "\u6708\u984d12\u5186"),
        ("(approved)", "It is (approved)."),
        ("approved.", "It is approved."),
        (f"{QUOTE} " * 40, f"Before. {f'{QUOTE} ' * 40}"),
    ],
)
def test_words_end_where_words_end(quote: str, now: str) -> None:
    assert locate(quote, "row 2", [Passage("row 2", now)]).outcome == "same"


def test_what_follows_far_into_a_long_quotation_counts() -> None:
    quote = f"{QUOTE} " * 40 + "It ends with twelve."
    changed = quote.replace("twelve", "nine")
    assert locate(quote, "row 2", [Passage("row 2", changed)]).outcome == "reworded"


def test_the_line_as_it_is_now_is_given_with_words_that_still_stand() -> None:
    now = [Passage("row 2", "R-1 | Model drift | 120"), Passage("row 3", f"{QUOTE} " + "x " * 900)]
    assert locate("Model drift", "row 2", now).words == "R-1 | Model drift | 120"
    moved = locate(QUOTE, "row 9", now)
    assert (moved.outcome, moved.place) == ("moved", "row 3")
    assert moved.words.startswith(QUOTE)
    assert len(moved.words) < 400


def test_reworded_words_are_named_where_they_stand_not_before() -> None:
    now = [
        *(Passage(f"line {n}", f"Short {n}.") for n in range(1, 9)),
        Passage("line 9", "The risk register is reviewed every month by the AI risk manager."),
    ]
    assert locate(QUOTE, "line 3", now).place == "line 9"


def test_the_same_sentence_elsewhere_does_not_hide_a_rewording() -> None:
    now = [
        Passage("paragraph 1", "The risk register is reviewed every month by the AI risk manager."),
        Passage("paragraph 2", "Training takes place once a year."),
        Passage("paragraph 3", QUOTE),
    ]
    found = locate(QUOTE, "paragraph 1", now)
    assert (found.outcome, found.place, found.also) == ("reworded", "paragraph 1", "paragraph 3")
    assert "every month" in found.words
    assert locate(QUOTE, "paragraph 2", now).outcome == "moved"


def test_a_row_that_an_inserted_one_moved_has_moved() -> None:
    rows = [f"R-{n:02} | Risk of kind {n} is not detected | open" for n in range(1, 9)]
    shifted = ["R-00 | Risk of kind 0 is not detected | open", *rows]
    now = [Passage(f"row {n}", text) for n, text in enumerate(shifted, 1)]
    found = locate(rows[2], "row 3", now)
    assert (found.outcome, found.place) == ("moved", "row 4")


@pytest.mark.parametrize("whole", [True, False])
def test_in_a_file_not_read_to_the_end_nothing_is_gone(whole: bool) -> None:
    text = Text(FILE)
    text.whole = whole
    assert locate("no such words here at all", "", text).outcome == (
        "gone" if whole else "not read to the end"
    )
    assert locate(QUOTE, "paragraph 3", text).outcome == "same"


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ("Register!C2", "same"),
        ("'Register'!$A$2", "same"),
        ("register!A1:C4", "same"),
        ("Register!C3", "moved"),
        ("Other!C2", "moved"),
    ],
)
def test_a_cell_stands_in_the_row_of_its_sheet(place: str, outcome: str) -> None:
    now = [Passage("sheet Register, row 2", "R-1 | Model drift is not detected | 12")]
    assert locate("Model drift is not detected", place, now).outcome == outcome
