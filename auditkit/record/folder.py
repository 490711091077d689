"""An audit folder: what lies where, and who may write in it."""

from __future__ import annotations

import os
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, is_folder, is_there, sync_folder
from auditkit.text import one_line

SNAPSHOT = "audit.json"
JOURNAL = "journal"
CHECKLISTS = "checklists"
DOCUMENTS = "documents"
COLLECTED = "collected"
"""Copies of cited evidence, each under its SHA-256; there only after it was collected."""
CACHE = ".cache"
PARTS = (JOURNAL, CHECKLISTS, DOCUMENTS, CACHE)


def is_audit(folder: Path) -> bool:
    """Whether a folder is an audit: it has a journal folder."""
    return is_folder(folder / JOURNAL)


def require_audit(folder: Path) -> None:
    """Raise `AuditkitError` when a folder is missing, cannot be looked into or is no audit."""
    try:
        there, audit = folder.exists(), (folder / JOURNAL).is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AuditkitError(
            f"{one_line(str(folder))[:120]} cannot be looked into: {reason}.",
            "Check its name, and whether you may enter it.",
        ) from error
    if not there:
        raise AuditkitError(
            f"There is no folder {one_line(str(folder))}.",
            "Give the audit folder with --audit, or make one with 'auditkit new FOLDER'.",
        )
    if not audit:
        raise AuditkitError(
            f"{one_line(str(folder))} is no audit folder (it has no journal folder).",
            "Give the audit folder with --audit, or make one with 'auditkit new FOLDER'.",
        )


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Lay out a new audit folder, readable by its owner alone (POSIX), and fill it inside.

    Raises `AuditkitError` when something is already there or the place cannot be written. When
    it or anything inside fails, what was made is taken away again.
    """
    existed = _require_new(folder)
    ground = next(each for each in folder.resolve().parents if is_there(each))
    try:
        for part in ("", *PARTS):
            (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
        for each in (folder.resolve(), *folder.resolve().parents):
            sync_folder(each)
            if each == ground:
                break
    except BaseException as error:
        _take_away(folder, existed)
        if isinstance(error, OSError):
            raise cannot_write(folder, error) from error
        raise


def is_taken(folder: Path) -> bool:
    """Whether something lies there that no audit can be made in; raises `OSError`."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _require_new(folder: Path) -> bool:
    """Whether the folder is there already, and empty; raises `AuditkitError` when it is not."""
    try:
        existed = folder.resolve().exists()
        taken = is_taken(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    except ValueError as error:
        where = one_line(str(folder))
        raise AuditkitError(
            f"{where} is no possible folder name.", "Choose a new folder."
        ) from error
    except RuntimeError as error:  # so Path.resolve says it before Python 3.13
        where = one_line(str(folder))
        raise AuditkitError(
            f"{where} is or lies behind a link that leads back to itself.", "Choose a new folder."
        ) from error
    if taken:
        raise AuditkitError(
            f"{one_line(str(folder))} already exists and is not empty.",
            "Choose a new folder; an audit that is there is opened with 'auditkit open'.",
        )
    return existed


def _take_away(folder: Path, existed: bool) -> None:
    """Only what a new audit consists of, in a folder that was empty before."""
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
    with suppress(OSError):
        (folder / SNAPSHOT).unlink(missing_ok=True)
        if not existed:
            folder.rmdir()


class Holder:
    """The lock of an audit folder: one process writes, all others read.

    The lock dies with its process, so that a crash leaves no stale one; the note beside it only
    says who held it.
    """

    def __init__(self, folder: Path) -> None:
        self._note = folder / CACHE / "holder"
        self._path = folder / CACHE / "lock"
        self._lock: BaseFileLock = FileLock(self._path, timeout=0, mode=0o600)

    def take(self) -> str:
        """Try to become the writer. An empty string when it worked, else why not."""
        try:
            self._note.parent.mkdir(mode=0o700, exist_ok=True)
            self._acquire()
            note = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                os.write(note, f"process {os.getpid()} on {socket.gethostname()}".encode())
            finally:
                os.close(note)
        except Timeout:
            return f"it is open elsewhere ({self._who()})"
        except OSError as error:
            return f"the folder cannot be written ({error.strerror})"
        return ""

    def _acquire(self) -> None:
        """Where the file system knows no locks a file that names its process stands for one; that
        of a dead process is recognized."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # filelock's own fallback says so on stderr
                self._lock.acquire()
        except NotImplementedError:
            self._lock = SoftFileLock(self._path, timeout=0, mode=0o600)
            self._lock.acquire()

    def release(self) -> None:
        """Let the next one write."""
        self._lock.release()

    def _who(self) -> str:
        """The note is empty for the moment in which the holder writes it."""
        try:
            return one_line(self._note.read_text("utf-8", "replace"))[:120] or "another process"
        except OSError:
            return "another process"
