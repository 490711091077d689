"""What a snapshot holds besides the living documents, so that the fold can go on from it.

Tables whose names begin with an underscore: the versions behind the fields, the removed documents
and the values written apart. They are for auditkit; a reader of audit.json may leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditkit.record.fold import Stamp, State

RESERVED = frozenset({"_check", "_heads", "_versions", "_later", "_apart", "_removed", "_own"})
"""Table names that belong to the snapshot itself."""
ID = "uid"
"""Field under which a document of audit.json carries its id."""


def stamps(state: State) -> dict[str, Iterator[Any]]:
    """The tables that complete a snapshot."""
    return {
        "_versions": iter([_born(state)]),
        "_later": (
            {"in": key, "fields": {name: list(stamp) for name, stamp in fields.items()}}
            for key, fields in state.later.items()
            if fields
        ),
        "_apart": (
            {"in": key, "versions": list(versions.values())}
            for key, versions in state.apart.items()
        ),
        "_removed": (
            {"in": (table, identity), "fields": document}
            for table, documents in state.removed.items()
            for identity, document in documents.items()
        ),
        "_own": (
            {"in": (table, identity), ID: document[ID]}
            for table, documents in state.tables.items()
            for identity, document in documents.items()
            if ID in document
        ),
    }


def restore(tables: Mapping[str, Any]) -> State:
    """The state that a snapshot's tables hold; uses them up."""
    state = State()
    versions = tables["_versions"]["1"]
    state.clock = versions["clock"]
    for name in versions["tables"]:
        state.tables[name] = {each.pop(ID): each for each in tables.get(name, {}).values()}
    for each in tables["_own"].values():
        table, identity = each["in"]
        state.tables[table][identity][ID] = each[ID]
    for each in tables["_removed"].values():
        table, identity = each["in"]
        state.removed.setdefault(table, {})[identity] = each["fields"]
    _restore_versions(state, versions, tables)
    return state


def _born(state: State) -> dict[str, Any]:
    """Who made which document, by device: ``[clock, place, table, id]``."""
    born: dict[str, list[tuple[int, int, str, str]]] = {}
    for table, documents in state.born.items():
        for identity, (clock, device, place) in documents.items():
            born.setdefault(device, []).append((clock, place, table, identity))
    return {"clock": state.clock, "tables": list(state.tables), "born": born}


def _restore_versions(state: State, versions: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
    for device, rows in versions["born"].items():
        for clock, place, table, identity in rows:
            state.born.setdefault(table, {})[identity] = (clock, device, place)
    for each in tables["_later"].values():
        table, identity = each["in"]
        state.later[table, identity] = {
            name: _stamp(stamp) for name, stamp in each["fields"].items()
        }
    for each in tables["_apart"].values():
        table, identity, name = each["in"]
        state.apart[table, identity, name] = {
            f"{stamp[1]}.{stamp[2]}": (_stamp(stamp), value) for stamp, value in each["versions"]
        }


def _stamp(stored: list[Any]) -> Stamp:
    clock, device, place = stored
    return clock, device, place


def same(one: State, other: State) -> bool:
    """Whether two states are alike to the last version, whatever order they were made in."""
    return all(
        _plain(left) == _plain(right)
        for left, right in (
            (one.clock, other.clock),
            (_filled(one.tables), _filled(other.tables)),
            (_filled(one.removed), _filled(other.removed)),
            (one.born, other.born),
            (_filled(one.later), _filled(other.later)),
            (one.apart, other.apart),
        )
    )


def _filled(tables: Mapping[Any, Any]) -> dict[Any, Any]:
    """Without empty tables: whether one is named says nothing."""
    return {key: table for key, table in tables.items() if table}


def _plain(value: Any) -> Any:
    """For comparing what is stored alike: 1, 1.0 and True are equal, but not the same."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return repr(value)
