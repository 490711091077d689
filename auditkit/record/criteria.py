"""The audit's criteria: copies of checklists, pinned by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from auditkit.checklist.load import load_checklist
from auditkit.checklist.model import Checklist
from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.record.folder import CHECKLISTS
from auditkit.record.model import Criterion
from auditkit.text import one_line


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
    return load_checklist(path)
