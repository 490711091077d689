"""Hands that know the keys, at four, five and eight keys a second: what they type into a field
stays there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.finder import FinderScreen
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.menu import MenuScreen
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.screens.search import SearchScreen
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes

Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]


async def type_apart(pilot: Pilot[Any], app: AuditkitApp, text: str, pause: float) -> None:
    """Type with ``pause`` seconds between keys by the program's clock."""
    at = events.Key("a", "a").time
    for char in text:
        at += pause
        pressed = events.Key(_character_to_key(char), char)
        pressed.set_sender(app)
        pressed.time = at
        app.post_message(pressed)
        await pilot.pause()


def typed(screen: Screen[Any]) -> str:
    """What stands in the field that has the focus."""
    field: Any = screen.focused
    return str(getattr(field, "value", "") or field.text)


@pytest.mark.parametrize("pause", [0.2])
@pytest.mark.parametrize(
    ("mode", "keys", "leads_to", "stands"),
    [
        ("1", "cnx", FormScreen, "no such system"),
        ("1", "cjnx", FormScreen, "no such system"),
        ("1", "vne", FinderScreen, "risk register"),
        ("1", "njx", FormScreen, "no such system"),
        ("1", "jkx", FormScreen, "not in scope"),
        ("1", "jke", FinderScreen, "risk register"),
        ("1", "nNe", FinderScreen, "minutes of the board"),
        ("1", "cn/", SearchScreen, "bias"),
        ("1", "jk/", SearchScreen, "bias"),
        ("1", "cnj:", MenuScreen, "theme"),
        ("3", "jkW", FormScreen, "duplicate of F-002"),
        ("4", "jkd", FormScreen, "next week"),
        ("2", "jks", FormScreen, "the owner says"),
        ("2", "jke", PickerScreen, "theft"),
    ],
)
def test_what_is_typed_into_the_field_of_a_command_stays_there(
    mode: str,
    keys: str,
    leads_to: type[Screen[object]],
    stands: str,
    pause: float,
    worked: Path,
    live: Live,
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        # To an untested check, or to the first line; the last key is nothing, and ends what was.
        await pilot.press(mode, "n" if mode == "1" else "down", "f12")
        await type_apart(pilot, app, f"{keys}{stands}", pause)
        await pilot.pause()
        assert isinstance(app.screen, leads_to)
        assert typed(app.screen).endswith(stands)

    live(worked, story)


@pytest.mark.parametrize("pause", [0.2, 0.25])
def test_a_verdict_before_a_reason_stands(pause: float, fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down")
        await type_apart(pilot, app, "cnxno such system", pause)
        await pilot.press("f8")
        await pilot.pause()
        assert "You were typing" not in app.screen.query_one(CommandFooter).told

    live(fresh, story)
    with Audit.open(fresh) as audit:
        first, second = audit.verdict(Ref("tiny", "1.1/a")), audit.verdict(Ref("tiny", "1.2/a"))
        assert audit.note_text(Ref("tiny", "1.1")) == ""
    assert first.verdict is Verdict.CONFORMS
    assert second.verdict is Verdict.NOT_APPLICABLE
    assert second.reason == "no such system"


@pytest.mark.parametrize(
    "sentence",
    [
        "nominated by the board",
        "known to all of them",
        "needs an owner",
        "just one person knows",
        "job descriptions are old",
        "keys are shared by two",
        "management was not asked",
    ],
)
def test_words_that_begin_with_moving_are_still_told(
    sentence: str, worked: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down")
        await hurry(pilot, app, sentence)
        await pilot.pause()
        notes = app.screen.query_one(Notes)
        assert notes.has_focus
        assert notes.text.split("\n")[-1] == sentence

    live(worked, story)
