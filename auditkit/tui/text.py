"""The only way text of a person or a file gets on the screen.

Textual reads plain strings as markup in most places: a file named ``[/foo]`` would end the
program. What comes out of here is markup-free, and holds no control characters.
"""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.text import Text
from textual.content import Content
from textual.widget import Widget

from auditkit import text as guard
from auditkit.tui.glyphs import ellipsis

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
    line = Text(text, no_wrap=True, end="")
    clip(line, max(0, width))
    return line.plain


def clip(line: Text, width: int) -> None:
    """Cut a line to at most ``width`` columns; an ellipsis shows that something is missing."""
    if line.cell_len <= width:
        return
    mark = ellipsis()[:width]
    line.plain = set_cell_size(line.plain, width - len(mark)) + mark


def label(text: str, style: str = "") -> Text:
    """One safe line for a list (which takes Rich text)."""
    safe = Text(joined(text), no_wrap=True, end="")
    if style:
        safe.stylize(style)  # as a span: Rich forgets the base style of a text without spans
    return safe


def content(text: str, style: str = "") -> Content:
    """Safe text of several lines for a pane."""
    return Content.styled(block(text), _THEMED.get(style, style)) if style else Content(block(text))


def set_title(widget: Widget, text: str, right: str = "") -> None:
    """Put text of any origin into the frame of a pane: above, and below on the right. The same
    once more costs nothing; Textual would draw the whole pane again."""
    above, below = Content(joined(text)), Content(joined(right))
    if (widget.border_title or "") != above.markup:
        widget.border_title = above if text else None
    if (widget.border_subtitle or "") != below.markup:
        widget.border_subtitle = below if right else None
