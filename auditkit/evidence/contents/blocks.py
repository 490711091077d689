"""Passages of a file joined into blocks: the units of the index.

A row for each line of a text would make the index several times bigger and let no phrase run
over the end of a line. A block takes in neighbouring passages, remembers where each begins, and
repeats the end of the block before it, so that phrases over the seam are found, too.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec

from auditkit.evidence.contents.text import clean
from auditkit.evidence.extract import DEFAULT
from auditkit.evidence.model import Passage

_SIZE = 3000  # characters
_REPEATED = 240  # characters: a phrase of some forty words


class Block(msgspec.Struct, frozen=True, array_like=True):
    """``text`` up to ``fresh`` repeats the block before. ``starts`` are where the passages begin
    in ``text``, ``places`` what they are called."""

    text: str
    fresh: int
    starts: list[int]
    places: list[str]

    def __post_init__(self) -> None:
        if not self.starts or len(self.starts) != len(self.places):
            raise ValueError("a block without places")

    def passage_at(self, offset: int) -> int:
        """The number of the passage in which a character lies."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, number: int) -> tuple[int, int]:
        """Start and end of a passage."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], max(self.starts[number], len(self.text[:end].rstrip("\n")))


_decoder = msgspec.msgpack.Decoder(Block)


def packed(block: Block) -> bytes:
    """A block as it is kept."""
    return zlib.compress(msgspec.msgpack.encode(block), 1)


def unpacked(data: bytes) -> Block:
    """The block that was `packed`. Raises `ValueError` for anything else."""
    try:
        return _decoder.decode(zlib.decompress(data))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError("this is no block") from error


def blocks(passages: Iterable[Passage]) -> Iterator[Block]:
    """The blocks of a file's passages."""
    text, starts, places = _joined(passages)
    begin = fresh = 0
    while fresh < len(text):
        end = _cut(text, starts, fresh)
        first = max(0, bisect_right(starts, begin) - 1)
        last = bisect_right(starts, end - 1)
        yield Block(
            text[begin:end],
            fresh - begin,
            [max(0, start - begin) for start in starts[first:last]],
            places[first:last],
        )
        begin, fresh = _repeat_from(text, end), end


def _joined(passages: Iterable[Passage]) -> tuple[str, list[int], list[str]]:
    """The whole text, and where each passage begins in it."""
    pieces: list[str] = []
    starts: list[int] = []
    places: list[str] = []
    length = 0
    cut_off = False  # the last passage was a piece of a longer one
    for passage in passages:
        text = clean(passage.text)
        if not (cut_off and places[-1] == passage.place):
            if pieces:
                pieces.append("\n")
                length += 1
            starts.append(length)
            places.append(clean(passage.place))
        pieces.append(text)
        length += len(text)
        cut_off = len(passage.text) == DEFAULT.passage_chars
    return "".join(pieces), starts, places


def _cut(text: str, starts: list[int], begin: int) -> int:
    """Where a block ends: before a passage, else after a word, else in the middle of one."""
    end = begin + _SIZE
    if end >= len(text):
        return len(text)
    least = begin + _SIZE // 2
    start = starts[bisect_right(starts, end) - 1]
    if start > least:
        return start
    blank = max(text.rfind(" ", least, end), text.rfind("\n", least, end))
    return blank + 1 if blank >= 0 else end


def _repeat_from(text: str, end: int) -> int:
    begin = max(0, end - _REPEATED)
    blank = text.find(" ", begin, end)
    return blank + 1 if blank >= 0 else begin
