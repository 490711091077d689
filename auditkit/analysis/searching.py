"""A few typed words: what holds them, how well, and the words around the hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from auditkit.text import fold

MISS = 9
"""Rank of what does not hold all the words."""
WORDS, LETTERS, TEXT = 2, 3, 4
"""Ranks of words that begin so in names, of letters in names, and of words in texts."""
_LEAD = 4
"""Part of an excerpt that stands before the hit: one of so many."""
_PLACES = 200
"""Hits in one text that are looked at for the best place."""


class Query:
    """What was typed, as it is compared: no case, no accents."""

    def __init__(self, typed: str) -> None:
        self.words = tuple(dict.fromkeys(fold(typed).split()))
        self.whole = " ".join(fold(typed).split())

    def rank(self, names: Sequence[str], called: str, text: str) -> int:
        """How well a thing fits, 0 best, `MISS` where it lacks a word; all is folded already.

        ``called`` holds its names and title: what is called so comes first (0), then what begins
        so (1), words that begin so in names (2) and letters in names (3), then the same in texts
        (4, 5)."""
        words = self.words
        if self.whole in names:
            return 0
        if all(word in called for word in words):
            if any(name.startswith(self.whole) for name in names):
                return 1
            return WORDS if self.begins(called) else LETTERS
        if not all(word in called or word in text for word in words):
            return MISS
        in_words = all(_begins(word, called) or _begins(word, text) for word in words)
        return TEXT if in_words else TEXT + 1

    def begins(self, folded: str) -> bool:
        """Whether every word begins a word of a text."""
        return all(_begins(word, folded) for word in self.words)

    def found_in(self, folded: str) -> int:
        """How many of the words a text holds."""
        return sum(word in folded for word in self.words)


class Excerpt(NamedTuple):
    """A piece of a text, and where in it the words are that were looked for."""

    text: str
    spans: tuple[tuple[int, int], ...]
    cut_before: bool
    cut_after: bool


def excerpt(text: str, query: Query, width: int) -> Excerpt:
    """About ``width`` characters around the place where most of the words stand together; line
    breaks and runs of spaces become one space."""
    plain = " ".join(text.split())
    spans = _spans(plain, query)
    first = _best(spans, width)
    begin = 0
    if first and len(plain) > width:
        begin = _word_begin(plain, min(first - width // _LEAD, len(plain) - width), first)
    piece = plain[begin : begin + width]
    inside = [
        (max(0, start - begin), min(end - begin, len(piece)))
        for start, end in spans
        if end > begin and start < begin + width
    ]
    return Excerpt(piece, tuple(inside), begin > 0, begin + width < len(plain))


def _begins(word: str, text: str) -> bool:
    """Whether a word of a text begins so. Not a pattern: this is asked of very many texts."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0


def _spans(plain: str, query: Query) -> list[tuple[int, int]]:
    """Where the words stand in a text, first to last, none within another."""
    folded, places = _folded(plain)
    hits = sorted(
        (match.start(), -match.end())
        for word in query.words
        for match in re.finditer(re.escape(word), folded)
    )
    spans: list[tuple[int, int]] = []
    for start, negative in hits[:_PLACES]:
        begin, end = places(start), places(-negative - 1) + 1
        if not spans or begin >= spans[-1][1]:
            spans.append((begin, end))
    return spans


def _folded(plain: str) -> tuple[str, Callable[[int], int]]:
    """A text for comparing, and what gives the place in the text for a place in that."""
    if plain.isascii():
        return fold(plain), _same
    pieces = [fold(char) for char in plain]
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origin.__getitem__


def _best(spans: Sequence[tuple[int, int]], width: int) -> int:
    """The hit that is followed by most others within the width."""
    reach = width * (_LEAD - 1) // _LEAD
    near = [sum(at <= other < at + reach for other, _ in spans) for at, _ in spans]
    return spans[near.index(max(near))][0] if spans else 0


def _word_begin(plain: str, wanted: int, most: int) -> int:
    """The beginning of the word at a place, and not behind ``most``."""
    space = plain.find(" ", max(0, wanted - 1), most)
    return max(0, wanted) if space < 0 or wanted <= 0 else space + 1


def _same(place: int) -> int:
    return place
