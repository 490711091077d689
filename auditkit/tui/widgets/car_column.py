"""One column of the board of corrective-action requests."""

from __future__ import annotations

from auditkit.tui.widgets.line_list import LineList


class CarColumn(LineList):
    """A list beside others: only the one that has the focus shows where its cursor is."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, marks=False)
