"""This device: the name of its journal, and where it keeps what belongs to no audit."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import socket
from pathlib import Path

import platformdirs

from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.record.ids import new_id

HOME_VARIABLE = "AUDITKIT_HOME"
_RENEWED: dict[Path, str] = {}
"""Names given in this process, by the file that should hold them."""
_SAFE = re.compile(r"[^a-z0-9]+")


def home() -> Path:
    """The user's own auditkit folder: ``$AUDITKIT_HOME``, or where the system keeps such data."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("auditkit", False))


def device_id() -> str:
    """The name under which this device writes journals, made once: ``laptop-7f3k2q``.

    Where the home folder cannot be written the name lasts for this run only; the journal is then
    one more file in the audit, and nothing is lost.
    """
    path = home() / "device"
    kept = _kept(path)
    if path in _RENEWED and kept != _RENEWED[path]:
        _keep(path, _RENEWED[path])  # there was no room when it was given
    if path in _RENEWED:
        return _RENEWED[path]
    return kept if _valid(kept) else _made(path)


def renew_device_id() -> str:
    """A new name, for a device that finds its own journal shorter than it was or written
    differently (a restored backup or laptop image): what it writes from now on clashes with
    nothing. It holds for this process even where the home folder cannot be written."""
    path = home() / "device"
    _RENEWED[path] = _made(path)
    return _RENEWED[path]


def _made(path: Path) -> str:
    host = _SAFE.sub("-", socket.gethostname().split(".")[0].lower()).strip("-")[:24]
    made = f"{host or 'device'}-{new_id()[-6:].lower()}"
    _keep(path, made)
    return made


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(path: Path, name: str) -> None:
    with contextlib.suppress(AuditkitError):
        write_bytes(path, f"{name}\n".encode())


def _valid(name: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{2,40}", name) is not None


def user_name() -> str:
    """Who sits here, as far as the system knows; ``unknown`` where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
