"""Proving a record: every chain from its first line, the snapshot against the fold, the journals
against whatever has noted their heads, and the checkpoints with their signatures.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from auditkit.errors import AuditkitError
from auditkit.record.criteria import pin_fault
from auditkit.record.fold import fold
from auditkit.record.folder import JOURNAL, SNAPSHOT, require_audit
from auditkit.record.heads import Claim, Heads, claims, contradictions, digest, heads_of
from auditkit.record.model import Checkpoint, Criterion
from auditkit.record.opening import Opened, open_folder
from auditkit.record.reading import Reading, journal_paths, read_journal
from auditkit.record.snapshot import Snapshot
from auditkit.record.stamps import same
from auditkit.record.statement import parse
from auditkit.record.tables import TABLES, typed
from auditkit.record.unfinished import lines as unfinished_lines
from auditkit.record.unfinished_forms import files as unfinished_forms
from auditkit.text import one_line

SnapshotState = Literal["equal", "older", "none", "strange", "ahead", "different"]
"""How audit.json stands to the fold: ``older`` equals the fold of the lines it names, ``ahead``
names lines that are not there, ``strange`` is not as auditkit wrote it."""
GOOD: frozenset[SnapshotState] = frozenset({"equal", "older", "none"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in a record, and whether it holds."""

    audit: str
    readings: Sequence[Reading]
    problems: Sequence[str]
    """What is wrong with the journals, one sentence each."""
    snapshot: SnapshotState
    head: str
    """64 hex digits."""
    checkpoints: Sequence[Proven] = ()
    notes: list[str] = field(default_factory=list)
    """What is not wrong, and good to know."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return (
            bool(self.readings)
            and not self.problems
            and self.snapshot in GOOD
            and not any(each.problem for each in self.checkpoints)
        )


@dataclass(frozen=True, slots=True)
class Proven:
    """One checkpoint, and what is wrong with it."""

    checkpoint: Checkpoint
    signer: str
    """Who signed: a name of the list of signers, the key's fingerprint without one, or empty."""
    problem: str


def prove(folder: Path, *, signers: Path | None = None, others: Sequence[Path] = ()) -> Proof:
    """Check everything in an audit folder; changes nothing.

    ``signers`` is a list of allowed signers (ssh-keygen(1)); ``others`` are audit folders with
    copies of the same journals. Raises `AuditkitError` when the folder is no audit or a journal
    cannot be read at all.
    """
    require_audit(folder)
    opened = open_folder(folder, from_bytes=sys.maxsize)
    problems = [each.text for each in opened.problems]
    problems += [fault for each in _pinned(opened) if (fault := pin_fault(folder, each))]
    for other in others:
        problems += compare(opened, other)
    heads = heads_of(opened.places)
    return Proof(
        opened.audit,
        opened.readings,
        problems,
        snapshot_state(opened),
        digest(heads),
        tuple(_proven(each, opened, signers) for each in _checkpoints(opened)),
        _notes(folder),
    )


def compare(opened: Opened, other: Path) -> list[str]:
    """What contradicts the copies of these journals in another audit folder, line by line."""
    require_audit(other)
    copies = [read_journal(path) for path in journal_paths(other / JOURNAL)]
    if opened.audit not in {change.audit for copy in copies for change in copy.changes}:
        return [f"{one_line(str(other))} is no copy of this audit."]
    noted = [
        Claim(f"The copy in {one_line(str(other))}", copy.device, number, chain)
        for copy in copies
        for number, chain in enumerate(copy.chains, start=1)
    ]
    return [each.text for each in contradictions(noted, opened.readings)]


def snapshot_state(opened: Opened) -> SnapshotState:
    """How audit.json stands to what the journals fold to."""
    kept = opened.snapshot
    if kept is None:
        return "strange" if opened.strange_snapshot else "none"
    if kept.audit != opened.audit:
        return "different"
    heads = heads_of(kept.places)
    if contradictions(claims(SNAPSHOT, heads), opened.readings):
        return "ahead"
    if not _equals_the_fold(kept, heads, opened.readings):
        return "different"
    return "equal" if dict(kept.places) == dict(opened.places) else "older"


def _equals_the_fold(kept: Snapshot, heads: Heads, readings: Sequence[Reading]) -> bool:
    """Whether a snapshot is what the lines it stands on fold to."""
    state = fold(
        change
        for reading in readings
        for change in reading.changes
        if change.n <= heads.get(reading.device, (0, ""))[0]
    )
    try:
        return same(kept.state(), state)
    except ValueError:
        return False


def _notes(folder: Path) -> list[str]:
    """What was cut off a journal once is no part of the record, and is not forgotten either."""
    told = [
        f"{one_line(path.name)} was set aside; it is no part of this record."
        for path in sorted((folder / JOURNAL).glob("*.damaged-*"))
    ]
    waiting = "holds an interview line that was never entered; it is no part of this record yet."
    told += [f"{one_line(path.name)} {waiting}" for path in unfinished_lines(folder)]
    typed = "holds what was typed into forms and not given; it is no part of this record yet."
    return told + [f"{one_line(path.name)} {typed}" for path in unfinished_forms(folder)]


def _pinned(opened: Opened) -> list[Criterion]:
    return [
        typed(Criterion, key, each) for key, each in opened.state.living(TABLES[Criterion]).items()
    ]


def _checkpoints(opened: Opened) -> list[Checkpoint]:
    table = TABLES[Checkpoint]
    documents: Mapping[str, Any] = {**opened.state.living(table), **opened.state.dead(table)}
    return [typed(Checkpoint, key, each) for key, each in sorted(documents.items())]


def _proven(checkpoint: Checkpoint, opened: Opened, signers: Path | None) -> Proven:
    signer = ""
    try:
        stated = parse(checkpoint.statement)
        if stated.audit != opened.audit or not stated.holds_together:
            return Proven(checkpoint, "", "Its statement does not fit this audit.")
        source = f"The checkpoint {checkpoint.purpose} of {stated.at[:10]}"
        for each in contradictions(claims(source, stated.heads), opened.readings):
            return Proven(checkpoint, "", each.text)
        signer = _signer(checkpoint, signers)
    except AuditkitError as error:
        return Proven(checkpoint, signer, str(error))
    return Proven(checkpoint, signer, "")


def _signer(checkpoint: Checkpoint, signers: Path | None) -> str:
    from auditkit.record.signature import available, signing_key, verify

    if not checkpoint.signature:
        return ""
    statement = checkpoint.statement.encode()
    if signers is None:
        fits = available()
        key = signing_key(statement, checkpoint.signature) if fits else checkpoint.key
        return key if fits else f"{key} (not checked: there is no ssh-keygen here)"
    return verify(statement, checkpoint.signature, signers)
