"""Screens that go once, however often the key is pressed that lets them go."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class OnceScreen(Screen[ScreenResultType]):
    """A screen that only goes while it is the one shown. A key that bounces, or is held down,
    comes again before the screen is gone; Textual would take the screen below away, or end."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, giving ``result`` to who asked."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Dialog(ModalScreen[ScreenResultType], OnceScreen[ScreenResultType]):
    """One that stands before another, which is seen behind it. `ModalScreen` comes first: Textual
    takes the styles of the first base alone."""
