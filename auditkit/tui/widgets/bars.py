"""The line above (what this is, whether it is saved) and the line below (what the keys do)."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from auditkit.tui.commands import footer_text
from auditkit.tui.text import joined

MESSAGE_SECONDS = 5.0


class StatusBar(Widget):
    """Title and counts on the left, the saved word on the right, loud when not saved."""

    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; color: $foreground; }
    StatusBar.-loud { background: $error; color: $text; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = "", ""

    def show(self, left: str, right: str) -> None:
        """Show another state."""
        self._left, self._right = joined(left), joined(right)
        self.set_class(right.startswith("NOT SAVED"), "-loud")
        self.refresh()

    def render(self) -> Content:
        """Both sides; a loud right side takes all the room it needs."""
        return Content(two_sides(self._left, self._right, self.size.width))


def two_sides(left: str, right: str, width: int) -> str:
    """``left`` and ``right`` on one line of ``width`` characters; ``left`` gives way."""
    right = right if len(right) <= width - 2 else right[: max(0, width - 3)] + "…"
    room = width - len(right) - 3
    if len(left) > room:
        left = left[: max(0, room - 1)] + "…" if room > 1 else ""
    return f" {left}{' ' * max(1, width - len(left) - len(right) - 2)}{right} "


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
        self._timer: Timer | None = None

    @property
    def told(self) -> str:
        """What is being told at the moment."""
        return self._told

    def show(self, where: str, mode: str) -> None:
        """Show the keys of another place."""
        self._where, self._mode = where, mode
        self.set_class(mode == "WRITE", "-write")
        self.refresh()

    def tell(self, text: str) -> None:
        """Say one sentence for a few seconds."""
        self._told = joined(text)
        self.set_class(bool(self._told), "-told")
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(MESSAGE_SECONDS, self.hush) if text else None
        self.refresh()

    def hush(self) -> None:
        """Back to the keys."""
        self._told = ""
        self.remove_class("-told")
        self.refresh()

    def render(self) -> Content:
        """One line."""
        if self._told:
            return Content(f" {self._told}")
        return Content(footer_text(self._where, self._mode, self.size.width))
