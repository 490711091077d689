"""A word read as one abbreviation of a whole name or path: ``airskreg`` for AI Risk Register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from auditkit.evidence.align import Alignment, align
from auditkit.evidence.model import Cancelled
from auditkit.evidence.shapes import Shapes
from auditkit.evidence.words import lowered

LETTERS = range(4, 25)  # how many may be read as an abbreviation
_CHUNK = 10_000  # the scorer lets no other thread run before it is through with a chunk
_ALIGNED = 300
_WORTH = 0.95
_IDLE = 0.01  # what a word costs that no letter stands for

Readings = Iterator[tuple[int, float]]
"""Numbers of texts, and how natural the reading is, from 0 to 1."""


class Having:
    """Which of many texts have some letters in their order. What the last ones were found in is
    remembered: the next keystroke can only make it fewer."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._last: tuple[str, int, list[int]] = "", 0, []

    def find(self, letters: str, count: int, cancelled: Cancelled) -> list[int]:
        """The numbers of the texts, of ``count`` in all; nothing when cancelled."""
        before, known, among = self._last
        if not before or known != count or not letters.startswith(before):
            among = list(range(count))
        found: list[int] = []
        for start in range(0, len(among), _CHUNK):
            if cancelled():
                return []
            some = among[start : start + _CHUNK]
            found += self._among(letters, some)
        self._last = letters, count, found
        return found

    def _among(self, letters: str, numbers: list[int]) -> Iterator[int]:
        hits = process.extract(
            letters,
            [self._text(number) for number in numbers],
            scorer=LCSseq.similarity,
            score_cutoff=len(letters),
            limit=None,
        )
        return (numbers[at] for _, _, at in sorted(hits, key=lambda hit: hit[2]))


class GluedNames:
    """Reads abbreviations in the wordings of names."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._having = Having(shapes.texts.__getitem__)

    def readings(self, letters: str, cancelled: Cancelled) -> Readings:
        """Wordings by number; nothing when cancelled."""
        found = self._having.find(letters, len(self._shapes.texts), cancelled)
        return _read(letters, self._closest(letters, found), self._shapes.texts.__getitem__)

    def _closest(self, letters: str, found: list[int]) -> list[int]:
        """Those of whose words most are begun by one of the letters, and fewest are not; among
        equals the shortest."""
        if len(found) <= _ALIGNED:
            return found
        shapes = self._shapes
        initials = [shapes.initials[number] for number in found]
        hits = process.extract(letters, initials, scorer=LCSseq.similarity, limit=None)
        nearest = nsmallest(
            _ALIGNED,
            hits,
            key=lambda hit: (len(hit[0]) - 3 * hit[1], len(shapes.texts[found[hit[2]]])),
        )
        return [found[at] for _, _, at in nearest]


class GluedPaths:
    """Reads abbreviations in whole paths, for what names alone do not have."""

    def __init__(self, path: Callable[[int], str]) -> None:
        self._path = path
        self._having = Having(lambda file: lowered(path(file)))

    def readings(self, letters: str, count: int, cancelled: Cancelled) -> Readings:
        """Files by number, of ``count`` in all; nothing when cancelled."""
        found = self._having.find(letters, count, cancelled)
        short = nsmallest(_ALIGNED, found, key=lambda file: len(self._path(file)))
        return _read(letters, short, self._path)


def _read(letters: str, among: list[int], text: Callable[[int], str]) -> Readings:
    for number in among:
        found = align(letters, text(number))
        if found is not None:
            yield number, (found.score - _IDLE * min(5, _idle_words(text(number), found))) * _WORTH


def _idle_words(text: str, found: Alignment) -> int:
    """How many words of a wording no letter stands for."""
    begun = {text.rfind(" ", 0, at + 1) for at in found.positions}
    return text.count(" ") + 1 - len(begun)
