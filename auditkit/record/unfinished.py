"""The interview line that is being typed: kept beside the journal, so that not even a killed
process or a power cut loses it. It is no part of the record until it is entered.

One small file a device (``journal/DEVICE.line``), written aside and moved into place. Whoever opens
the audit on the same computer to write in it makes a note of what still lies there. The line
carries the id of the note that it is going to be: however often it is found again, it becomes one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, is_folder, read_ordinary, write_bytes
from auditkit.record.audit import Audit
from auditkit.record.folder import JOURNAL
from auditkit.record.journal import NotSaved
from auditkit.record.mark import devices
from auditkit.record.model import AuditInfo, Note, NoteMark
from auditkit.record.people import INFO_ID
from auditkit.record.record import Record
from auditkit.record.tables import TABLES
from auditkit.text import one_line

SUFFIX = ".line"
SET_ASIDE = ".line-unread"
FOUND = "An interview line was being typed when the program ended; it is kept, unfiled."
_MOST = 1 << 20
"""Bytes from which on a file is no line that somebody typed."""
_ID = re.compile(r"[0-9A-Z]{26}")


class FolderGone(AuditkitError):
    """The audit folder was moved or deleted while the audit is open. Nothing is made anew where it
    was: whoever found that there would take it for the audit."""

    def __init__(self) -> None:
        super().__init__(
            "the audit folder is not there any more; once it is back, all is saved by itself."
        )


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was never entered, and the note that it is going to be."""

    note: str
    text: str
    at: datetime
    speaker: str = ""
    mark: NoteMark = NoteMark.NONE

    def __post_init__(self) -> None:
        """A file from outside names no other document of the record."""
        if not _ID.fullmatch(self.note) or self.at.tzinfo is None:
            raise ValueError("no note is meant")


def encoded(line: Unfinished) -> bytes:
    """A line as its file holds it: JSON, ASCII alone as in a journal, whatever was typed."""
    return json.dumps(msgspec.to_builtins(line)).encode("ascii")


def keep(audit: Record, line: bytes) -> None:
    """Put a line (`encoded`) on the disk. Raises `NotSaved`, or `AuditkitError` where the audit is
    only to be read."""
    audit.require_writable()
    put(place_of(audit, SUFFIX), line)


def put(path: Path, content: bytes) -> None:
    """Write a file of what is unfinished; raises `NotSaved`, or `FolderGone`."""
    if not is_folder(path.parent):
        raise FolderGone
    try:
        write_bytes(path, content)
    except AuditkitError as error:
        cause = error.__cause__
        if not isinstance(cause, OSError):
            raise
        raise NotSaved(path, cause.strerror or str(cause), code=cause.errno) from error


def drop(audit: Record, note: str) -> None:
    """The line with that note's id was entered or is empty now: its file goes. Raises
    `AuditkitError`."""
    path = place_of(audit, SUFFIX)
    try:
        if (line := _read(path)) is not None and line.note == note:
            path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error


def take_in(audit: Audit) -> None:
    """Make notes of the lines that this computer left unfinished, and say so in ``messages``.
    They belong to no step that undo takes back: nobody took one."""
    if audit.read_only or not (lying := list(lines(audit.folder))):
        return
    own = {audit.device, *devices(audit.id)}
    for path in lying:
        if path.stem in own:
            try:
                audit.messages += _taken(audit, path)
            except AuditkitError as error:
                audit.messages.append(f"An unfinished interview line waits: {error}")


def lines(folder: Path) -> Iterator[Path]:
    """The files of unfinished lines in an audit folder."""
    return lying(folder, SUFFIX)


def lying(folder: Path, suffix: str) -> Iterator[Path]:
    """The files of one kind beside the journals; a link or a folder is none."""
    for path in sorted((folder / JOURNAL).glob(f"*{suffix}")):
        if path.is_file() and not path.is_symlink():
            yield path


def place_of(audit: Record, suffix: str) -> Path:
    """Where this device keeps what is unfinished, of one kind."""
    return audit.folder / JOURNAL / f"{audit.device}{suffix}"


def _taken(audit: Audit, path: Path) -> Iterator[str]:
    try:
        line = _read(path)
        if line is None:
            path.replace(path.with_suffix(SET_ASIDE))
            yield (
                f"{one_line(path.name)} is no interview line that can be read; it was set aside as "
                f"{one_line(path.stem)}{SET_ASIDE}."
            )
            return
        if audit._state.document(TABLES[Note], line.note) is None:
            _entered(audit, line)
            yield FOUND
        path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error


def _entered(audit: Audit, line: Unfinished) -> None:
    with audit.group_of(AuditInfo, INFO_ID, "interview line that was never entered"):
        audit.add_note(
            line.text, speaker=line.speaker, mark=line.mark, identity=line.note, at=line.at
        )


def _read(path: Path) -> Unfinished | None:
    """None where the file is gone or holds something else."""
    try:
        content = read_ordinary(path, _MOST)
        return None if content is None else msgspec.convert(json.loads(content), Unfinished)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
