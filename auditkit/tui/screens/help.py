"""The keys of a screen, from the one table of commands."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from auditkit.tui.commands import closing_binding, commands_for, told_once
from auditkit.tui.keymap import own_keys_words
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import HEADING, MUTED, cells, content, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList

_NAMES = {
    "dashboard": "dashboard",
    "audit": "audit",
    "evidence": "evidence",
    "findings": "findings",
    "cars": "CARs",
    "documents": "documents",
    "triage": "interview lines",
    "look": "a look into a file",
    "citations": "what was cited and changed",
    "finder": "the finder",
    "editor": "the finding editor",
    "write": "while writing",
    "start": "recent audits",
}
"""What the screens are called where people read it."""
_ALSO = {
    "audit": ("write", "finder", "editor", "triage"),
    "evidence": ("look", "citations", "finder"),
}
_OR = " or "
_BETWEEN = " │ "
_NARROWEST = 24
"""Columns that words take at least, however wide the keys are."""


class HelpScreen(Dialog[None]):
    """Scrolls; esc, ? or q goes back."""

    BINDINGS = [
        Binding("escape,q", "dismiss(None)", "back", show=False),
        closing_binding("help"),
    ]
    AUTO_FOCUS = "LineList"

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """One command below the other, the keys apart from the words."""
        with Vertical(classes="dialog") as box:
            set_title(box, f"Keys: {_NAMES.get(self._where, self._where)}")
            yield LineList()
            yield Static(content(f"up/down scroll · esc goes back\n{own_keys_words()}"))

    def on_mount(self) -> None:
        """Fill in the lines."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Words break elsewhere."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        listing = self.query_one(LineList)
        width = listing.content_size.width - 1  # there is more than fits: a bar to scroll by
        lines = list(_lines(self._where, width))
        for where in _ALSO.get(self._where, ()):
            lines += [_heading(""), _heading(f"Keys: {_NAMES[where]}"), *_lines(where, width)]
        listing.set_lines(lines, listing.key)


def _lines(where: str, width: int) -> Iterator[Line]:
    """A command on as many lines as its words need."""
    told = list(told_once(commands_for(where)))
    column = max((cells(keys) for keys, _ in told), default=0)
    room = max(_NARROWEST, width - column - len(_BETWEEN) - 2)
    for keys, command in told:
        first, *more = wrap(command.help, room) or [""]
        yield Line(command.id, _row(_keys(keys), column, first))
        for words in more:
            yield Line("", _row(label(""), column, words), selectable=False)


def _keys(keys: str) -> Text:
    shown = [label(key, HEADING) for key in keys.split(_OR)]
    return Text(_OR, no_wrap=True, end="").join(shown)


def _row(keys: Text, column: int, words: str) -> Text:
    keys.pad_right(max(0, column - keys.cell_len))
    return keys.append(_BETWEEN, MUTED).append_text(label(words))


def _heading(text: str) -> Line:
    return Line("", label(text, HEADING), selectable=False)
