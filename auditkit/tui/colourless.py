"""NO_COLOR as its readers mean it: the terminal's own two colours and nothing else."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_APART = 0.25
"""Difference in brightness (0 to 1) from which a background is a mark: a cursor, a selection."""


class Colourless(LineFilter):
    """Takes every colour away. What stood out by its background alone stands out in reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """One line without colours."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, _without(segment.style, background))
            for segment in segments
        ]


@lru_cache(maxsize=1024)
def _without(style: Style, background: Color) -> Style:
    marked = bool(style.reverse)
    if style.bgcolor is not None and not marked:
        own = Color.from_rich_color(style.bgcolor)
        marked = abs(own.brightness - background.brightness) > _APART
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=marked,
        meta=style.meta,
    )
