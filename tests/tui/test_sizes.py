"""Any size: one pane at a time where it is small, a fourth where it is large, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.small import SmallScreen
from auditkit.tui.widgets.line_list import LineList

Press = Callable[..., str]
Live = Callable[..., str]
SMALL, LARGE = (60, 20), (200, 60)

ONE_BY_ONE = {
    "audit": ((), ("Checklist", "1.1 Risk register", "Note 1.1", "Evidence and findings")),
    "dashboard": (("0",), ("Progress", "Findings, CARs", "Ready for cert", "Plan, and how")),
    "evidence": (("2",), ("Evidence: register", "E-001")),
    "findings": (("3",), ("Findings", "F-001")),
    "documents": (("5",), ("Documents", "Before you write")),
    "finder": (("e", "work", "work"), ("Files", "Preview|.md|.txt|.csv")),
}


def titles(seen: str) -> list[str]:
    """What stands in the upper edge of every frame."""
    return [line for line in seen.splitlines() if line[:1] in "┏╭"]


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_a_small_screen_shows_one_pane_and_tab_the_next(
    name: str, worked: Path, press: Press
) -> None:
    keys, panes = ONE_BY_ONE[name]
    for number, title in enumerate(panes):
        seen = press(worked, *keys, *["tab"] * number, "hush", size=SMALL)
        (shown,) = titles(seen)
        assert any(part in shown for part in title.split("|")), seen
        assert f"tab: pane {number + 1}/{len(panes)}" in seen
        assert max(len(line) for line in seen.splitlines()) <= SMALL[0]


def test_a_long_detail_can_be_read_without_a_mouse(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        (found, *_) = audit.findings()
        audit.edit_finding(found.id, gap="one line\n" * 60 + "THE END")
    assert "THE END" not in press(worked, "3", size=(80, 24))
    assert "THE END" in press(worked, "3", "tab", "end", size=(80, 24))


def test_what_is_written_and_where_one_is_survives_every_size(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("n", "i", *"half a sen")
        place = app.session.key
        for size in ((60, 20), (40, 8), (200, 60), (59, 15), (60, 14), (80, 24), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press(*"tence")
        await pilot.pause()
        note = app.screen.query_one("#note", TextArea)
        assert note.has_focus
        assert note.text.endswith("half a sentence")
        assert app.session.key == place

    live(worked, story)


async def shown(pilot: Pilot[Any], app: AuditkitApp, small: bool) -> None:
    """Wait until the screen that says "too small" is there, or gone."""
    while isinstance(app.screen, SmallScreen) != small:
        await pilot.pause(0.02)


def test_an_open_form_survives_a_screen_that_is_too_small(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down", "x")
        await pilot.pause(1.3)  # who types on at once may be writing, and x be a letter of it
        await pilot.press(*"No such")
        await pilot.resize_terminal(50, 12)
        await shown(pilot, app, small=True)
        await pilot.press(*"zzz", "enter", "escape")
        await pilot.resize_terminal(120, 36)
        await shown(pilot, app, small=False)
        await pilot.press(*" supplier")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.query_one(Input).value == "No such supplier"

    live(worked, story)


def test_the_cursor_of_a_list_stays_in_sight(fresh: Path, live: Live) -> None:
    with Audit.open(fresh) as audit:
        for number in range(40):
            audit.set_note(Ref("tiny", "1.1"), f"note {number}")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("t", "end")
        before = app.screen.query_one(LineList).key
        for size in ((60, 16), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            listing = app.screen.query_one(LineList)
            assert listing.key == before
            shown = listing.cursor - listing.scroll_offset.y
            assert 0 <= shown < listing.scrollable_content_region.height

    live(fresh, story)


def test_too_small_says_so_and_names_the_line_commands(worked: Path, press: Press) -> None:
    seen = " ".join(press(worked, "c", "m", size=(50, 12)).split())
    assert "50x12 is too small" in seen
    assert "60x15" in seen
    assert "auditkit next" in seen
    with Audit.open(worked) as audit:
        assert len(audit.findings()) == 2  # keys on a screen nobody sees do nothing


def test_a_terminal_that_is_too_small_can_be_left(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0

    live(worked, story, (40, 10))


def test_a_large_screen_has_a_fourth_pane(worked: Path, press: Press) -> None:
    seen = press(worked, "enter", "down", "down", size=LARGE)
    (frames,) = [line for line in titles(seen) if "Findings and history" in line]
    assert "Checklist" in frames
    assert "1.1 " in frames
    assert "One risk of two is owned by nobody." in seen
    assert "CAR-001" in seen
    assert "verdict given" in seen


def test_the_fourth_pane_comes_and_goes_with_the_width(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()

    assert "Findings and history" in live(worked, story, (120, 36))
    assert "Findings and history" not in "".join(titles(live(worked, _nothing, (120, 36))))


async def _nothing(pilot: Pilot[Any], app: AuditkitApp) -> None:
    await pilot.pause()


def test_keys_right_behind_the_resize_reach_the_screen_below(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down", "x")
        await pilot.pause(1.3)
        for word in ("one", " two"):
            await pilot.resize_terminal(50, 12)
            await shown(pilot, app, small=True)
            at_once(app, 120, 36, word)
            await shown(pilot, app, small=False)
            await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.query_one(Input).value == "one two"

    live(worked, story)


def at_once(app: AuditkitApp, width: int, height: int, word: str) -> None:
    """The terminal becomes larger and a word is typed, before the program has looked at either."""
    size = Size(width, height)
    app._driver._size = size  # type: ignore[union-attr]
    app.post_message(events.Resize(size, size))
    for letter in word:
        pressed = events.Key("space" if letter == " " else letter, letter)
        pressed.set_sender(app)
        app.post_message(pressed)
