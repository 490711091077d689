"""Files as lines of a list: the name first, the folder behind it as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from auditkit.text import one_line
from auditkit.tui.glyphs import ellipsis
from auditkit.tui.text import MUTED

if TYPE_CHECKING:
    from auditkit.evidence.model import FileEntry

FOUND = "bold underline"
"""How letters and words that were looked for stand out."""
_EDGES = 3
"""Columns of a line that are no name: its mark, its end, and a space before what stands on the
right."""
_NARROWEST = 20
_LEAST_FOLDER = 12
"""Columns below which a part of a folder says nothing."""


def name_first(
    entry: FileEntry, width: int, right: str = "", spans: Sequence[tuple[int, int]] = ()
) -> Text:
    """A file for a line of ``width`` columns with ``right`` at its end: its name, then its folder.
    What there is no room for falls out of the middle. ``spans`` of the path stand out."""
    at = len(entry.path) - len(entry.name)
    room = max(_NARROWEST, width - _EDGES - Text(right).cell_len)
    line = middle_clipped(_standing_out(entry.path, at, len(entry.path), spans), room)
    left = room - line.cell_len - len(" · ")
    folder = _standing_out(entry.path, 0, max(0, at - 1), spans)
    if folder and left >= min(_LEAST_FOLDER, folder.cell_len):
        folder.stylize_before(MUTED)
        line.append(" ").append("· ", MUTED)
        line.append_text(middle_clipped(folder, left))
    return line


def middle_clipped(line: Text, width: int) -> Text:
    """A line in at most ``width`` columns: what is too much falls out of its middle."""
    if line.cell_len <= width:
        return line
    mark = ellipsis()
    for size in range(min(len(line.plain), max(0, width - len(mark))), 0, -1):
        head, tail = line[: size // 2], line[len(line.plain) - (size - size // 2) :]
        if head.cell_len + len(mark) + tail.cell_len <= width:
            return Text.assemble(head, mark, tail, no_wrap=True, end="")
    return Text(mark[: max(0, width)], no_wrap=True, end="")


def moment(mtime_ns: int) -> datetime:
    """When a file was changed last, in local time."""
    try:
        return datetime.fromtimestamp(mtime_ns / 1e9, UTC).astimezone()
    except (OverflowError, ValueError, OSError):  # a file system may say anything
        return datetime.fromtimestamp(0, UTC)


def _standing_out(path: str, first: int, last: int, spans: Sequence[tuple[int, int]]) -> Text:
    """A part of a path, made safe, with the letters found standing out."""
    text, at = Text(no_wrap=True, end=""), first
    for span in spans:
        start, end = max(span[0], first), min(span[1], last)
        if start < end:
            text.append(one_line(path[at:start]))
            text.append(one_line(path[start:end]), FOUND)
            at = end
    return text.append(one_line(path[at:last]))
