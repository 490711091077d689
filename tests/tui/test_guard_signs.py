"""Sentences that begin with a sign: it stands in the text, and what it did is taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.capture import CaptureScreen, SaidLine
from auditkit.tui.screens.finding import FindingScreen
from auditkit.tui.widgets.notes import Notes

Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
SENTENCES = (
    "- no owner",
    "- only two",
    "-interviewed him",
    "- interviewed him",
    "- everyone knows",
    "-nobody knows",
    "* no owner",
    "! no list",
    "!no list",
    "? who owns it",
    "?who owns it",
    "@ the register",
    "+ good list",
    "+ only two",
    '"we do not know" she said',
    "'nobody' he said",
    "(no record)",
    "(only two of them)",
    '("nobody")',
    "2 of 5 were missing",
    "- 3 of 10 samples",
)


def record(audit: Audit) -> tuple[object, ...]:
    """What an audit holds, without its notes on requirements."""
    everything = (audit.verdicts(), audit.findings(include_withdrawn=True), audit.cars())
    return (*everything, audit.evidence(), audit.citations(), audit.notes(), audit.info)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_in_a_note_the_sign_stands_and_did_nothing(
    sentence: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before, note = record(app.session.audit), app.screen.query_one(Notes).text
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert app.screen.query_one(Notes).has_focus
        assert app.screen.query_one(Notes).text == f"{note}\n{sentence}"
        assert record(app.session.audit) == before

    live(worked, story)


@pytest.mark.parametrize(
    ("sentence", "mode"), [(each, "234"[n % 3]) for n, each in enumerate(SENTENCES)]
)
def test_in_an_interview_line_the_sign_stands(
    sentence: str, mode: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = record(app.session.audit)
        await pilot.press(mode, "down")
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert app.screen.query_one(SaidLine).value == sentence
        assert record(app.session.audit) == before

    live(worked, story)


def test_it_is_said_that_the_sign_is_taken_back(
    worked: Path, live: Live, hurry: Hurry, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "- everyone knows")
        await pilot.pause()
        assert "what the letters did is taken back (u brings it back)" in words(app)

    live(worked, story)


def test_what_led_to_the_screen_is_no_part_of_it(worked: Path, live: Live, hurry: Hurry) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "3-nobody knows")
        await pilot.pause()
        assert app.current_mode == "findings"
        assert isinstance(app.screen, CaptureScreen)
        assert app.screen.query_one(SaidLine).value == "-nobody knows"

    live(worked, story)


def test_a_section_gone_to_stays(worked: Path, live: Live, hurry: Hurry) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "]everyone knows it")
        await pilot.pause()
        assert app.session.key == "tiny#2"
        assert app.screen.query_one(SaidLine).value == "everyone knows it"

    live(worked, story)


@pytest.mark.parametrize("title", ["good list", "Good list", "one register"])
def test_the_title_of_a_strength_stays_where_it_is_typed(
    title: str, fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, f"+{title}")
        await pilot.pause()
        assert isinstance(app.screen, FindingScreen)
        await pilot.press("escape")
        await pilot.pause()

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert [each.title for each in audit.findings()] == [title]
