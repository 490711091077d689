"""Letters whose command undo cannot take back: they wait for what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.burst import FAST
from auditkit.tui.screens.capture import SaidLine
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.widgets.line_list import LineList
from auditkit.tui.widgets.notes import Notes

Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]


async def until(true: Callable[[], bool]) -> None:
    """Wait for what a timer does."""
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.02)


def asked(app: AuditkitApp) -> bool:
    """Whether a document is about to be written."""
    return isinstance(app.screen, ConfirmScreen)


@pytest.mark.parametrize("sentence", ["we have no list", "was it done", "why is it so", "www"])
def test_a_sentence_on_the_documents_screen_writes_none(
    sentence: str, worked: Path, live: Live, hurry: Hurry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditkit.tui.screens.documents import DocumentsScreen

    begun: list[str] = []
    monkeypatch.setattr(DocumentsScreen, "action_write", lambda _: begun.append("w"))

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5")
        await hurry(pilot, app, sentence)
        await asyncio.sleep(FAST * 1.5)
        await pilot.pause()
        if sentence != "www":
            assert app.screen.query_one(SaidLine).value == sentence

    live(worked, story)
    assert bool(begun) == (sentence == "www")


def test_alone_it_writes_after_a_moment(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "w")
        assert not asked(app)
        await until(lambda: asked(app))

    live(worked, story)


def test_the_next_key_finds_it_done(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "w", "escape")
        await pilot.pause()
        assert not asked(app)
        assert app.current_mode == "documents"
        for key in ("down", "j", "1"):
            lines = app.screen.query_one("#lines", LineList)
            before = lines.key
            await pilot.press("w", key)
            await pilot.pause()
            assert asked(app)
            await pilot.press("escape")
            await pilot.pause()
            assert (app.current_mode, lines.key) == ("documents", before)

    live(worked, story)


def test_enter_waits_for_nothing(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "enter")
        await pilot.pause()
        assert asked(app)

    live(worked, story)


def test_a_letter_right_behind_it_is_said(worked: Path, live: Live, hurry: Hurry) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5")
        await hurry(pilot, app, "wp")
        await asyncio.sleep(FAST * 1.5)
        assert not asked(app)

    told: list[str] = []
    tell, mine = AuditkitApp.tell, lambda app, text: (told.append(text), tell(app, text))[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AuditkitApp, "tell", mine)
        live(worked, story)
    assert "w did nothing: p came right behind it." in told


def test_keys_of_ones_own_wait_in_its_place(
    worked: Path, tmp_path: Path, live: Live, hurry: Hurry
) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    own = '[keys]\n"document.write" = "f6"\n"document.template" = "w"\n'
    (tmp_path / "home" / "keys.toml").write_text(own, encoding="utf-8")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "w")
        await pilot.pause()
        assert "Template" in str(app.screen.query_one("Vertical").border_title)
        await pilot.press("escape", "f6")
        await pilot.pause()
        assert asked(app)

    live(worked, story)


@pytest.mark.parametrize("mode", ["1", "3"])
def test_a_quarter_is_no_way_out(mode: str, worked: Path, live: Live, hurry: Hurry) -> None:
    sentence = "q4 review was skipped"

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(mode)
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert app.is_running
        assert app.return_code is None
        if mode == "3":
            assert app.screen.query_one(SaidLine).value == sentence
            await pilot.press("enter")
        else:
            assert app.screen.query_one(Notes).has_focus

    live(worked, story)
    with Audit.open(worked) as audit:
        if mode == "1":
            assert audit.note_text(Ref("tiny", "1.1")).split("\n")[-1] == sentence
        else:
            assert [each.text for each in audit.unfiled_notes()] == [sentence]


def test_moving_behind_it_leaves_all_the_same(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("q", "j")
        await pilot.pause()
        assert app.return_code == 0

    live(worked, story)
