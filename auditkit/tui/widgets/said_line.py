"""The line of an interview that is being typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from textual import events

from auditkit.tui.widgets.saved_text import Line


class Interview(Protocol):
    """The screen on which a line is typed."""

    def tell_keys(self) -> None:
        """What was told is read."""

    def safely(self, work: Callable[[], None]) -> None:
        """Do something that may fail for a reason a person can see to."""

    def enter_line(self) -> None:
        """The line is at its end."""

    def take_digit(self, char: str, at: float) -> bool:
        """Whether a digit, typed ``at`` (seconds), filed the line before."""

    def follow_typing(self) -> None:
        """Something was typed."""

    def settle(self) -> None:
        """The digits before were meant to file."""


class SaidLine(Line):
    """The line being typed: a digit on an empty one may file the line before. All that a key means
    is done before the next one is looked at, however fast they come."""

    async def _on_key(self, event: events.Key) -> None:
        screen = cast(Interview, self.screen)
        screen.tell_keys()
        digit = event.character if event.is_printable else None
        if event.key == "enter":
            screen.safely(screen.enter_line)
        elif not (digit and screen.take_digit(digit, event.time)):
            await super()._on_key(event)
            screen.safely(screen.follow_typing)
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        cast(Interview, self.screen).settle()
        super()._on_paste(event)
