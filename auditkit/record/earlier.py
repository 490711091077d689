"""Finding the earlier state of a record that somebody has written down as a phrase or a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.record.heads import digest
from auditkit.record.line import Change
from auditkit.record.reading import Reading

Head = tuple[int, str]


def earlier(readings: Sequence[Reading], beginning: str) -> Change | None:
    """The last change of the state whose head digest begins with ``beginning``; None where no
    state that any device can have shown does."""
    found = _named(readings, beginning)
    return found[0] if found else None


def heads_named(readings: Sequence[Reading], beginning: str) -> dict[str, Head] | None:
    """The heads of that state; None where there is none."""
    found = _named(readings, beginning)
    return found[1] if found else None


def _named(readings: Sequence[Reading], beginning: str) -> tuple[Change, dict[str, Head]] | None:
    if not beginning:
        return None
    for change, heads in _states(readings):
        if digest(heads).startswith(beginning):
            return change, dict(heads)
    return None


def _states(readings: Sequence[Reading]) -> Iterator[tuple[Change, dict[str, Head]]]:
    """The states as they grew in the total order, and as each device saw them: its own lines with
    what it had read of the others by then."""
    yield from _in_total_order(readings)
    if len(readings) > 1:
        for reading in readings:
            yield from _as_seen(reading)


def _in_total_order(readings: Sequence[Reading]) -> Iterator[tuple[Change, dict[str, Head]]]:
    heads: dict[str, Head] = {}
    lines = [(c, chain) for each in readings for c, chain in zip(each.changes, each.chains)]
    for change, chain in sorted(lines, key=lambda each: each[0].order):
        heads[change.device] = (change.n, chain)
        yield change, heads


def _as_seen(reading: Reading) -> Iterator[tuple[Change, dict[str, Head]]]:
    heads: dict[str, Head] = {}
    before: Change | None = None
    for change, chain in zip(reading.changes, reading.chains):
        if change.saw and before is not None:
            heads.update(change.saw)
            yield before, heads
        heads.update(change.saw)
        heads[change.device] = (change.n, chain)
        yield change, heads
        before = change
