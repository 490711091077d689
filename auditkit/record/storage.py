"""TinyDB over the journal: tables and queries as TinyDB has them, durable as the journal is.

A write through a table becomes one journal line that is on the disk before it is visible. What a
query hands out are copies, and an updater that raises changes nothing (plain TinyDB has neither).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from auditkit.record.fold import DELETED, REMOVED, State
from auditkit.record.ids import new_id

Fields = dict[str, Any]
Edits = Mapping[str, Mapping[str, Fields]]
"""Table, document id, and the fields that change."""
Commit = Callable[[str, Edits], None]


class OwnDocument(Document):
    """A document that belongs to whoever asked for it: editing it changes no record."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        super().__init__(deepcopy(dict(value)), doc_id)


class JournalStorage(Storage):
    """The folded state as a TinyDB storage; ``commit`` brings edits into the journal."""

    def __init__(self, state: State, commit: Commit) -> None:
        self.state = state
        self.commit = commit

    def read(self) -> dict[str, dict[str, Any]]:
        """Copies of all living documents, as TinyDB expects them."""
        return {name: deepcopy(self.state.living(name)) for name in self.state.tables}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take over a whole state (TinyDB's ``drop_tables``): only differences are journalled."""
        edits: dict[str, dict[str, Fields]] = {}
        for name in {*self.state.tables, *data}:
            changed = self.changes(name, self.state.living(name), data.get(name, {}))
            if changed:
                edits[name] = changed
        if edits:
            self.commit("write", edits)

    def changes(
        self, name: str, before: Mapping[str, Fields], after: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Fields]:
        """What a write does to a table. Raises `TypeError` or `ValueError` as TinyDB does for a
        value that JSON cannot hold."""
        edits = differences(before, after)
        for key in edits.keys() - before.keys():
            # An id that was used before: nothing of the removed document comes back with it.
            old = self.state.tables.get(name, {}).get(key, {})
            edits[key] = {field: REMOVED for field in old if field != DELETED} | edits[key]
        json.dumps(edits, allow_nan=False)
        return edits


class JournalTable(Table):
    """A TinyDB table whose documents are named by ULIDs and whose writes are journal lines."""

    document_class = OwnDocument
    document_id_class = str  # type: ignore[assignment]

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        # Cached results would outlive a merge and hand out shared documents: never cache.
        super().__init__(storage, name, cache_size=min(cache_size, 0), persist_empty=persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        """As TinyDB: a `Document` keeps its id, anything else gets a ULID."""
        return super().insert(_named(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """As TinyDB, in one journal line."""
        return super().insert_multiple(_named(each) for each in documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """As TinyDB."""
        return super().upsert(_named(document), cond)

    def _store(self) -> JournalStorage:
        return cast(JournalStorage, self._storage)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return dict(self._store().state.living(self.name))

    def _get_next_id(self) -> int:
        return cast(int, new_id())

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        before = self._store().state.living(self.name)
        overlay = _Overlay(before)
        updater(cast("dict[int, Mapping[str, Any]]", overlay))
        changed = self._store().changes(self.name, before, overlay.result())
        if changed:
            self._store().commit(f"edit {self.name}", {self.name: changed})
        self.clear_cache()


class AuditDB(TinyDB):
    """TinyDB with journal tables."""

    table_class = JournalTable


class _Overlay(MutableMapping[str, Any]):
    """A table that can be changed freely; the state below it stays untouched."""

    def __init__(self, below: Mapping[str, Fields]) -> None:
        self._below = below
        self._own: dict[str, Any] = {}
        self._gone: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        if key in self._gone:
            raise KeyError(key)
        if key not in self._own:
            self._own[key] = deepcopy(self._below[key])
        return self._own[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._gone.discard(key)
        self._own[key] = deepcopy(dict(value))

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._own.pop(key, None)
        self._gone.add(key)

    def __contains__(self, key: object) -> bool:
        return key not in self._gone and (key in self._own or key in self._below)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._below if key not in self._gone)
        yield from (key for key in self._own if key not in self._below)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def result(self) -> dict[str, Any]:
        """The table as it is after the changes."""
        return {key: self._own.get(key, self._below.get(key)) for key in self}


def differences(
    before: Mapping[str, Fields], after: Mapping[str, Mapping[str, Any]]
) -> dict[str, Fields]:
    """Per document the fields that differ; a removed document gets a tombstone."""
    edits: dict[str, Fields] = {}
    for key, fields in after.items():
        known = before.get(key, {})
        if fields is known:
            continue
        changed = {
            name: value
            for name, value in fields.items()
            if name not in known or not _same(known[name], value)
        }
        changed |= {name: REMOVED for name in known if name not in fields}
        if changed or key not in before:
            edits[str(key)] = changed
    return edits | {key: {DELETED: True} for key in before if key not in after}


def _same(one: Any, other: Any) -> bool:
    """Whether two values are stored alike; 1, 1.0 and True are equal, but not the same."""
    return bool(one == other) and repr(one) == repr(other)


def _named(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document with an id of its own, as TinyDB's `Document` or ours, keeps that id."""
    if isinstance(document, Document) and not isinstance(document, OwnDocument):
        return OwnDocument(document, document.doc_id)
    return document
