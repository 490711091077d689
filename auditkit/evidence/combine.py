"""Answering a query of several words, in any order: the files worth a closer look."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from auditkit.evidence.lanes import STEPS, Lane, added, best, masked, table
from auditkit.evidence.model import Cancelled

EXPLAINED = 0.04
"""What a file gains, beside its words, when they are all of its name."""
_TEXT = 220  # steps of the sum for the words alone
_SOME = bytes([0]) + bytes([255]) * 255
_ONE = bytes([0]) + bytes([1]) * 255
_MISSED = 0.72  # what is left of the score of a file that lacks one word
_FEW = 10
_POOR = 0.6
_TIED = 20_000  # files of one sum that are told apart by age


@dataclass(frozen=True, slots=True)
class Pool:
    """Files worth a closer look, and how well any file answers the words (0 to 1)."""

    files: list[int]
    score: Callable[[int], float]
    best: float


def pool(
    lanes: Sequence[Lane],
    word_counts: Lane,
    files: int,
    wanted: int,
    age_order: Callable[[int], int],
    cancelled: Cancelled,
) -> Pool:
    """The ``wanted`` best of so many files; among equals those highest in ``age_order``. Fewer
    when cancelled.

    Every word has to be found. Only when that brings few or poor files may one word be missing.
    """
    shares = _shares(lanes, files)
    scaled = (lane.translate(_scaled(share)) for lane, share in zip(lanes, shares, strict=True))
    total, top = _total(lanes, added(list(scaled)))
    words = len(lanes)
    bonus = table(lambda count: EXPLAINED * _TEXT * min(1.0, words / max(1, count)))
    total = added([total, masked(word_counts.translate(bonus), total.translate(_SOME))])
    found: list[int] = []
    for tied in best(total):
        some = list(islice(tied, _TIED))
        if len(found) + len(some) > wanted:
            some = nlargest(wanted - len(found), some, key=age_order)
        found += some
        if len(found) >= wanted or cancelled():
            break
    return Pool(found, _scorer(lanes, shares), top / _TEXT)


def _total(lanes: Sequence[Lane], summed: bytes) -> tuple[bytes, int]:
    """The sums of the files that count, and the highest of those with every word."""
    if len(lanes) == 1:
        return summed, _highest(summed)
    counts = added([lane.translate(_ONE) for lane in lanes])
    full = masked(summed, counts.translate(_only(len(lanes))))
    top = _highest(full)
    if top >= _POOR * _TEXT and len(full) - full.count(0) >= _FEW:
        return full, top
    lacking = masked(summed, counts.translate(_only(len(lanes) - 1)))
    return added([full, lacking.translate(table(lambda step: step * _MISSED))]), top


def _scaled(share: float) -> bytes:
    return table(lambda step: step / STEPS * share * _TEXT)


def _only(count: int) -> bytes:
    return bytes(255 * (byte == count) for byte in range(256))


def _highest(lane: Lane) -> int:
    return next((value for value in range(255, 0, -1) if lane.find(value) >= 0), 0)


def _shares(lanes: Sequence[Lane], files: int) -> list[float]:
    """Rare words say more than common ones; together they say 1."""
    everything = math.log(1 + max(2, files))
    weights = [
        0.4 + math.log(1 + max(2, files) / max(1, len(lane) - lane.count(0))) / everything
        for lane in lanes
    ]
    return [weight / sum(weights) for weight in weights]


def _scorer(lanes: Sequence[Lane], shares: Sequence[float]) -> Callable[[int], float]:
    def score(file: int) -> float:
        values = [lane[file] for lane in lanes]
        text = sum(value * share for value, share in zip(values, shares, strict=True)) / STEPS
        return text if all(values) else text * _MISSED

    return score
