"""Who changed what, newest first."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from auditkit.analysis.told import Telling
from auditkit.record.model import Act, Ref
from auditkit.tui.commands import closing_binding
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.notice import NoticeScreen
from auditkit.tui.text import MUTED, cells, content, joined, label, set_title
from auditkit.tui.widgets.line_list import LazyLines, Line, LineList

ROOMY, NARROW = 100, 80
"""Columns from which names are written out, and below which a line tells no time of the day."""
_SHORTEST = 8
"""Signs of a name of one word that stay where there is little room."""
_MOST = 1_000
"""Acts that are listed; the command line tells all changes."""


class HistoryScreen(AppScreen):
    """The trail of one requirement, of one finding with its request, or of the whole audit."""

    BINDINGS = [
        Binding("escape,q", "dismiss(None)", "back", show=False),
        closing_binding("history"),
    ]
    AUTO_FOCUS = "LineList"

    def __init__(self, ref: Ref | None = None, *, finding: str = "", title: str = "") -> None:
        """``title`` says what the trail is of, where a finding is named."""
        super().__init__()
        self._ref, self._finding = ref, finding
        self._of = ref.ref if ref else title

    def compose(self) -> ComposeResult:
        """One line an act."""
        title = f"History of {self._of}" if self._of else "History"
        yield LineList(title=title, empty="Nothing was changed here yet.")
        yield Static(content(" enter shows all of it, before and after · esc goes back"))

    def on_mount(self) -> None:
        """Fill in the lines; each is told when it is looked at."""
        audit = self.session.audit
        self._telling = Telling(audit)
        self._acts = LazyLines(audit.acts(self._ref, _MOST, finding=self._finding), self._line)
        listing = self.query_one(LineList)
        listing.set_lines(self._acts)
        if len(self._acts) == _MOST:
            more = f"the newest {_MOST:,}; 'auditkit journal show' lists all changes"
            set_title(listing, str(listing.border_title or ""), more)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """What stood before and what stands after."""
        act = self._acts.item(message.key)
        if act is not None:
            self.app.push_screen(NoticeScreen("What was done", self._telling.paragraphs(act)))

    def _line(self, key: str, act: Act) -> Line:
        """What was done has the room: who did it gives way to it, then the time of the day."""
        undone = " (undone)" if act.undone else ""
        at, told = act.at.astimezone(), f"{self._telling.sentence(act)}{undone}"
        screen, room = self.app.size.width, self.query_one(LineList).scrollable_content_region.width
        text = f"{at:%m-%d} {told}" if screen < NARROW else f"{at:%Y-%m-%d %H:%M}  {told}"
        whole = cells(joined(f" {text} {act.by} ")) <= room and screen >= ROOMY
        by = act.by if whole else _initials(act.by)
        return Line(key, label(text, MUTED if undone else ""), label(by))


def _initials(name: str) -> str:
    """``IS`` for Ingrid Solberg; of one word its beginning."""
    words = name.split()
    return "".join(each[0] for each in words) if len(words) > 1 else name[:_SHORTEST]
