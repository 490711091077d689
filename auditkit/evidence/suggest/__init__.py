"""Which files may be evidence for a requirement, and which requirements a file may serve.

Judged by names, folders and, where they have been indexed, contents. Nothing is ever linked by
this: it only orders a list, and says where the list had better be empty.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from auditkit.evidence.contents import Contents, Spoken
from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest.naming import Names
from auditkit.evidence.suggest.outlines import Outlines
from auditkit.evidence.suggest.scoring import (
    IN_FOLDER,
    Band,
    Fit,
    Question,
    band,
    can_fit,
    known,
)
from auditkit.evidence.suggest.wants import Wants, detail_words, phrases, spread
from auditkit.evidence.suggest.why import why

__all__ = ["Band", "Fit", "Suggester", "Suggestion", "Wants", "band"]

_LOOKED_AT: Final = 80  # files with the best names, and as many with the best texts
_OWN_WORDS: Final = 15
_LEAST_NAMED: Final = 0.25  # share of a phrase
_LEAST_TOLD: Final = 0.8  # power of how much a word tells requirements apart


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A file with its ``score`` from 0 to 1, what that means, and why it was suggested."""

    entry: FileEntry
    score: float
    band: Band
    why: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """Files by what their text says, and the rank of the one that says most."""

    files: Mapping[FileEntry, Spoken]
    strongest: float = 0.0


_SILENT: Final = _Heard({})


class Suggester:
    """The words of many files, ready for the questions of all requirements.

    ``asked`` are all requirements that may be asked about: what many of them want tells them
    apart the least. Belongs to the thread of its ``contents``; without those, names alone are
    judged.
    """

    def __init__(
        self,
        entries: Iterable[FileEntry],
        contents: Contents | None = None,
        asked: Iterable[Wants] = (),
    ) -> None:
        self._names = Names(entries)
        self._contents = contents
        self._state = contents.state() if contents else None
        self._outlines = Outlines(contents)
        all_asked = tuple(asked)
        self._asked = len(all_asked)
        self._spread = spread(all_asked)
        self._details = Counter(word for each in all_asked for word in detail_words(each))
        self._questions: dict[Wants, Question] = {}
        self._kept: dict[Wants, _Heard] = {}

    def suggest(self, wants: Wants, limit: int = 10) -> list[Suggestion]:
        """The files that look like what is wanted, best first; none where nobody would look."""
        return [
            Suggestion(fit.entry, fit.score, meaning, self.why(fit, wants))
            for fit in self.ranked(wants)[:limit]
            if (meaning := band(fit.score)) is not None
        ]

    def ranked(self, wants: Wants, also: Iterable[FileEntry] = ()) -> list[Fit]:
        """The files that come into question, best first, and those that are ``also`` to be
        judged. `band` tells from where on nothing fits."""
        self._refresh()
        question = self._question(wants)
        heard = self._heard(wants)
        named = (self._names.entries[number] for number in self._well_named(question))
        entries = dict.fromkeys([*named, *heard.files, *also])
        fits = [self._fit(question, entry, heard) for entry in entries]
        return sorted(fits, key=lambda fit: (-fit.score, len(fit.entry.path), fit.entry.path))

    def served(
        self,
        entry: FileEntry,
        asked: Sequence[Wants],
        limit: int,
        also: Iterable[int] = (),
    ) -> list[tuple[int, Fit]]:
        """The numbers of those requirements that a file fits best, and of those that are ``also``
        to be judged; best first. Where no text could make the file fit, none is asked."""
        self._refresh()
        by_name = [self._fit(self._question(each), entry, _SILENT).score for each in asked]
        hopeful = [number for number, score in enumerate(by_name) if can_fit(score)]
        numbers = nlargest(2 * limit + 5, hopeful, key=by_name.__getitem__)
        found = [
            (number, self._fit(self._question(asked[number]), entry, self._heard(asked[number])))
            for number in dict.fromkeys([*numbers, *also])
        ]
        return sorted(found, key=lambda each: (-each[1].score, each[0]))

    def why(self, fit: Fit, wants: Wants) -> str:
        """The reasons for a suggestion, in words."""
        return why(fit, self._question(wants).phrases, self._contents)

    def _refresh(self) -> None:
        """Forget what the contents said before they changed: they may be indexed meanwhile."""
        state = self._contents.state() if self._contents else None
        if state != self._state:
            self._state = state
            self._kept.clear()
            self._outlines = Outlines(self._contents)

    def _question(self, wants: Wants) -> Question:
        known = self._questions.get(wants)
        if known is None:
            known = self._questions[wants] = Question(phrases(wants), self._weigh)
        return known

    def _fit(self, question: Question, entry: FileEntry, heard: _Heard) -> Fit:
        return question.fit(
            known(entry, self._outlines.of(entry)),
            heard.files.get(entry),
            heard.strongest,
            by_text=self._contents is not None,
        )

    def _heard(self, wants: Wants) -> _Heard:
        """The files whose text speaks most of what is wanted."""
        if self._contents is None:
            return _SILENT
        known = self._kept.get(wants)
        if known is None:
            texts = [phrase.text for phrase in self._question(wants).phrases]
            found = self._contents.speaking([*texts, *self._own_words(wants)], _LOOKED_AT)
            numbers = (
                (self._names.number(each.entry.root, each.entry.path), each) for each in found
            )
            files = {self._names.entries[n]: each for n, each in numbers if n is not None}
            strongest = max((each.rank for each in files.values()), default=0.0)
            known = self._kept[wants] = _Heard(files, strongest)
        return known

    def _own_words(self, wants: Wants) -> list[str]:
        """The words of a requirement's checks that the fewest others use; long ones tell more."""
        found = detail_words(wants)
        return sorted(found, key=lambda word: (self._details[word], -len(word), word))[:_OWN_WORDS]

    def _well_named(self, question: Question) -> list[int]:
        """The files with the best names, as far as words and folders tell."""
        best: dict[int, float] = {}
        for phrase in question.phrases:
            words = sorted(phrase.words, key=self._weigh, reverse=True)
            weights = [self._weigh(word) for word in words]
            folders = [self._names.folders(word) for word in words]
            scale = phrase.worth / sum(weights)
            shares: dict[tuple[int, int], float] = {}
            for number, mask in self._masks(words, weights).items():
                folder = self._names.folder_of(number)
                share = shares.get((mask, folder))
                if share is None:
                    share = shares[mask, folder] = scale * sum(
                        weight if mask >> at & 1 else weight * IN_FOLDER * (folder in folders[at])
                        for at, weight in enumerate(weights)
                    )
                if share > best.get(number, 0.0):
                    best[number] = share
        return nlargest(_LOOKED_AT, best, key=lambda number: (best[number], -number))

    def _masks(self, words: Sequence[str], weights: Sequence[float]) -> dict[int, int]:
        """For files with words of a phrase in their name: which of them, as bits. The rarest come
        first; a file that has only such as all together make up too little is passed by."""
        least = _LEAST_NAMED * sum(weights)
        masks: dict[int, int] = {}
        for at, word in enumerate(words):
            bit = 1 << at
            files = self._names.named(word)
            if sum(weights[at:]) >= least:
                for number in files:
                    masks[number] = masks.get(number, 0) | bit
            elif len(masks) < len(files):
                has = frozenset(files)
                for number in masks.keys() & has:
                    masks[number] |= bit
            else:
                for number in files:
                    if number in masks:
                        masks[number] |= bit
        return masks

    def _weigh(self, word: str) -> float:
        """How much a word tells: of files by how few have it, of requirements likewise."""
        files = math.log(1 + (len(self._names.entries) + 1) / (1 + self._names.count(word)))
        if not self._asked:
            return files
        among = math.log(1 + self._asked / (1 + self._spread[word]))
        return files * math.pow(among, _LEAST_TOLD)
