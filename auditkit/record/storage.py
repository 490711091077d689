"""TinyDB over the journal: tables and queries as TinyDB has them, durable as the journal is.

A write through a table becomes one journal line that is on the disk before it is visible. What a
query hands out are copies, and an updater that raises changes nothing (plain TinyDB has neither).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from auditkit.record.fold import DELETED, REMOVED, State
from auditkit.record.ids import new_id
from auditkit.record.stamps import RESERVED

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
            after: dict[str, Any] = dict(data.get(name, {}))
            gone = self.state.living(name).keys() - after.keys()
            changed = self.changes(name, after | dict.fromkeys(gone))
            if changed:
                edits[name] = changed
        if edits:
            self.commit("write", edits)

    def changes(
        self, name: str, after: Mapping[str, Mapping[str, Any] | None]
    ) -> dict[str, Fields]:
        """What a write does to a table: ``after`` holds the documents it touches as they shall be,
        None for one that is removed. Raises `ValueError` for a table name of the snapshot's own."""
        if name in RESERVED:
            raise ValueError(f"{name} is a table of the snapshot itself")
        before = self.state.living(name)
        edits: dict[str, Fields] = {}
        for key, fields in after.items():
            if fields is None:
                edits |= {key: {DELETED: True}} if key in before else {}
            elif (known := before.get(key)) is not None:
                edits |= {key: changed} if (changed := difference(known, fields)) else {}
            else:
                # An id that was used before: nothing of the removed document comes back with it.
                old = self.state.document(name, key) or {}
                edits[key] = {each: REMOVED for each in old if each != DELETED} | dict(fields)
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

    def update(
        self,
        fields: Mapping[Any, Any] | Callable[[MutableMapping[Any, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """As TinyDB; a query is put to the documents themselves, not to a copy of each."""
        return super().update(fields, None, self._meant(cond, doc_ids))

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """As TinyDB."""
        return super().remove(None, self._meant(cond, doc_ids))

    def _meant(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> Iterable[int] | None:
        if cond is None or doc_ids is not None:
            return doc_ids
        found = [key for key, document in self._read_table().items() if cond(document)]
        return cast("list[int]", found)

    def __iter__(self) -> Iterator[Document]:
        """As TinyDB; what is changed meanwhile does not disturb it."""
        for key, document in list(self._read_table().items()):
            yield self.document_class(document, cast(int, key))

    def _store(self) -> JournalStorage:
        return cast(JournalStorage, self._storage)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", self._store().state.living(self.name))

    def _get_next_id(self) -> int:
        return cast(int, new_id())

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        overlay = _Overlay(self._store().state.living(self.name))
        updater(cast("dict[int, Mapping[str, Any]]", overlay))
        changed = self._store().changes(self.name, overlay.touched())
        if changed:
            self._store().commit(f"edit {self.name}", {self.name: changed})
        self.clear_cache()


class AuditDB(TinyDB):
    """TinyDB with journal tables."""

    table_class = JournalTable


class _Overlay(MutableMapping[object, Any]):
    """A table that can be changed freely; the state below it stays untouched. Ids are strings,
    whatever they were given as."""

    def __init__(self, below: Mapping[str, Fields]) -> None:
        self._below = below
        self._own: dict[str, Any] = {}
        self._gone: set[str] = set()

    def __getitem__(self, key: object) -> Any:
        name = str(key)
        if name in self._gone:
            raise KeyError(key)
        if name not in self._own:
            self._own[name] = deepcopy(self._below[name])
        return self._own[name]

    def __setitem__(self, key: object, value: Any) -> None:
        self._gone.discard(str(key))
        self._own[str(key)] = deepcopy(dict(value))

    def __delitem__(self, key: object) -> None:
        if key not in self:
            raise KeyError(key)
        self._own.pop(str(key), None)
        self._gone.add(str(key))

    def __contains__(self, key: object) -> bool:
        name = str(key)
        return name not in self._gone and (name in self._own or name in self._below)

    def __iter__(self) -> Iterator[object]:
        yield from (key for key in self._below if key not in self._gone)
        yield from (key for key in self._own if key not in self._below)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def touched(self) -> dict[str, Any]:
        """The documents that were read for changing, set or taken away (None), as they are now."""
        return dict.fromkeys(self._gone) | self._own


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """The fields in which one document differs from another."""
    changed = {
        name: value
        for name, value in after.items()
        if name not in before or not _same(before[name], value)
    }
    return changed | {name: REMOVED for name in before if name not in after}


def _same(one: Any, other: Any) -> bool:
    """Whether two values are stored alike; 1, 1.0 and True are equal, but not the same."""
    return bool(one == other) and repr(one) == repr(other)


def _named(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document with an id of its own, as TinyDB's `Document` or ours, keeps that id."""
    if isinstance(document, Document) and not isinstance(document, OwnDocument):
        return OwnDocument(document, document.doc_id)
    return document
