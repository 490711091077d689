"""One column of the board of corrective-action requests."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from auditkit.tui.widgets.line_list import Line, LineList


class CarColumn(LineList):
    """A list beside others: only the one that has the focus shows where its cursor is."""

    def _drawn(self, line: Line, current: bool, width: int, base: Style) -> Strip:
        return super()._drawn(line, current and self.has_focus, width, base)
