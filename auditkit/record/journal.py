"""The writing end of this device's own journal: a line counts once fsync has returned.

Only the device that a journal is named after ever writes it, and it only ever appends.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, sync, sync_folder, write_all, write_bytes
from auditkit.record.line import Change, decode, encode
from auditkit.record.reading import Place, Reading
from auditkit.text import one_line

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotSaved(AuditkitError):
    """A change could not be brought to the disk; nothing of it counts, nothing was lost before."""

    def __init__(
        self, path: Path, reason: str, *, poisoned: bool = False, code: int | None = None
    ) -> None:
        remedy = "Make room or check the disk, then try again"
        if poisoned:
            remedy = "Close this audit and open the audit again"
        elif code in _FORBIDDEN:
            remedy = "Make the folder writable, then try again"
        super().__init__(
            f"NOT SAVED: {one_line(str(path))}: {reason}.",
            f"{remedy}; everything saved before is safe.",
        )
        self.reason = reason
        self.poisoned = poisoned
        """Whether it was not even tried: nothing is written until the audit was opened again."""


class Journal:
    """Appends changes to one journal."""

    def __init__(self, reading: Reading) -> None:
        self._path = reading.path
        self._chain = reading.chain
        self._end = reading.end
        self._count = reading.lines
        self._digest = reading.digest.copy()
        self._descriptor: int | None = None
        self._poison = ""

    @property
    def place(self) -> Place:
        """Where the journal ends; its chain value is the head."""
        return Place(self._count, self._chain, self._end, self._digest.hexdigest())

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
            raise NotSaved(self._path, self._poison, poisoned=True)
        line, chain = encode(change, self._chain)
        stored, _ = decode(line[:-1], self._chain)
        try:
            descriptor = self._open()
            self._require_own(descriptor)
            write_all(descriptor, line)
            self._sync(descriptor)
        except OSError as error:
            self._take_back()
            raise NotSaved(self._path, _reason(error), code=error.errno) from error
        self._chain, self._end, self._count = chain, self._end + len(line), change.n
        self._digest.update(line)
        return stored

    def close(self) -> None:
        """Give the file back to the system."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):  # all that counts was synced; the lock has to be freed
                os.close(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self._path, flags, 0o600)
            try:
                sync_folder(self._path.parent)
            except OSError:
                os.close(descriptor)
                raise
            self._descriptor = descriptor
        return self._descriptor

    def _require_own(self, descriptor: int) -> None:
        """Where locks do not work (some network drives) two programs may write one journal: the
        second to write notices here, before two different lines stand at one place. And a journal
        that was deleted, or replaced by a restored or synchronized one, takes lines that nobody
        would ever see."""
        held = os.fstat(descriptor)
        if held.st_size != self._end:
            self._poison = "another program has changed this journal since it was opened"
        elif not self._in_place(held):
            self._poison = "this journal was deleted, moved or replaced since it was opened"
        else:
            return
        raise NotSaved(self._path, self._poison, poisoned=True)

    def _in_place(self, held: os.stat_result) -> bool:
        try:
            return os.path.samestat(held, self._path.stat())
        except FileNotFoundError:
            return False

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


def set_aside(reading: Reading, word: str) -> str:
    """Move what follows the last good line into a file of its own (``DEVICE.word-OFFSET``); gives
    that file's name.

    Raises `AuditkitError` when the disk does not allow it; the bytes are then still in the
    journal.
    """
    try:
        rest = reading.path.read_bytes()[reading.end :]
        aside = _aside(reading, rest, word)
        write_bytes(aside, rest)
        descriptor = os.open(reading.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.ftruncate(descriptor, reading.end)
            sync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise cannot_write(reading.path, error) from error
    reading.torn, reading.damage = 0, ""
    return aside.name


def set_torn_aside(reading: Reading) -> str:
    """Set an unfinished last line aside; says in one sentence what was done. Raises as
    `set_aside`."""
    name = set_aside(reading, "torn")
    return (
        f"The last line of {one_line(reading.path.name)} was unfinished (an interrupted save that "
        f"was never confirmed); it was set aside as {one_line(name)}."
    )


def _aside(reading: Reading, rest: bytes, word: str) -> Path:
    """A file for these bytes that overwrites no other ones."""
    name, number = f"{reading.device}.{word}-{reading.end}", 1
    path = reading.path.with_name(name)
    while path.exists() and path.read_bytes() != rest:
        number += 1
        path = reading.path.with_name(f"{name}-{number}")
    return path


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
