"""The keys of a screen, from the one table of commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from auditkit.tui.commands import commands_for
from auditkit.tui.text import HEADING, content, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList

_ALSO = {
    "audit": (
        ("While writing", "write"),
        ("In the finder", "finder"),
        ("In the finding editor", "editor"),
        ("Filing interview lines", "triage"),
    ),
    "evidence": (
        ("Looking into a file", "look"),
        ("Comparing what was cited", "citations"),
        ("In the finder", "finder"),
    ),
}


class HelpScreen(ModalScreen[None]):
    """Scrolls; esc, ? or q goes back."""

    BINDINGS = [Binding("escape,question_mark,f1,q", "dismiss(None)", "back", show=False)]
    AUTO_FOCUS = "LineList"

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """One line a command."""
        with Vertical(classes="dialog") as box:
            set_title(box, f"Keys: {self._where}")
            yield LineList()
            yield Static(content("esc back"), markup=False)

    def on_mount(self) -> None:
        """Fill in the lines."""
        lines = _lines(self._where)
        for title, where in _ALSO.get(self._where, ()):
            lines += [_heading(""), _heading(title), *_lines(where)]
        self.query_one(LineList).set_lines(lines)


def _lines(where: str) -> list[Line]:
    lines = []
    for command in commands_for(where):
        keys = label(command.all_keys, HEADING)
        keys.pad_right(max(1, 16 - keys.cell_len))
        lines.append(Line(command.id, keys + label(command.help)))
    return lines


def _heading(text: str) -> Line:
    return Line("", label(text, HEADING), selectable=False)
