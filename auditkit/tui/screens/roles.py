"""Who is speaking: a function of the auditees of this audit, or one typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from auditkit.record.model import Role
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import joined, label
from auditkit.tui.widgets.line_list import Line

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp

NOBODY = "\n"
"""The key of the line that names nobody."""


class RoleScreen(PickerScreen):
    """Gives a function, `NOBODY`, or nothing when the person went back."""

    TITLE_TEXT = "Who is speaking? Choose or type a function"

    def lines(self, query: str) -> Sequence[Line]:
        """Functions that hold what was typed, then what was typed itself."""
        people = cast("AuditkitApp", self.app).session.audit.people
        known = dict.fromkeys(
            joined(each.function) for each in people if each.role is Role.AUDITEE and each.function
        )
        typed = joined(query).strip()
        lines = [
            Line(each, label(each), label("auditee"))
            for each in known
            if typed.casefold() in each.casefold()
        ]
        if typed and typed not in known:
            lines.append(Line(typed, label(typed), label("as typed")))
        return lines if typed else [*lines, Line(NOBODY, label("(nobody in particular)"))]
