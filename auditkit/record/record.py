"""The record itself: journals folded into tables, changed only line by line.

`Audit` puts the verbs of an audit on top; here is what every verb shares: opening, committing,
grouping, undo and redo, and closing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditkit.errors import AuditkitError
from auditkit.record.device import device_id, user_name
from auditkit.record.fold import DELETED, REMOVED, fold
from auditkit.record.folder import JOURNAL, SNAPSHOT, Holder, require_audit
from auditkit.record.history import REDO, UNDO, History
from auditkit.record.ids import new_id
from auditkit.record.journal import SUFFIX, Journal, Reading, read_journal, set_torn_aside
from auditkit.record.line import FORMAT, Change
from auditkit.record.snapshot import write_snapshot
from auditkit.record.storage import AuditDB, Edits, JournalStorage

Clock = Callable[[], datetime]
DAMAGE = "damage in"
"""How the reason begins when a journal does not hold."""


def utc_now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


class Record:
    """An opened audit folder. One process writes it; every other one reads."""

    def __init__(
        self, folder: Path, *, read_only: bool, clock: Clock, actor: str, audit_id: str = ""
    ) -> None:
        require_audit(folder)
        self.folder = folder
        self.messages: list[str] = []
        self.saved_at: datetime | None = None
        self.revision = 0
        self.actor = actor or user_name()
        self._clock = clock
        self._holder = Holder(folder)
        self.read_only_reason = "it was opened for reading" if read_only else self._holder.take()
        self._device = device_id()
        try:
            readings = self._read(audit_id)
        except BaseException:
            self.close()
            raise
        self._state = fold(change for reading in readings for change in reading.changes)
        self._history = History(change for reading in readings for change in reading.changes)
        self._heads = {each.device: (len(each.changes), each.chain) for each in readings}
        self._group: tuple[str, str] | None = None
        self.db = AuditDB(storage=lambda: JournalStorage(self._state, self._commit))

    @property
    def read_only(self) -> bool:
        """Whether changes are refused; `read_only_reason` says why."""
        return bool(self.read_only_reason)

    @property
    def head(self) -> str:
        """Twelve hex digits over all journal heads: names the state a document was made from."""
        text = " ".join(f"{device}:{n}:{chain}" for device, (n, chain) in self.heads().items())
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def heads(self) -> dict[str, tuple[int, str]]:
        """Per device the number of lines and the hash of the last one."""
        return dict(sorted(self._heads.items()))

    @contextmanager
    def group(self, about: str) -> Iterator[None]:
        """Everything changed inside counts as one thing to undo, named ``about``."""
        outer = self._group
        self._group = outer or (new_id(), about)
        try:
            yield
        finally:
            self._group = outer

    def undo(self) -> str | None:
        """Take back this device's last change that still stands; says what it was."""
        group = self._history.last_done(self._device)
        return self._turn(UNDO, group, self._history.reverse(group)) if group else None

    def redo(self) -> str | None:
        """Bring back what was last undone; says what it was."""
        group = self._history.last_undone(self._device)
        return self._turn(REDO, group, self._history.repeat(group)) if group else None

    def save_snapshot(self) -> None:
        """Write audit.json anew; raises `AuditkitError`. The journals hold everything anyway."""
        if not self.read_only:
            write_snapshot(self.folder / SNAPSHOT, self._state, self.heads())

    def close(self) -> None:
        """Write the snapshot where something changed, and let the next process write."""
        journal: Journal | None = getattr(self, "_journal", None)
        if journal is not None:
            journal.close()
            if self.revision:
                try:
                    self.save_snapshot()
                except AuditkitError as error:
                    self.messages.append(str(error))
        self.read_only_reason = self.read_only_reason or "it was closed"
        self._holder.release()

    def _read(self, audit_id: str) -> list[Reading]:
        paths = sorted((self.folder / JOURNAL).glob(f"*{SUFFIX}"))
        readings = [read_journal(path) for path in paths]
        for reading in readings:
            self._look_at(reading)
        known = {change.audit for reading in readings for change in reading.changes}
        if len(known) > 1:
            raise AuditkitError(
                f"The journals in {JOURNAL} belong to {len(known)} different audits.",
                "Take out the files that do not belong here.",
            )
        if not known and not audit_id:
            raise AuditkitError(
                f"{self.folder.name} holds no readable change: its journal is empty or damaged.",
                "Copy the journal folder from a backup or a colleague.",
            )
        self._audit_id = audit_id or known.pop()
        self._journal = Journal(self._own(readings))
        return readings

    def _own(self, readings: list[Reading]) -> Reading:
        for reading in readings:
            if reading.device == self._device:
                return reading
        return Reading(self.folder / JOURNAL / f"{self._device}{SUFFIX}", self._device)

    def _look_at(self, reading: Reading) -> None:
        if reading.damage:
            self.read_only_reason = self.read_only_reason or f"{DAMAGE} {reading.damage}"
            self.messages.append(
                f"Damage in {reading.damage}. What stands before it is shown, read-only; "
                "copy that journal from a backup or a colleague to repair it."
            )
        elif reading.torn and not self.read_only and reading.device == self._device:
            self._set_aside(reading)

    def _set_aside(self, reading: Reading) -> None:
        try:
            self.messages.append(set_torn_aside(reading))
        except AuditkitError as error:
            self.read_only_reason = "an interrupted save could not be cleared away"
            self.messages.append(f"The last line of the journal is unfinished. {error}")

    def _require_writable(self) -> None:
        if self.read_only:
            damaged = self.read_only_reason.startswith(DAMAGE)
            raise AuditkitError(
                f"This audit cannot be changed now: {self.read_only_reason}.",
                "Copy that journal from a backup or a colleague."
                if damaged
                else "Close the other program or open the audit again.",
            )

    def _commit(self, verb: str, edits: Edits, about: str = "") -> None:
        self._write(verb, edits, about, undoes="")

    def _write(self, verb: str, edits: Edits, about: str, undoes: str) -> None:
        self._require_writable()
        group, named = self._group or (new_id(), about)
        change = Change(
            v=FORMAT,
            audit=self._audit_id,
            device=self._device,
            n=self._journal.next_number,
            clock=self._state.clock + 1,
            at=self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
            by=self.actor,
            verb=verb,
            group=group,
            about=named,
            ops=tuple(
                (table, key, self._versioned(table, key, fields))
                for table, documents in edits.items()
                for key, fields in documents.items()
            ),
            undoes=undoes,
        )
        change = self._journal.append(change)
        self._state.apply(change)
        self._history.take(change)
        self._heads[self._device] = (change.n, self._journal.chain)
        self.revision += 1
        self.saved_at = self._clock()

    def _versioned(
        self, table: str, key: str, fields: Mapping[str, Any]
    ) -> dict[str, tuple[Any, list[str]]]:
        """The fields of an edit, each with the versions it replaces."""
        return {
            name: (value, self._state.seen(table, key, name))
            for name, value in self._revived(table, key, fields).items()
        }

    def _revived(self, table: str, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A removed document that is written again lives again."""
        held = self._state.tables.get(table, {}).get(key, {})
        if held.get(DELETED) and DELETED not in fields:
            return {**fields, DELETED: REMOVED}
        return dict(fields)

    def _turn(self, verb: str, group: str, edits: Edits) -> str:
        about = self._history.about(group)
        self._write(verb, edits, about, undoes=group)
        return about
