"""All commands of a screen, by name."""

from __future__ import annotations

from auditkit.tui.commands import commands_for
from auditkit.tui.screens.picker import Choice
from auditkit.tui.text import label
from auditkit.tui.widgets.line_list import Line


class MenuScreen(Choice):
    """Gives the id of the chosen command."""

    def __init__(self, where: str) -> None:
        chosen = [c for c in commands_for(where) if c.id != "menu"]
        super().__init__(
            "Menu",
            [Line(c.id, label(f"{c.label}: {c.help}"), label(c.all_keys)) for c in chosen],
        )
