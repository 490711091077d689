"""A quotation picked from the text of a file: the pieces one can point at, and what they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditkit.evidence.model import Passage
from auditkit.evidence.places import beginnings, spanned
from auditkit.text import lines

_LONG = 240
"""Characters from which a line is taken apart into its sentences."""
_LONGEST = 1_000
"""Characters of one piece; a longer sentence is none."""
_MOST_PICKED = 12
"""Pieces that are picked at once for words that were cited together."""
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a text, or a sentence of a long one, with the place of its passage."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What a citation says: the place, and the words there."""

    place: str = ""
    quote: str = ""


def pieces(passages: Iterable[Passage]) -> tuple[Piece, ...]:
    """What one can point at; empty lines are left out."""
    return tuple(
        Piece(passage.place, text)
        for passage in passages
        for line in lines(passage.text).splitlines()
        for text in _sentences(line)
    )


def picked(some: Sequence[Piece]) -> Picked:
    """The place and the words of neighbouring pieces."""
    if not some:
        return Picked()
    place = spanned(some[0].place, some[-1].place)
    return Picked(place, " ".join(each.text for each in some))


def found_in(all_pieces: Sequence[Piece], place: str, text: str, words: Iterable[str]) -> range:
    """The pieces of a passage found by its contents, at ``place`` within ``text``: the one, or the
    two neighbours, with most of the ``words``; all of it where no piece has one. Empty where the
    file has no such passage now."""
    begins = beginnings(place)
    here = next((n for n, each in enumerate(all_pieces) if each.place in begins), None)
    if here is None:
        return range(0)
    wanted, marks = _plain(text), [_plain(word) for word in words if word.strip()]
    near = [n for n in range(here, len(all_pieces)) if _shares(_plain(all_pieces[n].text), wanted)]
    told = {n: _held(all_pieces[n], marks) for n in near}
    if any(told.values()):
        return _best(told)
    chosen = (near or [here])[:_MOST_PICKED]
    last = max(n for n in chosen if n - chosen[0] < _MOST_PICKED)
    return range(chosen[0], last + 1)


def _held(piece: Piece, marks: Iterable[str]) -> frozenset[str]:
    text = _plain(piece.text)
    return frozenset(mark for mark in marks if mark in text)


def _best(told: Mapping[int, frozenset[str]]) -> range:
    """One piece, or two neighbours where those have more of the words together: a quotation is a
    sentence, not a page."""
    alone = max(told, key=lambda n: len(told[n]))  # the first of equals
    pair = max(told, key=lambda n: len(_both(told, n)))
    if len(_both(told, pair)) > len(told[alone]):
        return range(pair, pair + 2)
    return range(alone, alone + 1)


def _both(told: Mapping[int, frozenset[str]], first: int) -> frozenset[str]:
    return told[first] | told.get(first + 1, frozenset())


def _shares(piece: str, wanted: str) -> bool:
    return bool(piece) and (piece in wanted or wanted in piece or _cut(piece, wanted))


def _cut(piece: str, wanted: str) -> bool:
    """A passage that is shown in part begins or ends inside a piece."""
    return piece.endswith(wanted[:40]) or piece.startswith(wanted[-40:])


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _sentences(line: str) -> Iterator[str]:
    text = " ".join(line.split())
    parts = _SENTENCE_END.split(text) if len(text) > _LONG else [text]
    for part in parts:
        for at in range(0, len(part), _LONGEST):
            yield part[at : at + _LONGEST]
