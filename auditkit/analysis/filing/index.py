"""Which requirement a term speaks for, and how much: BM25 per kind of text, summed by weight."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from auditkit.analysis.filing.fields import WEIGHTS, Field, Weight
from auditkit.analysis.filing.terms import GROUP, terms, words

SATURATION, LENGTH = 3.0, 0.4
"""k1 and b of BM25, chosen on the tuning half (1.5, 3, 8 and 0.4, 0.75 were tried)."""
_USUAL = 70
"""Requirements of the checklist that the weights were fitted on: scores over fewer or more of them
are brought to the same scale, so that the threshold of silence fits, too."""
_LIKE = (Field.PHRASES, Field.FAILURES)
"""Kinds of text whose sentences a spoken line may be like."""

Impacts = Mapping[int, float]
"""Place of a requirement to what a term says for it."""


class Entry(NamedTuple):
    """What is known of one requirement."""

    texts: Sequence[tuple[Field, str]]
    filed: Sequence[str] = ()
    """Lines that this auditor filed there: they count as phrases."""


class Sentence(NamedTuple):
    """A sentence that a line may be like."""

    requirement: int
    text: str
    terms: frozenset[str]
    filed: bool


class Index:
    """Terms and sentences of requirements, which are known by their place in the list given."""

    def __init__(self, entries: Sequence[Entry], weights: Mapping[Field, Weight] = WEIGHTS) -> None:
        self.size = len(entries)
        self.sentences: list[Sentence] = []
        self.known: set[str] = set()
        """All words there are."""
        counts: dict[Field, list[Counter[str]]] = {
            field: [Counter() for _ in entries] for field in Field
        }
        for place, entry in enumerate(entries):
            for field, text in entry.texts:
                self._take(place, text, counts[field][place], like=field in _LIKE)
            for text in entry.filed:
                self._take(place, text, counts[Field.PHRASES][place], like=True, filed=True)
        self.rarity = _rarity(counts, self.size)
        self.impacts = self._weigh(counts, weights)
        self.containing = self._containing()
        self.lengths = [sum(map(self.weight, each.terms)) or 1.0 for each in self.sentences]

    def _take(
        self, place: int, text: str, counts: Counter[str], *, like: bool, filed: bool = False
    ) -> None:
        said = words(text)
        self.known.update(said)
        found = terms(said)
        counts.update(found.keys())
        if like:
            self.sentences.append(Sentence(place, text, frozenset(found), filed))

    def _weigh(
        self, counts: Mapping[Field, list[Counter[str]]], weights: Mapping[Field, Weight]
    ) -> dict[str, dict[int, float]]:
        impacts: dict[str, dict[int, float]] = {}
        for field, weight in weights.items():
            lengths = [each.total() for each in counts[field]]
            mean = sum(lengths) / max(1, self.size) or 1.0
            for place, count in enumerate(counts[field]):
                drag = SATURATION * (1 - LENGTH + LENGTH * lengths[place] / mean)
                for term, times in count.items():
                    counted = weight.group if term[0] == GROUP else weight.word
                    impact = counted * self.rarity[term] * times * (SATURATION + 1)
                    row = impacts.get(term)
                    if row is None:
                        row = impacts[term] = {}
                    row[place] = row.get(place, 0.0) + impact / (times + drag)
        return impacts

    def _containing(self) -> dict[str, list[int]]:
        containing: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.sentences):
            for term in sentence.terms:
                containing.setdefault(term, []).append(number)
        return containing

    @cached_property
    def ordered(self) -> list[str]:
        """All words in alphabetical order."""
        return sorted(self.known)

    def beginning(self, letters: str, most: int) -> Iterator[str]:
        """Words that begin with these letters."""
        start = bisect_left(self.ordered, letters)
        rest = islice(self.ordered, start, None)
        return islice(takewhile(lambda word: word.startswith(letters), rest), most)

    def weight(self, term: str) -> float:
        """What a term counts where sentences are compared; one that no text has is a rare one."""
        rarity = self.rarity.get(term, math.log(1 + _USUAL))
        return (rarity / 2 if term.startswith(GROUP) else rarity) ** 2


def _rarity(counts: Mapping[Field, list[Counter[str]]], size: int) -> dict[str, float]:
    having: Counter[str] = Counter()
    for place in range(size):
        having.update(set().union(*(counts[field][place] for field in counts)))
    scale = math.log(1 + _USUAL) / math.log(1 + size) if size else 1.0
    return {
        term: scale * math.log(1 + (size - number + 0.5) / (number + 0.5))
        for term, number in having.items()
    }
