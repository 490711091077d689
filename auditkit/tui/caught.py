"""What is said where a sentence was caught, and the interview line that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from auditkit.errors import AuditkitError
from auditkit.record.model import Ref
from auditkit.tui.key_words import brought_back
from auditkit.tui.text import content

if TYPE_CHECKING:
    from auditkit.tui.screens.capture import CaptureScreen

_LOOKS = 0.5
"""Seconds between two looks at whether the line was entered."""


TYPED, PASTED = "You were typing", "You pasted"


def note_words(did: str, owner: Ref | None, changed: bool) -> str:
    """Where the words are, that one is writing, and what became of what the letters did. ``did``
    is `TYPED` or `PASTED`."""
    what = f"what the letters did is taken back ({brought_back()})" if changed else _NOTHING
    where = f"the note of {owner.ref}" if owner else "the note"
    return f"{did}: the words are in {where}, you WRITE there now; {what}."


_NOTHING = "nothing else was changed"


class Caught(Static):
    """Stands in the interview box, in the place of a line about proposals, until the line is
    entered or the box goes."""

    DEFAULT_CSS = "Caught { height: 1; background: $primary; color: $text; }"

    def __init__(self, did: str, changed: bool) -> None:
        what = "what the letters did is taken back" if changed else _NOTHING
        words = f"{did}: it stands in this line; {what}."
        super().__init__(content(words), markup=False)

    def on_mount(self) -> None:
        """The other line makes room."""
        self.screen.query_one("#about").display = False
        self.set_interval(_LOOKS, self.look)

    def look(self) -> None:
        """Go, once the line was entered."""
        from auditkit.tui.widgets.said_line import SaidLine

        if not self.screen.query_one(SaidLine).value:
            self.screen.query_one("#about").display = True
            self.remove()


def stand_in_line(screen: CaptureScreen, text: str, did: str, changed: bool) -> None:
    """The space behind a text that was put into an interview line, and what happened: as
    `note_words`."""
    from auditkit.tui.widgets.said_line import SaidLine

    line = screen.query_one(SaidLine)
    line.insert_text_at_cursor(text[len(text.rstrip()) :])
    if not screen.query(Caught):
        screen.query_one(Vertical).mount(Caught(did, changed), before="#about")


def put_before(screen: CaptureScreen, letters: str, word: str) -> None:
    """Complete a word of the interview line whose first letters were taken for commands. An earlier
    line that lies there unfinished is entered first, on its own."""
    from auditkit.tui.widgets.said_line import SaidLine

    line, app = screen.query_one(SaidLine), screen.kit
    at = line.value.rfind(word)
    if at < 0:
        return
    earlier, after = line.value[:at], line.value[at:]
    capturing = screen.session.capturing
    capturing.line = earlier
    try:
        capturing.keep_unfinished(screen.session.audit)
    except AuditkitError as error:
        app.fail(error)
    line.value = f"{capturing.line}{letters}{after}"
    line.cursor_position = len(line.value)
    screen.show()
    stand_in_line(screen, letters, TYPED, changed=False)
