"""Plain text, Markdown and CSV, in the encodings that office files come in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.encoding import encoding_of
from auditkit.evidence.model import Passage

_HEAD = 1 << 16
_BLOCKS = 64  # of that size are looked at for a byte that is not ASCII


def plain(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """One passage a line: ``line 40``."""
    for number, line in _lines(_decoded(source), limits):
        yield Passage(f"line {number}", line)


def markdown(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """One passage a line; a heading is cited by its words: ``heading 3.2 Scope``."""
    for number, line in _lines(_decoded(source), limits):
        title = line.lstrip("#").strip(" #\t")
        is_heading = line.startswith("#") and line.lstrip("#")[:1].isspace() and title
        yield Passage(f"heading {title[:80]}" if is_heading else f"line {number}", line)


def csv_rows(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """One passage a record, its fields joined: ``row 14``; one cell may have as many letters as
    are read of the whole file. Raises `Unreadable` for no CSV."""
    csv.field_size_limit(limits.chars + limits.passage_chars)  # of all readers: 131,072 before
    text = _decoded(source)
    first = text.readline(_HEAD)
    text.seek(0)
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader((line for _, line in _lines(text, limits, keep=True)), delimiter=delimiter)
    try:
        for number, row in enumerate(rows, 1):
            yield Passage(f"row {number}", " | ".join(field.strip() for field in row if field))
    except csv.Error as error:
        raise Unreadable(f"The table is broken at row {rows.line_num}: {error}.") from error


def _decoded(source: BinaryIO) -> io.TextIOWrapper:
    encoding = encoding_of(_telling(source))
    source.seek(0)
    return io.TextIOWrapper(source, encoding, errors="replace", newline=None)


def _telling(source: BinaryIO) -> bytes:
    """The beginning, and of a long ASCII one also the first block that holds something else."""
    head = source.read(_HEAD)
    if len(head) < _HEAD or not head.isascii():
        return head
    for _ in range(_BLOCKS):
        block = source.read(_HEAD)
        if not block.isascii():
            return head[-_HEAD // 4 :] + block
    return head


def _lines(
    text: io.TextIOWrapper, limits: Limits, *, keep: bool = False
) -> Iterator[tuple[int, str]]:
    """Line number and line (its end only with ``keep``); an endless line comes in pieces."""
    number = 1
    while line := text.readline(limits.passage_chars):
        yield number, line if keep else line.rstrip("\n")
        number += line.endswith("\n")
