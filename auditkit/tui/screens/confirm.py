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
        self._by = {"enter": by_enter, "letter": by_letter}
        other = " or enter" if by_enter else " or y" if by_letter else ""
        self._keys = f"F8{other} {yes} · esc {no}"

    def action_agree(self, by: str) -> None:
        """Enter or the letter agrees, where it may."""
        if self._by[by]:
            self.dismiss(True)

    def compose(self) -> ComposeResult:
        """What it is about above the keys."""
        with Vertical() as box:
            set_title(box, self._title, self._keys)
            with VerticalScroll():
                yield Static(content(self._lines), markup=False)
