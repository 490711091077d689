"""A word read as one abbreviation of a whole name or path: ``airskreg`` for AI Risk Register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain

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
        self._last: tuple[str, int, Sequence[int]] = "", 0, []

    def find(self, letters: str, count: int, cancelled: Cancelled) -> Sequence[int]:
        """The numbers of the texts, of ``count`` in all; nothing when cancelled."""
        before, known, among = self._last
        if not before or known != count or not letters.startswith(before):
            among = range(count)
        found: list[int] = []
        for some in _chunks(among, cancelled):
            found += self._among(letters, some)
        if cancelled():
            return []
        self._last = letters, count, found
        return found

    def _among(self, letters: str, numbers: Sequence[int]) -> Iterator[int]:
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
        closest = self._closest(letters, found, cancelled)
        return _read(letters, closest, self._shapes.texts.__getitem__, cancelled)

    def _closest(self, letters: str, found: Sequence[int], cancelled: Cancelled) -> Sequence[int]:
        """Those of whose words most are begun by one of the letters, and fewest are not; among
        equals the shortest."""
        if len(found) <= _ALIGNED:
            return found
        return _least(lambda some: self._distances(letters, some), found, cancelled)

    def _distances(self, letters: str, some: Sequence[int]) -> Iterator[tuple[int, int]]:
        shapes = self._shapes
        initials = [shapes.initials[number] for number in some]
        hits = process.extract(letters, initials, scorer=LCSseq.similarity, limit=None)
        for text, begun, at in sorted(hits, key=lambda hit: hit[2]):
            yield len(text) - 3 * begun, len(shapes.texts[some[at]])


class GluedPaths:
    """Reads abbreviations in whole paths, for what names alone do not have."""

    def __init__(self, path: Callable[[int], str]) -> None:
        self._path = path
        self._having = Having(lambda file: lowered(path(file)))

    def readings(self, letters: str, count: int, cancelled: Cancelled) -> Readings:
        """Files by number, of ``count`` in all; nothing when cancelled."""
        found = self._having.find(letters, count, cancelled)
        short = _least(lambda some: (len(self._path(file)) for file in some), found, cancelled)
        return _read(letters, short, self._path, cancelled)


def _chunks(numbers: Sequence[int], cancelled: Cancelled) -> Iterator[Sequence[int]]:
    """The numbers bit by bit; no more of them when cancelled."""
    for start in range(0, len(numbers), _CHUNK):
        if cancelled():
            return
        yield numbers[start : start + _CHUNK]


def _least(
    key: Callable[[Sequence[int]], Iterable[object]], numbers: Sequence[int], cancelled: Cancelled
) -> list[int]:
    """The few numbers with the smallest keys; ``key`` gives those of many at once."""
    least: list[tuple[object, int]] = []
    for some in _chunks(numbers, cancelled):
        least = nsmallest(_ALIGNED, chain(least, zip(key(some), some, strict=True)))
    return [number for _, number in least]


def _read(
    letters: str, among: Sequence[int], text: Callable[[int], str], cancelled: Cancelled
) -> Readings:
    for number in among:
        if cancelled():
            return
        found = align(letters, text(number))
        if found is not None:
            yield number, (found.score - _IDLE * min(5, _idle_words(text(number), found))) * _WORTH


def _idle_words(text: str, found: Alignment) -> int:
    """How many words of a wording no letter stands for."""
    begun = {text.rfind(" ", 0, at + 1) for at in found.positions}
    return text.count(" ") + 1 - len(begun)
