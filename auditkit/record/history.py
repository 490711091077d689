"""What was changed, by whom, and how it is taken back: read off the journal lines alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from auditkit.record.fold import DELETED, REMOVED
from auditkit.record.line import Change, Op
from auditkit.record.model import Act, Edit, HistoryEntry

UNDO, REDO = "undo", "redo"
BEGIN = "begin audit"
"""Verb of an audit's first line; the group it stands in cannot be undone."""
CHECKPOINT = "checkpoint"
"""Verb of a line that says who stood behind a state of the record; it cannot be undone either."""

Groups = dict[str, None]
"""Groups in the order in which they were done: a set that keeps it."""


class History:
    """All changes in their total order, with what each device can undo and redo."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._changes: list[Change] = []
        self._by_version: dict[str, Change] = {}
        self._groups: dict[str, list[Change]] = {}
        self._born: dict[tuple[str, str], str] = {}
        self._first: set[str] = set()
        self._done: dict[str, Groups] = {}
        self._undone: dict[str, Groups] = {}
        for change in sorted(changes, key=lambda each: each.order):
            self.take(change)

    def take(self, change: Change) -> None:
        """Add one change that is on the disk."""
        self._changes.append(change)
        self._by_version[change.version] = change
        self._groups.setdefault(change.group, []).append(change)
        for table, key, _ in change.ops:
            self._born.setdefault((table, key), change.version)
        self._stack(change)

    def last_done(self, device: str) -> str:
        """The group that undo takes back next, or an empty string."""
        return next(reversed(self._done.get(device, {})), "")

    def last_undone(self, device: str) -> str:
        """The group that redo brings back next, or an empty string."""
        return next(reversed(self._undone.get(device, {})), "")

    def done_since(self, device: str, group: str) -> list[str]:
        """The groups of a device after one was done or brought back last, newest first, undoing
        and bringing back among them; all where there is none such."""
        found: dict[str, None] = {}
        for change in reversed(self._changes):
            if change.device == device and change.group not in self._first:
                if change.group == group or (change.verb == REDO and change.undoes == group):
                    break
                found.setdefault(change.group)
        return list(found)

    def about(self, group: str) -> str:
        """What a group was about, in a few words."""
        first = self._groups[group][0]
        return first.about or first.verb

    def origin(self, table: str, key: str) -> tuple[str, str]:
        """The group that made a document, and what it was about."""
        group = self._by_version[self._born[table, key]].group
        return group, self.about(group)

    def reverse(self, group: str) -> dict[str, dict[str, dict[str, Any]]]:
        """The edits that bring back what stood before a group."""
        edits: dict[str, dict[str, dict[str, Any]]] = {}
        for change in reversed(self._groups[group]):
            for op in change.ops:
                edits.setdefault(op[0], {}).setdefault(op[1], {}).update(self._before(change, op))
        return edits

    def repeat(self, group: str) -> dict[str, dict[str, dict[str, Any]]]:
        """The edits that a group made: what redo writes again."""
        edits: dict[str, dict[str, dict[str, Any]]] = {}
        for change in self._groups[group]:
            for table, key, fields in change.ops:
                values = {name: value for name, (value, _) in fields.items()}
                edits.setdefault(table, {}).setdefault(key, {}).update(values)
        return edits

    def entries(self, keys: frozenset[tuple[str, str]] | None = None) -> Iterator[HistoryEntry]:
        """Changes newest first; with ``keys`` only those that touch one of these documents."""
        standing = {group for groups in self._done.values() for group in groups} | self._first
        for change in reversed(self._changes):
            if keys is None or any((table, key) in keys for table, key, _ in change.ops):
                yield HistoryEntry(
                    group=change.group,
                    at=datetime.fromisoformat(change.at),
                    by=change.by,
                    verb=change.verb,
                    about=change.about,
                    undone=change.verb not in (UNDO, REDO) and change.group not in standing,
                )

    def acts(self, keys: frozenset[tuple[str, str]] | None = None) -> Iterator[Act]:
        """Whole groups, the one that was begun last first; with ``keys`` only those that touch one
        of these documents."""
        for group in reversed(self._groups):
            touched = ((op[0], op[1]) for each in self._groups[group] for op in each.ops)
            if keys is None or not keys.isdisjoint(touched):
                yield self._act(group)

    def _act(self, group: str) -> Act:
        changes = self._groups[group]
        first = changes[0]
        turned = first.undoes if first.undoes in self._groups else ""
        standing = group in self._first or any(group in each for each in self._done.values())
        return Act(
            group=group,
            at=datetime.fromisoformat(first.at),
            by=first.by,
            verb=first.verb,
            about=first.about,
            undone=first.verb not in (UNDO, REDO) and not standing,
            edits=tuple(self._edits(changes)),
            of=self._act(turned) if turned else None,
        )

    def _edits(self, changes: Iterable[Change]) -> Iterator[Edit]:
        """What a group did to each document: from what stood before its first change of a field
        to what stood after the last one."""
        made: dict[tuple[str, str], bool] = {}
        fields: dict[tuple[str, str], dict[str, tuple[Any, Any]]] = {}
        for change in changes:
            for op in change.ops:
                before = self._before(change, op)
                made[op[:2]] = made.get(op[:2], False) or before == {DELETED: True}
                known = fields.setdefault(op[:2], {})
                for name, (after, _) in op[2].items():
                    stood = known[name][0] if name in known else _plain(before.get(name, REMOVED))
                    known[name] = (stood, _plain(after))
        for (table, key), each in fields.items():
            gone = each.pop(DELETED, (None, None))[1] is True
            yield Edit(table=table, key=key, made=made[table, key], removed=gone, fields=each)

    def _before(self, change: Change, op: Op) -> dict[str, Any]:
        if self._made(change, op):
            return {DELETED: True}
        fields = op[2]
        return {name: self._seen_value(op, name, seen) for name, (_, seen) in fields.items()}

    def _made(self, change: Change, op: Op) -> bool:
        """Whether a document was new to who wrote a change. Another device may have made the same
        one apart, and earlier in the total order."""
        table, key, fields = op
        born = self._by_version[self._born[table, key]]
        if born is change or self._knew(change, born):
            return born is change
        return not any(seen for _, seen in fields.values()) and not any(
            any(other[:2] == (table, key) for other in each.ops) and self._knew(change, each)
            for each in self._changes
        )

    def _knew(self, change: Change, other: Change) -> bool:
        """Whether who wrote a change had read another one: of journals he says so himself."""
        if other.device == change.device:
            return other.n < change.n
        own = (each for each in self._changes if each.device == change.device)
        return any(
            each.n <= change.n and each.saw.get(other.device, (0, ""))[0] >= other.n
            for each in own
            if each.saw
        )

    def _seen_value(self, op: Op, name: str, seen: list[str]) -> Any:
        """The newest of the versions that the writer had seen in a field."""
        sources = [self._by_version[version] for version in seen if version in self._by_version]
        if not sources:
            return REMOVED
        newest = max(sources, key=lambda each: each.order)
        for table, key, fields in newest.ops:
            if (table, key) == op[:2] and name in fields:
                return fields[name][0]
        return REMOVED

    def _stack(self, change: Change) -> None:
        done = self._done.setdefault(change.device, {})
        undone = self._undone.setdefault(change.device, {})
        if change.verb == UNDO:
            done.pop(change.undoes, None)
            undone[change.undoes] = None
        elif change.verb == REDO:
            undone.pop(change.undoes, None)
            done[change.undoes] = None
        elif change.group not in done:
            undone.clear()
            if change.verb in (BEGIN, CHECKPOINT):
                self._first.add(change.group)
            if change.group not in self._first:
                done[change.group] = None


def _plain(value: Any) -> Any:
    return None if value == REMOVED else value
