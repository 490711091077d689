"""Where a missing file is now: one of the places where it may be, or any file by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import never
from auditkit.record.model import Evidence, FileStanding, Verification
from auditkit.tui.commands import key_of
from auditkit.tui.file_lines import name_first
from auditkit.tui.key_words import taken_back
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import label
from auditkit.tui.widgets.line_list import Line
from auditkit.tui.workers.files import names_found
from auditkit.tui.workers.running import run_latest

if TYPE_CHECKING:
    from auditkit.tui.screens.base import AppScreen
    from auditkit.tui.session import Session

_WIDTH = 74
"""Columns of a line of the dialog in a terminal of 80."""


class MovedScreen(PickerScreen):
    """Before a letter is typed: where the last verification found it may be; then files by name.
    Gives the path."""

    def __init__(self, title: str, found: Sequence[str], session: Session) -> None:
        super().__init__()
        self.TITLE_TEXT = title
        self._found, self._session = found, session

    def lines(self, query: str) -> Sequence[Line]:
        """Places, or files whose names fit."""
        if not query.strip():
            return [Line(each, label(each), label("may be it")) for each in self._found]
        if self._session.index is None:  # the files are still being listed
            return []
        found = names_found(self._session.index, query, {}, never)
        entries = [each.entry for each in found]
        return [Line(str(each.absolute), name_first(each, _WIDTH)) for each in entries]


def missing(evidence: Evidence, look: Verification | None) -> Verification:
    """The look that found a file missing; raises `AuditkitError` where none did."""
    if look is None or look.standing is not FileStanding.MISSING:
        again = f"{key_of('evidence.verify')} looks at all files."
        raise AuditkitError(f"{evidence.label} was not found missing.", again)
    return look


def ask_where(screen: AppScreen, evidence: Evidence, look: Verification) -> None:
    """Ask where it is, and move it there when its contents are the registered ones."""

    def give(path: str | None) -> None:
        if path is not None:
            run_latest(screen, "moved", partial(_moving, screen, evidence, Path(path)))

    title = f"{evidence.label} {evidence.title}: where is it now? Letters find any file"
    screen.kit.ask(MovedScreen(title, look.found, screen.session), give)


async def _moving(screen: AppScreen, evidence: Evidence, path: Path) -> None:
    try:
        known = await asyncio.to_thread(fingerprint, path)
        moved = screen.session.audit.move_evidence(evidence.id, path, known)
    except AuditkitError as error:
        screen.kit.fail(error)
        return
    screen.kit.show_again()
    screen.say(f"{moved.label} is at {moved.path} now; {taken_back()}.")
