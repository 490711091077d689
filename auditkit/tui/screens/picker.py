"""A list to choose one line from, narrowed while one types; menu and search stand on it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from auditkit.tui.screens.early import take_early_key
from auditkit.tui.text import content, set_title
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.saved_text import Line as TextLine


class PickerScreen(ModalScreen[str | None]):
    """Gives the key of the chosen line, or nothing. Subclasses say which lines fit a query."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "back", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    AUTO_FOCUS = "TextLine, Line"
    TITLE_TEXT = ""

    def compose(self) -> ComposeResult:
        """A line to type into above the lines that fit."""
        with Vertical(classes="dialog") as box:
            set_title(box, self.TITLE_TEXT)
            yield TextLine(hint="type to narrow")
            yield LineList(empty="Nothing fits.")
            keys = "type to narrow  up/down choose  enter open  esc back"
            yield Static(content(keys), markup=False)

    @abstractmethod
    def lines(self, query: str) -> Sequence[Line]:
        """The lines that fit what was typed."""

    def on_mount(self) -> None:
        """All lines at first."""
        self.query_one(LineList).set_lines(self.lines(""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        listing = self.query_one(LineList)
        listing.cursor = 0
        listing.set_lines(self.lines(event.value))

    def on_input_submitted(self) -> None:
        """Enter chooses."""
        if key := self.query_one(LineList).key:
            self.dismiss(key)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A click chooses."""
        self.dismiss(message.key)

    def on_key(self, event: events.Key) -> None:
        """Keys typed here mean nothing outside."""
        take_early_key(self, event)
        if event.is_printable:
            event.stop()

    def action_move(self, step: int) -> None:
        """The cursor of the list, while one goes on typing."""
        self.query_one(LineList).action_move(step)

    def action_page(self, step: int) -> None:
        """A page of the list."""
        self.query_one(LineList).action_page(step)


class Choice(PickerScreen):
    """A few fixed lines."""

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self.TITLE_TEXT = title
        self._all = lines

    def lines(self, query: str) -> Sequence[Line]:
        """Those that hold every word typed."""
        words = query.casefold().split()
        return [line for line in self._all if all(w in line.left.plain.casefold() for w in words)]
