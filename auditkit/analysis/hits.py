"""Files found by their names: which of them are hits at all, and what their versions are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from auditkit.evidence.model import Match
from auditkit.evidence.versions import rank

WEAKEST: Final = 0.25
"""Score below which a name only shares letters with what was typed. Of the queries of
benchmarks/finder.py, made and labelled by hand, no right file scores below 0.4."""


def fitting(matches: Iterable[Match]) -> list[Match]:
    """The files that fit: those that only share some letters are left out."""
    return [each for each in matches if each.score >= WEAKEST]


def versions_words(match: Match) -> str:
    """How many other versions of a file there are (``+2 older``), empty where there is none. They
    are older only where their names say so: the same version in another format is no older one."""
    count = len(match.versions)
    if not count:
        return ""
    newest = rank(match.entry.name)
    older = all(rank(each.name) < newest for each in match.versions)
    return f"+{count} {'older' if older else 'other'}"
