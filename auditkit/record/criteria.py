"""The audit's criteria: copies of checklists, pinned by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from auditkit.checklist.load import decoded, load_checklist, parse
from auditkit.checklist.model import Checklist
from auditkit.errors import AuditkitError, UsageError
from auditkit.files import write_bytes
from auditkit.record.folder import CHECKLISTS
from auditkit.record.model import Criterion
from auditkit.record.parsed import keep, read_before
from auditkit.text import one_line


def pin_all(folder: Path, sources: Sequence[Path]) -> list[dict[str, str]]:
    """Copy checklists into an audit folder; raises `UsageError` where two are the same."""
    pins: list[dict[str, str]] = []
    for source in sources:
        made = pin(folder, source)
        for other in pins:
            if made["checklist"] == other["checklist"] or made["file"] == other["file"]:
                raise UsageError(
                    f"Two checklists are called {one_line(made['checklist'])} or lie in files "
                    f"called {one_line(made['file'])}.",
                    "Name each checklist once; give your own another id and file name.",
                )
        pins.append(made)
    return pins


def pin(folder: Path, source: Path) -> dict[str, str]:
    """Copy a checklist into an audit folder; gives the fields of its `Criterion`."""
    checklist = load_checklist(source)
    content = source.read_bytes()
    write_bytes(folder / CHECKLISTS / source.name, content)
    return {
        "checklist": checklist.id,
        "standard": checklist.standard,
        "title": checklist.title,
        "file": source.name,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def pin_fault(folder: Path, criterion: Criterion) -> str:
    """Why a pinned checklist is not the one the audit began with; empty when it is."""
    try:
        pinned(folder, criterion)
    except AuditkitError as error:
        return error.what
    return ""


def pinned(folder: Path, criterion: Criterion) -> Checklist:
    """The checklist as it was when the audit began; raises `AuditkitError` when it changed."""
    path = folder / CHECKLISTS / criterion.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AuditkitError(
            f"The checklist {one_line(criterion.file)} of this audit cannot be read: "
            f"{error.strerror}.",
            f"Copy it into {CHECKLISTS} from a backup or a colleague.",
        ) from error
    if hashlib.sha256(content).hexdigest() != criterion.sha256:
        raise AuditkitError(
            f"The checklist {one_line(criterion.file)} is not the one this audit began with.",
            f"Put the original back into {CHECKLISTS}; its SHA-256 is {criterion.sha256[:12]}...",
        )
    known = read_before(criterion.sha256)
    if known is None:
        known = parse(decoded(content, path.name), path.name)
        keep(criterion.sha256, len(content), known)
    return known
