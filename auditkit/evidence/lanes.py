"""One byte for each file: how well the file answers a word, in steps.

A million files are weighed against a query by a few operations on such rows of bytes, which run
at the speed of memory: translating them, and adding them up as one huge whole number. This
works because no byte ever grows above 255.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

STEPS = 200  # of a weight from 0 to 1

Lane: TypeAlias = bytes | bytearray


def step(weight: float) -> int:
    """A weight as a byte."""
    return round(weight * STEPS)


def table(value: Callable[[int], float]) -> bytes:
    """What a byte becomes, for `bytes.translate`."""
    return bytes(min(255, max(0, round(value(byte)))) for byte in range(256))


def added(lanes: Sequence[Lane]) -> bytes:
    """The sum of lanes of one length, whose bytes add up to 255 at most."""
    total = sum(int.from_bytes(lane, "little") for lane in lanes)
    return total.to_bytes(len(lanes[0]), "little")


def masked(lane: Lane, mask: Lane) -> bytes:
    """``lane`` where ``mask`` is 255, 0 where it is 0."""
    kept = int.from_bytes(lane, "little") & int.from_bytes(mask, "little")
    return kept.to_bytes(len(lane), "little")


def best(lane: Lane) -> Iterator[Iterator[int]]:
    """The places of each value, from the highest value down to 1."""
    for value in range(255, 0, -1):
        if lane.find(value) >= 0:
            yield (match.start() for match in re.finditer(re.escape(bytes([value])), lane))
