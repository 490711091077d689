"""A question before something counts: what will happen, to be read in peace, then yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from auditkit.tui.key_words import taken_back
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import content, set_title


def given_words() -> str:
    """What issuing a finding means."""
    meaning = "Issued means given to the auditee; later changes show as amendments."
    return f"{meaning} {taken_back()}."


BOUNCE = 0.2
"""Seconds in which a question takes no yes: a key that bounces would answer what it asked."""


class ConfirmScreen(Dialog[bool]):
    """Gives whether the person agreed."""

    BINDINGS = [
        Binding("f8", "agree('F8')", "yes", show=False, priority=True),
        Binding("y", "agree('letter')", "yes", show=False, priority=True),
        Binding("enter,ctrl+j", "agree('enter')", "yes", show=False, priority=True),
        Binding("escape,q,n", "dismiss(False)", "no", show=False, priority=True),
    ]
    AUTO_FOCUS = "VerticalScroll"
    DEFAULT_CSS = """
    ConfirmScreen > Vertical { width: 100; max-width: 100%; height: auto; max-height: 100%;
        border: heavy $primary; background: $surface; padding: 0 1; }
    ConfirmScreen VerticalScroll { height: auto; max-height: 100%; }
    """

    def __init__(
        self,
        title: str,
        lines: Iterable[str],
        *,
        yes: str,
        no: str,
        by_enter: bool = True,
        by_letter: bool = True,
    ) -> None:
        """``yes`` and ``no`` say what the keys do: "issues them", "leaves them drafts". Not
        ``by_enter`` where enter asked: a key that bounces would answer. Not ``by_letter`` where
        a letter asked: a sentence that begins with it would answer."""
        super().__init__()
        self._title, self._lines = title, "\n".join(lines)
        self._by = {"F8": True, "enter": by_enter, "letter": by_letter}
        self._asked_at = 0.0
        other = " or enter" if by_enter else " or y" if by_letter else ""
        self._keys = f"F8{other} {yes} · esc {no}"

    def on_mount(self) -> None:
        """From now on it can be read."""
        self._asked_at = monotonic()

    def action_agree(self, by: str) -> None:
        """A key agrees, where it may; not in the moment in which the question comes."""
        if not self._by[by]:
            self._no_answer("y" if by == "letter" else by)
        elif monotonic() - self._asked_at >= BOUNCE:
            self.dismiss(True)

    def on_key(self, event: events.Key) -> None:
        """Any other letter answers nothing, and says so."""
        if event.is_printable:
            event.stop()
            self._no_answer(event.character or event.key)

    def _no_answer(self, key: str) -> None:
        box = self.query_one(Vertical)
        set_title(box, self._title, f"{key} is no answer here · {self._keys}")

    def compose(self) -> ComposeResult:
        """What it is about above the keys."""
        with Vertical() as box:
            set_title(box, self._title, self._keys)
            with VerticalScroll():
                yield Static(content(self._lines), markup=False)
