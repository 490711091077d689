"""A version in the name of a file that is not the one its control block states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from auditkit.evidence.smell import control
from auditkit.evidence.smell.facts import Context, Facts, Spot
from auditkit.evidence.smell.nature import WRITTEN, is_template
from auditkit.evidence.versions import rank

_YEAR = 1900
_AT_THE_END = re.compile(
    r"(?:version|ver|v|revision|rev)[ ._-]?\d[\d.]*(?:[\W_]+(?:draft|final|approved|signed|clean"
    r"|reviewed|copy|[\d._-]+))*[\W_]*$",
    re.IGNORECASE,
)
"""Further ahead a version is that of the thing the document is about."""


def version_differs(facts: Facts, _: Context) -> Iterator[Spot]:
    """``v2.0`` in the name above ``Version 2.1`` inside. ``v2`` above ``2.1`` is less exact, and
    no contradiction."""
    # Not in spreadsheets: there 2.10 is a number and comes out as 2.1.
    named = rank(facts.entry.name)[1] if _AT_THE_END.search(facts.stem) else ()
    if facts.kind not in (*WRITTEN, "Markdown") or is_template(facts) or not _is_version(named):
        return
    stated = control.version(facts)
    if stated and _is_version(stated[1]) and not _agree(named, stated[1]):
        yield stated[0]


def _is_version(numbers: tuple[int, ...]) -> bool:
    return bool(numbers) and numbers[0] < _YEAR


def _agree(named: tuple[int, ...], stated: tuple[int, ...]) -> bool:
    if len(named) < len(stated):
        return stated[: len(named)] == named
    return all(one == two for one, two in zip_longest(named, stated, fillvalue=0))
