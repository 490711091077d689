"""Sentences typed where letters are commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.capture import CaptureScreen
from auditkit.tui.screens.finder import FinderScreen
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.help import HelpScreen
from auditkit.tui.screens.menu import MenuScreen
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.screens.search import SearchScreen
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.said_line import SaidLine

Press = Callable[..., str]
Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
SENTENCES = (
    "the auditee said the model register is updated monthly",
    "no evidence of approval for the risk criteria",
    "common components come from one vendor",
    "3 of 10 samples had no owner",
    "nobody re-ran the risk workshop",
)

OPENING = (
    "everyone knows the policy",
    "before that it was a list",
    "interviewed the owner of it",
    "only people with a login",
    "management was not asked",
)
"""Sentences whose first letter opens something before the second one is typed."""


def everything(audit: Audit) -> tuple[object, ...]:
    return (audit.verdicts(), audit.findings(), audit.cars(), audit.evidence(), audit.citations())


@pytest.mark.parametrize("sentence", [*SENTENCES, *OPENING])
def test_on_the_audit_screen_a_sentence_becomes_the_note(
    sentence: str, fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert app.screen.WHERE == "audit"  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert app.session.audit.note_text(Ref("tiny", "1.1")) == sentence
        assert app.session.trouble is None

    with Audit.open(fresh) as audit:
        before = everything(audit)
    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert everything(audit) == before
        assert audit.note_text(Ref("tiny", "1.1")) == sentence


@pytest.mark.parametrize("mode", ["0", "2", "3"])
@pytest.mark.parametrize("sentence", SENTENCES[:2])
def test_on_other_screens_a_sentence_becomes_an_interview_line(
    sentence: str, mode: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(mode, "down")
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)
        await pilot.press("enter", "escape")

    with Audit.open(worked) as audit:
        before = everything(audit)
    live(worked, story)
    with Audit.open(worked) as audit:
        assert everything(audit) == before
        assert [note.text for note in audit.unfiled_notes()] == [sentence]


def test_what_is_taken_back_is_said_and_comes_back_as_one_change(
    fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "cthq")
        await pilot.pause()
        assert "You were typing" in app.screen.query_one(CommandFooter).told
        await pilot.press("escape")
        audit = app.session.audit
        assert (audit.verdicts(), audit.note_text(Ref("tiny", "1.1"))) == ({}, "cthq")
        await pilot.press("u", "down", "up", "u")
        given = {each.verdict for each in audit.verdicts().values()}
        assert given == {Verdict.CONFORMS}

    live(fresh, story)


def test_commands_between_arrows_are_commands(fresh: Path, press: Press) -> None:
    press(fresh, "enter", "down", "c", "v", "down", "up", "n", "N", "o", "escape")
    with Audit.open(fresh) as audit:
        assert len(audit.verdicts()) == 2


def test_nothing_is_caught_where_nothing_can_be_changed(
    fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.audit.refuse_changes("only to look at", "")
        await hurry(pilot, app, "jwkx")
        await pilot.pause()
        assert "You were typing" not in app.screen.query_one(CommandFooter).told
        assert not app.screen.writing  # type: ignore[attr-defined]

    live(fresh, story)


def test_moving_about_never_reads_the_whole_history(
    worked: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Audit) -> str:
        raise AssertionError("the history was asked for")

    monkeypatch.setattr(Audit, "last_change", property(refused))
    assert "BROWSE" in press(worked, "j", "k", "down", "n", "N", "0", "j", "down", "1")


@pytest.mark.parametrize(
    ("keys", "leads_to"),
    [
        ("2F1/bias", SearchScreen),
        ("nnn/own", SearchScreen),
        ("uu:theme", MenuScreen),
        ("2erisk", PickerScreen),
        ("erisk", FinderScreen),
        ("3Wdup", FormScreen),
        ("2n0n1n3?", HelpScreen),
    ],
)
def test_hands_that_know_the_keys_are_not_stopped(
    keys: str, leads_to: type[Screen[object]], worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, keys)
        assert isinstance(app.screen, leads_to)

    live(worked, story)


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("Interviewed the owner", "Interviewed the owner"),
        ("Inobody knows", "nobody knows"),
        ("I! no list", "! no list"),
    ],
)
def test_a_capital_that_opened_the_interview_begins_it(
    keys: str, stands: str, fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, keys)
        await pilot.pause()
        assert app.screen.query_one(SaidLine).value == stands

    live(fresh, story)


def test_what_is_written_after_a_command_stays_there(fresh: Path, live: Live, hurry: Hurry) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "inobody knows")
        await pilot.press("escape")
        await hurry(pilot, app, "erisk register")
        assert app.screen.query_one(Input).value == "risk register"

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "nobody knows"


def test_a_digit_that_led_to_a_screen_is_no_part_of_the_sentence(
    worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "3Marta says so")
        assert isinstance(app.screen, CaptureScreen)
        assert app.current_mode == "findings"
        assert app.screen.query_one(SaidLine).value == "Marta says so"

    live(worked, story)


def test_an_unwanted_draft_leaves_nothing_unsaved(fresh: Path, live: Live) -> None:
    """All keys at once: the editor opens, is filled and closed before it has said so."""

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down")
        for char in "cope":
            app.post_message(events.Key(char, char))
        await pilot.pause(0.5)
        await pilot.press("escape")
        await pilot.pause(0.5)
        assert app.session.trouble is None
        assert app.session.audit.findings() == ()

    live(fresh, story)


@pytest.mark.parametrize("mode", ["0", "1", "3"])
def test_what_is_pasted_where_letters_are_commands_is_written(
    mode: str, worked: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(mode)
        before = everything(app.session.audit)
        app.post_message(events.Paste("quite a few\x1b]0;x\x07 owners\nwere asked"))
        await pilot.pause()
        await pilot.pause()
        assert everything(app.session.audit) == before
        if mode == "1":
            await pilot.press("escape")
            note = app.session.audit.note_text(app.session.requirement)
            assert note.endswith("owners\nwere asked")
            assert "You pasted: the words are in the note of" in words(app)
        else:
            assert "You pasted: it stands in this line; nothing else was changed." in words(app)
            assert app.screen.query_one(SaidLine).value.endswith("owners were asked")
        assert "\x1b" not in words(app)

    live(worked, story)


def test_what_is_pasted_into_an_audit_that_is_only_read_is_refused(
    worked: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.audit.set_info(closed=date(2026, 3, 2))
        app.post_message(events.Paste("a few owners"))
        await pilot.pause()
        assert "READ ONLY" in words(app)

    live(worked, story)
