"""The keys a person may give to a command: their names, and what is kept for something else."""

from __future__ import annotations

import string

from textual.keys import Keys, _character_to_key

from auditkit.tui.command import DIGITS, Command, shown_key

WRITING = ("write", "editor", "finder", "capture")
"""Where letters are text while the commands work."""
_MOVES = {"up", "down", "home", "end", "pageup", "pagedown", "enter"}
LISTS = _MOVES | {"j", "k", "g", "G"}
"""What every list takes by itself."""
_FIELDS = _MOVES | {"left", "right", "tab", "shift+tab", "backspace", "delete"}
_CAPTURE = frozenset(f"alt+{digit}" for digit in DIGITS)
_MODIFIERS = ("alt", "ctrl", "shift")
"""In the order in which they stand in a name."""
_SIGNS = {sign: _character_to_key(sign) for sign in string.punctuation}
_PRINTABLE = {*string.ascii_letters, *string.digits, *_SIGNS.values(), "space"}
_NAMES = _PRINTABLE | {
    name for name in (each.value.rpartition("+")[2] for each in Keys) if name.isalnum()
}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape",
         "return": "enter", "newline": "ctrl+j"}  # fmt: skip
"""What terminals send as one and the same."""


def key_name(typed: str) -> str:
    """The name of a key as the program knows it; empty where there is no such key."""
    if typed in _SIGNS:
        return _SIGNS[typed]
    written = f"{typed[:-1]}plus" if typed.endswith("++") else typed
    *modifiers, base = written.split("+")
    base = _SIGNS.get(base, base)
    known = base in _NAMES and set(modifiers) <= {*_MODIFIERS}
    if not known or len(set(modifiers)) < len(modifiers):
        return ""
    if modifiers == ["shift"] and base in _PRINTABLE:
        return base.upper() if base in string.ascii_letters else ""
    name = "+".join([*(each for each in _MODIFIERS if each in modifiers), base])
    return _SAME.get(name, name)


def kept_for(key: str, command: Command) -> str:
    """What a key is kept for where a command works; empty where the command may have it. What the
    table gives the command is its own."""
    if key in command.keys.split(","):
        return ""
    if key in ("ctrl+c", "ctrl+q"):
        return f"{shown_key(key)} copies or leaves on every screen"
    writing = any(where in WRITING for where in command.where)
    if writing and key in _PRINTABLE:
        return f"{shown_key(key)} is text where one writes"
    if (writing and key in _FIELDS) or ("capture" in command.where and key in _CAPTURE):
        return f"{shown_key(key)} has a meaning of its own where one writes"
    if key in LISTS and not all(where in WRITING for where in command.where):
        return f"{shown_key(key)} moves or chooses in lists"
    return ""
