"""A text in words, and what person_names.toml says of words: names, titles, ordinary words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from auditkit.analysis.vocabulary import vocabulary
from auditkit.text import fold

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:['’-][^\W\d_][\w\u0300-\u036f]*)*")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "þ": "th"})
"""Letters that folding leaves, because they are no letter with an accent."""
_POSSESSIVE = ("'s", "’s")


class Known(NamedTuple):
    """What person_names.toml holds, folded; see there."""

    given: frozenset[str]
    also_words: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    ordinary: frozenset[str]
    places_before: frozenset[str]
    lettered: frozenset[str]
    before_one: frozenset[str]
    before_surname: frozenset[str]
    after_one: frozenset[str]


class Word(NamedTuple):
    """A word of the text, the gap before it, and where it stands."""

    text: str
    key: str
    gap: str
    start: int
    end: int


NONE = Word("", "", "\n", 0, 0)
"""What stands before the first word and after the last."""


def split(text: str) -> list[Word]:
    """The words in order, a possessive without its ending."""
    words: list[Word] = []
    behind = 0
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        if word.endswith(_POSSESSIVE):
            word = word[:-2]
        words.append(Word(word, _key(word), text[behind:start], start, start + len(word)))
        behind = start + len(word)
    return words


def _key(word: str) -> str:
    return word.casefold() if word.isascii() else fold(word).translate(_PLAIN)


@cache
def known_words() -> Known:
    """The words of person_names.toml, read when the first finding is looked at (some 10 ms)."""
    source = files("auditkit.analysis") / "person_names.toml"
    kept = tomllib.loads(source.read_text("utf-8"))
    lists = {name: frozenset(map(_key, words.split())) for name, words in kept.items()}
    names = lists["given"] | lists["given_also_words"] | lists["surnames"]
    return Known(
        given=lists["given"],
        also_words=lists["given_also_words"],
        surnames=lists["surnames"],
        particles=lists["particles"],
        titles=frozenset(kept["titles"].split()),
        ordinary=lists["ordinary"] | (vocabulary(()) - names),
        places_before=lists["places_before"],
        lettered=lists["lettered"],
        before_one=lists["before_one"],
        before_surname=lists["before_surname"],
        after_one=lists["after_one"],
    )
