"""A first glance at a folder: whether it is there, and about how many files it holds."""

from __future__ import annotations

import time
from pathlib import Path

from auditkit.evidence.model import Cancelled
from auditkit.evidence.scan import scan

PAUSE = 0.25
"""Seconds a name stands still before its folder is looked into."""
_LONGEST = 1.0
"""Seconds that the glance takes at most."""


def glance(folder: Path, cancelled: Cancelled) -> str:
    """In words; empty where it was cancelled meanwhile. Raises nothing for what is on the disk."""
    time.sleep(PAUSE)
    if cancelled():
        return ""
    try:
        if not folder.is_dir():
            return "a file, no folder" if folder.exists() else "not there (yet)"
    except OSError:
        return "cannot be looked at"
    end = time.monotonic() + _LONGEST
    found = scan([folder], cancelled=lambda: cancelled() or time.monotonic() > end)
    count = len(found.entries)
    more = "" if found.complete else "more than "
    unread = f", {len(found.problems)} cannot be read" if found.problems else ""
    return f"there: {more}{count:,} {'file' if count == 1 else 'files'}{unread}"
