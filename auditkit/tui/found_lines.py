"""Hits of the search over everything as lines: what it is called, and the words around the hit."""

from __future__ import annotations

from rich.text import Text

from auditkit.analysis.everything import Thing
from auditkit.analysis.searching import Query, excerpt
from auditkit.text import fold
from auditkit.tui.file_lines import FOUND
from auditkit.tui.glyphs import ellipsis
from auditkit.tui.text import MUTED, cells, clipped, joined, label, show
from auditkit.tui.widgets.line_list import Line

_EDGES = 3
"""Columns of a line that are no text: its mark, its end, and a space before what is right."""
_ROOMY = 90
"""Columns from which the title has room beside the words that were found."""
_TITLE = 30


def hit_line(thing: Thing, query: Query, width: int) -> Line:
    """One hit in a list of ``width`` columns: in the title where all words are there, else in the
    text that holds most of them, which is named on the right."""
    count = len(query.words)
    if query.found_in(thing.called) == count and (thing.title or not thing.texts):
        name, text, before = "", thing.title, ""
    else:
        name, text = max(thing.texts, key=lambda each: query.found_in(fold(each[1])))
        before = _title(thing, width)
    right = label(" · ".join(each for each in (thing.kind, thing.where, name) if each))
    left = label(" ".join(each for each in (joined(thing.name), before) if each))
    left.append(" " if left.plain else "")
    room = width - _EDGES - min(right.cell_len, width // 2) - left.cell_len
    left.append_text(_around(text, query, max(10, room)))
    return Line(f"{thing.kind}\n{thing.key}", left, right)


def _title(thing: Thing, width: int) -> str:
    return f"{clipped(joined(thing.title), _TITLE)} ·" if thing.title and width > _ROOMY else ""


def _around(text: str, query: Query, room: int) -> Text:
    """A text, or as much of it as there is room for, around what was found; that stands out."""
    fits = cells(joined(text)) <= room
    cut = excerpt(text, query, len(text) if fits else room - 2 * len(ellipsis()))
    line, at = Text(no_wrap=True, end=""), 0
    line.append(ellipsis() if cut.cut_before else "", MUTED)
    for start, end in cut.spans:
        line.append(show(cut.text[at:start])).append(show(cut.text[start:end]), FOUND)
        at = end
    line.append(show(cut.text[at:]))
    return line.append(ellipsis() if cut.cut_after else "", MUTED)
