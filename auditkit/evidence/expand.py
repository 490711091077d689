"""The vocabulary of all names, and what a typed word may mean in it.

A hundred thousand files share some twenty thousand words. A fuzzy scorer runs over those words
and never over the paths: that is both faster and, as the words are scored one by one, more exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq

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

    def weight(self, term: str, word: str) -> float:
        """How well ``word`` answers ``term``; 0 for a word that does not occur."""
        number = self._ids.get(word)
        return 0.0 if number is None else self.expand(term).get(number, 0.0)

    def expand(self, term: str) -> Weights:
        """The words that ``term`` may mean (in lower case, not empty)."""
        if self._tables is None:
            self._tables = _Tables(self.words)
            self._memo.clear()
        known = self._memo.get(term)
        if known is None:
            if len(self._memo) > _REMEMBERED:
                self._memo.clear()
            known = self._memo[term] = self._expand(term, self._tables)
        return known

    def _expand(self, term: str, tables: _Tables) -> Weights:
        weights: Weights = {}
        rules = (
            (_number(term, tables),)
            if term.isdigit()
            else (
                _beginnings(term, tables),
                _abbreviated_in_name(term, self._ids),
                _letters_left_out(term, tables),
                _inside(term, tables),
                _typos(term, tables),
                _typo_in_beginning(term, tables),
            )
        )
        for rule in rules:
            for number, weight in rule:
                if weight > weights.get(number, 0.0):
                    weights[number] = weight
        return weights


class _Tables:
    """The vocabulary arranged for the rules; made anew when words have come in."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        in_order = sorted((word, number) for number, word in enumerate(words))
        self.sorted = [word for word, _ in in_order]
        self.numbers = [number for _, number in in_order]
        self.alphabetic = {i: word for i, word in enumerate(words) if not word[0].isdigit()}
        self.by_first: dict[str, dict[int, str]] = {}
        for number, word in self.alphabetic.items():
            self.by_first.setdefault(word[0], {})[number] = word
        self.blob = "\n".join(words)
        self.starts: list[int] = []
        start = 0
        for word in words:
            self.starts.append(start)
            start += len(word) + 1
        self._cut: dict[tuple[str, int], dict[str, list[int]]] = {}

    def beginning_with(self, term: str) -> Iterator[tuple[int, str]]:
        low, high = bisect_left(self.sorted, term), bisect_left(self.sorted, term + _LAST)
        return zip(self.numbers[low:high], self.sorted[low:high], strict=True)

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


def _number(term: str, tables: _Tables) -> Answers:
    """Numbers mean themselves; a beginning counts when it says enough, ``1`` means ``01`` too."""
    for number, word in tables.beginning_with(term):
        if word == term:
            yield number, 1.0
        else:
            yield number, 0.75 if len(term) >= 4 or len(term) / len(word) > 0.4 else 0.4
    if len(term) == 1:
        yield from ((n, 0.9) for n, word in tables.beginning_with("0" + term) if len(word) == 2)


def _beginnings(term: str, tables: _Tables) -> Answers:
    for number, word in tables.beginning_with(term):
        if word == term:
            yield number, 1.0
        else:
            yield number, 0.78 + 0.20 * len(term) / len(word) if len(term) > 1 else 0.5


def _abbreviated_in_name(term: str, ids: dict[str, int]) -> Answers:
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
    if len(term) >= 3:
        for number in tables.containing(term):
            yield number, 0.50 + 0.25 * len(term) / len(tables.words[number])


def _typos(term: str, tables: _Tables) -> Answers:
    """One slip anywhere, two in a longer word whose first letter is right."""
    if len(term) < 4:
        return
    near = process.extract(term, tables.alphabetic, scorer=OSA.distance, score_cutoff=1, limit=None)
    for word, distance, number in near:
        if distance == 1:
            yield number, 0.86 if word[0] == term[0] else 0.72
    if len(term) >= 5:
        same = tables.by_first.get(term[0], {})
        near = process.extract(term, same, scorer=OSA.distance, score_cutoff=2, limit=None)
        yield from ((n, 0.70 if len(term) >= 7 else 0.45) for _, d, n in near if d == 2)


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
