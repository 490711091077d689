"""Which paragraph or row is the earlier form of which, among those that differ.

A row is known by its first cell; a paragraph by likeness. Likeness is asked of those nearby only,
in a window that is the smaller the more there is to pair: each with each would take hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditkit.documents.agreement.units import Unit

_ALIKE = 45
"""Percent; from this likeness on, one paragraph is another one edited."""
_COMPARISONS = 4_000_000
"""Made at most, as far as `_FEWEST` allows; some two seconds."""
_FEWEST = 100
"""Candidates that are looked at in any case, half of them on each side."""

Pairs = tuple[list[tuple[Unit, Unit]], list[Unit], list[Unit]]
_Kind = tuple[bool, bool]
_Row = tuple[int, str]


def paired(made: Sequence[Unit], now: Sequence[Unit]) -> Pairs:
    """Units that are each other's earlier and later form, then those of ``made`` and of ``now``
    that are nobody's."""
    free = _Free(now, max(_FEWEST, _COMPARISONS // max(1, len(made))))
    pairs: list[tuple[Unit, Unit]] = []
    gone: list[Unit] = []
    for unit in made:
        at = free.best(unit)
        if at is None:
            gone.append(unit)
        else:
            pairs.append((unit, now[at]))
    return pairs, gone, free.rest()


def rejoined(
    pairs: list[tuple[Unit, Unit]], gone: list[Unit], come: list[Unit], now: Sequence[Unit]
) -> Pairs:
    """The same, where a paragraph that was cut in two counts as one: what came beside its later
    form belongs to it when together they are more like what stood there."""
    from rapidfuzz.fuzz import ratio

    free = {id(each) for each in come if _is_text(each)}
    places = {id(each): place for place, each in enumerate(now)}
    made: list[tuple[Unit, Unit]] = []
    for old, new in pairs:
        first = last = places[id(new)]
        while free and _is_text(old):
            options = [
                (begin, end)
                for begin, end in ((first - 1, last), (first, last + 1))
                if begin >= 0 and end < len(now) and _all_free(now, begin, end, free, first, last)
            ]
            told = {each: ratio(old.key[0], _text(now, *each)) for each in options}
            best = max(told, key=lambda each: told[each], default=None)
            if best is None or told[best] <= ratio(old.key[0], _text(now, first, last)):
                break
            first, last = best
        taken = {id(each) for each in now[first : last + 1]} - {id(new)}
        free -= taken
        come = [each for each in come if id(each) not in taken]
        joined = "\n\n".join(each.cells[0] for each in now[first : last + 1])
        made.append((old, new._replace(cells=(joined,)) if taken else new))
    return made, gone, come


def _all_free(
    now: Sequence[Unit], begin: int, end: int, free: set[int], first: int, last: int
) -> bool:
    return all(id(now[at]) in free for at in range(begin, end + 1) if not first <= at <= last)


def _text(now: Sequence[Unit], first: int, last: int) -> str:
    return " ".join(each.key[0] for each in now[first : last + 1])


def _is_text(unit: Unit) -> bool:
    return not unit.in_table and not unit.heading


@dataclass
class _Lane:
    """Units of one kind in their order: their places, and their first cells until one is taken."""

    places: list[int] = field(default_factory=list)
    firsts: list[str | None] = field(default_factory=list)
    at: int = 0
    """Where the next one is looked for."""


class _Free:
    """The later units that no earlier one has been found for yet."""

    def __init__(self, now: Sequence[Unit], window: int) -> None:
        self._now, self._window = now, window
        self._keys = [each.key for each in now]
        self._lanes: dict[_Kind, _Lane] = defaultdict(_Lane)
        self._rows: dict[_Row, list[int]] = defaultdict(list)
        self._seats: list[int] = []
        for place, (unit, key) in enumerate(zip(now, self._keys, strict=True)):
            lane = self._lanes[unit.in_table, unit.heading]
            self._seats.append(len(lane.places))
            lane.places.append(place)
            lane.firsts.append(key[0])
            if _is_row(unit):
                self._rows[len(key), key[0]].append(place)

    def best(self, unit: Unit) -> int | None:
        """The place of the later form of a unit, which is taken by that; None where none is."""
        key, lane = unit.key, self._lanes[unit.in_table, unit.heading]
        place = self._same_row(key) if _is_row(unit) else None
        if place is None:
            place = self._likest(unit, key[0], lane)
        lane.at += 1
        if place is not None:
            self._take(place, lane)
        return place

    def rest(self) -> list[Unit]:
        """All that were not taken, in their order."""
        places = sorted(
            place
            for lane in self._lanes.values()
            for place, first in zip(lane.places, lane.firsts, strict=True)
            if first is not None
        )
        return [self._now[each] for each in places]

    def _take(self, place: int, lane: _Lane) -> None:
        seat = self._seats[place]
        lane.firsts[seat] = None
        lane.at = seat + 1
        if _is_row(self._now[place]):
            self._rows[len(self._keys[place]), self._keys[place][0]].remove(place)

    def _same_row(self, key: tuple[str, ...]) -> int | None:
        """The row with the same first cell and as many cells that shares most of the others."""
        rows = self._rows.get((len(key), key[0]), [])[: self._window]
        return max(rows, key=lambda each: _shared(key, self._keys[each]), default=None)

    def _likest(self, unit: Unit, first: str, lane: _Lane) -> int | None:
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extractOne

        begin = max(0, min(lane.at - self._window // 2, len(lane.firsts) - self._window))
        near = lane.firsts[begin : begin + self._window]
        if _is_row(unit):  # rows with as many cells are known by their first one alone
            places = lane.places[begin : begin + self._window]
            count = len(unit.cells)
            near = [
                None if len(self._now[place].cells) == count else each
                for each, place in zip(near, places, strict=True)
            ]
        found = extractOne(first, near, scorer=ratio, score_cutoff=_ALIKE)
        return None if found is None else lane.places[begin + found[2]]


def _is_row(unit: Unit) -> bool:
    return unit.in_table and len(unit.cells) > 1


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))
