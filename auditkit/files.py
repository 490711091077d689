"""Writing files so that a crash or a full disk leaves either the old or the new, never a half."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.text import one_line

DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])"
    r"\s*(\..*)?",
    re.IGNORECASE,
)
"""A whole file name that Windows takes for a device, whatever follows the first dot."""


def is_folder(path: Path) -> bool:
    """Whether a folder is there, and can be looked at. What the system refuses to say something
    of (no right to enter, a name that is too long, a share that is gone) is not there."""
    return _asked(path.is_dir)


def is_there(path: Path) -> bool:
    """Whether anything of that name is there; as `is_folder`."""
    return _asked(path.exists)


def _asked(question: Callable[[], bool]) -> bool:
    """Python before 3.14 raises here for all errors but a few."""
    try:
        return question()
    except (OSError, ValueError):
        return False


def sync(descriptor: int) -> None:
    """Bring what was written to the disk itself; on macOS only F_FULLFSYNC reaches the platter."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            # Network and some USB file systems refuse F_FULLFSYNC; fsync is what they have.
            os.fsync(descriptor)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed entry of a folder durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_aside(target: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write a neighbour of ``target``, then move it into place in one step.

    Raises `AuditkitError` in one sentence when the disk is full, the folder is read-only or the
    target is held open by another program; the old file is then still there, unchanged.
    """
    _require_ordinary(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    os.close(descriptor)
    aside = Path(name)
    try:
        fill(aside)
        _sync_file(aside)
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        aside.unlink(missing_ok=True)


def _require_ordinary(target: Path) -> None:
    """A folder or a device must never be replaced by a file."""
    if target.exists() and not target.is_file():
        raise AuditkitError(
            f"{one_line(str(target))} is no ordinary file and is left alone.",
            "Give the name of a file.",
        )


def write_bytes(target: Path, content: bytes) -> None:
    """Write a whole file aside and move it into place; raises as `write_aside`."""
    write_aside(target, lambda aside: _fill(aside, content))


def write_to_share(target: Path, content: bytes) -> None:
    """Write a file that is made for others (a document, a table), as `write_bytes` but with the
    rights of the file that was there, else those that the system gives new files: in a folder of
    the owner alone, as an audit is, no more than that.

    Raises as `write_aside`, and for a link: neither it nor what it points to is what was meant.
    """
    if target.is_symlink():
        raise AuditkitError(
            f"{one_line(str(target))} is a link, and links are not written over.",
            "Give the name of the file that it points to, or another name.",
        )
    mode = stat.S_IMODE(target.stat().st_mode) & 0o777 if target.is_file() else None
    write_aside(target, lambda aside: _fill_to_share(aside, content, mode))


def _fill_to_share(aside: Path, content: bytes, mode: int | None) -> None:
    """Nobody can ask for the umask without changing it for all threads: a file made anew has it."""
    around = aside.parent.stat().st_mode
    aside.unlink()
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(aside, flags, 0o666)
    try:
        write_all(descriptor, content)
        given = stat.S_IMODE(os.fstat(descriptor).st_mode) & (around | stat.S_IRWXU)
    finally:
        os.close(descriptor)
    aside.chmod(given if mode is None else mode)


def read_ordinary(path: Path, most: int) -> bytes | None:
    """What a file holds that may have been put there by anybody: nothing but an ordinary file is
    opened, since a pipe would keep one waiting. None where there is no file, or a link.

    Raises `OSError` for anything else, and `ValueError` for a file of more than ``most`` bytes.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "something that is no ordinary file is in the way")
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError("more than can be meant")
    return content


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of ``content``, in as many steps as the system takes."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _fill(path: Path, content: bytes) -> None:
    descriptor = _opened(path)
    try:
        write_all(descriptor, content)
    finally:
        os.close(descriptor)


def _sync_file(path: Path) -> None:
    descriptor = _opened(path)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))


def cannot_write(target: Path, error: OSError) -> AuditkitError:
    """The one sentence for a write that failed."""
    reason = error.strerror or str(error)
    return AuditkitError(
        f"{one_line(str(target))} could not be written: {reason}.",
        "Make room, close the program that holds it, or choose another place.",
    )
