"""Understanding a line: names of AI systems, slips of the fingers, a last word half typed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from auditkit.analysis.filing.index import Index
from auditkit.analysis.filing.terms import STOP, root, terms, words

SYSTEM = "system"
"""The word that the name of an AI system stands for."""
MOST_CHARS, MOST_WORDS = 1000, 80
"""A line longer than that is no line; what is behind is not looked at."""
_SHORTEST_SLIP = 5
"""Letters from which on a word that nobody knows may be a slip."""
_NEAR = 0.8
"""Similarity of a slip with the word that is meant: one wrong letter in five."""
_SLIP = 0.7
"""What a corrected word counts."""
_SHORTEST_BEGINNING, _COMPLETIONS = 3, 12


class Heard(NamedTuple):
    """What a term counts in a line, and the word as it was typed."""

    amount: float
    word: str


class Ear:
    """Reads lines against the words of an index."""

    def __init__(self, index: Index, ai_systems: Iterable[str]) -> None:
        self._index = index
        self._known = index.known | set(map(root, index.known)) | STOP
        self._names = {word for name in ai_systems for word in words(name)} - self._known
        self._corrected = cache(self._correct)

    def hear(self, line: str, *, typing: bool) -> dict[str, Heard]:
        """The terms of a line; with ``typing`` its last word may still be incomplete."""
        said = [SYSTEM if word in self._names else word for word in words(line[:MOST_CHARS])]
        del said[MOST_WORDS:]
        open_end = typing and bool(said) and line[-1:].isalnum()
        whole = said[:-1] if open_end else said
        meant = [self._meant(word) for word in whole]
        heard = {
            term: Heard(1.0 if meant[place] == whole[place] else _SLIP, whole[place])
            for term, place in terms(meant).items()
        }
        if open_end:
            for term, each in self._half_typed(meant, said[-1]).items():
                heard.setdefault(term, each)
        return heard

    def _half_typed(self, before: list[str], word: str) -> dict[str, Heard]:
        """The last word as it stands, if there is such a word, and what it may become."""
        heard: dict[str, Heard] = {}
        if word in self._index.known or word in STOP:
            heard = {term: Heard(1.0, word) for term in terms([*before, word])}
        elif len(word) >= _SHORTEST_BEGINNING:
            possible = list(self._index.beginning(word, _COMPLETIONS))
            for other in possible:
                for term in terms([*before, other]):
                    amount = heard[term].amount if term in heard else 0.0
                    heard[term] = Heard(amount + 1 / len(possible), word)
        return heard

    def _meant(self, word: str) -> str:
        if word in self._known or root(word) in self._known or len(word) < _SHORTEST_SLIP:
            return word
        return self._corrected(word)

    def _correct(self, word: str) -> str:
        """The known word that this one is a slip of, or the word itself."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        same_start = [other for other in self._index.ordered if other[0] == word[0]]
        found = process.extractOne(
            word, same_start, scorer=OSA.normalized_similarity, score_cutoff=_NEAR
        )
        return found[0] if found else word
