"""Identifiers: ULIDs inside, short labels for people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ulid import ULID


def new_id() -> str:
    """A ULID: sorts by time of making and never collides between laptops."""
    return str(ULID())


def next_label(prefix: str, taken: Iterable[str]) -> str:
    """The label after the highest one taken, removed things included: ``F-007``."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)$")
    numbers = [int(found.group(1)) for label in taken if (found := pattern.match(label))]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"
