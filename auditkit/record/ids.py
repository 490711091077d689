"""Identifiers: ULIDs inside, short labels for people."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

_LOCK = threading.Lock()
_last = 0


def new_id() -> str:
    """A ULID: sorts by time of making and never collides between laptops.

    Within one process every id sorts after the one before, also within the same millisecond and
    when the clock is put back.
    """
    from ulid import ULID  # brings half of the email package with it; reading needs none

    global _last
    with _LOCK:
        _last = max(int(ULID()), _last + 1)
        return str(ULID.from_int(_last))


def next_label(prefix: str, taken: Iterable[str]) -> str:
    """The label after the highest one taken, removed things included: ``F-007``."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,9}})$")
    numbers = [int(found.group(1)) for label in taken if (found := pattern.match(label))]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"
