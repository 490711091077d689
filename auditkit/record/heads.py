"""Heads: what names the state of a record, and what contradicts it.

The heads of an audit are, per device, the number of lines of its journal and the chain value of
the last one. Whoever has noted heads once (a snapshot, a document, another journal, a colleague)
can tell later whether a journal has lost lines or was rewritten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditkit.record.reading import Place, Reading
from auditkit.text import one_line

Heads = Mapping[str, tuple[int, str]]
"""Per device the number of lines and the chain value of the last one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody has noted of a journal: it had this chain value at this line."""

    source: str
    """Who says so, as the beginning of a sentence."""
    device: str
    lines: int
    chain: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A claim that a journal does not meet."""

    claim: Claim
    forked: bool
    """The line is there and is another one; else lines are missing."""
    text: str


def heads_of(places: Mapping[str, Place]) -> dict[str, tuple[int, str]]:
    """The heads in known places of journals."""
    return {device: (place.lines, place.chain) for device, place in places.items()}


def digest(heads: Heads) -> str:
    """64 hex digits that name a state of the record: SHA-256 over ``DEVICE:LINES:CHAIN`` of all
    journals, in the order of the devices, with a space between."""
    text = " ".join(f"{device}:{n}:{chain}" for device, (n, chain) in sorted(heads.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def claims(source: str, heads: Heads) -> list[Claim]:
    """What noted heads say of each journal."""
    return [Claim(source, device, n, chain) for device, (n, chain) in sorted(heads.items()) if n]


def witnesses(readings: Iterable[Reading]) -> list[Claim]:
    """What the journals say of each other (see `Change.saw`)."""
    return [
        Claim(f"Line {change.n} of {reading.path.name}", device, n, chain)
        for reading in readings
        for change in reading.changes
        for device, (n, chain) in change.saw.items()
    ]


def contradictions(noted: Iterable[Claim], readings: Iterable[Reading]) -> list[Contradiction]:
    """The claims that the journals do not meet: for each journal the first line at which it has
    forked, and the last one that is missing."""
    by_device = {each.device: each for each in readings}
    worst: dict[tuple[str, bool], Contradiction] = {}
    for claim in noted:
        found = _contradiction(claim, by_device.get(claim.device))
        if found is None:
            continue
        kept = worst.setdefault((claim.device, found.forked), found)
        nearer, further = claim.lines < kept.claim.lines, claim.lines > kept.claim.lines
        if nearer if found.forked else further:
            worst[claim.device, found.forked] = found
    return list(worst.values())


def _contradiction(claim: Claim, reading: Reading | None) -> Contradiction | None:
    name, source = f"journal of {one_line(claim.device)}", one_line(claim.source)
    have = reading.lines if reading else 0
    if have < claim.lines:
        if reading is not None and reading.damage:
            return None  # said already, with the line at which it breaks off
        missing = f"{claim.lines - have} of its {claim.lines} lines are missing"
        text = f"{source} has seen more of the {name}: {missing if have else 'it is not here'}."
        return Contradiction(claim, False, text)
    assert reading is not None
    chain = reading.chain_at(claim.lines)
    if chain is None or chain == claim.chain:
        return None
    return Contradiction(
        claim,
        True,
        f"The {name} has forked: {source} has seen another line {claim.lines} than stands there "
        "now (a restored laptop image, or a rewritten history).",
    )
