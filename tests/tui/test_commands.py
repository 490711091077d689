"""The one table of commands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditkit.tui.commands import (
    COMMANDS,
    MODES,
    commands_for,
    footer_text,
    key_table_markdown,
    told_once,
    use_keys,
)
from auditkit.tui.keymap import Keymap, keymap

PLACES = [*MODES, "write", "finder", "editor", "start", "look", "citations", "triage"]


@pytest.mark.parametrize("where", PLACES)
def test_no_key_means_two_things_on_one_screen(where: str) -> None:
    keys = Counter(key for c in commands_for(where) for key in c.keys.split(","))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_footer_fits_and_names_the_mode(where: str, width: int) -> None:
    line = footer_text(where, "BROWSE", width)
    assert len(line) <= width
    assert line.split()[0] == "BROWSE"


def test_menu_and_help_are_in_the_footer_of_80_columns() -> None:
    line = footer_text("audit", "BROWSE", 80)
    assert ": menu" in line
    assert "? help" in line


def test_the_audit_screen_of_80_columns_names_the_interview_and_the_other_screens() -> None:
    line = footer_text("audit", "BROWSE", 80)
    assert "I interview" in line
    assert "0-5 screens" in line
    assert all("0-5 screens" in footer_text(where, "BROWSE", 80) for where in MODES)


def test_screens_on_keys_of_one_s_own_are_named_one_by_one() -> None:
    try:
        use_keys(keymap({"go.findings": "9"}, COMMANDS))
        assert "0/1/2/9/4/5 screens" in footer_text("dashboard", "BROWSE", 120)
    finally:
        use_keys(Keymap())


def test_keys_that_are_explained_alike_are_one_row() -> None:
    keys = [
        keys
        for keys, command in told_once(commands_for("triage"))
        if command.id.startswith("triage.") and "proposal" in command.help
    ]
    assert keys == ["1-5"]


def test_every_command_is_explained_in_a_sentence() -> None:
    assert [c.id for c in COMMANDS if not c.help.endswith(".") or not c.label] == []


def test_the_readme_table_names_every_command() -> None:
    table = key_table_markdown()
    assert all(command.help in table for command in COMMANDS)
    assert "`?` or" not in table  # keys stand in one pair of backticks


def test_every_action_exists_on_its_screen() -> None:
    from importlib import import_module

    missing = []
    for where in MODES:
        screen = import_module(f"auditkit.tui.screens.{where}").SCREEN
        for command in commands_for(where):
            if not hasattr(screen, f"action_{command.action.partition('(')[0]}"):
                missing.append(f"{where} {command.id}")
    assert missing == []


def test_the_list_of_keys_is_that_of_the_table() -> None:
    """Made anew with ``key_table_markdown()``."""
    page = Path(__file__).parents[2] / "docs" / "keys.md"
    assert page.read_text("utf-8").endswith(key_table_markdown())
