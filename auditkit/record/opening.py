"""Opening an audit folder: its journals verified, folded, and held against all that is known of
them.

A large audit opens from its snapshot and reads only what came later; a small one is folded from
its first line each time, which proves more and takes no time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from auditkit.errors import AuditkitError
from auditkit.record.fold import State, fold
from auditkit.record.folder import JOURNAL, SNAPSHOT
from auditkit.record.heads import Contradiction, claims, contradictions, heads_of, witnesses
from auditkit.record.mark import recall
from auditkit.record.reading import Reading, journal_paths, read_journal
from auditkit.record.snapshot import Places, Snapshot, is_intact, read_snapshot

SNAPSHOT_FROM = 2 << 20
"""Bytes of journals from which opening goes through the snapshot."""

Kind = Literal["damage", "torn", "missing", "fork"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a journal."""

    kind: Kind
    device: str
    text: str
    """In one sentence."""


@dataclass(slots=True)
class Opened:
    """What an audit folder holds."""

    audit: str
    """Id of the audit; empty when no line can be read."""
    readings: list[Reading]
    state: State
    problems: list[Problem] = field(default_factory=list)
    snapshot: Snapshot | None = None
    strange_snapshot: bool = False
    """audit.json is there, but is not as auditkit wrote it."""
    ahead_snapshot: bool = False
    """audit.json names lines that are not in the journals, or other ones."""

    @property
    def places(self) -> Places:
        """Where each journal ends; those without a line are none."""
        return {each.device: each.place for each in self.readings if each.lines}

    def problem(self, *kinds: Kind) -> Problem | None:
        """The first problem of these kinds."""
        return next((each for each in self.problems if each.kind in kinds), None)


def open_folder(folder: Path, *, from_bytes: int | None = None) -> Opened:
    """Read everything. Raises `AuditkitError` when a journal cannot be read at all, comes from a
    newer auditkit, or journals of several audits lie together.

    ``from_bytes`` stands for `SNAPSHOT_FROM`; 0 always goes through the snapshot.
    """
    paths = journal_paths(folder / JOURNAL)
    threshold = SNAPSHOT_FROM if from_bytes is None else from_bytes
    large = sum(path.stat().st_size for path in paths) >= threshold
    with _no_garbage(large):
        kept = read_snapshot(folder / SNAPSHOT)
        opened = _from_snapshot(paths, kept) if large and kept else None
        opened = opened or _from_the_start(paths)
    opened.snapshot = kept
    opened.strange_snapshot = kept is None and _is_strange(folder / SNAPSHOT)
    _require_one_audit(opened, kept)
    opened.problems = problems(opened, folder)
    return opened


def problems(opened: Opened, folder: Path) -> list[Problem]:
    """What is wrong with the journals, and what others know that they do not show; notes whether
    the snapshot is one of those."""
    found: list[Problem] = []
    for each in opened.readings:
        if each.damage:
            found.append(Problem("damage", each.device, f"Damage in {each.damage}."))
        elif each.torn:
            text = f"The last line of {each.path.name} is unfinished ({each.torn} bytes)."
            found.append(Problem("torn", each.device, text))
    noted = witnesses(opened.readings)
    audit, kept = opened.audit, opened.snapshot
    if kept is not None and audit in ("", kept.audit):
        audit = kept.audit
        named = claims(SNAPSHOT, heads_of(kept.places))
        opened.ahead_snapshot = bool(contradictions(named, opened.readings))
        noted += named
    for path, aside in _set_aside(folder):
        if aside.audit == audit:
            noted += claims(path.name, heads_of(aside.places))
    if audit:
        noted += claims("This computer", recall(audit, folder))
    for other in _lasting(contradictions(noted, opened.readings), folder):
        kind: Kind = "fork" if other.forked else "missing"
        found.append(Problem(kind, other.claim.device, other.text))
    return found


def _set_aside(folder: Path) -> Iterator[tuple[Path, Snapshot]]:
    """Snapshots that were set aside since they knew of more, and still tell of it."""
    for path in sorted(folder.glob(f"{SNAPSHOT}.other-*")):
        kept = read_snapshot(path)
        if kept is not None:
            yield path, kept


def _lasting(found: list[Contradiction], folder: Path) -> list[Contradiction]:
    """Without the lines that were only not there yet: who opens for reading may do so while
    another process writes, and then has read a journal before what somebody noted of it."""
    if all(each.forked for each in found):
        return found
    later = [read_journal(path) for path in journal_paths(folder / JOURNAL)]
    return [each for each in found if each.forked or contradictions([each.claim], later)]


@contextmanager
def _no_garbage(large: bool) -> Iterator[None]:
    """Reading makes very many small things and throws none away: looking for garbage among them
    takes longer than making them, then and, for a ``large`` audit, ever after."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if large:
            gc.freeze()
        if collecting:
            gc.enable()


def _from_the_start(paths: list[Path]) -> Opened:
    readings = [read_journal(path) for path in paths]
    state = fold(change for reading in readings for change in reading.changes)
    return Opened(_audit_of(readings), readings, state)


def _from_snapshot(paths: list[Path], kept: Snapshot) -> Opened | None:
    """None where the snapshot does not stand on these journals or holds no state, or where lines
    came in (from a colleague) that belong before its end: then all has to be folded anew."""
    readings = [read_journal(path, kept.places.get(path.stem)) for path in paths]
    standing = {each.device for each in readings if each.skipped.lines}
    if standing != {device for device, place in kept.places.items() if place.lines}:
        return None
    try:
        state = kept.state()
    except ValueError:
        return None
    later = [change for reading in readings for change in reading.changes]
    if any(change.clock <= state.clock for change in later):
        return None
    return Opened(kept.audit, readings, fold(later, state))


def _audit_of(readings: list[Reading]) -> str:
    return next((change.audit for reading in readings for change in reading.changes), "")


def _require_one_audit(opened: Opened, kept: Snapshot | None) -> None:
    known = {change.audit for reading in opened.readings for change in reading.changes}
    if any(each.skipped.lines for each in opened.readings) and kept is not None:
        known.add(kept.audit)
    if len(known) > 1:
        raise AuditkitError(
            f"The journals in {JOURNAL} belong to {len(known)} different audits.",
            "Take out the files that do not belong here.",
        )


def _is_strange(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return bool(content.strip(b"\x00 \r\n")) and not is_intact(content)
