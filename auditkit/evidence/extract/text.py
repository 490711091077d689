"""Plain text, Markdown and CSV, in the encodings that office files come in."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.model import Passage

_HEAD = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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
    """One passage a record, its fields joined: ``row 14``. Raises `Unreadable` for no CSV."""
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


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins with ``head``. Raises `Unreadable` when it is no text.

    A byte order mark decides; then two-byte characters show by their zero bytes; then it is
    UTF-8 if it can be, and else the Western encoding of Windows.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _two_byte(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _two_byte(head: bytes) -> str:
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.4 * pairs and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * pairs and not head[1::2].count(0):
        return "utf-16-be"
    raise Unreadable("This is no text: it holds zero bytes.")


def _decoded(source: BinaryIO) -> io.TextIOWrapper:
    encoding = encoding_of(source.read(_HEAD))
    source.seek(0)
    return io.TextIOWrapper(source, encoding, errors="replace", newline=None)


def _lines(
    text: io.TextIOWrapper, limits: Limits, *, keep: bool = False
) -> Iterator[tuple[int, str]]:
    """Line number and line (its end only with ``keep``); an endless line comes in pieces."""
    number = 1
    while line := text.readline(limits.passage_chars):
        yield number, line if keep else line.rstrip("\n")
        number += line.endswith("\n")
