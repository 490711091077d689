"""Telling sentences from commands, by the times between the keys."""

from __future__ import annotations

import random

import pytest

from auditkit.tui.burst import Burst

COMMANDS = frozenset("comMxunefjkgGiw")
SENTENCES = (
    "the auditee said the model register is updated monthly",
    "no evidence of approval for the risk criteria",
    "common components come from one vendor",
    "3 of 10 samples had no owner",
)


def told_after(text: str, pause: float) -> int | None:
    """After how many letters typed ``pause`` seconds apart it is told; None for never."""
    burst = Burst()
    for number, char in enumerate(text, start=1):
        if burst.press(char, number * pause, COMMANDS):
            return number
    return None


@pytest.mark.parametrize("words_a_minute", [40, 60, 80, 120])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_told_soon(sentence: str, words_a_minute: int) -> None:
    told = told_after(sentence, 60 / (words_a_minute * 5))
    assert told is not None
    assert told <= 12


def test_commands_at_a_working_pace_are_never_prose() -> None:
    chance = random.Random(7)
    for _ in range(300):
        keys = "".join(chance.choices("cjomnexuk", [40, 25, 5, 6, 6, 6, 4, 4, 2], k=30))
        assert told_after(keys, 0.5) is None


def test_the_same_key_held_down_is_no_prose() -> None:
    assert told_after("j" * 40 + "k" * 40, 0.03) is None


def test_what_was_typed_is_known() -> None:
    burst = Burst()
    for number, char in enumerate("nobo"):
        burst.press(char, number / 10, frozenset())
    assert burst.text == "nobo"
    burst.forget()
    assert burst.text == ""
