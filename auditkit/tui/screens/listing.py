"""A screen with a list above and what the line under the cursor holds below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from auditkit.errors import AuditkitError
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.text import HEADING, content, set_title
from auditkit.tui.widgets.line_list import Line, LineList


class ListingScreen(AuditScreen):
    """Findings, CARs, evidence: the same shape, other lines."""

    AUTO_FOCUS = "#lines"
    PANES = ("lines", "detail")
    HEADING = ""
    EMPTY = ""
    DEFAULT_CSS = """
    ListingScreen #detail { height: 45%; }
    ListingScreen #detail-text { height: auto; }
    """

    def body(self) -> ComposeResult:
        """The list and the detail."""
        yield LineList(id="lines", title=self.HEADING, empty=self.EMPTY)
        with VerticalScroll(id="detail", classes="pane", can_focus=True):
            yield Static(id="detail-text", markup=False)

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """The lines of the list."""

    @abstractmethod
    def detail(self, key: str) -> tuple[str, Content]:
        """Title and text for the line under the cursor."""

    @property
    def place_name(self) -> str:
        """Under which name the session keeps the line the list is on."""
        return self.WHERE

    def summary(self) -> str:
        """What stands in the frame of the list, on the right."""
        return ""

    def below(self) -> str:
        """What stands in the frame of the detail, on the right."""
        return ""

    def show(self) -> None:
        """Everything anew; the cursor stays where it was left."""
        super().show()
        listing = self.query_one("#lines", LineList)
        place = self.session.place(self.place_name) or listing.key
        listing.set_lines(self.lines(), place)
        set_title(listing, self.HEADING, self.summary())
        self._show_detail(listing.key)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The detail follows."""
        self.session.keep_place(self.place_name, message.key)
        self._show_detail(message.key)

    @property
    def chosen(self) -> str:
        """The key under the cursor; raises `AuditkitError` for an empty list."""
        key = self.query_one("#lines", LineList).key
        if not key:
            raise AuditkitError("There is nothing in this list yet.", self.EMPTY)
        return key

    def _show_detail(self, key: str) -> None:
        title, text = self.detail(key) if key else ("", content(self.EMPTY))
        self.query_one("#detail-text", Static).update(text)
        set_title(self.query_one("#detail"), title, self.below())


def named(pairs: Sequence[tuple[str, str]]) -> Content:
    """Names and what they say, one below the other; empty ones are left out."""
    parts = [
        Content.styled(f"{name:<13} ", HEADING) + content(text)
        for name, text in pairs
        if text.strip()
    ]
    return Content("\n").join(parts)
