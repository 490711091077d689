"""The vocabulary of all names, and what a typed word may mean in it.

A hundred thousand files share some twenty thousand words. A fuzzy scorer runs over those words
and never over the paths: that is both faster and, as the words are scored one by one, more exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq

from auditkit.evidence.model import Cancelled, never
from auditkit.evidence.words import forms

_LAST = "\U0010ffff"
_REMEMBERED = 300
Weights = dict[int, float]
"""Word id to weight, from 0 (nothing) to 1 (the very word)."""


class Vocabulary:
    """Every word that occurs, by number."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._ids: dict[str, int] = {}
        self._tables: _Tables | None = None
        self._memo: dict[str, Weights] = {}

    def id_of(self, word: str) -> int:
        """The number of ``word``, which is taken in when it is new."""
        number = self._ids.get(word)
        if number is None:
            number = self._ids[word] = len(self.words)
            self.words.append(word)
            self._tables = None
        return number

    def known(self, word: str) -> int | None:
        """The number of ``word`` if it occurs."""
        return self._ids.get(word)

    def weight(self, term: str, word: str) -> float:
        """How well ``word`` answers ``term``; 0 for a word that does not occur."""
        number = self._ids.get(word)
        return 0.0 if number is None else self.expand(term).get(number, 0.0)

    def expand(self, term: str, cancelled: Cancelled = never) -> Weights:
        """The words that ``term`` may mean (in lower case, not empty); only some when cancelled."""
        if self._tables is None:
            self._tables = _Tables(self.words)
            self._memo.clear()
        known = self._memo.get(term)
        if known is None:
            if len(self._memo) > _REMEMBERED:
                self._memo.clear()
            known = self._expand(term, self._tables, cancelled)
            if not cancelled():
                self._memo[term] = known
        return known

    def _expand(self, term: str, tables: _Tables, cancelled: Cancelled) -> Weights:
        weights: Weights = {}
        rules = (
            (_number(term, tables, self._ids),)
            if term.isdigit()
            else (
                _beginnings(term, tables, self._ids),
                _other_number(term, self._ids),
                _abbreviated_in_name(term, self._ids),
                _letters_left_out(term, tables),
                _inside(term, tables),
                _typos(term, tables),
                _typo_in_beginning(term, tables),
            )
        )
        for rule in rules:
            if cancelled():
                break
            for number, weight in rule:
                if weight > weights.get(number, 0.0):
                    weights[number] = weight
        return weights


class _Tables:
    """The vocabulary arranged for the rules; made anew when words have come in."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.by_first: dict[str, dict[int, str]] = {}
        self.by_length: dict[int, dict[int, str]] = {}
        for number, word in enumerate(words):
            self.by_first.setdefault(word[0], {})[number] = word
            if not word[0].isdigit():
                self.by_length.setdefault(len(word), {})[number] = word
        # Sorted letter by letter: one sort of all words would hold up every other thread.
        self.sorted: list[str] = []
        for first in sorted(self.by_first):
            self.sorted += sorted(self.by_first[first].values())
        self.blob = "\n".join(words)
        self.starts: list[int] = []
        start = 0
        for word in words:
            self.starts.append(start)
            start += len(word) + 1
        self._cut: dict[tuple[str, int], dict[str, list[int]]] = {}

    def beginning_with(self, term: str) -> Sequence[str]:
        low, high = bisect_left(self.sorted, term), bisect_left(self.sorted, term + _LAST)
        return self.sorted[low:high]

    def containing(self, term: str) -> Iterator[int]:
        at = self.blob.find(term)
        while at >= 0:
            yield bisect_right(self.starts, at) - 1
            at = self.blob.find(term, at + 1)

    def cut_to(self, first: str, length: int) -> dict[str, list[int]]:
        """The longer words with that first letter, by their first ``length`` letters."""
        cut = self._cut.get((first, length))
        if cut is None:
            cut = self._cut[first, length] = {}
            for number, word in self.by_first.get(first, {}).items():
                if len(word) > length:
                    cut.setdefault(word[:length], []).append(number)
        return cut


Answers = Iterable[tuple[int, float]]


def _number(term: str, tables: _Tables, ids: Mapping[str, int]) -> Answers:
    """Numbers mean themselves; a beginning counts when it says enough, ``1`` means ``01`` too."""
    for word in tables.beginning_with(term):
        if word == term:
            yield ids[word], 1.0
        else:
            yield ids[word], 0.75 if len(term) >= 4 or len(term) / len(word) > 0.4 else 0.4
    if len(term) == 1 and f"0{term}" in ids:
        yield ids[f"0{term}"], 0.9


def _beginnings(term: str, tables: _Tables, ids: Mapping[str, int]) -> Answers:
    for word in tables.beginning_with(term):
        if word == term:
            yield ids[word], 1.0
        else:
            yield ids[word], 0.76 + 0.18 * len(term) / len(word) if len(term) > 1 else 0.5


def _other_number(term: str, ids: Mapping[str, int]) -> Answers:
    """``policies`` finds policy, and the other way round."""
    return ((ids[form], 0.96) for form in forms(term) if form in ids)


def _abbreviated_in_name(term: str, ids: Mapping[str, int]) -> Answers:
    """``policy`` finds POL-012."""
    for length in range(3, len(term)):
        number = ids.get(term[:length])
        if number is not None:
            yield number, 0.40 + 0.30 * length / len(term)


def _letters_left_out(term: str, tables: _Tables) -> Answers:
    """``mgmt`` finds management."""
    same = tables.by_first.get(term[0], {})
    if len(term) >= 3:
        hits = process.extract(
            term, same, scorer=LCSseq.similarity, score_cutoff=len(term), limit=None
        )
        for word, _, number in hits:
            yield number, 0.42 + 0.30 * len(term) / len(word)


def _inside(term: str, tables: _Tables) -> Answers:
    if len(term) >= 3 or not term.isascii():
        for number in tables.containing(term):
            yield number, 0.50 + 0.25 * len(term) / len(tables.words[number])


def _typos(term: str, tables: _Tables) -> Answers:
    """One slip anywhere, two in a longer word whose first letter is right."""
    length = len(term)
    if length < 4:
        return
    for near in (length - 1, length, length + 1):
        for word, distance, number in _within(1, term, tables.by_length.get(near, {})):
            if distance == 1:
                price = {4: 0.10, 5: 0.06}.get(length, 0.0)  # short words have many neighbours
                yield number, (0.86 if word[0] == term[0] else 0.72) - price
    if length >= 5:
        same = tables.by_first.get(term[0], {})
        weight = 0.70 if length >= 7 else 0.45
        yield from ((number, weight) for _, found, number in _within(2, term, same) if found == 2)


def _within(slips: int, term: str, words: Mapping[int, str]) -> list[tuple[str, int, int]]:
    return process.extract(term, words, scorer=OSA.distance, score_cutoff=slips, limit=None)


def _typo_in_beginning(term: str, tables: _Tables) -> Answers:
    """One slip in a word that is not typed to its end yet."""
    for length, price in ((len(term), 0.0), (len(term) + 1, 0.03), (len(term) - 1, 0.03)):
        if length < 4:
            continue
        cut = tables.cut_to(term[0], length)
        near = process.extract(term, list(cut), scorer=OSA.distance, score_cutoff=1, limit=None)
        for beginning, distance, _ in near:
            if distance == 1:
                for number in cut[beginning]:
                    share = len(term) / len(tables.words[number])
                    yield number, 0.60 - price + 0.15 * share
