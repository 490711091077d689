"""Whether a registered file is still the version that was registered."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from auditkit.record.model import Evidence


def differs(path: Path, item: Evidence) -> bool:
    """Whether the file on the disk is another version than the registered one. One of another
    size is; where only the time differs, its contents decide. A file that is not there or cannot
    be read contradicts nothing."""
    try:
        now = os.lstat(path)
        if not stat.S_ISREG(now.st_mode) or now.st_mtime_ns == item.mtime_ns:
            return False
        return now.st_size != item.size or _sha256(path) != item.sha256
    except (OSError, ValueError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
