"""From the set of changes to the state: a deterministic fold over multi-value registers.

Every field is a register. A change replaces the versions its writer had seen; versions written
apart from each other stay side by side until somebody writes a value having seen them all. The
newest in the total order is the one shown. The result does not depend on the order in which
journals are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from auditkit.record.line import Change

DELETED = "deleted"
"""Field that marks a removed document: nothing is ever physically removed."""
REMOVED = {"$removed": True}
"""Value that takes a field away (None is a value of its own)."""

Document = dict[str, Any]
Table = dict[str, Document]
Stamp = tuple[int, str, int]
"""Clock, device and place of the change that wrote a version: the total order of the fold."""
FieldKey = tuple[str, str, str]
"""Table, document id, field."""
Versions = dict[str, tuple[Stamp, Any]]
"""Versions of one field side by side, by name."""


class State:
    """The folded state: tables of documents, with the versions behind every field.

    Most documents are written once, and most fields have one version: a document keeps the stamp
    of the change that made it (`born`), a field one of its own only when it was written later
    (`later`), and several versions only as long as they are rivals or equal values written apart
    (`apart`). That keeps 50,000 documents in the memory of their values.
    """

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        """The living documents. For reading only, as everything here."""
        self.removed: dict[str, Table] = {}
        """The removed ones, with what stood in them."""
        self.clock = 0
        self.born: dict[str, dict[str, Stamp]] = {}
        self.later: dict[tuple[str, str], dict[str, Stamp]] = {}
        self.apart: dict[FieldKey, Versions] = {}

    def apply(self, change: Change) -> None:
        """Take one change in; changes have to come in their total order (`Change.order`)."""
        self.clock = max(self.clock, change.clock)
        stamp = change.order
        for table, identity, fields in change.ops:
            if identity in self.born.setdefault(table, {}):
                document = self._document(table, identity)
                for name, (value, seen) in fields.items():
                    self._write((table, identity, name), document, stamp, value, seen)
            else:
                document = self._made(table, identity, stamp, fields)
            self._settle(table, identity, document)

    def document(self, table: str, identity: str) -> Document | None:
        """A document, living or removed. Not a copy: for reading only."""
        if identity not in self.born.get(table, {}):
            return None
        return self._document(table, identity)

    def seen(self, table: str, identity: str, name: str) -> list[str]:
        """Names of the versions that stand in a field now: what an editor has seen."""
        return sorted(self._versions((table, identity, name)))

    def seen_whole(self, table: str, identity: str) -> list[str]:
        """Names of the versions that stand in any field of a document."""
        document = self.document(table, identity) or {}
        names = {*document, *self.later.get((table, identity), ())}
        # What stands apart and shows a field taken away is in neither.
        names |= {name for one, other, name in self.apart if (one, other) == (table, identity)}
        return sorted({each for name in names for each in self.seen(table, identity, name)})

    def rivals(self) -> Mapping[FieldKey, tuple[Any, ...]]:
        """Fields in which different values, written apart, await a decision."""
        return {
            key: tuple(value for _, value in versions.values())
            for key, versions in self.apart.items()
            if len({repr(value) for _, value in versions.values()}) > 1
        }

    def living(self, table: str) -> Table:
        """The documents of a table that were not removed. Not copies: for reading only."""
        return self.tables.get(table, {})

    def dead(self, table: str) -> Table:
        """The documents of a table that were removed."""
        return self.removed.get(table, {})

    def _document(self, table: str, identity: str) -> Document:
        living = self.tables.get(table, {}).get(identity)
        return self.removed[table][identity] if living is None else living

    def _made(
        self, table: str, identity: str, stamp: Stamp, fields: Mapping[str, tuple[Any, Any]]
    ) -> Document:
        """A new document: nothing can stand in its fields yet."""
        self.born[table][identity] = stamp
        for name, (value, _) in fields.items():
            if value == REMOVED:
                self.later.setdefault((table, identity), {})[name] = stamp
        return {name: value for name, (value, _) in fields.items() if value != REMOVED}

    def _write(
        self, key: FieldKey, document: Document, stamp: Stamp, value: Any, seen: list[str]
    ) -> None:
        table, identity, name = key
        versions = self._versions(key)
        for version in seen:
            versions.pop(version, None)
        versions[_name(stamp)] = (stamp, value)
        if len(versions) == 1:
            self.apart.pop(key, None)
            self.later.setdefault((table, identity), {})[name] = stamp
        else:
            self.apart[key] = versions
            self.later.get((table, identity), {}).pop(name, None)
            value = max(versions.values(), key=lambda each: each[0])[1]
        if value == REMOVED:
            document.pop(name, None)
        else:
            document[name] = value

    def _versions(self, key: FieldKey) -> Versions:
        """The versions of a field; a copy where there is only one."""
        table, identity, name = key
        if key in self.apart:
            return self.apart[key]
        document = self.document(table, identity)
        if document is None:
            return {}
        stamp = self.later.get((table, identity), {}).get(name)
        if stamp is None and name in document:
            stamp = self.born[table][identity]
        return {} if stamp is None else {_name(stamp): (stamp, document.get(name, REMOVED))}

    def _settle(self, table: str, identity: str, document: Document) -> None:
        """Keep a document among the living or among the removed."""
        homes = (self.tables, self.removed)
        home, other = reversed(homes) if document.get(DELETED) else homes
        if identity not in home.setdefault(table, {}):
            home[table][identity] = document
            other.get(table, {}).pop(identity, None)


def fold(changes: Iterable[Change], state: State | None = None) -> State:
    """The state of a set of changes, whatever order they come in; on top of ``state``, where all
    of them come after what it holds."""
    state = state or State()
    for change in sorted(changes, key=lambda each: each.order):
        state.apply(change)
    return state


def _name(stamp: Stamp) -> str:
    return f"{stamp[1]}.{stamp[2]}"
