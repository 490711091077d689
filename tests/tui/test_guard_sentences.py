"""Sentences that begin with a letter that is a command, for every such letter of every screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.caught import Caught
from auditkit.tui.command import MODES
from auditkit.tui.commands import COMMANDS
from auditkit.tui.key_names import LISTS
from auditkit.tui.screens.capture import CaptureScreen
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes
from auditkit.tui.widgets.said_line import SaidLine

Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
SMALL = (80, 24)

SENTENCES = {
    "a": ("all of them have a login", "a list is there"),
    "b": ("bias is not checked", "by whom nobody knows"),
    "c": ("cyber risk is not known", "common parts come from one vendor"),
    "d": ("data is old", "do they know"),
    "e": ("everyone knows it", "each of them has one"),
    "f": ("for this there is no record", "few people know"),
    "g": ("good answers but no record",),
    "h": ("he said it is done weekly",),
    "i": ("in the log it stands", "interviews were held"),
    "j": ("jobs are not described",),
    "k": ("keys are shared by two",),
    "l": ("logs are kept for a year",),
    "m": ("models are not listed", "my team is small"),
    "n": ("no evidence of approval",),
    "o": ("on paper it is done", "only people with a login"),
    "p": ("people are not trained",),
    "q": ("quality is not measured",),
    "r": ("risks have no owner",),
    "s": ("some staff were not told", "so it is"),
    "t": ("the register is old",),
    "u": ("under the policy nobody is named",),
    "v": ("vendors are not checked",),
    "w": ("we have no list",),
    "x": ("xml files are kept",),
    "y": ("you can see it in the log",),
    "z": ("zero tests were run",),
}


def letters(mode: str) -> list[str]:
    """All letters that do something on a screen."""
    keys = {key for each in COMMANDS if mode in each.where for key in each.keys.split(",")}
    return sorted(key for key in keys | LISTS if len(key) == 1 and key.isalpha())


def cases() -> Iterator[tuple[str, str]]:
    """One sentence a letter, another one on the next screen; a letter that is the same command on
    every screen is typed on two of them."""
    everywhere = set.intersection(*(set(letters(mode)) for mode in MODES))
    for number, mode in enumerate(MODES):
        for letter in letters(mode):
            if letter not in everywhere or mode in ("audit", "evidence"):
                known = SENTENCES[letter.lower()]
                yield mode, f"{letter}{known[number % len(known)][1:]}"
    for mode in ("audit", "findings"):
        for said in ("I asked for it", "IT runs the register", "don't ask him", "PDF is lost"):
            yield mode, said


def record(audit: Audit) -> tuple[object, ...]:
    """What an audit holds."""
    everything = (audit.verdicts(), audit.findings(include_withdrawn=True), audit.cars())
    return (*everything, audit.evidence(), audit.citations(), audit.notes(), audit.info)


def typed_line(app: AuditkitApp) -> str:
    """The interview line, or the last line of the note."""
    if app.current_mode == "audit" and not isinstance(app.screen, CaptureScreen):
        notes = app.screen.query_one(Notes)
        assert notes.has_focus
        return notes.text.split("\n")[-1]
    return app.screen.query_one(SaidLine).value


@pytest.mark.parametrize(("mode", "sentence"), list(cases()))
def test_a_sentence_stands_letter_for_letter_and_nothing_else_happens(
    mode: str, sentence: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = record(app.session.audit)
        await pilot.press(str(MODES.index(mode)), "down")
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert typed_line(app) == sentence
        assert record(app.session.audit) == before

    live(worked, story, SMALL)


@pytest.mark.parametrize("sentence", ["just one person knows", "users were not told"])
@pytest.mark.parametrize("mode", ["0", "1", "2", "3", "4", "5"])
def test_undo_among_the_letters_leaves_what_stood_before(
    mode: str, sentence: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = record(app.session.audit)
        await pilot.press(mode, "down")
        await hurry(pilot, app, sentence)
        await pilot.pause()
        assert typed_line(app) == sentence
        assert record(app.session.audit) == before

    live(worked, story)


def test_undo_and_a_change_after_it_never_take_the_whole_audit_back(
    worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        audit.set_note(Ref("tiny", "2.1"), "the last change")
        before = (audit.verdicts(), audit.findings(include_withdrawn=True), audit.cars())
        await hurry(pilot, app, "just one person knows")
        await pilot.pause()
        assert typed_line(app) == "just one person knows"
        assert before == (audit.verdicts(), audit.findings(include_withdrawn=True), audit.cars())

    live(worked, story)


def test_sentences_one_after_the_other_are_lines_of_their_own(
    worked: Path, live: Live, hurry: Hurry
) -> None:
    said = ["everyone knows it", "Interviewed the owner", "data is old", "Everyone knows"]

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for mode, sentence in zip("0542", said, strict=True):
            await pilot.press(mode)
            await hurry(pilot, app, sentence)
            await pilot.pause()
            assert app.screen.query_one(SaidLine).value == sentence
            await pilot.press("escape")
            await pilot.pause()
        assert [each.text for each in app.session.audit.unfiled_notes()] == said[:3]
        assert app.session.capturing.line == said[3]

    live(worked, story, SMALL)


def test_the_interview_box_says_what_happened_until_the_line_is_entered(
    worked: Path, live: Live, hurry: Hurry, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4")
        await hurry(pilot, app, "data is old")
        await pilot.pause()
        told = "You were typing: it stands in this line; nothing else was changed."
        assert told in words(app)
        await pilot.press("x", "y")
        assert told in words(app)
        await pilot.press("enter")
        for each in app.screen.query(Caught):
            each.look()
        await pilot.pause()
        assert told not in words(app)
        assert app.screen.query_one("#about").display

    live(worked, story, SMALL)


def test_on_the_audit_screen_it_says_where_the_words_are_and_that_one_writes(
    fresh: Path, live: Live, hurry: Hurry, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "common parts come")
        await pilot.pause()
        assert (
            "You were typing: the words are in the note of 1.1, you WRITE there now; what the "
            "letters did is taken back (u brings it back)."
        ) in words(app)
        app.screen.query_one(CommandFooter).hush()
        await pilot.pause()
        assert " WRITE " in words(app)
        await pilot.press("escape")
        await hurry(pilot, app, "real people wrote")
        await pilot.pause()
        assert "you WRITE there now; nothing else was changed." in words(app)
        assert not app.screen.has_class("-zoom")

    live(fresh, story, SMALL)


def test_the_list_of_audits_is_asked_about_and_no_letter_answers(
    worked: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("B", "y")
        await pilot.pause()
        assert isinstance(app.screen, ConfirmScreen)
        assert "AIMS internal audit" in words(app)
        assert "All of it is saved" in words(app)
        await pilot.press("escape", "B", "enter")
        await pilot.pause()
        assert not app.has_audit

    live(worked, story, SMALL)


def test_a_letter_that_leaves_waits_for_no_other_key(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("q", "enter")
        await pilot.pause()
        assert app.return_code == 0

    live(worked, story)


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("3sWdup", "dup"),
        ("4dnext week", "next week"),
        ("2sthe owner says", "the owner says"),
        ("EAI policy", "AI policy"),
    ],
)
def test_hands_that_know_a_form_are_not_stopped(
    keys: str, stands: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, keys)
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        field: Any = app.screen.focused
        assert str(getattr(field, "value", "") or field.text).endswith(stands)

    live(worked, story)
