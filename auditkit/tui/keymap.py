"""Keys of one's own: ``keys.toml`` in the user's auditkit folder, held against the command table.

    [keys]
    "verdict.conforms" = "y"
    "undo" = "ctrl+u,f9"

What is wrong in it is told once and left out; a key never means two things on one screen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from auditkit.record.device import home
from auditkit.text import clip, one_line
from auditkit.tui.command import Command, shown_key
from auditkit.tui.key_names import kept_for, key_name

FILE = "keys.toml"
_MOST_BYTES = 65_536
"""Keys for all commands there are take a tenth of that."""
_MOST_PROBLEMS = 20
"""What is wrong, as far as it is told."""
_LONGEST = 60
"""Characters of a name or a key, as far as they are told."""


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
    if file.exists() and not file.is_file():  # a pipe would keep who reads it waiting
        return Keymap(problems=[f"{file.name} cannot be read: it is no file."])
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
        text = content.decode("utf-8-sig")  # some editors begin a file with a mark
    except FileNotFoundError:
        return Keymap()
    except (OSError, UnicodeDecodeError) as error:
        return Keymap(problems=[f"{file.name} cannot be read: {one_line(str(error))}."])
    if len(content) > _MOST_BYTES:
        return Keymap(problems=[f"{file.name} is larger than {_MOST_BYTES // 1024} KiB."])
    try:
        wanted = tomllib.loads(text).get("keys", {})
    except tomllib.TOMLDecodeError as error:
        told = clip(one_line(str(error)), 2 * _LONGEST)
        return Keymap(problems=[f"{file.name} is no valid TOML: {told}."])
    except (ValueError, RecursionError):  # numbers of thousands of digits, lists in lists in lists
        return Keymap(problems=[f"{file.name} holds what no keys are made of."])
    if not isinstance(wanted, dict):
        return Keymap(problems=[f"{file.name} has no table [keys]."])
    return keymap(wanted, commands)


def keymap(wanted: Mapping[str, object], commands: Sequence[Command]) -> Keymap:
    """Keys held against the table and what stands beside it: unknown commands and keys are told,
    a key that is kept or taken leaves the command its old ones."""
    known = {each.id: each for each in commands}
    if len(wanted) > 2 * len(known):
        return Keymap(problems=[f"{len(wanted)} keys are more than there are commands."])
    found = Keymap()
    for name, value in wanted.items():
        keys, problem = _keys(value, known[name]) if name in known else ("", _unknown(name, known))
        if problem:
            found.problems.append(problem)
        else:
            found.keys[name] = keys
    _settle(found, commands)
    if len(found.problems) > _MOST_PROBLEMS:
        more = len(found.problems) - _MOST_PROBLEMS
        found.problems[_MOST_PROBLEMS:] = [f"{more} more things are wrong."]
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


def _keys(value: object, command: Command) -> tuple[str, str]:
    """The keys that are given to a command, and what is wrong with them."""
    if not isinstance(value, str):
        return "", f"What is given for {command.id} is no key: write it in quotes."
    keys = []
    for typed in value.split(","):
        key = key_name(typed.strip())
        if not key:
            told = clip(one_line(typed.strip()), _LONGEST)
            return "", f"{told!r} is no key (for {command.id})."
        if kept := kept_for(key, command):
            return "", f"{kept}; {command.id} keeps {command.key}."
        keys.append(key)
    return ",".join(dict.fromkeys(keys)), ""


def _unknown(name: str, known: Mapping[str, Command]) -> str:
    told = clip(one_line(name), _LONGEST)
    close = get_close_matches(told, list(known), 1)
    hint = f" Did you mean {close[0]}?" if close else " 'auditkit keys' lists them."
    return f"There is no command {told!r}.{hint}"


def own_keys_words() -> str:
    """Where keys of one's own are written down, and what lists the commands they are for."""
    return f"Your own keys: {one_line(str(home() / FILE))} ('auditkit keys' lists all)"
