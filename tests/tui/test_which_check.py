"""Which check of a requirement is meant is asked where a key needs to know, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.outline import Show
from auditkit.tui.screens.finding import FindingScreen
from auditkit.tui.screens.which_check import WhichCheckScreen
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes

Press = Callable[..., str]
Live = Callable[..., str]


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 20)])
def test_the_question_shows_every_check_and_its_whole_text(
    size: tuple[int, int], fresh: Path, press: Press
) -> None:
    seen = press(fresh, "m", "down", size=size)
    assert "Which check of 1.1 Risk register failed?" in seen
    assert "a The risks of every system" in seen
    assert seen.count("Every risk has an owner.") == 2  # the line, and the whole text


def test_the_letter_of_the_check_chooses_it(fresh: Path, press: Press) -> None:
    press(fresh, "v", "b")
    with Audit.open(fresh) as audit:
        assert audit.verdict(ref("1.1/b")).verdict is Verdict.DOES_NOT_CONFORM
        assert audit.verdict(ref("1.1/a")).verdict is Verdict.UNTESTED


@pytest.mark.parametrize(("key", "grade"), [("m", Grade.MINOR), ("M", Grade.MAJOR)])
def test_the_finding_stands_on_the_check_chosen(
    key: str, grade: Grade, fresh: Path, press: Press
) -> None:
    seen = press(fresh, key, "down", "enter")
    assert "1.1, 1.1/b" in seen.splitlines()[0]
    with Audit.open(fresh) as audit:
        (finding,) = audit.findings()
        assert finding.grade is grade
        assert finding.checks == (ref("1.1/b"),)
        assert finding.requirement == "Every risk has an owner."
        assert audit.verdict(ref("1.1/b")).verdict is Verdict.DOES_NOT_CONFORM
        audit.undo()
        assert audit.findings() == ()
        assert audit.verdict(ref("1.1/b")).verdict is Verdict.UNTESTED


def test_the_cursor_opens_on_the_check_that_is_meant_most_likely(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.set_verdict([ref("1.1/b")], Verdict.DOES_NOT_CONFORM)
    assert "›b Every risk has an owner." in press(fresh, "m")
    assert "›a The risks of every system" in press(fresh, "v")
    with Audit.open(fresh) as audit:
        audit.set_verdict([ref("1.1/a")], Verdict.CONFORMS)
        audit.raise_finding(Grade.MINOR, "Drift", checks=[ref("1.1/b")])
    assert "›a The risks of every system" in press(fresh, "m")  # b has its finding already


def test_going_back_and_other_letters_change_nothing(fresh: Path, press: Press) -> None:
    for key in ("v", "m", "M"):
        assert "Which check" in press(fresh, key, "x", "7")
        assert "Which check" not in press(fresh, key, "escape")
    with Audit.open(fresh) as audit:
        assert audit.verdicts() == {}
        assert audit.findings() == ()


def test_the_only_check_of_a_requirement_needs_no_question(fresh: Path, press: Press) -> None:
    press(fresh, "down", "v")
    with Audit.open(fresh) as audit:
        assert audit.verdict(ref("1.2/a")).verdict is Verdict.DOES_NOT_CONFORM


def test_a_check_that_the_filter_hides_can_be_chosen(fresh: Path, live: Live) -> None:
    with Audit.open(fresh) as audit:
        audit.set_verdict([ref("1.1/a")], Verdict.CONFORMS)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.outline.show = Show.UNTESTED
        app.session.key = "tiny:1.1"
        app.show_again()
        await pilot.press("v", "a")
        await pilot.pause()
        assert app.session.ref == ref("1.1/a")

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.verdict(ref("1.1/a")).verdict is Verdict.DOES_NOT_CONFORM


def test_from_a_note_the_question_leaves_text_and_place_as_they_are(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", *"owner", "ctrl+f")
        await pilot.pause()
        assert isinstance(app.screen, WhichCheckScreen)
        await pilot.press("escape")
        await pilot.pause()
        notes = app.screen.query_one(Notes)
        assert notes.has_focus
        assert app.session.audit.findings() == ()
        await pilot.press("s")
        assert notes.text == "owners"
        await pilot.press("ctrl+f", "b")
        await pilot.pause()
        assert isinstance(app.screen, FindingScreen)
        assert app.screen.finding.objective_evidence == "owners"
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query_one(Notes).text == "owners"

    live(fresh, story)


def test_what_somebody_said_is_cited_as_a_statement(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", *"09:14 Product owner: R14 has no owner", "ctrl+f", "b")
        await pilot.pause()
        assert "E-001" in app.screen.query_one("#cited")._lines[0].left.plain  # type: ignore[attr-defined]

    live(fresh, story)
    with Audit.open(fresh) as audit:
        (said,) = audit.evidence()
        assert (said.title, said.source) == ("R14 has no owner", "Product owner")
        (finding,) = audit.findings()
        assert [each.evidence for each in audit.citations(finding=finding.id)] == [said.id]
        audit.undo()  # one thing to take back
        assert audit.evidence() == audit.findings() == ()


def test_where_nobody_is_named_it_says_what_to_do(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", *"Observed: R14 has no owner", "ctrl+f", "b")
        await pilot.pause()
        assert "^o, then ^t takes down" in app.screen.query_one(CommandFooter).told
        assert app.session.audit.evidence() == ()

    live(fresh, story)


@pytest.mark.parametrize(("name", "told"), [("7.4/a", True), ("A.10.2/a", False)])
def test_leaving_a_clause_out_is_said_to_be_no_small_thing(
    name: str, told: bool, tmp_path: Path, live: Live
) -> None:
    with Audit.create(tmp_path / "iso", title="T"):
        pass

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.go(app.session.audit.resolve(name))
        app.show_again()
        await pilot.press("x")
        await pilot.pause()

    seen = live(tmp_path / "iso", story, (80, 24))
    assert f"{name}: not applicable" in seen
    assert ("say why it cannot apply here. Readiness lists it." in seen) is told
