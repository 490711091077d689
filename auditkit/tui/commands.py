"""The one table of commands: it feeds keys, footer, menu, help and the README's key list."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from auditkit.tui.command import MODES, Command, shown_key
from auditkit.tui.commands_audit import AUDIT
from auditkit.tui.commands_screens import SCREENS
from auditkit.tui.commands_writing import WRITING

__all__ = [
    "COMMANDS",
    "MODES",
    "Command",
    "bindings_for",
    "changes",
    "commands_for",
    "footer_text",
    "key_table_markdown",
    "shown_key",
]

COMMANDS: tuple[Command, ...] = (*AUDIT, *SCREENS, *WRITING)


def commands_for(where: str) -> tuple[Command, ...]:
    """The commands that work on one screen, in the order of the table."""
    return tuple(command for command in COMMANDS if where in command.where)


def bindings_for(where: str, *, priority: bool = False) -> list[BindingType]:
    """Textual bindings of a screen. With ``priority`` a key acts before the next one is looked
    at: typing that runs ahead of the screen still finds the right place."""
    return [
        Binding(c.keys, c.action, c.label, show=False, id=f"{where}.{c.id}", priority=priority)
        for c in commands_for(where)
    ]


def changes(where: str, action: str) -> bool:
    """Whether an action changes the record on this screen."""
    return any(each.changes and each.action == action for each in commands_for(where))


def footer_text(where: str, mode: str, width: int) -> str:
    """One line of at most ``width`` characters: the mode and the keys that matter most."""
    ranked = sorted((c for c in commands_for(where) if c.rank), key=lambda each: each.rank)
    for long, gap in ((True, "  "), (False, "  "), (False, " ")):
        line = _footer_line(ranked, mode, long, gap)
        if len(line) <= width:
            return line
    while ranked and len(_footer_line(ranked, mode, False, " ")) > width:
        droppable = [c for c in ranked if c.rank < 90]
        ranked.remove(droppable[-1] if droppable else ranked[-1])
    return _footer_line(ranked, mode, False, " ")


def _footer_line(commands: list[Command], mode: str, long: bool, gap: str) -> str:
    items = [f"{c.key} {c.label if long else c.short}" for c in commands]
    return gap.join([f" {mode} ", *items])


def key_table_markdown() -> str:
    """The key list of the README."""
    rows = ["| key | where | what it does |", "|---|---|---|"]
    for command in COMMANDS:
        where = "everywhere" if len(command.where) >= len(MODES) else ", ".join(command.where)
        keys = command.all_keys.replace("|", "\\|")
        rows.append(f"| `{keys}` | {where} | {command.help} |")
    return "\n".join(rows) + "\n"
