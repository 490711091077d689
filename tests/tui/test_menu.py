"""Boxes to choose from: the menu, its everyday words, and how typing narrows; help beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp
from auditkit.tui.commands import COMMANDS, MODES
from auditkit.tui.screens.menu import MenuScreen
from auditkit.tui.widgets.line_list import LineList

Press = Callable[..., str]
Live = Callable[..., str]

WORDS = {
    "theme": "colours",
    "dark": "colours",
    "audit details": "audit.details",
    "lead": "audit.details",
    "close": "audit.close",
    "keys": "help",
    "key": "help",
    "shortcuts": "help",
    "interview": "capture",
    "unfiled": "triage",
    "note": "note.write",
    "comment": "note.write",
    "find": "search",
    "log": "history",
    "report": "go.documents",
    "print": "go.documents",
    "save": "save.elsewhere",
    "exit": "quit",
    "take back": "undo",
    "overview": "go.dashboard",
    "checklist": "go.audit",
    "files": "go.evidence",
    "nonconformities": "go.findings",
    "corrective": "go.cars",
    "pass": "verdict.conforms",
    "fail": "verdict.fails",
    "minor": "finding.minor",
    "major": "finding.major",
    "not applicable": "verdict.na",
    "improvement": "finding.ofi",
    "attach": "evidence.link",
    "next check": "go.next",
    "guidance": "view.read",
    "filter": "view.filter",
    "next clause": "go.section",
    "full screen": "zoom",
    "clipboard": "copy",
}


def test_everyday_words_find_their_command_first(fresh: Path, live: Live) -> None:
    found: dict[str, str] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("colon")
        for word in WORDS:
            app.screen.query_one(Input).value = ""
            await pilot.press(*(("space" if char == " " else char) for char in word))
            await pilot.pause()
            found[word] = app.screen.query_one(LineList).key

    live(fresh, story)
    assert found == WORDS


def test_every_command_of_a_menu_has_other_words() -> None:
    listed = {each.id: each for each in COMMANDS if set(each.where) & {*MODES, "start"}}
    assert [name for name, each in listed.items() if not each.also] == []


@pytest.mark.parametrize("where", MODES)
def test_every_command_is_first_under_its_own_name(where: str) -> None:
    menu = MenuScreen(where)
    shown = {line.key: line.left.plain.partition(": ")[0] for line in menu.lines("")}
    names = list(shown.values())
    for key, name in shown.items():
        if names.count(name) == 1:
            assert menu.lines(name)[0].key == key, name


def test_colours_take_what_begins_with_what_was_typed(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for name in ("light", "dark", "high"):
            await pilot.press("f4", *name, "enter")
            await pilot.pause()
            assert app.theme.startswith(name)

    live(fresh, story)


@pytest.mark.parametrize("opener", ["colon", "slash", "f4"])
def test_typing_always_narrows(opener: str, fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(opener, "tab", "down", "tab", "shift+tab", *"dar")
        await pilot.click(LineList, offset=(3, 12))
        await pilot.press("k")
        assert app.screen.query_one(Input).value == "dark"

    live(fresh, story)


def test_menu_and_help_say_where_keys_of_ones_own_go(
    fresh: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fresh.parent)
    monkeypatch.setenv("AUDITKIT_HOME", "home")
    for key in ("colon", "question_mark"):
        seen = press(fresh, key, size=(80, 24))
        assert f"Your own keys: {Path('home') / 'keys.toml'} ('auditkit keys' lists all)" in seen


def test_help_keeps_keys_and_words_apart(fresh: Path, press: Press) -> None:
    """In two columns, and no word of the explanation is cut away."""
    seen = press(fresh, "question_mark", size=(80, 24))
    assert "Keys: audit" in seen
    rows = [row.strip("┃ ›") for row in seen.splitlines() if " │ " in row]
    assert len(rows) > 10
    assert any(row.split("│")[0].strip() == "+ or s" for row in rows)
    assert "…" not in seen
    assert "checks." in rows[1]


def test_help_of_the_interview_lines_is_called_as_their_screen(fresh: Path, press: Press) -> None:
    assert "Interview lines" in press(fresh, "A", "work")
    assert "Keys: interview lines" in press(fresh, "A", "work", "question_mark")


def test_who_speaks_is_typed_into_a_small_box(fresh: Path, press: Press) -> None:
    seen = press(fresh, "I", "f3")
    assert "type a function (QA manager), enter takes it" in seen
    rows = seen.splitlines()
    (top,) = [n for n, row in enumerate(rows) if "Who is speaking?" in row]
    (bottom,) = [n for n, row in enumerate(rows) if "esc goes back" in row]
    assert bottom - top < 8
    assert "WRITE Interview: QA manager" in press(fresh, "I", "f3", *"QA manager", "enter")


def test_who_spoke_before_need_not_be_typed_again(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.add_note("It was late.", speaker="Night nurse")
    assert "Interview: Night nurse" in press(fresh, "I", "f3", *"nur", "enter")
