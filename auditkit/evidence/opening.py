"""Opening a file that may be anything: a pipe, a device, a link, gone by now."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePath, PureWindowsPath
from typing import BinaryIO

from auditkit.errors import AuditkitError
from auditkit.text import one_line

# A pipe must not block the opening, a link must not lead out of the evidence root, and a child
# process must not inherit the file. Each flag exists only on some platforms.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)


class Vanished(AuditkitError):
    """There is no file (any more) at that path."""


def reachable(path: str | PurePath) -> str:
    """The path as the operating system opens it, however long it is."""
    if os.name != "nt":
        return str(path)
    # Not abspath: it takes blanks and dots off the end, and a file called "con" for the console.
    return extended(PureWindowsPath(os.path.normpath(Path.cwd() / path)))


def extended(path: PureWindowsPath) -> str:
    r"""An absolute path of Windows so that it may be longer than 260 characters, end in a blank or
    a dot, and be called like a device: ``\\?\C:\...``, ``\\?\UNC\server\share\...``.
    """
    text = str(path)
    if text.startswith(("\\\\?\\", "\\\\.\\")) or not path.is_absolute():
        return text
    return f"\\\\?\\UNC{text[1:]}" if text.startswith("\\\\") else f"\\\\?\\{text}"


def shown(path: Path) -> str:
    """The path as it may stand in a sentence."""
    return one_line(str(path))


def refusal(path: Path, error: OSError | ValueError) -> AuditkitError:
    """The sentence for a file or folder that the operating system does not hand out."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Vanished(f"{shown(path)} is not there.", "Scan the evidence again.")
    if isinstance(error, PermissionError):
        return AuditkitError(f"{shown(path)} may not be read by you.", "Ask for read access.")
    if isinstance(error, ValueError):
        return AuditkitError(f"{shown(path)} is no possible file name here.")
    reason = one_line(error.strerror or type(error).__name__)
    return AuditkitError(f"{shown(path)} cannot be read: {reason}.")


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading; never blocks and never follows a link as last part.

    Raises `Vanished` when nothing is there, `AuditkitError` when it is no regular file or may
    not be read.
    """
    try:
        name = reachable(path)
        _require_regular(path, os.lstat(name).st_mode)
        handle = os.open(name, _FLAGS)
    except (OSError, ValueError) as error:
        raise refusal(path, error) from error
    try:
        _require_regular(path, os.fstat(handle).st_mode)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _require_regular(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise AuditkitError(
            f"{shown(path)} is a link, and links are not followed.", "Use the file it points to."
        )
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a pipe, a device or a socket"
        raise AuditkitError(f"{shown(path)} is {kind}, not a regular file.")
