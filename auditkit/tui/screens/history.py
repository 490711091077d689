"""Who changed what, newest first."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from auditkit.record.model import Ref
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.text import MUTED, content, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList


class HistoryScreen(AppScreen):
    """The trail of one requirement, of one finding with its request, or of the whole audit."""

    BINDINGS = [Binding("escape,q,t", "dismiss(None)", "back", show=False)]
    AUTO_FOCUS = "LineList"

    def __init__(self, ref: Ref | None = None, *, finding: str = "", title: str = "") -> None:
        """``title`` says what the trail is of, where a finding is named."""
        super().__init__()
        self._ref, self._finding = ref, finding
        self._of = ref.ref if ref else title

    def compose(self) -> ComposeResult:
        """One line a change."""
        with Vertical(classes="pane") as box:
            set_title(box, f"History of {self._of}" if self._of else "History")
            yield LineList(empty="Nothing was changed here yet.")
            yield Static(content("esc back"), markup=False)

    def on_mount(self) -> None:
        """Fill in the lines."""
        lines = []
        entries = self.session.audit.history(self._ref, finding=self._finding)
        for number, entry in enumerate(entries):
            when = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
            undone = " (undone)" if entry.undone else ""
            text = f"{when}  {entry.verb}: {entry.about}{undone}"
            lines.append(Line(str(number), label(text, MUTED if undone else ""), label(entry.by)))
        self.query_one(LineList).set_lines(lines)
