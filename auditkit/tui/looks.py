"""How the screens look: the characters they are drawn with, their colours, and the smallest size
at which they are of use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen

from auditkit.tui import glyphs
from auditkit.tui.colourless import Colourless
from auditkit.tui.settings import keep_setting, setting
from auditkit.tui.steady import Steady
from auditkit.tui.theme import DARK, THEMES, WORD_COLOURS

SMALLEST = (60, 15)
"""Columns and rows below which no screen can be read."""
_THEME = "theme"
_COLOURLESS, _STEADY = Colourless(), Steady()


class LookedApp(App[int]):
    """An app that knows its themes, draws with ASCII alone where ``ascii`` says so, and tells
    when the terminal is too small."""

    def __init__(self, *, ascii: bool = False) -> None:
        super().__init__()
        self._plain = glyphs.Plain() if ascii else None
        self._small: Screen[None] | None = None
        glyphs.choose(ascii)
        for theme in THEMES:
            self.register_theme(theme)
        known = {each.name for each in THEMES}
        kept = setting(_THEME)
        self._wear(kept if kept in known else DARK.name)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line goes through."""
        filters = super().get_line_filters()
        if self.no_color:
            filters = [*(each for each in filters if not isinstance(each, Monochrome)), _COLOURLESS]
        filters = [*filters, _STEADY]
        return [*filters, self._plain] if self._plain is not None else filters

    def wear(self, theme: str) -> None:
        """Other colours from now on, also the next time; raises `AuditkitError`."""
        self._wear(theme)
        keep_setting(_THEME, theme)

    def _wear(self, theme: str) -> None:
        for each in (App.ansi_theme_dark, App.ansi_theme_light):
            self.set_reactive(each, WORD_COLOURS[theme])  # quietly: the theme tells it once for all
        self.theme = theme

    def on_resize(self, event: events.Resize) -> None:
        """Below the smallest size one sentence stands before everything, and nothing is lost."""
        if too_small(event.size.width, event.size.height):
            self.call_after_refresh(self._say_too_small)

    def _say_too_small(self) -> None:
        from auditkit.tui.screens.small import SmallScreen

        shown: Screen[Any] = self.screen
        if too_small(*self.size) and not isinstance(shown, SmallScreen):
            self._small = SmallScreen()
            self.push_screen(self._small)

    def leave_small(self) -> None:
        """Before a key is looked at: where the terminal is large enough again, the key is for the
        screen below, and must not be lost while that comes back."""
        small = self._small
        if small is not None and small.is_current and not too_small(*self.size):
            self._small = None
            self.pop_screen()


def too_small(width: int, height: int) -> bool:
    """Whether no screen can be read at this size."""
    return width < SMALLEST[0] or height < SMALLEST[1]
