"""Writing a document in a thread, from a reading of its own, so that one can go on working."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from auditkit.errors import AuditkitError
from auditkit.tui.messages import DocumentWritten, Progress


def write_document(post: Callable[[Message], object], folder: Path, kind: str) -> None:
    """Write one kind of document from the journals as they are on the disk now.

    The app notes in the record that it was written: only one thread ever changes the record.
    """
    from auditkit.documents.catalog import write, write_car
    from auditkit.record.audit import Audit

    def progress(step: str, done: int, total: int) -> None:
        post(Progress(step, done, total))

    try:
        with Audit.open(folder, read_only=True) as audit:
            car = kind.removeprefix("car ") if kind.startswith("car ") else ""
            written = write_car(audit, car) if car else write(audit, kind, progress=progress)
            post(DocumentWritten(kind, str(written.path), written.sha256, audit.head))
    except AuditkitError as error:
        post(DocumentWritten(kind, problem=str(error)))
