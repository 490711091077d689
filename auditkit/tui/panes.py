"""One pane at a time on a small screen: the one with the focus; tab goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget

SMALL = (80, 24)
"""Columns and rows below which panes beside each other are too narrow to read."""


class Panes:
    """The panes of a screen by their ids, in the order in which tab goes through them."""

    def __init__(self, screen: Screen[Any], names: Sequence[str]) -> None:
        self._screen, self._names = screen, names
        self._front = 0
        self.small = False

    def arrange(self) -> None:
        """Show the pane with the focus alone where there is room for one, else all of them."""
        size = self._screen.app.size
        self.small = size.width < SMALL[0] or size.height < SMALL[1]
        self._screen.set_class(self.small, "-small")
        panes = [pane for name in self._names for pane in self._screen.query(f"#{name}")]
        if not panes:
            return
        self._front = self._focused(panes)
        for number, pane in enumerate(panes):
            self._put(pane, number == self._front)
        for box in {box for pane in panes for box in _boxes(pane)}:
            self._put(box, box in _boxes(panes[self._front]))

    def words(self) -> str:
        """Where one is, for the bar; empty where all panes are seen."""
        if not self.small or len(self._names) < 2:
            return ""
        return f"tab: pane {self._front + 1}/{len(self._names)}"

    def _focused(self, panes: Sequence[Widget]) -> int:
        """The pane with the focus; while nothing has it, the one that had it last."""
        focused = self._screen.focused
        if focused is None:
            return self._front
        around = list(focused.ancestors_with_self)
        return next((number for number, pane in enumerate(panes) if pane in around), 0)

    def _put(self, pane: Widget, front: bool) -> None:
        """In front or behind. Behind it has no size, but stays where tab finds it. A pane that
        scrolls takes the focus at any size: without a mouse its end could not be read."""
        pane.set_class(self.small and front, "-front")
        pane.set_class(self.small and not front, "-behind")
        if type(pane) is VerticalScroll and pane.id in self._names:
            pane.can_focus = True


def _boxes(pane: Widget) -> list[Widget]:
    """What a pane stands in."""
    return [
        each for each in pane.ancestors if isinstance(each, Widget) and not isinstance(each, Screen)
    ]
