"""References of requirements and checks: how they sort and how they are written."""

from __future__ import annotations

import re

_PART = re.compile(r"\d{1,18}|[^\d.\s/]+")


def sort_key(ref: str) -> tuple[tuple[int, int, str], ...]:
    """Natural order: ``A.9`` before ``A.10``, ``Art 4a`` after ``Art 4``, clauses first."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _PART.findall(ref)
    )


def requirement_of(check_id: str) -> str:
    """The requirement that a check stands below: ``6.1.2/c`` gives ``6.1.2``."""
    return check_id.partition("/")[0]
