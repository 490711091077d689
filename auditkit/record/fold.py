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
Version = tuple[tuple[int, str, int], Any]


class State:
    """The folded state: tables of documents, with the versions behind every field."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.clock = 0
        self._versions: dict[tuple[str, str, str], dict[str, Version]] = {}

    def apply(self, change: Change) -> None:
        """Take one change in; changes have to come in their total order (`Change.order`)."""
        self.clock = max(self.clock, change.clock)
        for table, identity, fields in change.ops:
            document = self.tables.setdefault(table, {}).setdefault(identity, {})
            for name, (value, seen) in fields.items():
                versions = self._versions.setdefault((table, identity, name), {})
                for version in seen:
                    versions.pop(version, None)
                versions[change.version] = (change.order, value)
                newest = max(versions.values(), key=lambda each: each[0])[1]
                if newest == REMOVED:
                    document.pop(name, None)
                else:
                    document[name] = newest

    def seen(self, table: str, identity: str, name: str) -> list[str]:
        """Names of the versions that stand in a field now: what an editor has seen."""
        return sorted(self._versions.get((table, identity, name), ()))

    def rivals(self) -> Mapping[tuple[str, str, str], tuple[Any, ...]]:
        """Fields in which different values, written apart, await a decision."""
        return {
            key: tuple(value for _, value in versions.values())
            for key, versions in self._versions.items()
            if len(versions) > 1 and len({repr(value) for _, value in versions.values()}) > 1
        }

    def living(self, table: str) -> Table:
        """The documents of a table that were not removed. Not copies: for reading only."""
        documents = self.tables.get(table, {})
        return {key: each for key, each in documents.items() if not each.get(DELETED)}


def fold(changes: Iterable[Change]) -> State:
    """The state of a set of changes, whatever order they come in."""
    state = State()
    for change in sorted(changes, key=lambda each: each.order):
        state.apply(change)
    return state
