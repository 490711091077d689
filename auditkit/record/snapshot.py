"""audit.json: the whole state as a file that plain TinyDB opens and a person can read.

It is a copy made from the journals; deleting it loses nothing. It names the journal heads it
stands on, so that a large audit opens from it and reads only what came later, and so that a
journal which has lost lines is noticed. Its first line holds the hash of all that follows: what
another program wrote into it is seen and never believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from auditkit.files import cannot_write, sync_folder, write_bytes
from auditkit.record.fold import State
from auditkit.record.line import FORMAT
from auditkit.record.reading import Place
from auditkit.record.stamps import ID, restore, stamps

_BEFORE = b'{"_check": {"1": {"sha256": "'
_AFTER = b'"}},\n'
Places = Mapping[str, Place]
"""Per device where its journal ends."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An audit.json that is as auditkit wrote it."""

    audit: str
    places: Places
    content: Mapping[str, Any]

    def state(self) -> State:
        """The state it holds; uses its content up. Raises `ValueError` for a file that was made
        to fit its hash, but not its form."""
        try:
            return restore(self.content)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no state of a record") from error


def compose(state: State, places: Places, audit: str) -> bytes:
    """The bytes of audit.json: TinyDB's own layout, tables of documents named by whole numbers,
    one document a line."""
    heads = [
        {
            "audit": audit,
            "device": device,
            "lines": place.lines,
            "head": place.chain,
            "size": place.size,
            "sha256": place.sha256,
            "format": FORMAT,
        }
        for device, place in sorted(places.items())
    ]
    tables: dict[str, Iterator[Any]] = {"_heads": iter(heads)}
    for name in sorted(state.tables):
        tables[name] = ({ID: uid} | doc | {ID: uid} for uid, doc in state.tables[name].items())
    tables |= stamps(state)
    body = _AFTER + ",\n".join(_table(*each) for each in tables.items()).encode() + b"\n}\n"
    return _BEFORE + hashlib.sha256(body).hexdigest().encode() + body


def write_snapshot(path: Path, state: State, places: Places, audit: str) -> None:
    """Write audit.json aside and move it into place; raises `AuditkitError`."""
    write_bytes(path, compose(state, places, audit))


def set_snapshot_aside(path: Path) -> str:
    """Rename an audit.json that must not be written over; gives its new name, or nothing where
    there is none. Raises `AuditkitError`."""
    try:
        content = path.read_bytes()
        aside = path.with_name(f"{path.name}.other-{hashlib.sha256(content).hexdigest()[:12]}")
        path.replace(aside)
        sync_folder(path.parent)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise cannot_write(path, error) from error
    return aside.name


def read_snapshot(path: Path) -> Snapshot | None:
    """The snapshot, or None where there is none that can be believed."""
    try:
        return parse(path.read_bytes())
    except OSError:
        return None


def parse(content: bytes) -> Snapshot | None:
    """A snapshot from its bytes, or None when they are not what auditkit wrote."""
    if not is_intact(content):
        return None
    try:
        tables = _decode(content)
        heads = list(tables["_heads"].values())
        if not heads or any(each["format"] > FORMAT for each in heads):
            return None
        places = {
            each["device"]: Place(each["lines"], each["head"], each["size"], each["sha256"])
            for each in heads
        }
        return Snapshot(heads[0]["audit"], places, tables)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # made to fit its hash, but not its form


def is_intact(content: bytes) -> bool:
    """Whether bytes of an audit.json are just as auditkit wrote them."""
    start = len(_BEFORE)
    stated, body = content[start : start + 64], memoryview(content)[start + 64 :]
    return content.startswith(_BEFORE) and hashlib.sha256(body).hexdigest().encode() == stated


def _table(name: str, documents: Iterator[Any]) -> str:
    """One table, one document a line. ASCII only, since plain TinyDB opens files in whatever
    encoding the system prefers; keys first, for whoever reads it in an editor."""
    rows = (f'"{n}": {json.dumps(each)}' for n, each in enumerate(documents, start=1))
    return f"{json.dumps(name)}: {{\n" + ",\n".join(f" {row}" for row in rows) + "\n}"


def _decode(content: bytes) -> dict[str, Any]:
    try:
        tables: dict[str, Any] = msgspec.json.decode(content)
    except msgspec.DecodeError:
        # msgspec knows no lone surrogates (names of files that are not UTF-8).
        tables = json.loads(content)
    return tables
