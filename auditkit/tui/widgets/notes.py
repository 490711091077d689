"""The running note of a requirement: WRITE mode, saved while one types."""

from __future__ import annotations

from textual.binding import Binding

from auditkit.tui.autosave import TextKey
from auditkit.tui.commands import bindings_for
from auditkit.tui.text import block
from auditkit.tui.widgets.saved_text import SavedText


class Notes(SavedText):
    """A text field whose few commands are keys that no text needs."""

    WHERE = "write"
    BINDINGS = [
        *bindings_for("write", priority=True),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    _before: str | None = None
    """The text to which an empty last line was opened; that line is no part of it yet."""

    def open_line(self) -> None:
        """Begin a new line where one goes on at the end; what is stored stays as it is until
        something stands on it."""
        self.take()
        at_end = self.cursor_location == self.document.end
        if self.read_only or not at_end or not self.text or self.text.endswith("\n"):
            return
        self._before = self.text
        self._loaded = f"{self.text}\n"
        self.insert("\n")
        self.call_after_refresh(self.scroll_cursor_visible)

    def begin(self, text: str) -> None:
        """Go on writing, with the beginning of what is said."""
        self.screen.set_focus(self)
        self.open_line()
        self.insert(text)
        self.take()  # at once: what is shown anew in between would not know of it

    def put_before(self, letter: str, word: str) -> None:
        """Complete a word whose first letter was taken for a command."""
        row, column = self.cursor_location
        at = self.document.get_line(row).rfind(word, 0, column)
        if at >= 0:
            self.insert(letter, (row, at), maintain_selection_offset=True)
            self.take()

    def on_blur(self) -> None:
        """A line that was opened for nothing goes away again; who only looks at another window
        finds it there."""
        if not self.app.app_focus:
            return
        if self._line_is_open():
            place, self._loaded = self.cursor_location, self._before or ""
            self.load_text(self._loaded)
            self.move_cursor(min(place, self.document.end))
        self._before = None

    def show_text(self, key: TextKey | None, text: str) -> None:
        """As `SavedText`; an opened line stays while its text is shown again."""
        if key == self.key and self._line_is_open() and block(text) == self._before:
            return
        super().show_text(key, text)

    @property
    def typed_text(self) -> str:
        """What stands here, without a line that was opened for nothing."""
        return self._before or "" if self._line_is_open() else self.text

    def _line_is_open(self) -> bool:
        return self._before is not None and self.text == f"{self._before}\n"

    def action_leave_write(self) -> None:
        """Back to browsing; everything is kept."""
        self._ask("action_leave_write")

    def action_link_evidence(self) -> None:
        """Find evidence and put its label at the cursor."""
        self._ask("action_link_evidence")

    def action_stamp(self) -> None:
        """The time."""
        self._ask("stamp")

    def action_finding_from_text(self) -> None:
        """A finding from the selected text."""
        self._ask("finding_from_text")

    def action_write_next(self) -> None:
        """The next untested requirement."""
        self._ask("write_next")

    def action_capture(self) -> None:
        """Write down what is said."""
        self._ask("action_capture")

    def action_save_elsewhere(self) -> None:
        """Another folder for an audit that cannot be saved here."""
        self._ask("action_save_elsewhere")

    def _ask(self, name: str) -> None:
        getattr(self.screen, name)()
