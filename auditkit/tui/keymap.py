"""Keys of one's own: ``keys.toml`` in the user's auditkit folder, held against the command table.

    [keys]
    "verdict.conforms" = "y"
    "undo" = "ctrl+u,f9"

What is wrong in it is told once and left out; a key never means two things on one screen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from auditkit.text import one_line
from auditkit.tui.command import Command, shown_key

FILE = "keys.toml"
_KEY = re.compile(r"(?:(?:ctrl|shift|alt)\+)*(?:[a-z0-9]|[A-Z]|f[1-9][0-2]?|[a-z_]{2,})")
_SIGNS = {"?": "question_mark", ":": "colon", "/": "slash", "-": "minus", "+": "plus",
          "[": "left_square_bracket", "]": "right_square_bracket", ".": "full_stop",
          "!": "exclamation_mark", "@": "at", "#": "number_sign", ";": "semicolon"}  # fmt: skip


@dataclass
class Keymap:
    """Keys by the id of their command, and what was wrong in the file, one sentence each."""

    keys: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def applied(self, command: Command) -> Command:
        """The command with its keys of one's own."""
        keys = self.keys.get(command.id)
        return replace(command, keys=keys) if keys else command


def read_keymap(file: Path, commands: Sequence[Command]) -> Keymap:
    """The keys of a file; an empty map where there is none."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Keymap()
    except (OSError, UnicodeDecodeError) as error:
        return Keymap(problems=[f"{file.name} cannot be read: {one_line(str(error))}."])
    try:
        wanted = tomllib.loads(text).get("keys", {})
    except tomllib.TOMLDecodeError as error:
        return Keymap(problems=[f"{file.name} is no valid TOML: {one_line(str(error))}."])
    if not isinstance(wanted, dict):
        return Keymap(problems=[f"{file.name} has no table [keys]."])
    return keymap(wanted, commands)


def keymap(wanted: Mapping[str, object], commands: Sequence[Command]) -> Keymap:
    """Keys held against the table: unknown commands and keys are told, clashes keep the key
    where it was."""
    known = {each.id: each for each in commands}
    found = Keymap()
    for name, value in wanted.items():
        if name not in known:
            found.problems.append(_unknown(name, list(known)))
            continue
        keys = _keys(value)
        if not keys:
            found.problems.append(f"{one_line(str(value))!r} is no key (for {name}).")
            continue
        found.keys[name] = keys
    _settle(found, commands)
    return found


def _settle(found: Keymap, commands: Sequence[Command]) -> None:
    """Take out what clashes, until nothing does: taking one out may bring its old key back."""
    while clash := _clash(found, commands):
        mine, other, key = clash
        del found.keys[mine.id]
        found.problems.append(
            f"{shown_key(key)} is '{other.label}' already where '{mine.label}' works;"
            f" {mine.id} keeps {mine.key}."
        )


def _clash(found: Keymap, commands: Sequence[Command]) -> tuple[Command, Command, str] | None:
    taken: dict[tuple[str, str], Command] = {}
    ordered = sorted(commands, key=lambda each: each.id in found.keys)
    for command in ordered:
        for where in command.where:
            for key in found.applied(command).keys.split(","):
                other = taken.setdefault((where, key), command)
                if other is command:
                    continue
                # Of two rebound ones the later gives way; one that keeps its key never does.
                return (command, other, key) if command.id in found.keys else (other, command, key)
    return None


def _keys(value: object) -> str:
    if not isinstance(value, str):
        return ""
    keys = [_SIGNS.get(each.strip(), each.strip()) for each in value.split(",")]
    return ",".join(keys) if all(_KEY.fullmatch(each) for each in keys) else ""


def _unknown(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1)
    hint = f" Did you mean {close[0]}?" if close else " 'auditkit keys' lists them."
    return f"There is no command {one_line(name)!r}.{hint}"
