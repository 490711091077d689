"""Whether a file still is what it was when its fingerprint was taken."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import Cancelled, Fingerprint, Standing, WorkCancelled, never
from auditkit.evidence.opening import Vanished


def standing(
    path: Path, known: Fingerprint, *, quick: bool = False, cancelled: Cancelled = never
) -> Standing:
    """How the file at ``path`` stands against its ``known`` fingerprint.

    ``quick`` trusts an equal size and modification time, and reads the file only when they
    differ. Raises `WorkCancelled` on request, and nothing for what is on the disk.
    """
    if quick and _looks_the_same(path, known):
        return "unchanged"
    try:
        now = fingerprint(path, cancelled=cancelled)
    except WorkCancelled:
        raise
    except Vanished:
        return "missing"
    except AuditkitError:
        return "unreadable"
    return "unchanged" if now.sha256 == known.sha256 else "changed"


def _looks_the_same(path: Path, known: Fingerprint) -> bool:
    try:
        now = os.lstat(path)
    except (OSError, ValueError):
        return False
    same = (now.st_size, now.st_mtime_ns) == (known.size, known.mtime_ns)
    return same and stat.S_ISREG(now.st_mode)
