"""Words that occur nowhere, and the words of the evidence that come nearest to them."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from auditkit.evidence.contents.store import Store
from auditkit.text import fold

_ONE_SLIP = 4  # letters from which a word may have one wrong
_TWO_SLIPS = 8
_NEAREST = 5
_BEGINNINGS = 30


class Vocabulary:
    """The words of an index. They are kept in memory: asking for the nearest takes some tens of
    milliseconds then."""

    def __init__(self) -> None:
        self._last = 0
        self._by_length: dict[int, list[str]] = {}

    def forget(self) -> None:
        """Begin anew: the index has been made anew."""
        self._last = 0
        self._by_length.clear()

    def nearest(self, store: Store, word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
        """The words at the smallest distance from ``word``: one slip in a word of four letters,
        two from eight on, where letters that changed places are one. Only ``known`` words count:
        the vocabulary still holds those of files that are gone."""
        self._refresh(store)
        plain = fold(word)
        most = (len(plain) >= _ONE_SLIP) + (len(plain) >= _TWO_SLIPS)
        lengths = range(len(plain) - most, len(plain) + most + 1)
        words = [each for length in lengths for each in self._by_length.get(length, ())]
        close = process.extract(plain, words, scorer=OSA.distance, score_cutoff=most, limit=None)
        # People seldom get the first letter wrong.
        close.sort(key=lambda found: (found[1], found[0][0] != plain[0], found[0]))
        found: list[str] = []
        distance = 0.0
        for near, slips, _ in close:
            if len(found) == _NEAREST or (found and slips > distance):
                break
            if slips and known(near):
                found.append(near)
                distance = slips
        return tuple(found)

    def _refresh(self, store: Store) -> None:
        rows = store.db.execute(
            "SELECT id, word FROM vocabulary WHERE id > ? ORDER BY id", (self._last,)
        )
        for number, word in rows:
            self._last = number
            self._by_length.setdefault(len(word), []).append(word)


def beginning_with(store: Store, start: str) -> list[str]:
    """The shortest words that begin with ``start``. The index knows stems alone: "assessme" is
    not the beginning of "assess", but of the word "assessment"."""
    plain = fold(start)
    rows = store.db.execute(
        "SELECT word FROM vocabulary WHERE word >= ? AND word < ? ORDER BY length(word), word"
        " LIMIT ?",
        (plain, f"{plain}\U0010ffff", _BEGINNINGS),
    )
    return [word for (word,) in rows]
