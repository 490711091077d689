"""Something to read in peace: what opening found, or where the audit has gone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from auditkit.tui.commands import closing_binding
from auditkit.tui.refusal import refusal, way_out
from auditkit.tui.saving import Saving
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import content, set_title


class NoticeScreen(Dialog[bool]):
    """A few paragraphs; scrolls where they are long, enter or esc closes it. Gives whether what
    waits in forms is to be let go."""

    BINDINGS = [
        Binding("enter,escape,q", "dismiss(False)", "back", show=False),
        closing_binding("notices"),
        Binding("x", "let_go", "let go", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"
    DEFAULT_CSS = """
    NoticeScreen > Vertical { width: 90; max-width: 100%; height: auto; max-height: 100%;
        border: heavy $primary; background: $surface; padding: 0 1; }
    NoticeScreen VerticalScroll { height: auto; max-height: 100%; }
    """

    def __init__(self, title: str, paragraphs: Sequence[str], *, waiting: bool = False) -> None:
        """``waiting``: whether something waits in forms."""
        super().__init__()
        self._title, self._paragraphs, self._waiting = title, paragraphs, waiting

    def compose(self) -> ComposeResult:
        """The paragraphs, with a line between them."""
        with Vertical() as box:
            more = "x lets go of what waits in forms · " if self._waiting else ""
            set_title(box, self._title, f"{more}up/down scroll · enter or esc closes")
            with VerticalScroll():
                yield Static(content("\n\n".join(self._paragraphs)), markup=False)

    def action_let_go(self) -> None:
        """Another question follows."""
        if self._waiting:
            self.dismiss(True)


def found_notice(saving: Saving, *, waiting: bool) -> NoticeScreen:
    """What opening found, and what follows for working in it; ``waiting`` as for `NoticeScreen`."""
    audit, trouble = saving.audit, saving.trouble
    paragraphs = [f"· {each}" for each in saving.found]
    if trouble is not None:
        paragraphs.append(saving.explain(trouble))
    elif audit.read_only and any(audit.read_only_reason in _plain(each) for each in saving.found):
        paragraphs.append(f"Nothing can be changed here until then. {way_out(audit)}".strip())
    elif audit.read_only:
        paragraphs.append(str(refusal(audit)))
    elif paragraphs:
        paragraphs.append("You can go on working; what is shown is what the journals hold.")
    else:
        paragraphs.append("Opening found nothing wrong.")
    return NoticeScreen("What opening this audit found", paragraphs, waiting=waiting)


def _plain(sentence: str) -> str:
    """A sentence as it stands in a reason: it begins small there."""
    return sentence[:1].lower() + sentence[1:]
