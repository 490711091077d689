"""Which passages of a block answer a query, and where in them the words are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from auditkit.evidence.contents.blocks import Block
from auditkit.evidence.contents.database import TOKENIZE
from auditkit.evidence.contents.meaning import Meaning, Part
from auditkit.evidence.contents.store import is_first
from auditkit.evidence.contents.text import columns

# `clean` has taken both out of all texts.
_OPEN, _CLOSE = "\x02", "\x03"
_SHOWN = 400  # characters of a passage
_BEFORE = 120  # of them before the first word found
_ADJACENT = 3  # characters between words that stand side by side
_MOST_SPANS = 2000  # in one block

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a block where a term of the query is met."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it is shown. ``terms`` is how many terms of the query are met in it;
    ``together`` from 0 to 1 says how close its words stand."""

    place: str
    text: str
    spans: tuple[Span, ...]
    terms: int
    together: float


def marks(blocks: Mapping[int, Block], meanings: Sequence[Meaning]) -> dict[int, list[Mark]]:
    """Where each term is met in each block.

    The tokenizer that made the index also marks: an index in memory of these blocks alone.
    """
    found: dict[int, list[Mark]] = {number: [] for number in blocks}
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(f"CREATE VIRTUAL TABLE words USING fts5 (text, further, {TOKENIZE})")
        db.executemany(
            "INSERT INTO words (rowid, text, further) VALUES (?, ?, ?)",
            [(number, *columns(block.text)) for number, block in blocks.items()],
        )
        terms = count()
        for meaning in meanings:
            for part, term in zip(meaning.parts, terms, strict=False):
                for number, spans in _spans(db, blocks, meaning, part):
                    found[number] += [Mark(start, end, term) for start, end in spans]
    finally:
        db.close()
    return {number: sorted(some, key=lambda mark: mark.start) for number, some in found.items()}


def _spans(
    db: sqlite3.Connection, blocks: Mapping[int, Block], meaning: Meaning, part: Part
) -> Iterator[tuple[int, list[Span]]]:
    """Where a term is met in each block: of terms near one another, only where they are near."""
    near = len(meaning.parts) > 1
    rows = db.execute(
        "SELECT a.rowid, a.text, b.text FROM"
        " (SELECT rowid, highlight(words, 0, ?1, ?2) AS text FROM words WHERE words MATCH ?3) a"
        " JOIN"
        " (SELECT rowid, highlight(words, 0, ?1, ?2) AS text FROM words WHERE words MATCH ?4) b"
        " USING (rowid)"
        if near
        else "SELECT rowid, highlight(words, 0, ?1, ?2), '' FROM words WHERE words MATCH ?3",
        (_OPEN, _CLOSE, meaning.expression, part.expression)[: 4 if near else 3],
    )
    for number, marked, alone in rows:
        spans = _marked(marked)
        if near:
            own = set(_marked(alone))
            spans = [span for span in spans if span in own] or spans
        text = blocks[number].text
        spans += [match.span() for each in part.patterns for match in each.finditer(text)]
        yield number, spans[:_MOST_SPANS]


def _marked(text: str) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for piece in text.split(_OPEN):
        word, closed, rest = piece.partition(_CLOSE)
        if closed:
            spans.append((at, at + len(word)))
        at += len(word) + len(rest)
    return spans


def passages(number: int, block: Block, found: Sequence[Mark], most: int) -> list[Found]:
    """The passages of a block that answer best, in their order; at most ``most``.

    What lies wholly in the part that repeats the block before belongs to that one.
    """
    fresh = 0 if is_first(number) else block.fresh
    left = [mark for mark in found if mark.end > fresh]
    if found and not left:
        return []
    result: list[Found] = []
    while left and len(result) < most:
        window = _tightest(left)
        terms = len({mark.term for mark in window})
        if result and terms < result[0].terms:
            break
        first, last = block.passage_at(window[0].start), block.passage_at(window[-1].end - 1)
        result.append(_shown(block, window, left, first, last))
        left = [mark for mark in left if not first <= block.passage_at(mark.start) <= last]
    return result or [_beginning(block)]


def _tightest(found: Sequence[Mark]) -> Sequence[Mark]:
    """The shortest run of marks that meets as many terms as all of them do."""
    wanted = len({mark.term for mark in found})
    seen: dict[int, int] = {}
    best: tuple[int, int] | None = None
    low = 0
    for high, mark in enumerate(found):
        seen[mark.term] = seen.get(mark.term, 0) + 1
        while len(seen) == wanted:
            if best is None or _length(found, low, high) < _length(found, *best):
                best = (low, high)
            term = found[low].term
            seen[term] -= 1
            if not seen[term]:
                del seen[term]
            low += 1
    first, last = best or (0, 0)
    return found[first : last + 1]


def _length(found: Sequence[Mark], low: int, high: int) -> int:
    return found[high].end - found[low].start


def _shown(
    block: Block, window: Sequence[Mark], found: Sequence[Mark], first: int, last: int
) -> Found:
    begin, end = block.span(first)[0], block.span(last)[1]
    if end - begin > _SHOWN:
        begin = _word_start(block.text, max(begin, window[0].start - _BEFORE), window[0].start)
        end = _word_end(block.text, min(end, begin + _SHOWN), begin)
    text = block.text[begin:end]
    spans = tuple(
        (mark.start - begin, mark.end - begin)
        for mark in found
        if begin <= mark.start and mark.end <= end
    )
    terms = len({mark.term for mark in window})
    gaps = _length(window, 0, len(window) - 1) - sum(mark.end - mark.start for mark in window)
    near = gaps <= _ADJACENT * len(window)
    return Found(block.places[first], text, _united(spans), terms, ((first == last) + near) / 2)


def _united(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in their order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _beginning(block: Block) -> Found:
    """For what was found but cannot be pointed at, as kana of half width."""
    begin, end = block.span(0)
    text = block.text[begin : _word_end(block.text, min(end, begin + _SHOWN), begin)]
    return Found(block.places[0], text, (), 0, 0.0)


def _word_start(text: str, at: int, before: int) -> int:
    if not at or text[at - 1].isspace():
        return at
    blank = text.find(" ", at, before)
    return blank + 1 if blank >= 0 else at


def _word_end(text: str, at: int, after: int) -> int:
    if at >= len(text) or text[at].isspace():
        return at
    blank = text.rfind(" ", after, at)
    return blank if blank > after else at
