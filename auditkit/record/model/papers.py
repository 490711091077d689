"""What was written from the record, and who stood behind which state of it."""

from __future__ import annotations

from datetime import datetime

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
