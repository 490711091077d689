"""From TinyDB documents to typed data and back, with the tables' names in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.model import (
    AiSystem,
    Attendance,
    AuditInfo,
    Car,
    Checkpoint,
    CheckVerdict,
    Citation,
    Criterion,
    Dismissal,
    Evidence,
    Finding,
    GeneratedDocument,
    Note,
    Person,
    Session,
    SoaEntry,
    Verification,
)

T = TypeVar("T", bound=msgspec.Struct)

TABLES: dict[type[msgspec.Struct], str] = {
    AuditInfo: "audit",
    Person: "people",
    AiSystem: "systems",
    Criterion: "criteria",
    CheckVerdict: "verdicts",
    SoaEntry: "applicability",
    Note: "notes",
    Evidence: "evidence",
    Citation: "citations",
    Verification: "verifications",
    Dismissal: "dismissals",
    Finding: "findings",
    Car: "cars",
    Session: "sessions",
    Attendance: "attendance",
    GeneratedDocument: "documents",
    Checkpoint: "checkpoints",
}


def typed(kind: type[T], identity: str, document: Mapping[str, Any]) -> T:
    """A stored document as its type; fields of a later version are left alone, not lost.

    Raises `AuditkitError` when the document does not hold what its type needs.
    """
    try:
        return msgspec.convert({"id": identity, **document}, kind)
    except msgspec.ValidationError as error:
        raise AuditkitError(
            f"The record holds a damaged entry in {TABLES[kind]} ({identity}): {error}.",
            "Copy the journal from a backup or a colleague.",
        ) from error


def plain(kind: type[msgspec.Struct], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON holds them; raises `UsageError` for an unknown field or a wrong value."""
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name in fields:
        if name not in types or name == "id":
            raise UsageError(
                f"{kind.__name__} has no field {name!r}.",
                f"Its fields are: {', '.join(sorted(set(types) - {'id'}))}.",
            )
    converted = {}
    for name, value in fields.items():
        built_in = msgspec.to_builtins(value)
        try:
            msgspec.convert(built_in, types[name])
        except msgspec.ValidationError as error:
            raise UsageError(f"{name} cannot be {value!r}: {error}.") from error
        converted[name] = built_in
    return converted
