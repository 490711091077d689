"""Which files may be evidence for a requirement, judged by names and folders alone.

A file is suggested when it carries the words of a document that the requirement expects; rare
words count more than common ones. Nothing is ever linked by this: it only orders a list.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from auditkit.evidence.model import FileEntry
from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.words import parts, plain, stem, words

_IN_FOLDER = 0.4
_TITLE = 0.8
_KEYWORD = 0.6
_EXPLAINED = 0.2
_LEAST = 0.25
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "its",
        "their",
    ]
)


@dataclass(frozen=True, slots=True)
class Wants:
    """What a requirement asks for: its title, keywords, and the documents it expects."""

    title: str
    keywords: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A file with its ``score`` from 0 to 1 (from .5 it is mostly right, below .35 mostly not)
    and ``why`` it was suggested."""

    entry: FileEntry
    score: float
    why: str


def suggest(
    entries: Iterable[FileEntry],
    wants: Wants,
    limit: int = 10,
    linked: Collection[str] = (),
) -> list[Suggestion]:
    """As `Suggester.suggest`, for a single question."""
    return Suggester(entries).suggest(wants, limit, linked)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What somebody calls a document, as stems, and what an occurrence of it is worth."""

    text: str
    stems: tuple[str, ...]
    weight: float


class Suggester:
    """The words of many files, ready for the questions of all requirements."""

    def __init__(self, entries: Iterable[FileEntry]) -> None:
        self._entries = tuple(entries)
        folders: dict[str, frozenset[str]] = {}
        self._names: list[frozenset[str]] = []
        self._folders: list[frozenset[str]] = []
        self._named: dict[str, list[int]] = {}  # word -> files with it in their name
        self._common: Counter[str] = Counter()  # word -> how many files have it anywhere
        for number, entry in enumerate(self._entries):
            name = _stems(entry.name.rpartition(".")[0] or entry.name)
            if entry.folder not in folders:
                folders[entry.folder] = frozenset(_stems(entry.folder))
            self._names.append(frozenset(name))
            self._folders.append(folders[entry.folder])
            self._common.update(self._names[-1] | self._folders[-1])
            for word in self._names[-1]:
                self._named.setdefault(word, []).append(number)

    def suggest(
        self, wants: Wants, limit: int = 10, linked: Collection[str] = ()
    ) -> list[Suggestion]:
        """The files that look like what is wanted, best first; files whose path is in ``linked``
        are left out, as they are evidence already."""
        done = frozenset(linked)
        best: dict[int, Suggestion] = {}
        for phrase in _phrases(wants):
            for number, score in self._fits(phrase):
                entry = self._entries[number]
                known = best.get(number)
                if entry.path not in done and (known is None or score > known.score):
                    best[number] = Suggestion(entry, score, self._why(number, phrase))
        return nlargest(limit, best.values(), key=lambda s: (s.score, -len(s.entry.path)))

    def _fits(self, phrase: _Phrase) -> Iterator[tuple[int, float]]:
        """The files that carry a good share of the phrase in their names or folders."""
        rarity = {word: self._rarity(word) for word in phrase.stems}
        total = sum(rarity.values())
        for number in {n for word in rarity for n in self._named.get(word, ())}:
            name, folder = self._names[number], self._folders[number]
            share = 0.0
            for word, worth in rarity.items():
                share += worth * (1.0 if word in name else _IN_FOLDER * (word in folder))
            explained = len(name & rarity.keys()) / max(1, len(name))
            score = phrase.weight * share / total * (1 + _EXPLAINED * explained)
            score /= 1 + _EXPLAINED
            if score >= _LEAST:
                yield number, score

    def _rarity(self, word: str) -> float:
        return math.log(1 + (len(self._entries) + 1) / (1 + self._common[word]))

    def _why(self, number: int, phrase: _Phrase) -> str:
        in_name = [word for word in phrase.stems if word in self._names[number]]
        if len(in_name) == len(phrase.stems):
            return f'the name says "{phrase.text}"'
        elsewhere = [w for w in phrase.stems if w in self._folders[number] and w not in in_name]
        place = "name and folder have" if elsewhere else "the name has"
        return f'{place} "{" ".join([*in_name, *elsewhere])}" of "{phrase.text}"'


def _phrases(wants: Wants) -> Iterator[_Phrase]:
    for texts, weight in (
        (wants.documents, 1.0),
        ((wants.title,), _TITLE),
        (wants.keywords, _KEYWORD),
    ):
        for text in texts:
            stems = _stems(text)
            if stems:
                yield _Phrase(text, stems, weight)
                yield from (_Phrase(text, (short,), weight) for short in _short_names(stems))


def _short_names(stems: Sequence[str]) -> Iterator[str]:
    """The acronyms by which the same document may go: ``SoA.xlsx``."""
    for short, meanings in SYNONYMS.items():
        if any(_stems(meaning) == tuple(stems) for meaning in meanings):
            yield stem(short)


def _stems(text: str) -> tuple[str, ...]:
    """The telling words of a text, each once, in their order."""
    found = (part for word in words(plain(text)) for part in _word_stems(word))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def _word_stems(word: str) -> tuple[str, ...]:
    """The parts of a word and the word itself (``SoA`` is told by the whole), as stems."""
    found = (stem(part) for part in (*parts(word), word.lower()))
    return tuple(part for part in found if part not in _STOP and len(part) > 1)
