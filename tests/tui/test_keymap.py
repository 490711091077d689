"""Keys of one's own, held against the command table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.tui.commands import COMMANDS
from auditkit.tui.keymap import Keymap, keymap, read_keymap

BY_ID = {each.id: each for each in COMMANDS}


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    found = read_keymap(tmp_path / "keys.toml", COMMANDS)
    assert found == Keymap()
    assert all(found.applied(each) is each for each in COMMANDS)


def test_a_command_gets_its_keys(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[keys]\nundo = "ctrl+u, f9"\n')
    found = read_keymap(file, COMMANDS)
    assert found.problems == []
    assert found.applied(BY_ID["undo"]).all_keys == "^u or F9"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\nundoo = "f9"', "Did you mean undo?"),
        ('[keys]\n"\\u001b[31m" = "f9"', "no command"),
        ('[keys]\nundo = "ctrl+"', "is no key"),
        ("[keys]\nundo = 7", "is no key"),
        ('keys = "x"', "no table"),
        ("[keys", "no valid TOML"),
    ],
)
def test_what_is_wrong_is_told_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    found = read_keymap(file, COMMANDS)
    assert found.keys == {}
    (problem,) = found.problems
    assert said in problem
    assert "\x1b" not in problem


def test_a_key_that_is_taken_stays_where_it_was() -> None:
    found = keymap({"undo": "slash"}, COMMANDS)
    assert found.keys == {}
    assert "/" in found.problems[0]
    assert "undo keeps u" in found.problems[0]


def test_two_commands_may_change_places() -> None:
    found = keymap({"undo": "slash", "search": "u"}, COMMANDS)
    assert found.problems == []


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in read_keymap(file, COMMANDS).problems[0]


@given(
    st.dictionaries(
        st.sampled_from(sorted(BY_ID)),
        st.sampled_from(["u", "j", "slash", "f9", "ctrl+u", "escape", "1", "M"]),
        max_size=8,
    )
)
def test_no_key_ever_means_two_things(wanted: dict[str, str]) -> None:
    found = keymap(wanted, COMMANDS)
    for where in {each for command in COMMANDS for each in command.where}:
        keys = [
            key
            for command in COMMANDS
            if where in command.where
            for key in found.applied(command).keys.split(",")
        ]
        assert len(keys) == len(set(keys))
    assert len(found.keys) + len(found.problems) >= len(wanted)
