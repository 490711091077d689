"""Answering a query of several words, in any order, through the postings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from auditkit.evidence.model import Cancelled
from auditkit.evidence.postings import Postings, Scores
from auditkit.evidence.synonyms import SYNONYMS

_MANY = 60_000  # files of one word above which only its best readings are followed
_ENOUGH = 4000
_ACCEPTED = 0.3  # a word counts as found in a file from this weight on
_MISSED = 0.72  # what is left of the score of a file that lacks one word


def by_words(postings: Postings, terms: Sequence[str], cancelled: Cancelled) -> Scores:
    """Files by how well they answer ``terms``; empty when cancelled.

    Every word has to be found. Only when that brings few or poor files may one word be missing.
    """
    sizes = {term: _size(postings, term) for term in terms}
    if len(terms) == 1:
        cap = _ENOUGH if sizes[terms[0]] > _MANY else None
        return _term(postings, terms[0], None, cap)
    weights = _importance(sizes, len(postings))
    order = sorted(terms, key=lambda term: (sizes[term] == 0, sizes[term]))
    run = _Run(postings, sizes, weights, cancelled)
    scores = run(order, may_miss=False)
    if len(scores) < 10 or max(scores.values()) < 0.6:
        for other in (order, order[1:] + order[:1]):
            if sizes[other[0]]:
                _take_better(scores, run(other, may_miss=True))
    return {} if cancelled() else scores


class _Run:
    """One pass over the words of a query: the first brings the files, the others check them."""

    def __init__(
        self,
        postings: Postings,
        sizes: dict[str, int],
        weights: dict[str, float],
        cancelled: Cancelled,
    ) -> None:
        self._postings = postings
        self._sizes = sizes
        self._weights = weights
        self._cancelled = cancelled

    def __call__(self, order: Sequence[str], *, may_miss: bool) -> Scores:
        first = order[0]
        cap = _MANY if self._sizes[first] > _MANY else None
        found = _term(self._postings, first, None, cap)
        weight = self._weights[first]
        sums = {file: here * weight for file, here in found.items() if here > _ACCEPTED}
        missing: set[int] = set()
        for term in order[1:]:
            if self._cancelled():
                return {}
            sums = self._next(term, sums, missing if may_miss else None)
        total = sum(self._weights[term] for term in order)
        return {
            file: score / total * (_MISSED if file in missing else 1.0)
            for file, score in sums.items()
        }

    def _next(self, term: str, sums: Scores, missing: set[int] | None) -> Scores:
        found = _term(self._postings, term, sums, None)
        weight = self._weights[term]
        kept: Scores = {}
        for file, score in sums.items():
            here = found.get(file, 0.0)
            if here > _ACCEPTED:
                kept[file] = score + here * weight
            elif missing is not None and file not in missing:
                missing.add(file)
                kept[file] = score
        return kept


def _importance(sizes: dict[str, int], files: int) -> dict[str, float]:
    """Rare words say more than common ones."""
    everything = math.log(1 + max(2, files))
    return {
        term: 0.4 + math.log(1 + max(2, files) / max(1, size)) / everything
        for term, size in sizes.items()
    }


def _size(postings: Postings, term: str) -> int:
    own = postings.size(postings.vocabulary.expand(term))
    return own + (_ENOUGH if term in SYNONYMS else 0)


def _term(postings: Postings, term: str, among: Scores | None, cap: int | None) -> Scores:
    """Files by how well they answer one word, all of them or those ``among`` the given."""
    weights = postings.vocabulary.expand(term)
    scores = _find(postings, weights, among, cap)
    for phrase in SYNONYMS.get(term, ()):
        _take_better(scores, _phrase(postings, phrase, among))
    if term.isalpha() and 3 <= len(term) <= 6:
        weight = 0.80 if len(term) > 3 else 0.66
        hits = postings.with_initials(term)
        _take_better(scores, {f: weight for f in hits if among is None or f in among})
    return scores


def _find(
    postings: Postings, weights: dict[int, float], among: Scores | None, cap: int | None
) -> Scores:
    if among is None:
        return postings.collect(weights, cap)
    return postings.check(weights, among)


def _phrase(postings: Postings, phrase: str, among: Scores | None) -> Scores:
    """Files that have every word of what an acronym stands for."""
    readings = [postings.vocabulary.expand(word) for word in phrase.split()]
    readings.sort(key=postings.size)
    scores = _find(postings, readings[0], among, None)
    for weights in readings[1:]:
        close = [file for file, score in scores.items() if score > 0.6]
        checked = postings.check(weights, close)
        scores = {file: min(scores[file], here) for file, here in checked.items()}
    return {file: score * 0.97 for file, score in scores.items() if score > 0.75}


def _take_better(scores: Scores, others: Scores) -> None:
    for file, score in others.items():
        if score > scores.get(file, 0.0):
            scores[file] = score
