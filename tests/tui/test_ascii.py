"""Drawn with ASCII alone: no frame, block, arrow or ellipsis is left on any screen."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from auditkit.record.audit import Audit
from auditkit.tui import glyphs
from auditkit.tui.text import clipped

Press = Callable[..., str]

SCREENS = {
    "start": None,
    "audit": (),
    "check": ("enter", "down", "down"),
    "read": ("r",),
    "dashboard": ("0",),
    "evidence": ("2",),
    "unlinked": ("2", "F", "work", "work"),
    "questions": ("2", "F", "F", "F", "work", "work"),
    "look": ("2", "enter", "work"),
    "findings": ("3",),
    "finding": ("3", "enter"),
    "cars": ("4",),
    "documents": ("5",),
    "finder": ("e", "work", *"risk", "work", "work"),
    "suggestions": ("e", "work", "work", "work"),
    "contents": ("e", "work", "ctrl+f", "work", "work", *"drift", "work", "work"),
    "form": ("down", "down", "x"),
    "menu": ("colon",),
    "help": ("question_mark",),
    "search": ("slash",),
    "history": ("t",),
    "interview": ("f2",),
    "unfiled": ("A",),
    "colours": ("f4",),
    "grade": ("3", "enter", "ctrl+g"),
    "notices": ("O",),
}


@pytest.fixture(autouse=True)
def _everything_afterwards() -> object:
    yield
    glyphs.choose(False)


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_is_drawn_with_ascii(name: str, worked: Path, press: Press) -> None:
    size = ((80, 24), (120, 36))[list(SCREENS).index(name) % 2]
    keys = SCREENS[name]
    seen = press(None if keys is None else worked, *(keys or ()), size=size, ascii=True)
    assert [line for line in seen.splitlines() if not line.isascii()] == []
    assert max(cell_len(line) for line in seen.splitlines()) <= size[0]
    assert "+" in seen


def test_marks_frames_and_the_ellipsis_have_their_twins(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        (found, *_) = audit.findings()
        audit.edit_finding(found.id, title="A title that no list of this width can show " * 3)
    seen = press(worked, "enter", ascii=True)
    assert any(line.startswith("|>  v 1.1") for line in seen.splitlines()), seen
    assert any(line.startswith("+= Checklist ==") for line in seen.splitlines())
    assert "..." in press(worked, "3", ascii=True)


def test_words_of_people_stay_as_they_are(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        audit.set_info(title="Prüfung 審査")
    assert "Prüfung 審査" in press(worked, ascii=True)


def test_without_it_everything_is_drawn(worked: Path, press: Press) -> None:
    press(worked, ascii=True)
    assert "┏━ Checklist" in press(worked)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("looking …   ", "looking ... "),
        ("╭─ cut short… ─╮", "+- cut short...+"),
        ("wait… what", "wait. what"),
        ("┃›▸ a · b█░┃", "|>> a - b#.|"),
        ("plain", "plain"),
    ],
)
def test_a_line_keeps_its_width(line: str, plain: str) -> None:
    halves = [Segment(line[:7]), Segment(line[7:])]
    drawn = "".join(s.text for s in glyphs.Plain().apply(halves, Color(0, 0, 0)))
    assert drawn == plain
    assert cell_len(drawn) == cell_len(line)


def test_a_clipped_line_ends_in_three_dots() -> None:
    assert clipped("somewhat long", 8) == "somewha…"
    glyphs.choose(True)
    assert clipped("somewhat long", 8) == "somew..."
    assert clipped("short", 8) == "short"
    assert clipped("somewhat long", 2) == ".."


def terminal(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "__stderr__", stream)
    monkeypatch.setattr(sys, "__stdout__", stream)


@pytest.mark.parametrize(
    ("asked", "variable", "encoding", "plain"),
    [
        (False, "", "utf-8", False),
        (True, "", "utf-8", True),
        (False, "1", "utf-8", True),
        (False, "0", "utf-8", False),
        (False, "", "latin-1", True),
        (False, "", "ascii", True),
        (False, "", "cp437", True),
    ],
)
def test_who_decides(
    asked: bool, variable: str, encoding: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    surroundings(monkeypatch, LANG="de_DE.UTF-8", TERM="xterm-256color")
    monkeypatch.setenv(glyphs.VARIABLE, variable)
    terminal(monkeypatch, encoding)
    assert glyphs.wanted(asked) is plain


def surroundings(monkeypatch: pytest.MonkeyPatch, **named: str) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG", "TERM", glyphs.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("named", "plain"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "linux", "AUDITKIT_ASCII": "0"}, False),
        ({"TERM": "xterm"}, False),
        ({}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, True),
        ({"LC_CTYPE": "C", "LANG": "de_DE.UTF-8"}, True),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "C"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "C", "AUDITKIT_ASCII": "0"}, False),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such variables")
def test_consoles_and_locales_without_frames_get_ascii(
    named: dict[str, str], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    surroundings(monkeypatch, **named)
    terminal(monkeypatch, "utf-8")
    assert glyphs.wanted() is plain


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such variables")
@pytest.mark.parametrize(
    ("named", "plain"),
    [
        ({"LANG": "C"}, True),
        ({"LC_ALL": "C"}, True),
        ({}, False),
        ({"LANG": "xx_XX.UTF-8"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
    ],
)
def test_that_python_changes_the_locale_makes_no_difference(
    named: dict[str, str], plain: bool
) -> None:
    asks = "from auditkit.tui import glyphs; print(glyphs.wanted())"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = subprocess.run(
        [sys.executable, "-c", asks], env=kept | named, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(plain)


def test_what_a_terminal_cannot_be_sent_keeps_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch, "latin-1")
    (drawn,) = glyphs.Plain().apply([Segment("Prüfung 審査!")], Color(0, 0, 0))
    assert drawn.text == "Prüfung ????!"
