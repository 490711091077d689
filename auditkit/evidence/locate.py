"""Finding quoted words again in a file that has changed since they were quoted.

Nothing is decided here: the answer says where the words stand now, or what comes closest to them,
for an auditor to look at.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import Literal, TypeAlias

from auditkit.evidence.model import Cancelled, Passage, WorkCancelled, never
from auditkit.evidence.places import beginnings

Outcome: TypeAlias = Literal["same", "moved", "reworded", "gone", "no words"]
"""How a citation stands in the changed file; ``no words`` when it quotes none to look for."""

REWORDED_FROM = 0.7
"""Similarity, 0 to 1, from which other words are shown as the quoted ones reworded."""
_SHORTEST = 12  # letters a quotation needs before anything but itself is taken for it
_LONGEST = 2_000  # letters of a quotation that are compared
_CLOSEST = 24  # passages that are compared letter by letter
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\ufeff"),
    }
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Located:
    """Where quoted words stand now."""

    outcome: Outcome
    place: str = ""
    """The place now, as `Passage.place` names it."""
    words: str = ""
    """For reworded ones, what stands there now."""
    score: float = 0.0
    """Similarity of these words with the quoted ones, 0 to 1."""


def locate(
    quote: str, place: str, passages: Iterable[Passage], *, cancelled: Cancelled = never
) -> Located:
    """Look for the ``quote`` once taken from ``place`` in the ``passages`` of the file as it is
    now. Case, white space, and the shapes of quotes and dashes do not matter; a quotation may run
    over several passages. Raises `WorkCancelled` on request."""
    wanted = _plain(quote)[:_LONGEST]
    if not wanted:
        return Located("no words")
    read = [(each.place, _shown(each.text)) for each in passages]
    found = [(name, text.casefold()) for name, text in read]
    here = _exactly(wanted, place, found)
    if here is not None:
        return here
    if len(wanted) < _SHORTEST:
        return Located("gone")
    return _closest(wanted, place, found, read, cancelled)


def _exactly(wanted: str, place: str, found: Sequence[tuple[str, str]]) -> Located | None:
    starts, parts, at = [], [], 0
    for _, text in found:
        starts.append(at)
        parts.append(text)
        at += len(text) + 1
    whole = " ".join(parts)
    places, at = [], whole.find(wanted)
    while at >= 0:
        places.append(found[bisect_right(starts, at) - 1][0])
        at = whole.find(wanted, at + 1)
    if not places:
        return None
    begins = {_plain(each) for each in beginnings(place)}
    if not place.strip() or any(_plain(each) in begins for each in places):
        return Located("same", place or places[0], score=1.0)
    return Located("moved", places[0], score=1.0)


def _closest(
    wanted: str,
    place: str,
    found: Sequence[tuple[str, str]],
    read: Sequence[tuple[str, str]],
    cancelled: Cancelled,
) -> Located:
    from rapidfuzz import fuzz

    best = Located("gone")
    for number in _promising(wanted, place, found):
        if cancelled():
            raise WorkCancelled("The words were not looked for to the end, as asked.")
        text = _window(found, number, len(wanted))
        alignment = fuzz.partial_ratio_alignment(
            wanted, text, score_cutoff=100 * max(REWORDED_FROM, best.score)
        )
        if alignment is not None and alignment.score / 100 > best.score:
            shown = _window(read, number, len(wanted))
            # Where folding changed the length, as of a German sharp s, the folded words have to do.
            source = shown if len(shown) == len(text) else text
            words = _to_word_ends(source, alignment.dest_start, alignment.dest_end)
            best = Located("reworded", found[number][0], words, alignment.score / 100)
    return best


def _promising(wanted: str, place: str, found: Sequence[tuple[str, str]]) -> list[int]:
    """The passages at the place of the quotation, then those that share most words and pairs of
    words with it, rare ones counting more."""
    features = _features(wanted)
    shared = [features & _features(text) for _, text in found]
    common = Counter(each for features in shared for each in features)
    worth = {number: sum(1 / common[each] for each in one) for number, one in enumerate(shared)}
    likely = [n for n in nlargest(_CLOSEST, worth, key=lambda n: (worth[n], -n)) if worth[n]]
    begins = {_plain(each) for each in beginnings(place)}
    here = [number for number, (name, _) in enumerate(found) if _plain(name) in begins]
    return list(dict.fromkeys([*here[:_CLOSEST], *likely]))


def _features(text: str) -> set[str]:
    words = _WORD.findall(text)
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def _window(found: Sequence[tuple[str, str]], number: int, length: int) -> str:
    """A passage, with what follows it as far as the quotation may reach."""
    text = found[number][1]
    for _, following in found[number + 1 :]:
        if len(text) >= 2 * length:
            break
        text = f"{text} {following}"
    return text


def _to_word_ends(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()


def _shown(text: str) -> str:
    """Text in which shapes that mean the same are the same, in its own case."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


def _plain(text: str) -> str:
    """Text in which alike means the same; words stay words that a person can read."""
    return _shown(text).casefold()
