"""The line above (what this is, whether it is saved) and the line below (what the keys do)."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from auditkit.tui.command import Command
from auditkit.tui.commands import footer_parts
from auditkit.tui.heading import Heading
from auditkit.tui.text import cells, clipped, joined, wrapped

MESSAGE_SECONDS = 5.0
_MOST_LINES = 4


class StatusBar(Widget):
    """Title and counts on the left, the saved word on the right, loud when not saved."""

    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; color: $foreground; }
    StatusBar.-loud { background: $error; color: $text; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = Heading(""), ""

    def show(self, left: Heading, right: str) -> None:
        """Show another state."""
        self._left, self._right = left, joined(right)
        self.set_class(right.startswith("NOT SAVED"), "-loud")
        self.refresh()

    def render(self) -> Content:
        """Both sides; a loud right side takes all the room it needs."""
        return Content(two_sides(self._left, self._right, self.size.width))


def two_sides(left: Heading, right: str, width: int) -> str:
    """Both sides on one line of ``width`` columns. ``right`` takes two thirds of it at most,
    unless something is not saved; ``left`` gives way."""
    most = width - 2 if right.startswith("NOT SAVED") else max(1, width * 2 // 3)
    right = clipped(right, most)
    room = width - cells(right) - 3
    text = left.fit(room) if room > 1 else ""
    return f" {text}{' ' * max(0, width - cells(text) - cells(right) - 2)}{right} "


def keys_line(parts: list[tuple[str, Command | None]]) -> Content:
    """Keys in bold before what they do, so that it is plain where one ends and the next begins."""
    return Content("").join(
        Content(text) if command is None else Content(text).stylize("bold", 0, len(command.key) + 1)
        for text, command in parts
    )


class CommandFooter(Widget):
    """BROWSE or WRITE and the keys that matter, or for a moment what just happened."""

    DEFAULT_CSS = """
    CommandFooter { height: 1; background: $panel; color: $foreground; }
    CommandFooter.-write { background: $warning; color: $text; }
    CommandFooter.-told { background: $primary; color: $text; }
    """

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where, self._mode, self._told = where, "BROWSE", ""
        self._beside = ""
        self._without: frozenset[str] = frozenset()
        self._timer: Timer | None = None

    @property
    def told(self) -> str:
        """What is being told at the moment."""
        return self._told

    def show(self, where: str, mode: str, beside: str = "") -> None:
        """Show the keys of another place; ``beside`` stands next to the mode."""
        self._where, self._mode, self._beside = where, mode, beside
        self.set_class(mode == "WRITE", "-write")
        self.refresh()

    def leave_out(self, commands: frozenset[str]) -> None:
        """Do not show these commands, by their ids: they mean nothing at the moment."""
        if commands != self._without:
            self._without = commands
            self.refresh()

    def tell(self, text: str) -> None:
        """Say a sentence and its remedy for a few seconds, on as many lines as they need."""
        self._told = joined(text)
        self.set_class(bool(self._told), "-told")
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(MESSAGE_SECONDS, self.hush) if text else None
        self._fit()

    def hush(self) -> None:
        """Back to the keys."""
        self._told = ""
        self.remove_class("-told")
        self._fit()

    def on_resize(self, _event: events.Resize) -> None:
        """A narrower screen takes more lines."""
        self._fit()

    def render(self) -> Content:
        """The keys, or what is told."""
        if self._told:
            return Content("\n".join(f" {line}" for line in self._lines()))
        return keys_line(self._parts())

    async def on_click(self, event: events.Click) -> None:
        """A click on a key does what the key does."""
        at = 0
        for text, command in self._parts():
            at += len(text)
            if event.x < at:
                if command is not None and not self._told:
                    await self.app.run_action(command.action, self._acting(command.action))
                return

    def _parts(self) -> list[tuple[str, Command | None]]:
        return footer_parts(self._where, self._head, self.size.width, self._without)

    def _acting(self, action: str) -> Widget:
        """What has the action: the field one writes in, or the screen."""
        name = f"action_{action.partition('(')[0]}"
        focused = self.screen.focused
        return focused if focused is not None and hasattr(focused, name) else self.screen

    @property
    def _head(self) -> str:
        return f"{self._mode} {self._beside}".rstrip()

    def _lines(self) -> list[str]:
        return wrapped(self._told, max(20, self.size.width - 2), _MOST_LINES)

    def _fit(self) -> None:
        self.styles.height = len(self._lines())
        self.refresh()
