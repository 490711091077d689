"""A question before something counts: what will happen, to be read in peace, then yes or no."""

from __future__ import annotations

from collections.abc import Iterable

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


class ConfirmScreen(Dialog[bool]):
    """Gives whether the person agreed."""

    BINDINGS = [
        Binding("f8", "dismiss(True)", "yes", show=False, priority=True),
        Binding("y", "agree_by_letter", "yes", show=False, priority=True),
        Binding("enter,ctrl+j", "agree", "yes", show=False, priority=True),
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
        self._by_enter, self._by_letter = by_enter, by_letter
        self._keys = f"F8 or {'enter' if by_enter else 'y'} {yes} · esc {no}"

    def action_agree(self) -> None:
        """Enter agrees, where it may."""
        if self._by_enter:
            self.dismiss(True)

    def action_agree_by_letter(self) -> None:
        """The letter agrees, where it may."""
        if self._by_letter:
            self.dismiss(True)

    def compose(self) -> ComposeResult:
        """What it is about above the keys."""
        with Vertical() as box:
            set_title(box, self._title, self._keys)
            with VerticalScroll():
                yield Static(content(self._lines), markup=False)
