"""Signs whose width terminals disagree about, in a form whose width is sure.

Emoji that are joined (a family), coloured (a heart, a check mark) or toned take two columns where a
terminal knows how, and more or fewer where it does not; all that stands to their right is then
drawn in the wrong place. The first sign alone has the same width everywhere.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_JOINER = "\u200d"
_CHANGES = "\ufe0f\U0001f3fb-\U0001f3ff"
"""What makes the sign before it another one: in colours (variation selector 16), in a skin tone."""
_UNSURE = re.compile(f"[{_JOINER}{_CHANGES}]")
_JOINED = re.compile(f"[^{_JOINER}{_CHANGES}](?:[{_CHANGES}]|{_JOINER}.)+", re.DOTALL)


def apart(text: str) -> str:
    """Each sign for itself: a family is its members side by side."""
    return text if text.isascii() else _UNSURE.sub("", text)


class Steady(LineFilter):
    """A drawn line of the same width in which every sign has a sure one: for what was not taken
    `apart` since it is written in, and must not change by being shown."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments; of joined signs the first one, with room behind it."""
        if not any(_UNSURE.search(text) for text, *_ in segments):
            return segments
        return [
            Segment(_JOINED.sub(_first, text), style, control) for text, style, control in segments
        ]


def _first(match: re.Match[str]) -> str:
    """Letters are never left out: some scripts join them, and a joiner may hide a word."""
    first, *others = match.group().split(_JOINER)
    kept = apart(first + "".join(each for each in others if each[:1].isalnum()))
    return kept + " " * (cell_len(match.group()) - cell_len(kept))
