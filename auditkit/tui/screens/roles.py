"""Who is speaking: a function of the auditees of this audit, or one typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from auditkit.record.model import Role
from auditkit.tui.narrowing import narrowed
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import joined, label
from auditkit.tui.widgets.line_list import Line

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp

NOBODY = "\n"
"""The key of the line that names nobody."""


class RoleScreen(PickerScreen):
    """Gives a function, `NOBODY`, or nothing when the person went back."""

    TITLE_TEXT = "Who is speaking?"
    HINT = "type a function (QA manager), enter takes it"
    KEYS = "up/down choose · enter takes it · esc goes back"
    FEW = True

    def lines(self, query: str) -> Sequence[Line]:
        """What was typed, as it stands or as a function that is known; known ones that fit."""
        typed, known = joined(query).strip(), self._known()
        fitting = narrowed(((each, (each,), "") for each in known), typed)
        lines = [Line(each, label(each), label(known[each])) for each in fitting]
        if typed and typed not in known:
            lines.append(Line(typed, label(typed), label("as typed")))
        return lines if typed else [*lines, Line(NOBODY, label("(nobody in particular)"))]

    def _known(self) -> dict[str, str]:
        """Functions and where they are known from: the auditees, then who spoke already."""
        audit = cast("AuditkitApp", self.app).session.audit
        named = (each.function for each in audit.people if each.role is Role.AUDITEE)
        known = {joined(each): "auditee" for each in named if each.strip()}
        for note in reversed(audit.notes()):
            if note.speaker.strip():
                known.setdefault(joined(note.speaker), "spoke before")
        return known
