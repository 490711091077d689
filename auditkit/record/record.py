"""The record itself: journals folded into tables, changed only line by line.

`Audit` puts the verbs of an audit on top; here is what every verb shares: opening, committing,
grouping, undo and redo, and closing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from auditkit.errors import AuditkitError
from auditkit.record import mark
from auditkit.record.device import device_id, user_name
from auditkit.record.fold import DELETED, REMOVED
from auditkit.record.folder import JOURNAL, SNAPSHOT, Holder, require_audit
from auditkit.record.heads import Heads, digest, heads_of
from auditkit.record.history import REDO, UNDO, History
from auditkit.record.ids import new_id
from auditkit.record.journal import Journal
from auditkit.record.line import FORMAT, Change
from auditkit.record.opening import Opened, open_folder
from auditkit.record.reading import SUFFIX, Place, Reading, empty_reading, read_journal
from auditkit.record.settling import REPAIR, settle
from auditkit.record.snapshot import write_snapshot
from auditkit.record.storage import AuditDB, Edits, JournalStorage

Clock = Callable[[], datetime]
TYPING_PAUSE = 15.0
"""Seconds without a change after which typed text is a new thing to undo."""


class Spell(NamedTuple):
    """Text being typed into one place: its group, when it was last written, and the revision
    that made."""

    what: str
    group: str
    at: float
    revision: int


def utc_now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


class Record:
    """An opened audit folder. One process writes it; every other one reads."""

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool,
        clock: Clock,
        actor: str,
        audit_id: str = "",
        from_bytes: int | None = None,
    ) -> None:
        require_audit(folder)
        self.folder = folder
        self.messages: list[str] = []
        self.saved_at: datetime | None = None
        self.revision = 0
        self.actor = actor or user_name()
        self._clock = clock
        self._holder = Holder(folder)
        self._held = "it was opened for reading" if read_only else self._holder.take()
        """Why this process may not write here; empty where it may."""
        self._held_remedy = "Close the other program or open the audit again."
        self._group: tuple[str, str] | None = None
        self._touched: dict[str, set[str]] = {}
        self._typing = ""
        self._spell: Spell | None = None
        self._kept_history: History | None = None
        try:
            self._take_in(open_folder(folder, from_bytes=from_bytes), audit_id)
        except BaseException:
            self.close()
            raise
        self.db = AuditDB(storage=lambda: JournalStorage(self._state, self._commit))

    @property
    def read_only(self) -> bool:
        """Whether changes are refused; `read_only_reason` says why."""
        return bool(self.read_only_reason)

    @property
    def read_only_reason(self) -> str:
        """Why changes are refused; empty where they are not."""
        return self._held or self.sealed

    @property
    def read_only_remedy(self) -> str:
        """What a person can do about it."""
        return self._held_remedy if self._held else "Open it again first."

    @property
    def sealed(self) -> str:
        """Why what is recorded here takes no more changes, though this process may write."""
        return ""

    @property
    def id(self) -> str:
        """The audit's own id, in every line of its journals."""
        return self._audit_id

    @property
    def device(self) -> str:
        """The name of the journal that this record writes."""
        return self._device

    @property
    def digest(self) -> str:
        """64 hex digits that name the state of the record (see `heads.digest`)."""
        return digest(self.heads())

    @property
    def head(self) -> str:
        """The first twelve digits of `digest`: what stands on documents."""
        return self.digest[:12]

    @property
    def damaged(self) -> str:
        """Why what is shown is not the whole record; empty where nothing is known to be wrong."""
        return self._damaged

    def heads(self) -> Heads:
        """Per device the number of lines and the hash of the last one."""
        return heads_of(self.places())

    def places(self) -> dict[str, Place]:
        """Per device where its journal ends, for this state of the record."""
        return dict(sorted(self._places.items()))

    @contextmanager
    def group(self, about: str, *, joining: str = "") -> Iterator[str]:
        """Everything changed inside counts as one thing to undo, named ``about``; it is part of
        the group ``joining`` where one is given. Gives the group (compare `last_change`)."""
        outer = self._group
        self._group = outer or (joining or new_id(), about)
        try:
            yield self._group[0]
        finally:
            self._group = outer

    @contextmanager
    def typing(self, what: str) -> Iterator[None]:
        """What is changed inside was typed into ``what``: it joins what was typed there before,
        as long as nothing else happened in between and nobody paused for long."""
        self._typing = what
        try:
            yield
        finally:
            self._typing = ""

    def refuse_changes(self, reason: str, remedy: str) -> None:
        """From now on this record is for reading only."""
        self._held, self._held_remedy = reason, remedy

    def undo(self) -> str | None:
        """Take back this device's last change that still stands; says what it was."""
        group = self._history.last_done(self._device)
        return self._turn(UNDO, group, self._history.reverse(group)) if group else None

    def redo(self) -> str | None:
        """Bring back what was last undone; says what it was."""
        group = self._history.last_undone(self._device)
        return self._turn(REDO, group, self._history.repeat(group)) if group else None

    @property
    def last_change(self) -> str:
        """Names what this device did last, for `take_back`."""
        return self._history.last_done(self._device)

    def take_back(self, since: str, about: str) -> int:
        """Reverse what this device did after ``since`` (a `last_change`), as one change that can
        be undone itself; says how many there were."""
        edits: dict[str, dict[str, dict[str, Any]]] = {}
        groups = self._history.done_since(self._device, since)
        for group in groups:  # newest first: what stood before the oldest is what counts
            for table, documents in self._history.reverse(group).items():
                for key, fields in documents.items():
                    edits.setdefault(table, {}).setdefault(key, {}).update(fields)
        if edits:
            self._commit("take back", edits, about)
        return len(groups)

    def save_snapshot(self) -> None:
        """Write audit.json anew; raises `AuditkitError`. The journals hold everything anyway."""
        if not self._held:
            write_snapshot(self.folder / SNAPSHOT, self._state, self.places(), self._audit_id)
            self._stale = False

    def close(self) -> None:
        """Write the snapshot where something changed, and let the next process write."""
        journal: Journal | None = getattr(self, "_journal", None)
        if journal is not None and not self._held:
            journal.close()
            self._leave_behind()
        self._held = self._held or "it was closed"
        self._holder.release()

    def _leave_behind(self) -> None:
        """What is no part of the record and makes the next opening quicker or surer."""
        if self._stale and self.folder.is_dir():  # a folder moved away is not made anew
            try:
                self.save_snapshot()
            except AuditkitError as error:
                self.messages.append(str(error))
        # Also without a change of its own: the session before may have ended in a crash.
        mark.remember(self._audit_id, self.folder, self.heads())

    def _take_in(self, opened: Opened, audit_id: str) -> None:
        self._audit_id = opened.audit or audit_id
        if not self._audit_id:
            raise AuditkitError(
                f"{self.folder.name} holds no readable change: its journal is empty or damaged.",
                REPAIR,
            )
        device = mark.device_here(self._audit_id, self.folder) if not self._held else device_id()
        settled = settle(opened, self.folder, device, self._held)
        self._device, self._held = settled.device, settled.read_only_reason
        self.messages += settled.messages
        wrong = opened.problem("damage", "fork")
        self._damaged = wrong.text if wrong else ""
        if wrong:
            self._held_remedy = REPAIR
        self._state = opened.state
        self._readings = opened.readings
        self._tail: list[Change] = []
        self._places = dict(opened.places)
        self._stale = opened.snapshot is None or opened.snapshot.places != self._places
        own = self._own(opened.readings)
        self._journal = Journal(own)
        witnessed = {device: seen for change in own.changes for device, seen in change.saw.items()}
        self._unwitnessed = {
            device: head
            for device, head in self.heads().items()
            if device != self._device and witnessed.get(device) != head
        }
        if not self._held:
            mark.remember(self._audit_id, self.folder, self.heads(), self._device)

    @property
    def _history(self) -> History:
        """Made from the journals when it is first asked for: most openings never undo."""
        if self._kept_history is None:
            self._kept_history = History([*self._lines(), *self._tail])
            self._readings, self._tail = [], []
        return self._kept_history

    def _lines(self) -> Iterator[Change]:
        """The lines that were there when the audit was opened. What was skipped then, since a
        snapshot held it, is read now."""
        for each in self._readings:
            if each.skipped.lines:
                whole = read_journal(each.path).changes
                yield from whole[: each.skipped.lines]
            yield from each.changes

    def _own(self, readings: list[Reading]) -> Reading:
        for reading in readings:
            if reading.device == self._device:
                return reading
        return empty_reading(self.folder / JOURNAL / f"{self._device}{SUFFIX}")

    def require_writable(self) -> None:
        """Raise `AuditkitError` with the reason where nothing may be changed."""
        if self.read_only:
            raise AuditkitError(
                f"This audit cannot be changed now: {self.read_only_reason}.",
                self.read_only_remedy,
            )

    def _require_allowed(self, edits: Edits) -> None:  # noqa: ARG002 - an audit looks at them
        """Raise `AuditkitError` with the reason where these changes may not be made."""
        self.require_writable()

    def _commit(self, verb: str, edits: Edits, about: str = "") -> None:
        self._write(verb, edits, about, undoes="")

    def _write(self, verb: str, edits: Edits, about: str, undoes: str) -> None:
        self._require_allowed(edits)
        group, named = self._group or (self._typed_group() or new_id(), about)
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
            saw=self._unwitnessed,
        )
        self._shown(self._journal.append(change))

    def _shown(self, change: Change) -> None:
        """Durable first, visible second: the change is on the disk, now it counts."""
        self._unwitnessed = {}
        self._state.apply(change)
        for table, key, _ in change.ops:
            self._touched.setdefault(table, set()).add(key)
        if self._kept_history is not None:
            self._kept_history.take(change)
        else:
            self._tail.append(change)
        self._places[self._device] = self._journal.place
        self._stale = True
        self.revision += 1
        self.saved_at = self._clock()
        self._spell = (
            Spell(self._typing, change.group, time.monotonic(), self.revision)
            if self._typing
            else None
        )

    def _typed_group(self) -> str:
        """The group that typed text joins; empty where it begins a new one."""
        spell = self._spell
        if spell is None or (spell.what, spell.revision) != (self._typing, self.revision):
            return ""
        return spell.group if time.monotonic() - spell.at <= TYPING_PAUSE else ""

    def _versioned(
        self, table: str, key: str, fields: Mapping[str, Any]
    ) -> dict[str, tuple[Any, list[str]]]:
        """The fields of an edit, each with the versions it replaces. Who removes a document
        names all versions in it, so that an edit made elsewhere and not seen can be told."""
        state = self._state
        return {
            name: (
                value,
                state.seen_whole(table, key)
                if name == DELETED and value is True
                else state.seen(table, key, name),
            )
            for name, value in self._revived(table, key, fields).items()
        }

    def _revived(self, table: str, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A removed document that is written again lives again."""
        held = self._state.document(table, key) or {}
        if held.get(DELETED) and DELETED not in fields:
            return {**fields, DELETED: REMOVED}
        return dict(fields)

    def _turn(self, verb: str, group: str, edits: Edits) -> str:
        about = self._history.about(group)
        self._write(verb, edits, about, undoes=group)
        return about
