"""The one table of commands: it feeds keys, footer, menu, help and the README's key list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from textual.binding import Binding, BindingType

from auditkit.tui.command import MODES, Command, joined_keys, shown_key
from auditkit.tui.commands_audit import AUDIT
from auditkit.tui.commands_capture import CAPTURE
from auditkit.tui.commands_frame import FRAME
from auditkit.tui.commands_screens import SCREENS
from auditkit.tui.commands_writing import WRITING
from auditkit.tui.keymap import Keymap

__all__ = [
    "COMMANDS",
    "MODES",
    "Command",
    "bindings_for",
    "changes",
    "closing_binding",
    "commands_for",
    "footer_parts",
    "footer_text",
    "in_force",
    "key_of",
    "key_table_markdown",
    "own_bindings",
    "shown_key",
    "told_once",
    "use_keys",
    "with_keys",
]

_TABLE = (*AUDIT, *CAPTURE, *FRAME, *SCREENS, *WRITING)
_CLOSING = "close"
_LAST = 90
"""The rank from which a command stands at the end of the line, and comes before all others where
there is no room for all."""
_OTHER = re.compile(r"\{([a-z_.]+)\}")
"""The id of a command in the help of one, where its key is to be named."""


def with_keys(found: Keymap) -> tuple[Command, ...]:
    """All commands with the keys that are in force under a keymap, also where the help of one
    names the key of another."""
    commands = [found.applied(each) for each in _TABLE]
    keys = {each.id: each.key for each in commands}
    return tuple(
        replace(each, help=_OTHER.sub(lambda named: keys[named[1]], each.help))
        if "{" in each.help
        else each
        for each in commands
    )


COMMANDS = with_keys(Keymap())
"""The table with the keys that everybody has."""
_own = Keymap()
_in_force = COMMANDS


def use_keys(found: Keymap) -> None:
    """From now on these keys of a person's own are in force."""
    global _own, _in_force
    _own, _in_force = found, with_keys(found)


def commands_for(where: str) -> tuple[Command, ...]:
    """The commands that work on one screen with the keys in force, in the order of the table."""
    return tuple(each for each in _in_force if where in each.where)


def in_force(name: str) -> Command:
    """The command with an id, with the keys in force."""
    return next(each for each in _in_force if each.id == name)


def key_of(name: str) -> str:
    """The key in force of a command, as it is shown to people."""
    return in_force(name).key


def bindings_for(where: str, *, priority: bool = False) -> list[BindingType]:
    """Textual bindings of a screen. With ``priority`` a key acts before the next one is looked
    at: typing that runs ahead of the screen still finds the right place."""
    return [
        Binding(c.keys, c.action, c.label, show=False, id=f"{where}.{c.id}", priority=priority)
        for c in COMMANDS
        if where in c.where
    ]


def closing_binding(name: str) -> Binding:
    """The key that opened a screen to look at takes it away again, too."""
    keys = next(each.keys for each in COMMANDS if each.id == name)
    return Binding(keys, "dismiss(None)", "back", show=False, id=f"{_CLOSING}.{name}")


def own_bindings() -> dict[str, str]:
    """Keys of one's own by the ids of the bindings they belong to, for Textual."""
    return {
        f"{where}.{command.id}": _own.keys[command.id]
        for command in COMMANDS
        if command.id in _own.keys
        for where in (*command.where, _CLOSING)
    }


def changes(where: str, action: str) -> bool:
    """Whether an action changes the record on this screen."""
    return any(each.changes and each.action == action for each in commands_for(where))


def footer_text(where: str, mode: str, width: int) -> str:
    """One line of at most ``width`` characters: the mode and the keys that matter most."""
    return "".join(text for text, _ in footer_parts(where, mode, width))


def footer_parts(
    where: str, mode: str, width: int, without: Collection[str] = ()
) -> list[tuple[str, Command | None]]:
    """The line of `footer_text` in pieces, each with the command it names; ``without`` names the
    commands that mean nothing at the moment."""
    some = [c for c in commands_for(where) if c.rank and c.id not in without]
    ranked = sorted(_together(some), key=lambda each: each.rank)
    for long, gap in ((True, "  "), (False, "  "), (False, " ")):
        parts = _footer_parts(ranked, mode, long, gap)
        if _length(parts) <= width:
            return parts
    shown: list[Command] = []
    for each in sorted(ranked, key=lambda each: (each.rank < _LAST, each.rank)):
        if _length(_footer_parts([*shown, each], mode, False, " ")) <= width:
            shown.append(each)
    return _footer_parts([each for each in ranked if each in shown], mode, False, " ")


def _together(commands: Iterable[Command]) -> Iterator[Command]:
    """Neighbours that stand together as one command, which does what the first one does."""
    for word, some in groupby(commands, key=lambda each: each.together or each.id):
        first, *more = some
        if not more:
            yield first
            continue
        keys = joined_keys([first, *more])
        yield replace(first, keys=keys, short=word, label=word)


def _footer_parts(
    commands: list[Command], mode: str, long: bool, gap: str
) -> list[tuple[str, Command | None]]:
    parts: list[tuple[str, Command | None]] = [(f" {mode} ", None)]
    for each in commands:
        parts += [(gap, None), (f"{each.key} {each.label if long else each.short}", each)]
    return parts


def _length(parts: list[tuple[str, Command | None]]) -> int:
    return sum(len(text) for text, _ in parts)


def told_once(commands: Iterable[Command]) -> Iterator[tuple[str, Command]]:
    """All keys of commands with one of them; neighbours that are explained alike are told once."""
    for _, some in groupby(commands, key=lambda each: (each.help, each.where)):
        first, *more = some
        yield (joined_keys([first, *more]) if more else first.all_keys), first


def key_table_markdown() -> str:
    """The key list of the README."""
    rows = ["| key | where | what it does |", "|---|---|---|"]
    for keys, command in told_once(COMMANDS):
        where = "everywhere" if len(command.where) >= len(MODES) else ", ".join(command.where)
        keys = keys.replace("|", "\\|")
        rows.append(f"| `{keys}` | {where} | {command.help} |")
    return "\n".join(rows) + "\n"
