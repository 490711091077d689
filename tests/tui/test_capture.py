"""Interview lines: on the disk at once, filed by a digit, and digits that are text."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.record.audit import Audit
from auditkit.record.model import Note, NoteMark, Ref, Role
from auditkit.tui.app import AuditkitApp
from auditkit.tui.capturing import APART
from auditkit.tui.screens.capture import CaptureScreen
from auditkit.tui.screens.finder import FinderScreen
from auditkit.tui.screens.triage import TriageScreen
from auditkit.tui.widgets.line_list import LineList
from auditkit.tui.widgets.notes import Notes

Press = Callable[..., str]
Live = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
LINE = "risks have no owner"
TYPED = tuple("space" if char == " " else char for char in LINE)
ENTERED = ("I", *TYPED, "work", "enter", "work")


def notes(folder: Path) -> list[Note]:
    with Audit.open(folder) as audit:
        return list(audit.notes())


def keys(text: str) -> list[str]:
    names = {" ": "space", "-": "minus", ".": "full_stop", "!": "exclamation_mark", "@": "at"}
    return [names.get(char, char) for char in text]


def test_a_line_is_kept_at_once_and_counted(fresh: Path, press: Press) -> None:
    seen = press(fresh, *ENTERED, "escape")
    (note,) = notes(fresh)
    assert (note.text, note.ref, note.mark) == (LINE, "", NoteMark.NONE)
    assert "1 unfiled" in seen.splitlines()[0]
    assert "1 unfiled" in press(fresh, "0").splitlines()[0]


def test_a_digit_files_the_line_and_the_requirement_shows_it(fresh: Path, press: Press) -> None:
    seen = press(fresh, *ENTERED, "1", "escape")
    (note,) = notes(fresh)
    assert note.ref
    assert "unfiled" not in seen.splitlines()[0]
    seen = press(fresh, "slash", *keys(note.ref), "enter", "r")
    assert LINE in seen


def test_two_digits_file_it_twice(fresh: Path, press: Press) -> None:
    press(fresh, *ENTERED, "1", "2", "escape")
    assert len({note.ref for note in notes(fresh)}) == 2
    assert {note.text for note in notes(fresh)} == {LINE}


@pytest.mark.parametrize(
    "text", ["1 of 10 samples", "10 models", "1.5 hours", "2026-01-12 approved", "1st draft",
             "12 models", "11 of them", "1 2 3"]
)  # fmt: skip
def test_digits_that_begin_the_next_line_are_text(text: str, fresh: Path, press: Press) -> None:
    press(fresh, *ENTERED, *keys(text), "work", "enter", "escape")
    kept = notes(fresh)
    assert [note.text for note in kept] == [LINE, text]
    assert [note.ref for note in kept] == ["", ""]


def test_a_digit_without_a_line_before_is_text(fresh: Path, press: Press) -> None:
    press(fresh, "I", *keys("3 of 10"), "enter", "escape")
    assert [note.text for note in notes(fresh)] == ["3 of 10"]


def test_after_a_digit_the_next_line_begins_with_a_letter(fresh: Path, press: Press) -> None:
    press(fresh, *ENTERED, "1", *keys("and more"), "enter", "escape")
    first, second = notes(fresh)
    assert first.ref
    assert (second.text, second.ref) == ("and more", "")


def test_alt_and_a_digit_files_with_enter(fresh: Path, press: Press) -> None:
    press(fresh, "I", *TYPED, "work", "alt+1", "enter", "escape")
    (note,) = notes(fresh)
    assert note.ref


def test_marks_are_read_off(fresh: Path, press: Press) -> None:
    press(fresh, "I", *keys("! nobody signed"), "enter", "escape")
    (note,) = notes(fresh)
    assert (note.text, note.mark) == ("nobody signed", NoteMark.NONCONFORMITY)


def test_a_line_that_wants_evidence_says_so_and_typing_goes_on(
    fresh: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys(f"@ {LINE}"), "enter")
        await app.workers.wait_for_complete()
        await pilot.press("1")
        await pilot.pause()
        (note,) = app.session.audit.notes()
        assert (note.text, note.mark) == (LINE, NoteMark.EVIDENCE)
        assert f"Filed under {note.ref}. ^o finds its evidence." in words(app)
        assert f"@ {LINE}" in words(app)
        await pilot.press(*keys("the next one"), "enter")
        assert [each.text for each in app.session.audit.notes()] == [LINE, "the next one"]

    live(fresh, story)


@pytest.mark.parametrize("asks", [("ctrl+o",), ("at", "enter")])
def test_evidence_is_found_for_where_the_line_was_filed(
    asks: tuple[str, ...], fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys(LINE), "enter")
        await app.workers.wait_for_complete()
        await pilot.press("1", *asks)
        await pilot.pause()
        assert isinstance(app.screen, FinderScreen)
        await app.workers.wait_for_complete()
        await pilot.press(*"policy")
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, CaptureScreen)
        assert app.screen.query_one(Input).value == ""
        (cited,) = app.session.audit.citations()
        assert cited.ref == app.session.audit.notes()[0].ref

    live(fresh, story)


def test_evidence_needs_a_filed_line(fresh: Path, press: Press) -> None:
    assert "Evidence is cited where a line is filed. A digit files it. ^o then." in press(
        fresh, *ENTERED, "ctrl+o"
    )


def test_a_mark_of_its_own_goes_before_that_of_evidence(fresh: Path, press: Press) -> None:
    press(fresh, "I", *keys("@ nobody signed !"), "enter")
    (note,) = notes(fresh)
    assert (note.text, note.mark) == ("nobody signed", NoteMark.NONCONFORMITY)


def test_what_was_filed_stands_with_its_requirement(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys(f"! {LINE}"), "enter")
        await app.workers.wait_for_complete()
        await pilot.press("1", "escape")
        (note,) = app.session.audit.notes()
        app.session.go(Ref(note.checklist, note.ref))
        app.show_again()
        await pilot.pause()
        linked = app.screen.query_one("#linked", LineList)
        (line,) = linked._lines
        assert f"! {LINE}" in line.left.plain
        linked.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        assert app.screen.query_one("#lines", LineList).key == note.id

    live(fresh, story)


def test_from_the_lines_left_over_one_comes_back_to_the_interview(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys(LINE), "enter", "f6")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)

    live(fresh, story)


def test_who_spoke_last_today_still_speaks(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.add_note("before the pause", speaker="Data steward")
    assert "WRITE Interview: Data steward" in press(fresh, "I")
    with Audit.open(fresh, clock=lambda: datetime(2020, 1, 1, 9, tzinfo=UTC)) as audit:
        for each in audit.notes():
            audit.remove_note(each.id)
        audit.add_note("long ago", speaker="Data steward")
    assert "WRITE Interview: nobody named (F3)" in press(fresh, "I")


def test_a_full_disk_keeps_the_line_where_it_is(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys(LINE))
        with monkeypatch.context() as no_space:
            no_space.setattr("auditkit.record.journal.sync", full)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, CaptureScreen)
            assert app.screen.query_one(Input).value == LINE
            assert "NOT SAVED" in app.session.saved_words()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")  # where the journal had to be opened again first
        await pilot.pause()

    live(fresh, story)
    assert [each.text for each in notes(fresh)] == [LINE]


def test_a_mark_alone_is_not_about_the_line_before(fresh: Path, press: Press) -> None:
    before = press(fresh, *ENTERED)
    assert f"A digit files: {LINE}" in before
    seen = press(fresh, *ENTERED, "at", "work")
    assert "A digit files" not in seen
    assert "No requirement is proposed" in seen


def test_an_unfinished_line_waits(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *"half", "escape", "down", "f2", *"way", "enter", "escape")
        await pilot.pause()
        assert [each.text for each in app.session.audit.notes()] == ["halfway"]

    live(fresh, story)


def test_an_unfinished_line_becomes_an_unfiled_one_at_the_end(fresh: Path, press: Press) -> None:
    press(fresh, "I", *"half", "escape", "q")
    assert [(note.text, note.ref) for note in notes(fresh)] == [("half", "")]


def test_f2_works_while_writing_and_comes_back_there(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", *"one", "f2")
        await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)
        await pilot.press(*"said", "enter", "escape")
        await pilot.pause()
        assert isinstance(app.focused, Notes)
        await pilot.press(*"two", "escape")
        assert app.session.audit.note_text(Ref("tiny", "1.1")) == "onetwo"

    live(fresh, story)


def test_who_speaks_is_chosen_or_typed_and_remembered(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.add_person("M. Rossi", Role.AUDITEE, function="Model owner")
    seen = press(fresh, "I", "f3", "enter", *"a", "enter", "escape", "f2", *"b", "enter")
    assert "Interview: Model owner" in seen
    press(fresh, "I", "f3", *"CFO", "down", "enter", *"c", "enter", "escape")
    assert [note.speaker for note in notes(fresh)] == ["Model owner", "Model owner", "CFO"]


def test_hostile_words_are_shown_as_text(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.add_note("[/foo] [b]x\x1b[31m", speaker="[@click=app.quit]")
    seen = press(fresh, "I")
    assert "[/foo] [b]x" in seen
    assert "\x1b" not in seen


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
def test_it_fits(size: tuple[int, int], fresh: Path, press: Press) -> None:
    seen = press(fresh, *ENTERED, size=size)
    assert LINE in seen
    assert "1 1." in seen
    assert "A digit files it." in seen
    keys_told = press(fresh, "I", *"so", size=size).splitlines()
    assert any("enter keep  1-5 file" in row and "esc back" in row for row in keys_told)


def test_a_digit_that_filed_stays_when_the_next_line_begins_with_one(
    fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*ENTERED[:-3], "enter")
        await app.workers.wait_for_complete()
        await hurry(pilot, app, "1")
        await pilot.pause(APART + 0.1)
        await hurry(pilot, app, "2 of 9 alarms are off")
        await pilot.press("enter", "escape")

    live(fresh, story)
    first, second = notes(fresh)
    assert first.ref
    assert (first.text, second.text, second.ref) == (LINE, "2 of 9 alarms are off", "")


@pytest.mark.parametrize("mark", ["!", "+", "?", "@"])
def test_a_mark_right_after_a_digit_begins_the_next_line(
    mark: str, fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*ENTERED[:-3], "enter")
        await app.workers.wait_for_complete()
        await hurry(pilot, app, f"1{mark} nobody signed")
        await pilot.press("enter", "escape")

    live(fresh, story)
    first, second = notes(fresh)
    assert first.ref
    assert (second.text, second.mark) == ("nobody signed", mark)


def test_a_paste_after_a_digit_is_the_next_line(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*ENTERED[:-3], "enter")
        await app.workers.wait_for_complete()
        await pilot.press("1")
        app.screen.query_one(Input).post_message(events.Paste("5 people said so"))
        await pilot.pause()
        await pilot.press("enter", "escape")

    live(fresh, story)
    first, second = notes(fresh)
    assert first.ref
    assert second.text == "5 people said so"


def test_a_burst_of_keys_loses_none(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*ENTERED[:-3], "enter")
        await app.workers.wait_for_complete()
        for char in "3 of our 10 models have no card\rand more\r":
            key = "enter" if char == "\r" else _character_to_key(char)
            app.post_message(events.Key(key, char))
        await pilot.pause()
        await pilot.press("escape")

    live(fresh, story)
    assert [note.text for note in notes(fresh)] == [
        LINE,
        "3 of our 10 models have no card",
        "and more",
    ]


def test_a_line_being_typed_is_entered_before_its_evidence_is_found(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*ENTERED[:-3], "enter")
        await app.workers.wait_for_complete()
        await pilot.press("1", *keys("the register is new"), "ctrl+o")
        await pilot.pause()
        assert [each.text for each in app.session.audit.notes()] == [LINE, "the register is new"]
        assert isinstance(app.screen, CaptureScreen)  # no evidence for the line before

    live(fresh, story)


def test_words_that_name_evidence_are_looked_for_as_far_as_they_name_a_file(
    fresh: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *keys("@ risk register shows it"))
        await app.workers.wait_for_complete()
        await pilot.press("alt+1", "enter", "ctrl+o")
        for _ in range(6):
            await pilot.pause()
            await app.workers.wait_for_complete()
        assert isinstance(app.screen, FinderScreen)
        assert "risk register shows it".startswith(app.screen.query_one("#query", Input).value)
        assert "1 of 3 files" in words(app)
        await pilot.press(*keys("zz"))
        assert app.screen.query_one("#query", Input).value == "zz"  # typing replaces a proposal

    live(fresh, story)


def test_a_line_that_was_begun_is_counted_and_keeps_its_time(
    fresh: Path, live: Live, press: Press
) -> None:
    said: list[datetime] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *TYPED, "escape")
        said.append(datetime.now(UTC))
        await pilot.pause(1.1)
        await pilot.press("C")
        await pilot.pause()

    seen = live(fresh, story)
    assert "1 line begun" in seen.splitlines()[0]
    assert "1 interview line is begun; closing enters it, unfiled" in seen
    (note,) = notes(fresh)
    assert (note.text, note.ref) == (LINE, "")
    assert note.at <= said[0]
