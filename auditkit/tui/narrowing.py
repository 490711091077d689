"""Which lines of a box fit what is typed into it, and which of them is meant most likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from auditkit.analysis.searching import MISS, Query
from auditkit.text import fold

T = TypeVar("T")


def narrowed(things: Iterable[tuple[T, Sequence[str], str]], typed: str) -> list[T]:
    """The things that hold every word typed, the best first; each comes with its names and the
    rest of its text. Of two that fit as well the order stays."""
    query = Query(typed)
    if not query.words:
        return [thing for thing, _, _ in things]
    ranked = [(_rank(query, names, text), thing) for thing, names, text in things]
    ranked.sort(key=lambda each: each[0])
    return [thing for (rank, _), thing in ranked if rank != MISS]


def _rank(query: Query, names: Sequence[str], text: str) -> tuple[int, bool]:
    """As `Query.rank`; of two that are called so, the one that is called so first of all."""
    folded = [fold(each) for each in names]
    rank = query.rank(folded, "\n".join(folded), fold(text))
    return rank, not folded[0].startswith(query.whole)
