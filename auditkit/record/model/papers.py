"""What was written from the record, and who stood behind which state of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from auditkit.record.model.base import Thing


class GeneratedDocument(Thing, frozen=True, kw_only=True):
    """A document that was written, with the journal head it was made from."""

    kind: str
    path: str
    """Relative to the audit folder, or absolute when it was written elsewhere."""
    sha256: str
    head: str
    at: datetime


class Checkpoint(Thing, frozen=True, kw_only=True):
    """A state of the record that somebody stood behind, with the statement that names its heads
    and, where it was signed, the SSH signature over that statement."""

    purpose: str
    statement: str
    signature: str = ""
    key: str = ""
    """Fingerprint of the key that signed."""
    by: str = ""
    at: datetime | None = None


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change as a person reads it."""

    group: str
    at: datetime
    by: str
    verb: str
    about: str
    undone: bool = False


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """What one act did to one thing. Values are as the journal holds them, None where there was or
    is none."""

    table: str
    key: str
    made: bool
    removed: bool
    fields: Mapping[str, tuple[Any, Any]]
    """Fields that were written, each with what stood before and what stood after."""
    known: Mapping[str, Any] = {}
    """The whole thing as it is now, or as it was when it was removed."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What was done at once and is undone at once."""

    group: str
    at: datetime
    by: str
    verb: str
    about: str
    undone: bool
    edits: tuple[Edit, ...]
    of: Act | None = None
    """The act that this one took back or brought back."""
