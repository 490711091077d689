"""All commands of a screen, by name."""

from __future__ import annotations

from auditkit.tui.commands import commands_for
from auditkit.tui.keymap import own_keys_words
from auditkit.tui.screens.picker import Choice
from auditkit.tui.text import label
from auditkit.tui.widgets.line_list import Line


class MenuScreen(Choice):
    """Gives the id of the chosen command; everyday words for it find it too."""

    HINT = "type what you want to do"

    def __init__(self, where: str) -> None:
        chosen = [c for c in commands_for(where) if c.id != "menu"]
        self.KEYS = f"{Choice.KEYS}\n{own_keys_words()}"
        super().__init__(
            "Menu",
            [Line(c.id, label(f"{c.label}: {c.help}"), label(c.all_keys)) for c in chosen],
            {c.id: c.also for c in chosen},
        )
