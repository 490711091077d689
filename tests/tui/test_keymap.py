"""Keys of one's own, held against the command table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.tui.command import Command
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
        ('[keys]\nundo = "banana"', "'banana' is no key"),
        ('[keys]\nundo = "ctrl+ctrl+x"', "is no key"),
        ('[keys]\nundo = "x+ctrl"', "is no key"),
        ('[keys]\nundo = "' + "x" * 9_000 + '"', "is no key"),
        ("[keys]\nundo = " + "9" * 5_000, "no keys are made of"),
        ("[keys]\nundo = 0x" + "9" * 9_000, "is no key"),
        ("[keys]\nundo = " + "[" * 5_000, "no keys are made of"),
        ("[keys]\n" + 'x = "y"\n' * 30_000, "larger than 64 KiB"),
        ("[keys]\n" + "\n".join(f'x{n} = "y"' for n in range(3_000)), "more than there are"),
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
    assert len(problem) < 200


def test_of_many_mistakes_the_first_are_told() -> None:
    found = keymap({f"x{n}": "f9" for n in range(100)} | {"undo": "f9"}, COMMANDS)
    assert found.keys == {"undo": "f9"}
    assert len(found.problems) == 21
    assert found.problems[-1] == "80 more things are wrong."


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("undo", "j", "j moves or chooses in lists; undo keeps u"),
        ("undo", "f9,pagedown", "pagedown moves or chooses in lists"),
        ("undo", "enter", "enter moves or chooses in lists"),
        ("undo", "shift+g", "G moves or chooses in lists"),
        ("undo", "ctrl+m", "enter moves or chooses in lists"),
        ("undo", "ctrl+c", "^c copies or leaves"),
        ("verdict.conforms", "ctrl+q", "^q copies or leaves"),
        ("write.time", "x", "x is text where one writes"),
        ("capture.role", "space", "space is text where one writes"),
        ("capture.role", "alt+2", "alt+2 has a meaning of its own"),
        ("finder.way", "?", "? is text where one writes"),
        ("editor.issue", "backspace", "backspace has a meaning of its own"),
    ],
)
def test_a_key_that_has_a_meaning_beside_the_table_is_kept(name: str, key: str, said: str) -> None:
    found = keymap({name: key, "search": "f9"}, COMMANDS)
    assert found.keys == {"search": "f9"}
    (problem,) = found.problems
    assert said in problem


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.id)
def test_every_command_may_be_given_the_keys_it_has(command: Command) -> None:
    assert keymap({command.id: command.keys}, COMMANDS).problems == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [("ctrl++", "ctrl+plus"), ("&", "ampersand"), ("ctrl+alt+q", "alt+ctrl+q"), ("shift+y", "Y")],
)
def test_a_key_may_be_written_in_several_ways(typed: str, key: str) -> None:
    assert keymap({"verdict.conforms": typed}, COMMANDS).keys == {"verdict.conforms": key}


def test_a_file_may_begin_with_the_mark_of_some_editors(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('\ufeff[keys]\nundo = "f9"\n', "utf-8")
    assert read_keymap(file, COMMANDS).keys == {"undo": "f9"}


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


def test_a_pipe_in_the_place_of_the_file_keeps_nobody_waiting(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "keys.toml")
    found = read_keymap(tmp_path / "keys.toml", COMMANDS)
    assert found.problems == ["keys.toml cannot be read: it is no file."]
