"""A letter whose command undo cannot take back waits for what follows: a sentence may begin with
it, and the rest of that would come too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from auditkit.tui.burst import FAST
from auditkit.tui.command import Command
from auditkit.tui.commands import commands_for
from auditkit.tui.key_names import LISTS

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp


class Waiting:
    """The command of such a letter, until it is known what it was."""

    def __init__(self, app: AuditkitApp) -> None:
        self._app = app
        self._command: Command | None = None
        self._timer: Timer | None = None

    def begin(self, event: events.Key, where: str) -> bool:
        """Whether what a key does on a screen waits from now on."""
        self._command = self._lasting(event, where)
        if self._command is None:
            return False
        self._timer = self._app.set_timer(FAST, self._act)
        return True

    async def end(self, event: events.Key) -> bool:
        """Another key: either a sentence goes on with it, or what waits is done first. Whether the
        program was to end, so that the key means nothing any more."""
        command = self._command
        if command is None:
            return False
        if _goes_on(event, command):
            self._stop()
            letter = next(each for each in command.keys.split(",") if len(each) == 1)
            told = f"{letter} did nothing: {event.character} came right behind it."
            self._app.tell(told)
            return False
        await self._act()
        return command.id == "quit"

    def _stop(self) -> None:
        self._command = None
        if self._timer is not None:
            self._timer.stop()

    async def _act(self) -> None:
        command = self._command
        self._stop()
        if command is not None:
            await self._app.run_action(command.action, self._app.screen)

    def _lasting(self, event: events.Key, where: str) -> Command | None:
        if not (event.character or "").isalpha():
            return None
        for each in commands_for(where):
            if each.lasts and event.key in each.keys.split(","):
                # Where something is not saved, leaving asks by itself.
                asks = each.id == "quit" and self._app.session.trouble is not None
                return None if asks else each
        return None


def _goes_on(event: events.Key, command: Command) -> bool:
    """Whether a key goes on with a sentence that began with the letter of a command. Nobody types
    a digit to leave the program for another screen."""
    char = event.character or ""
    if char.isdigit():
        return command.id == "quit"
    return char.isalpha() and event.key not in {*LISTS, *command.keys.split(",")}
