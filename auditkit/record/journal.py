"""One device's journal: an append-only file, one change a line, fsynced before it counts.

Only the device that a journal is named after ever writes it. A line that is only half there (the
power went while it was written) was never acknowledged: it is set aside by name, never thrown
away. Damage before the end is reported; what stands before it stays readable.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, sync, sync_folder, write_bytes
from auditkit.record.line import START, BadLine, Change, NewerFormat, decode, encode
from auditkit.text import one_line

SUFFIX = ".jsonl"


class NotSaved(AuditkitError):
    """A change could not be brought to the disk; nothing of it counts, nothing was lost before."""


@dataclass(slots=True)
class Reading:
    """What a journal file holds, as far as it can be believed."""

    path: Path
    device: str
    changes: list[Change] = field(default_factory=list)
    chain: str = START
    end: int = 0
    """Byte after the last good line."""
    torn: int = 0
    """Bytes of an unfinished last line."""
    damage: str = ""
    """What is wrong with the line after the last good one, in words; empty when all is well."""


def read_journal(path: Path) -> Reading:
    """Read and verify a whole journal; raises `AuditkitError` when it cannot be read at all."""
    reading = Reading(path, path.name.removesuffix(SUFFIX))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AuditkitError(
            f"The journal {one_line(path.name)} cannot be read: {error.strerror}.",
            "Check the permissions of the audit folder.",
        ) from error
    while reading.end < len(content) and not reading.damage:
        stop = content.find(b"\n", reading.end)
        if stop < 0:
            reading.torn = len(content) - reading.end
            break
        _take(reading, content[reading.end : stop], stop + 1)
    return reading


def _take(reading: Reading, line: bytes, end: int) -> None:
    number = len(reading.changes) + 1
    try:
        change, chain = decode(line, reading.chain)
        if change.n != number or change.device != reading.device:
            raise BadLine("it belongs to another place or another device")
    except NewerFormat as error:
        raise AuditkitError(
            f"This audit was written by a newer auditkit ({error} in {reading.path.name}, "
            f"line {number}).",
            "Open it with that version; nothing was changed.",
        ) from error
    except BadLine as error:
        reading.damage = f"{one_line(reading.path.name)}, line {number}: {error}"
        return
    reading.changes.append(change)
    reading.chain, reading.end = chain, end


class Journal:
    """The writing end of this device's own journal."""

    def __init__(self, reading: Reading) -> None:
        self._path = reading.path
        self._chain = reading.chain
        self._end = reading.end
        self._count = len(reading.changes)
        self._descriptor: int | None = None
        self._listed = False
        self._poison = ""

    @property
    def chain(self) -> str:
        """Hash of the last line: the head of this journal."""
        return self._chain

    @property
    def next_number(self) -> int:
        """Place of the next line."""
        return self._count + 1

    def append(self, change: Change) -> Change:
        """Bring one change to the disk; returns only after fsync, with the change as the next
        reader will find it (JSON knows no tuples). Raises `NotSaved`."""
        if self._poison:
            raise self._not_saved(self._poison, "Close this audit and open the audit again")
        line, chain = encode(change, self._chain)
        stored, _ = decode(line[:-1], self._chain)
        try:
            descriptor = self._open()
            _write_all(descriptor, line)
            self._sync(descriptor)
        except OSError as error:
            self._take_back()
            raise self._not_saved(_reason(error)) from error
        self._chain, self._end, self._count = chain, self._end + len(line), change.n
        return stored

    def close(self) -> None:
        """Give the file back to the system."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self._path, flags, 0o600)
        if not self._listed:
            sync_folder(self._path.parent)
            self._listed = True
        return self._descriptor

    def _sync(self, descriptor: int) -> None:
        """Bring the file to the disk. Once that failed nothing more is written through this
        handle, since the kernel may have dropped the pages and call the next fsync good: the next
        opening reads the file and decides."""
        try:
            sync(descriptor)
        except OSError as error:
            self._poison = _reason(error)
            raise

    def _take_back(self) -> None:
        """Cut off what a failed write left; where even that fails nothing more is written."""
        try:
            if self._descriptor is not None:
                os.ftruncate(self._descriptor, self._end)
                sync(self._descriptor)
        except OSError as error:
            self._poison = self._poison or _reason(error)

    def _not_saved(
        self, reason: str, remedy: str = "Make room or check the disk, then try again"
    ) -> NotSaved:
        return NotSaved(
            f"NOT SAVED: {one_line(str(self._path))}: {reason}.",
            f"{remedy}; everything saved before is safe.",
        )


def set_torn_aside(reading: Reading) -> str:
    """Move an unfinished last line into a file of its own; says in one sentence what was done.

    Raises `AuditkitError` when the disk does not allow it; the line is then still in the journal.
    """
    try:
        torn = reading.path.read_bytes()[reading.end :]
        aside = _aside(reading, torn)
        write_bytes(aside, torn)
        with reading.path.open("rb+") as stream:
            stream.truncate(reading.end)
            sync(stream.fileno())
    except OSError as error:
        raise cannot_write(reading.path, error) from error
    reading.torn = 0
    return (
        f"The last line of {one_line(reading.path.name)} was unfinished (an interrupted save that "
        f"was never confirmed); it was set aside as {one_line(aside.name)}."
    )


def _aside(reading: Reading, torn: bytes) -> Path:
    """A file for a torn line that overwrites no other torn line."""
    name, number = f"{reading.device}.torn-{reading.end}", 1
    path = reading.path.with_name(name)
    while path.exists() and path.read_bytes() != torn:
        number += 1
        path = reading.path.with_name(f"{name}-{number}")
    return path


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
