"""What opening found can be read in peace, and a read-only audit says why it is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.commands import commands_for
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.notice import NoticeScreen
from auditkit.tui.widgets.bars import CommandFooter

Press = Callable[..., str]
Live = Callable[..., str]


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def footer(app: AuditkitApp) -> str:
    return app.screen.query_one(CommandFooter).told


@pytest.fixture
def damaged(worked: Path) -> Path:
    """Two things to be found: a damaged line, and an audit.json that somebody edited."""
    (journal,) = (worked / "journal").glob("*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b"One register", b"Two register"))
    (worked / "audit.json").write_text('{"mine": {}}')
    return worked


def test_what_opening_found_is_read_in_peace_and_again(damaged: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, NoticeScreen)
        await pilot.press("O")
        await pilot.pause()
        assert isinstance(app.screen, NoticeScreen)

    seen = " ".join(live(damaged, story, (60, 20)).replace("┃", " ").split())
    assert "Damage in" in seen
    assert "auditkit doctor --repair" in seen
    assert "S saves the audit in another folder" in seen


def test_much_that_was_found_scrolls(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.found += [f"Sentence {number} of what was found." for number in range(40)]
        await pilot.press("O")
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()

    seen = live(fresh, story, (60, 20))
    assert "Sentence 39" in seen
    assert "Sentence 1 " not in seen
    assert "enter or esc closes" in seen


def test_nothing_found_is_said_too(fresh: Path, press: Press) -> None:
    assert "Opening found nothing wrong." in press(fresh, "O")
    assert "What opening this audit found" in press(fresh, "colon", *"opening", "enter")


def test_an_unfinished_line_is_told_and_work_goes_on(fresh: Path, live: Live) -> None:
    (journal,) = (fresh / "journal").glob("*.jsonl")
    with Audit.open(fresh):
        pass
    with journal.open("ab") as stream:
        stream.write(b"half a li")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("escape", "c")
        await pilot.pause()
        assert len(app.session.audit.verdicts()) == 2

    live(fresh, story)


ASKING = ("evidence.previous",)
"""Commands with a form that change nothing in this audit."""


@pytest.mark.parametrize("where", ["audit", "evidence", "findings", "cars"])
def test_what_changes_something_says_read_only_before_it_asks_and_the_rest_works(
    where: str, worked: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await app.run_action(f"go('{where}')", app.screen)
        await pilot.pause()
        shown = app.screen
        for command in commands_for(where):
            if command.action.startswith(("go(", "quit", "other_audit")):
                continue
            shown.query_one(CommandFooter).hush()
            await app.run_action(command.action, shown)
            told = shown.query_one(CommandFooter).told
            if command.changes or command.action == "save_elsewhere":
                assert told.startswith("READ ONLY: it is open elsewhere"), command.id
                assert "Close the other program" in told
                assert app.screen is shown, command.id
            else:
                await pilot.pause()
                assert "READ ONLY" not in told, command.id
                assert "cannot be changed" not in told, command.id
                asks = isinstance(app.screen, FormScreen)
                assert not asks or command.id in ASKING, command.id
            while app.screen is not shown:
                await app.pop_screen()

    with Audit.open(worked) as other:
        live(worked, story)
        assert other.revision == 0


def test_a_key_says_read_only_too(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down", "x")
        assert footer(app).startswith("READ ONLY")

    with Audit.open(worked):
        live(worked, story)


def test_a_pack_says_where_to_work(worked: Path) -> None:
    import asyncio

    async def story() -> None:
        app = AuditkitApp(worked, passing="a pack is read only")
        async with app.run_test() as pilot:
            await pilot.press("S")
            assert footer(app).startswith("READ ONLY: a pack is read only. Work in the audit")
        app.close_audit()

    asyncio.run(story())


def test_an_audit_opened_from_the_start_screen_tells_what_was_found_too(
    damaged: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.open_audit(damaged)
        await pilot.pause()
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert "READ ONLY" in app.session.saved_words()

    assert "Risk register" in live(None, story)


def test_enter_on_a_check_and_letters_in_the_editor_say_read_only_too(
    worked: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert "READ ONLY" in footer(app)
        await pilot.press("3", "enter")
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert "READ ONLY" in footer(app)

    with Audit.open(worked):
        live(worked, story)


def test_a_folder_that_cannot_be_written_is_gone_on_with_elsewhere(
    worked: Path, live: Live, tmp_path: Path
) -> None:
    import shutil

    shutil.rmtree(worked / ".cache")
    (worked / ".cache").write_text("no folder: so that root cannot write it either")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert "the folder cannot be written" in app.session.saved_words()
        await pilot.press("n", "c")
        await pilot.pause()
        assert "S saves the audit in another folder" in footer(app)
        await pilot.press("S")
        await pilot.pause()
        app.screen.query_one("Line").value = str(tmp_path / "new")  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("enter", "n", "c")
        await pilot.pause()
        assert app.session.saved_words().startswith("saved ")

    live(worked, story)
    with Audit.open(tmp_path / "new") as audit:
        assert audit.verdict(ref("2.1/a")).verdict is Verdict.CONFORMS
