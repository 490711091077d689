"""The only way text of a person or a file gets on the screen.

Textual reads plain strings as markup in most places: a file named ``[/foo]`` would end the
program. What comes out of here is markup-free, and holds no control characters.
"""

from __future__ import annotations

from functools import cache
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text
from textual.content import Content
from textual.widget import Widget

from auditkit import text as guard
from auditkit.tui.glyphs import ellipsis
from auditkit.tui.steady import apart

GOOD, BAD, WARN, MUTED, HEADING = "green", "bold red", "yellow", "bright_black", "bold"
_THEMED = {GOOD: "$success", BAD: "bold $error", WARN: "$warning", MUTED: "$foreground 80%"}
"""The same in a pane: Textual takes a plain name for that very colour, whatever the theme."""


def show(text: str) -> str:
    """One safe line; line breaks become visible."""
    return guard.one_line(text)


def joined(text: str) -> str:
    """One safe line from several: breaks become spaces."""
    return guard.one_line(" ".join(text.split()))


def block(text: str) -> str:
    """Safe text of several lines."""
    return guard.lines(text)


def cells(text: str) -> int:
    """How many columns of the terminal a safe line takes."""
    return Text(text).cell_len


def clipped(text: str, width: int) -> str:
    """A safe line in at most ``width`` columns, the cut shown by an ellipsis."""
    line = Text(apart(text), no_wrap=True, end="")
    clip(line, max(0, width))
    return line.plain


def clip(line: Text, width: int) -> None:
    """Cut a line to at most ``width`` columns; an ellipsis shows that something is missing."""
    if line.cell_len <= width:
        return
    mark = ellipsis()[:width]
    line.plain = set_cell_size(line.plain, width - len(mark)) + mark


def wrapped(text: str, width: int, most: int = 0) -> list[str]:
    """Text of any origin as safe lines of at most ``width`` columns, one at least. More than
    ``most`` lines (0: as many as there are) end in an ellipsis."""
    safe = apart(joined(text))
    rows = wrap(safe, width) if cell_len(safe) == len(safe) else _wrapped_by_cells(safe, width)
    if most and len(rows) > most:
        rows[most - 1 :] = [clipped(f"{rows[most - 1]} {rows[most]}", width)]
    return rows or [""]


def _wrapped_by_cells(text: str, width: int) -> list[str]:
    """Chinese and Japanese take two columns a sign, and break anywhere."""
    return [line.plain.rstrip() for line in Text(text).wrap(_console(), width)]


@cache
def _console() -> Console:
    return Console()


def label(text: str, style: str = "") -> Text:
    """One safe line for a list (which takes Rich text)."""
    safe = Text(apart(joined(text)), no_wrap=True, end="")
    if style:
        safe.stylize(style)  # as a span: Rich forgets the base style of a text without spans
    return safe


def content(text: str, style: str = "") -> Content:
    """Safe text of several lines for a pane."""
    safe = apart(block(text))
    return Content.styled(safe, _THEMED.get(style, style)) if style else Content(safe)


def set_title(widget: Widget, text: str, right: str = "") -> None:
    """Put text of any origin into the frame of a pane: above, and below on the right. The same
    once more costs nothing; Textual would draw the whole pane again."""
    above, below = Content(apart(joined(text))), Content(apart(joined(right)))
    if (widget.border_title or "") != above.markup:
        widget.border_title = above if text else None
    if (widget.border_subtitle or "") != below.markup:
        widget.border_subtitle = below if right else None
