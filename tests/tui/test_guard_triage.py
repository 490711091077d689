"""Sentences typed over the interview lines that are to be filed, where letters are commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.commands import COMMANDS
from auditkit.tui.key_names import LISTS
from auditkit.tui.screens.capture import CaptureScreen, SaidLine
from auditkit.tui.screens.finding import FindingScreen
from auditkit.tui.screens.triage import RequirementScreen, TriageScreen
from auditkit.tui.widgets.line_list import LineList

Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
SENTENCES = {
    "A": "AI policy is old",
    "b": "bias is not checked",
    "c": "common parts come from one vendor",
    "F": "For this there is no record",
    "g": "good answers but no record",
    "G": "Good answers",
    "I": "Interviewed the owner",
    "j": "just one person knows",
    "k": "keys are shared by two",
    "m": "management was not asked",
    "M": "Models are not listed",
    "o": "only people with a login",
    "q": "quality is not measured",
    "s": "some staff were not told",
    "t": "the register is old",
    "u": "users were not told",
    "v": "vendors are not checked",
    "x": "xml files are kept",
}
MORE = (
    "nobody knows",
    "everyone knows it",
    "- only two",
    "+ good list",
    "3 of 10 had no owner",
    '"we do not know"',
)


def letters() -> Iterator[str]:
    """All letters that do something there."""
    keys = {key for each in COMMANDS if "triage" in each.where for key in each.keys.split(",")}
    return (key for key in sorted(keys | LISTS) if len(key) == 1 and key.isalpha())


@pytest.fixture
def heard(worked: Path) -> Path:
    """Two lines that are filed nowhere, and one of the same day that is."""
    with Audit.open(worked) as audit:
        audit.add_note("risks have no owner", speaker="Model owner")
        audit.add_note("the supplier is never looked at")
        audit.add_note("all of it is known", ref=Ref("tiny", "1.1"))
    return worked


def record(audit: Audit) -> tuple[object, ...]:
    """What an audit holds."""
    everything = (audit.verdicts(), audit.findings(include_withdrawn=True), audit.cars())
    return (*everything, audit.evidence(), audit.citations(), audit.notes(), audit.info)


def test_there_is_a_sentence_for_every_letter() -> None:
    assert set(letters()) <= set(SENTENCES)


@pytest.mark.parametrize(
    ("sentence", "filed"),
    [(each, bool(n % 2)) for n, each in enumerate([*SENTENCES.values(), *MORE])],
)
def test_a_sentence_becomes_an_interview_line_and_nothing_else_happens(
    sentence: str, filed: bool, heard: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("A")
        await app.workers.wait_for_complete()
        await pilot.press("1" if filed else "f12", "f12")
        await app.workers.wait_for_complete()
        lines = app.screen.query_one("#lines", LineList)
        line, before = lines.key, record(app.session.audit)
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)
        assert app.screen.query_one(SaidLine).value == sentence
        assert record(app.session.audit) == before
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        assert app.screen.query_one("#lines", LineList).key == line
        assert sentence.lstrip("+ ") in [each.text for each in app.session.audit.notes()]
        await pilot.press("escape")
        await pilot.pause()
        assert (len(app.screen_stack), app.current_mode) == (1, "audit")

    live(heard, story)


def test_it_is_open_again_over_the_screen_and_at_the_line_it_was_at(
    heard: Path, live: Live, hurry: Hurry, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("3", "A", "down", "f12")
        line = app.screen.query_one("#lines", LineList).key
        assert line != app.session.audit.unfiled_notes()[0].id
        await hurry(pilot, app, "xml files are kept")
        await pilot.pause()
        assert "You were typing: it stands in this line; what the letters did" in words(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        assert app.screen.query_one("#lines", LineList).key == line
        await pilot.press("escape")
        await pilot.pause()
        assert app.current_mode == "findings"

    live(heard, story)


def test_what_the_letters_did_comes_back_as_one_change(
    heard: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        await pilot.press("A", "f12")
        await hurry(pilot, app, "xxyz")
        await pilot.pause()
        assert len(audit.unfiled_notes()) == 2
        await pilot.press("ctrl+u", "escape")
        await pilot.pause()
        await pilot.press("u")
        assert audit.unfiled_notes() == ()

    live(heard, story)


def test_what_is_pasted_there_is_an_interview_line(heard: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = record(app.session.audit)
        await pilot.press("A", "f12")
        app.post_message(events.Paste("quite a few owners\nwere asked"))
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(SaidLine).value == "quite a few owners were asked"
        assert record(app.session.audit) == before
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        assert sum(isinstance(each, TriageScreen) for each in app.screen_stack) == 1

    live(heard, story)


def test_hands_that_know_its_keys_are_not_stopped(heard: Path, live: Live, hurry: Hurry) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("A")
        await app.workers.wait_for_complete()
        await hurry(pilot, app, "jk/supp")
        assert isinstance(app.screen, RequirementScreen)
        await pilot.press("escape", "1", "f12")
        await hurry(pilot, app, "oone register")
        await pilot.pause()
        assert isinstance(app.screen, FindingScreen)
        await pilot.press("escape")
        await pilot.pause()
        await hurry(pilot, app, "jkgGjkx")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)

    live(heard, story)
    with Audit.open(heard) as audit:
        assert "one register" in [each.title for each in audit.findings()]
