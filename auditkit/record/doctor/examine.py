"""The whole examination, in the order in which a person wants to read it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from auditkit.checklist.model import Checklist
from auditkit.errors import AuditkitError
from auditkit.record.device import device_id
from auditkit.record.doctor import journals, surroundings
from auditkit.record.doctor.references import Known, references
from auditkit.record.doctor.result import Result
from auditkit.record.folder import require_audit
from auditkit.record.model import AuditInfo, Criterion
from auditkit.record.opening import Opened, open_folder
from auditkit.record.people import INFO_ID
from auditkit.record.tables import TABLES, typed

T = TypeVar("T", bound=msgspec.Struct)


def examine(folder: Path) -> list[Result]:
    """Look at everything; changes nothing but the lock, for a moment.

    Raises `AuditkitError` when the folder is no audit.
    """
    require_audit(folder)
    results: list[Result] = []
    try:
        results += _record(folder, open_folder(folder, from_bytes=sys.maxsize))
    except AuditkitError as error:
        results.append(Result("journals", "problem", error.what, error.remedy))
    results.append(surroundings.free_space(folder))
    for look in (surroundings.permissions, surroundings.folders, surroundings.leftovers):
        results += look(folder)
    results.append(surroundings.lock(folder))
    return results


def _record(folder: Path, opened: Opened) -> Iterator[Result]:
    yield from journals.journals(opened, device_id())
    yield journals.snapshot(opened)
    yield from journals.rivals(opened)
    found: list[Checklist] = []
    yield from surroundings.checklists(folder, criteria(opened), found)
    yield from references(opened.state, _known(found))
    yield from surroundings.evidence_folders(folder, _info(opened))
    yield from journals.clock(opened)


def criteria(opened: Opened) -> list[Criterion]:
    """The audit's criteria, as far as their entries can be read."""
    living = opened.state.living(TABLES[Criterion])
    return [each for key, document in living.items() if (each := _maybe(Criterion, key, document))]


def _info(opened: Opened) -> AuditInfo | None:
    document = opened.state.living(TABLES[AuditInfo]).get(INFO_ID)
    return _maybe(AuditInfo, INFO_ID, document) if document else None


def _maybe(kind: type[T], key: str, document: dict[str, object]) -> T | None:
    """Nothing for a damaged entry: `references` tells of it."""
    try:
        return typed(kind, key, document)
    except AuditkitError:
        return None


def _known(checklists: list[Checklist]) -> Known:
    return {
        each.id: frozenset(
            name
            for requirement in each.requirements()
            for name in (requirement.ref, *(check.id for check in requirement.checks))
        )
        for each in checklists
    }
