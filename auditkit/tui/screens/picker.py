"""A list to choose one line from, narrowed while one types; menu and search stand on it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from auditkit.tui.narrowing import narrowed
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import content, set_title
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.saved_text import Line as TextLine

_FEW = 12


class PickerScreen(Dialog[str | None]):
    """Gives the key of the chosen line, or nothing. Subclasses say which lines fit a query."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "back", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "move(1)", show=False, priority=True),
        Binding("shift+tab", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    AUTO_FOCUS = "TextLine, Line"
    TITLE_TEXT = ""
    HINT = "type to narrow"
    EMPTY = "Nothing fits."
    FEW = False
    """Whether its lines are all there at first: where they are few, the box is small."""
    KEYS = "up/down choose · enter opens · esc goes back"

    def compose(self) -> ComposeResult:
        """A line to type into above the lines that fit."""
        with Vertical(classes="dialog") as box:
            set_title(box, self.TITLE_TEXT)
            yield TextLine(hint=self.HINT)
            yield LineList(empty=self.EMPTY)
            yield Static(content(self.KEYS), markup=False)

    @abstractmethod
    def lines(self, query: str) -> Sequence[Line]:
        """The lines that fit what was typed."""

    def on_mount(self) -> None:
        """All lines at first. The list takes no focus: what is typed always narrows."""
        listing = self.query_one(LineList)
        listing.can_focus = False
        self.narrow("")
        count = len(self.lines("")) if self.FEW else _FEW
        if count < _FEW:
            self.query_one(Vertical).add_class("question")
            listing.styles.height = count + 1  # one more for what a subclass adds to them

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self.narrow(event.value)

    def narrow(self, query: str) -> None:
        """Show what fits, the first line under the cursor."""
        listing = self.query_one(LineList)
        listing.cursor = 0
        listing.set_lines(self.lines(query))

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
    """A few fixed lines; a line is called what stands before its first colon."""

    FEW = True

    def __init__(
        self, title: str, lines: Sequence[Line], also: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """``also``: other names of lines, by their keys."""
        super().__init__()
        self.TITLE_TEXT = title
        self._all, self._also = lines, also or {}

    def lines(self, query: str) -> Sequence[Line]:
        """Those that hold every word typed, what is called so first."""
        return narrowed(((line, self._names(line), line.left.plain) for line in self._all), query)

    def _names(self, line: Line) -> list[str]:
        return [line.left.plain.partition(": ")[0], *self._also.get(line.key, ())]
