"""Writing a document in a thread, from a reading of its own, so that one can go on working."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from auditkit.errors import AuditkitError
from auditkit.evidence.model import WorkCancelled
from auditkit.tui.messages import DocumentWritten, Progress

if TYPE_CHECKING:
    from auditkit.documents.catalog import Written
    from auditkit.record.audit import Audit


def write_document(
    post: Callable[[Message], object],
    folder: Path,
    kind: str,
    template: str = "",
    another: bool = False,
) -> None:
    """Write one kind of document from the journals as they are on the disk now, in the file
    ``template`` where one is named.

    Where the file is held by another program, its message says so; with ``another`` a free name
    beside it is taken. The app notes in the record that it was written: only one thread ever
    changes the record.
    """
    from auditkit.documents.catalog import named_below
    from auditkit.documents.kit.save import HeldTarget
    from auditkit.record.audit import Audit

    worker = get_current_worker()

    def progress(step: str, done: int, total: int) -> None:
        if worker.is_cancelled:
            raise WorkCancelled("The writing was cancelled.", "The file that was there stays.")
        post(Progress(step, done, total))

    try:
        with Audit.open(folder, read_only=True) as audit:
            written = _written(audit, kind, template, another, progress)
            named, kept = named_below(audit, written.path), written.kept
            path, kept_as = str(written.path), kept.name if kept else ""
            post(DocumentWritten(kind, path, written.sha256, audit.head, named=named, kept=kept_as))
    except HeldTarget as held:
        post(DocumentWritten(kind, problem=held.what, free=held.free.name))
    except AuditkitError as error:
        post(DocumentWritten(kind, problem=str(error)))


def _written(
    audit: Audit, kind: str, template: str, another: bool, progress: Callable[[str, int, int], None]
) -> Written:
    from auditkit.documents.catalog import write, write_car
    from auditkit.documents.source import Choices
    from auditkit.documents.template.opening import open_template

    if kind.startswith("car "):
        return write_car(audit, kind.removeprefix("car "), another=another)
    choices = Choices(template=open_template(Path(template)) if template else None)
    return write(audit, kind, progress=progress, choices=choices, another=another)
