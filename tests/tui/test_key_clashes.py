"""A key that works on every screen is never another thing on one of them."""

from __future__ import annotations

import pytest

from auditkit.tui.command import MODES
from auditkit.tui.commands import COMMANDS

EVERYWHERE = {
    key: command
    for command in COMMANDS
    if set(MODES) <= set(command.where)
    for key in command.keys.split(",")
}
CLOSES = {"capture.close"}
"""The key that opens interview lines closes them again."""
PLACES = sorted({where for command in COMMANDS for where in command.where} - set(MODES))


def is_letter(key: str) -> bool:
    """Whether it types something: where letters are text, or belong to a list that lies above the
    screen, they cannot be what they are below."""
    return len(key) == 1 or key in ("slash", "colon", "question_mark")


@pytest.mark.parametrize("where", PLACES)
def test_function_and_control_keys_mean_the_same_everywhere(where: str) -> None:
    other = {
        f"{key}: {command.id}, else {EVERYWHERE[key].id}"
        for command in COMMANDS
        if where in command.where
        for key in command.keys.split(",")
        if key in EVERYWHERE and not is_letter(key)
        if command.action != EVERYWHERE[key].action and command.id not in CLOSES
    }
    assert other == set()


def test_there_are_such_keys() -> None:
    keys = {key for key in EVERYWHERE if not is_letter(key)}
    assert {"f1", "f2", "f4", "ctrl+r", "ctrl+s"} <= keys
    assert {"editor", "finder", "write", "triage"} <= set(PLACES)


@pytest.mark.parametrize("where", MODES)
def test_on_the_screens_behind_number_keys_no_letter_is_another_thing_either(where: str) -> None:
    other = [
        command.id
        for command in COMMANDS
        if where in command.where
        for key in command.keys.split(",")
        if EVERYWHERE.get(key, command).action != command.action
    ]
    assert other == []
