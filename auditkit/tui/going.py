"""Going to what was found: the screen that shows a thing of the audit, and its place there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from auditkit.analysis import everything as kinds
from auditkit.record.model import Note, Ref
from auditkit.tui.linked import said_line
from auditkit.tui.screens.notice import NoticeScreen
from auditkit.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from auditkit.tui.screens.base import AuditScreen

TO_FILE = "file to go to"
"""Name of the place under which the evidence screen is told a file that is not registered."""


def go_to(screen: AuditScreen, target: str) -> None:
    """Show a thing: its kind and its key, one below the other."""
    kind, _, key = target.partition("\n")
    ways: dict[str, Callable[[AuditScreen, str], None]] = {
        kinds.LINE: _to_line,
        kinds.FINDING: lambda screen, key: screen.open_finding(key),
        kinds.CAR: lambda screen, key: _to_place(screen, "cars", "cars", key),
        kinds.EVIDENCE: lambda screen, key: _to_place(screen, "evidence", "evidence", key),
        kinds.FILE: lambda screen, key: _to_place(screen, "evidence", TO_FILE, key),
        kinds.DOCUMENT: lambda screen, key: _to_place(screen, "documents", "documents", key),
        kinds.REQUIREMENT: _to_ref,
        kinds.CHECK: _to_ref,
        kinds.NOTE: _to_ref,
    }
    ways.get(kind, _tell)(screen, key)


def _to_ref(screen: AuditScreen, key: str) -> None:
    _to(screen, screen.session.audit.resolve(key))


def _to_line(screen: AuditScreen, key: str) -> None:
    """A line that is filed stands with its requirement."""
    note: Note = next(each for each in screen.session.audit.notes() if each.id == key)
    if note.ref:
        _to(screen, Ref(note.checklist, note.ref))
        screen.app.call_after_refresh(_stand_on, screen.app, said_line(note).key)
    else:
        screen.kit.triage(key)


def _stand_on(app: App[Any], key: str) -> None:
    """The cursor on a line beside the requirement."""
    for listing in app.screen.query("#linked").results(LineList):
        listing.focus()
        listing.move_to(key)


def _to(screen: AuditScreen, ref: Ref) -> None:
    screen.session.go(ref)
    if screen.WHERE == "audit":
        screen.show()
    else:
        screen.app.switch_mode("audit")


def _to_place(screen: AuditScreen, mode: str, place: str, key: str) -> None:
    """A line of the list on another screen."""
    screen.session.keep_place(place, key)
    if mode == screen.WHERE:
        screen.show()
    else:
        screen.app.switch_mode(mode)


def _tell(screen: AuditScreen, key: str) -> None:
    """What no screen shows by itself is read here."""
    for thing in kinds.everything(screen.session.audit):
        if thing.key == key:
            texts = "\n".join(f"{name}: {text}" for name, text in thing.texts)
            title = f"{thing.kind}: {' '.join(each for each in (thing.name, thing.title) if each)}"
            screen.app.push_screen(NoticeScreen(title, [texts or "Nothing more is recorded."]))
            return
