"""Taking back what was done while writing down an interview."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from auditkit.record.audit import Audit
from auditkit.record.model import Note, NoteMark, Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.capturing import APART

Live = Callable[..., str]
Press = Callable[..., str]
Hurry = Callable[..., Awaitable[None]]
LINE = "risks have no owner"
KEYS = ("I", *("space" if char == " " else char for char in LINE), "work", "enter", "work")


def notes(folder: Path) -> list[Note]:
    with Audit.open(folder) as audit:
        return list(audit.notes())


def told(app: AuditkitApp) -> str:
    return str(app.screen.query_one("#foot", Static).content)


async def send(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        if key == "work":
            await pilot.app.workers.wait_for_complete()
        else:
            await pilot.press(key)
        await pilot.pause()


def test_the_filing_goes_first_then_the_line_whose_words_are_typed_again(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        await send(pilot, *KEYS, "1", "2", "ctrl+z")
        (note,) = audit.notes()
        assert (note.text, note.ref) == (LINE, "")
        assert told(app) == f"Taken back: where this was filed: {LINE}"
        await send(pilot, "ctrl+z")
        assert audit.notes() == ()
        assert told(app) == "Taken back; correct it, enter keeps it again."
        assert app.screen.query_one(Input).value == LINE
        await send(pilot, "X", "enter")
        assert [each.text for each in audit.notes()] == [f"{LINE}X"]

    live(fresh, story)


def test_after_it_a_digit_files_elsewhere(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        await send(pilot, *KEYS, "1")
        first = audit.notes()[0].ref
        await send(pilot, "ctrl+z", "work", "2")
        (note,) = audit.notes()
        assert note.ref not in ("", first)

    live(fresh, story)


@pytest.mark.parametrize("keys", [(*KEYS, "1", "2"), (*KEYS[:-2], "alt+1", "alt+2", "enter")])
def test_all_digits_of_a_line_are_one_step_of_undo(
    keys: tuple[str, ...], fresh: Path, press: Press
) -> None:
    seen = press(fresh, *keys, "escape", "u")
    left = notes(fresh)
    assert [each.ref for each in left] == ([""] if "1" in keys else [])
    assert LINE in seen


def test_a_mark_goes_with_its_line(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await send(pilot, "I", "exclamation_mark", *KEYS[1:-1], "work", "1", "2")
        assert {each.mark for each in app.session.audit.notes()} == {NoteMark.NONCONFORMITY}
        await send(pilot, "ctrl+z", "ctrl+z")
        assert app.session.audit.notes() == ()
        assert app.screen.query_one(Input).value == f"!{LINE}"

    live(fresh, story)


def test_a_digit_that_was_text_after_all_leaves_the_step_of_the_one_before(
    fresh: Path, live: Live, hurry: Hurry
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        await send(pilot, *KEYS)
        await hurry(pilot, app, "1")
        first = audit.notes()[0].ref
        assert first
        await pilot.pause(APART + 0.1)
        await hurry(pilot, app, "2 of 9")
        assert [each.ref for each in audit.notes()] == [first]
        await send(pilot, "ctrl+u", "ctrl+z")
        assert [each.ref for each in audit.notes()] == [""]

    live(fresh, story)


def test_with_a_line_begun_it_says_why_nothing_happens(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await send(pilot, *KEYS, "x", "ctrl+z")
        assert "enter or ^u first" in told(app)
        assert app.screen.query_one(Input).value == "x"
        assert len(app.session.audit.notes()) == 1

    live(fresh, story)


def test_what_was_not_done_here_is_left(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        audit.set_verdict([Ref("tiny", "1.1/a")], Verdict.CONFORMS)
        await send(pilot, "I", "ctrl+z")
        assert "Nothing was done here yet" in told(app)
        await send(pilot, *KEYS[1:])
        audit.set_verdict([Ref("tiny", "1.1/b")], Verdict.CONFORMS)
        await send(pilot, "ctrl+z")
        assert "Something else came after it" in told(app)
        assert len(audit.verdicts()) == 2
        assert len(audit.notes()) == 1

    live(fresh, story)


def test_evidence_cited_from_here_is_taken_back_before_the_line(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        await send(pilot, *KEYS, "1", "ctrl+o", "work", "work", "work", "enter")
        (cited,) = audit.citations()
        assert told(app).startswith(f"E-001 {'AI risk register.csv'} is cited for {cited.ref}.")
        await send(pilot, "ctrl+z")
        assert audit.citations() == ()
        assert told(app) == "Taken back: E-001 is not cited."
        (note,) = audit.notes()
        assert note.ref
        await send(pilot, "ctrl+z")
        assert [each.ref for each in audit.notes()] == [""]

    live(fresh, story)
