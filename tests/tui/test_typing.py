"""Typed text: one thing to undo however often it was saved, and a new line for a new note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.tui import autosave
from auditkit.tui.app import AuditkitApp
from auditkit.tui.autosave import TextKey
from auditkit.tui.session import Session
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes

Press = Callable[..., str]
Live = Callable[..., str]
NOTE = TextKey("note", "tiny:1.1")
PARAGRAPH = "R14_is_owned_by_nobody_since_May."


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def footer(app: AuditkitApp) -> str:
    return app.screen.query_one(CommandFooter).told


def lines_of(folder: Path) -> int:
    return sum(len(p.read_bytes().splitlines()) for p in (folder / "journal").glob("*.jsonl"))


@pytest.fixture
def session(fresh: Path) -> Iterator[Session]:
    opened = Session(Audit.open(fresh))
    yield opened
    opened.audit.close()


def test_a_paragraph_saved_in_several_lines_is_taken_back_at_once(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "BURST", 5)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = lines_of(fresh)
        await pilot.press("c", "i", *PARAGRAPH, "escape")
        await pilot.pause()
        assert lines_of(fresh) - before > len(PARAGRAPH) // 5
        await pilot.press("u")
        assert footer(app) == "undone: note 1.1"
        assert app.session.audit.note_text(ref("1.1")) == ""
        assert app.query_one(Notes).text == ""
        assert len(app.session.audit.verdicts()) == 2
        await pilot.press("U")
        assert footer(app) == "redone: note 1.1"
        assert app.query_one(Notes).text == PARAGRAPH
        await pilot.press("u", "ctrl+r")
        assert app.session.audit.note_text(ref("1.1")) == PARAGRAPH

    live(fresh, story)


def test_two_fields_are_two_things_to_undo(session: Session) -> None:
    finding = session.audit.raise_finding(Grade.MINOR, "", refs=[ref("1.1")])
    for name in ("title", "gap"):
        for text in ("Risks", "Risks have", "Risks have no owner"):
            session.texts.typed(TextKey("finding", finding.id, name), text)
            assert session.save()
    session.undo()
    kept = session.audit.finding(finding.id)
    assert (kept.title, kept.gap) == ("Risks have no owner", "")
    session.undo()
    assert session.audit.finding(finding.id).title == ""
    assert [each.id for each in session.audit.findings()] == [finding.id]


def test_a_verdict_in_between_splits_what_is_typed(session: Session) -> None:
    for text in ("one", "one two"):
        session.texts.typed(NOTE, text)
        session.save()
    session.judge(Verdict.CONFORMS)
    session.texts.typed(NOTE, "one two three")
    session.save()
    session.undo()
    assert session.audit.note_text(ref("1.1")) == "one two"
    session.undo()
    assert session.audit.verdicts() == {}
    session.undo()
    assert session.audit.note_text(ref("1.1")) == ""


def test_going_on_with_a_note_begins_a_new_line(worked: Path, press: Press) -> None:
    press(worked, "i", *"R14", "escape", "i", *"R15", "escape")
    with Audit.open(worked) as audit:
        assert audit.note_text(ref("1.1")).splitlines()[1:] == ["R14", "R15"]


@pytest.mark.parametrize(
    "keys",
    [
        ("i", "escape"),
        ("i", "escape", "i", "escape", "n", "N"),
        ("i", "x", "backspace", "escape"),
        ("i", "backspace", "escape"),
    ],
    ids=" ".join,
)
def test_looking_into_a_note_leaves_it_as_it_was(
    keys: tuple[str, ...], worked: Path, live: Live
) -> None:
    with Audit.open(worked) as audit:
        before = audit.note_text(ref("1.1"))

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        app.save_texts()
        assert app.session.audit.note_text(ref("1.1")) == before
        if "backspace" not in keys:
            assert app.session.audit.revision == 0

    live(worked, story)


def test_inside_a_note_no_line_is_begun(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", "home", "up", "escape", "i", *"x", "escape")
        await pilot.pause()
        note = app.session.audit.note_text(ref("1.1"))
        assert note == "x09:14 Product owner: criteria sit in the policy."

    live(worked, story)


def test_a_note_that_ends_with_a_line_break_gets_no_second_one(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.set_note(ref("1.1"), "one\n")
    press(fresh, "i", *"two", "escape")
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "one\ntwo"


def test_a_begun_line_waits_for_who_looks_at_another_window(worked: Path, live: Live) -> None:
    from textual import events

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i")
        app.post_message(events.AppBlur())
        await pilot.pause()
        app.post_message(events.AppFocus())
        await pilot.pause()
        app.show_again()  # as when a hash comes in
        await pilot.press(*"R14", "escape")
        await pilot.pause()
        assert app.session.audit.note_text(ref("1.1")).endswith("policy.\nR14")

    live(worked, story)
