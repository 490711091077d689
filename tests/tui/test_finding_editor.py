"""The finding editor: what stops issuing, what is cited, what comes after, and nothing jumps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.evidence.fingerprint import fingerprint
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, FindingState, Grade, Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.criteria import CriteriaScreen
from auditkit.tui.screens.finding import FindingScreen
from auditkit.tui.widgets.bars import CommandFooter

Press = Callable[..., str]
Live = Callable[..., str]
EDITOR = ("3", "enter")


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def ready(fresh: Path) -> Path:
    """One draft that lacks nothing."""
    with Audit.open(fresh) as audit:
        made = audit.raise_finding(
            Grade.MINOR,
            "Risks have no owner",
            checks=[ref("1.1/b")],
            requirement="Every risk has an owner.",
            objective_evidence="R14 names no owner.",
            gap="R14 is owned by nobody.",
            extent_found=1,
            extent_sampled=2,
        )
        said = audit.register_statement(EvidenceKind.INTERVIEW, "said", source="CTO")
        audit.cite(said.id, finding=made.id)
    return fresh


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_what_stops_issuing_stands_apart_from_what_is_to_be_looked_at(
    size: tuple[int, int], ready: Path, press: Press
) -> None:
    seen = press(ready, *EDITOR, size=size)
    assert "can be issued · nothing to look at" in seen
    with Audit.open(ready) as audit:
        audit.edit_finding("F-001", gap="", effect="Somebody should act.")
    seen = press(ready, *EDITOR, size=size)
    assert "STOP to be completed first:" in seen
    assert "1 to complete first · 1 to look at" in seen
    assert "LOOK no recommendation" in press(ready, *EDITOR, size=(120, 36))


def test_issuing_names_the_field_that_is_missing_and_goes_there(ready: Path, live: Live) -> None:
    with Audit.open(ready) as audit:
        audit.edit_finding("F-001", gap="", requirement="")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR, "f8")
        await pilot.pause()
        told = app.screen.query_one(CommandFooter).told
        assert "the requirement is not stated; the gap is empty" in told
        assert told.endswith("The cursor is in 'Requirement'.")
        assert app.focused is not None
        assert app.focused.id == "requirement"

    live(ready, story)


def test_missing_evidence_names_the_key_that_cites_some(ready: Path, press: Press) -> None:
    with Audit.open(ready) as audit:
        audit.remove_citation(audit.citations()[0].id)
    assert "no evidence is cited. ^o cites some." in press(ready, *EDITOR, "f8")


def test_going_back_says_that_the_draft_is_kept(ready: Path, press: Press) -> None:
    assert "F-001 is kept as a draft." in press(ready, *EDITOR, "f8", "escape", "escape")
    with Audit.open(ready) as audit:
        assert audit.finding("F-001").state is FindingState.DRAFT


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_grade_that_was_taken_moves_nothing(
    size: tuple[int, int], ready: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR)
        await pilot.pause()
        before = app.screen.query_one("#editor").region
        await pilot.press("ctrl+g", "y", "n", "n", "n", "n", "enter")
        await pilot.pause()
        assert app.screen.query_one(CommandFooter).told == "F-001: minor nonconformity."
        assert app.screen.query_one("#editor").region == before
        assert app.screen.finding.grade_reason  # type: ignore[attr-defined]

    live(ready, story, size)


def test_after_issuing_the_request_is_offered_there_and_then(ready: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR, "f8", "f8")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        due, whom = app.screen.query(Input)
        due.value, whom.value = "2099-05-01", "Head of AI"
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, FindingScreen)
        told = app.screen.query_one(CommandFooter).told
        assert told.startswith("CAR-001 issued, answer due 2099-05-01; esc, then u takes that back")
        assert "4 shows it, 5 writes its form." in told
        assert app.focused is not None
        assert app.focused.id == "remarks"
        await pilot.press("4")
        assert app.screen.finding.title == "Risks have no owner"

    live(ready, story)
    with Audit.open(ready) as audit:
        car = audit.car("CAR-001")
        assert (car.issued_to, car.response_due) == ("Head of AI", date(2099, 5, 1))


def test_who_changes_an_issued_finding_is_told_once_what_that_means(
    ready: Path, live: Live
) -> None:
    told = "F-001 is issued: this change shows as an amendment."
    with Audit.open(ready) as audit:
        audit.issue_finding("F-001")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR)
        await pilot.pause()
        footer = app.screen.query_one(CommandFooter)
        await pilot.press("Q")
        await pilot.pause()
        assert footer.told == "Q is no command here; ? shows the keys."
        footer.hush()
        await pilot.press("tab", "X")
        await pilot.pause()
        assert footer.told == told
        footer.hush()
        await pilot.press("Y")
        await pilot.pause()
        assert footer.told == ""

    live(ready, story)


def test_a_draft_is_written_without_a_warning_and_tab_leads_on(ready: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR, "X", "tab")
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.id == "requirement"
        assert app.screen.query_one(CommandFooter).told == ""

    assert "tab field" in live(ready, story, (80, 24))


def test_all_that_stops_a_bare_draft_is_seen_on_a_screen_of_80(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.raise_finding(Grade.MINOR, "", checks=[ref("1.1/b")])
        audit.edit_finding("F-001", requirement="Every risk has an owner.")
    seen = press(fresh, *EDITOR, size=(80, 24))
    left = [each.split("││")[0] for each in seen.splitlines() if "││" in each]
    told = " ".join(re.sub("[│▁▂▃▄▅▆▇█]", " ", " ".join(left)).split())
    for each in ("no title", "evidence is empty", "gap is empty", "no evidence is cited"):
        assert each in told
    assert "4 to complete first" in seen


def test_the_place_cited_is_told_before_the_hash(ready: Path, evidence: Path, press: Press) -> None:
    path = evidence / "risk" / "AI risk register.csv"
    with Audit.open(ready) as audit:
        item, _ = audit.link_file(path, ref("1.1/b"), fingerprint=fingerprint(path))
        audit.cite(item.id, finding="F-001", place="sheet Risks, row 14")
    seen = press(ready, *EDITOR, size=(80, 24))
    assert "· sheet Risks, row 14" in seen


def test_the_request_can_wait_and_an_ofi_gets_none(ready: Path, press: Press) -> None:
    seen = press(ready, *EDITOR, "f8", "f8")
    assert "leaves it for later (a on screen 3)" in seen
    assert "F-001 issued." in press(ready, "u", *EDITOR, "f8", "f8", "escape")
    with Audit.open(ready) as audit:
        assert audit.cars() == ()
        audit.undo()
        audit.edit_finding("F-001", grade=Grade.OFI)
    assert "Request corrective action" not in press(ready, *EDITOR, "f8", "f8")


def test_several_requirements_can_be_cited_and_taken_away(ready: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR, "f3", *"review", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CriteriaScreen)  # it stays for further ones
        cited = [each.ref for each in app.session.audit.finding("F-001").refs]
        assert cited == ["1.1", "2.1"]
        await pilot.press("enter", *["backspace"] * 6, *"supplier", "enter", "escape")
        await pilot.pause()
        cited = [each.ref for each in app.session.audit.finding("F-001").refs]
        assert cited == ["1.1", "1.2"]

    seen = live(ready, story)
    assert "cites 1.1, 1.2 · F3 changes that" in seen
    assert "1.1, 1.2, 1.1/b" in seen.splitlines()[0]


def test_the_requirement_of_a_check_stays_cited(ready: Path, press: Press) -> None:
    assert "stands on 1.1/b, so 1.1 stays cited" in press(ready, *EDITOR, "f3", "enter")
    with Audit.open(ready) as audit:
        assert audit.finding("F-001").refs == (ref("1.1"),)


def test_removing_a_draft_has_a_key_of_its_own(ready: Path, press: Press) -> None:
    assert "Colours" in press(ready, "f4")
    press(ready, *EDITOR, "f4")
    with Audit.open(ready) as audit:
        assert audit.findings()
    assert "F-001 removed; u brings it back." in press(ready, *EDITOR, "f9")


def test_an_issued_finding_is_read_from_the_beginning_of_its_words(
    ready: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    with Audit.open(ready) as audit:
        audit.edit_finding("F-001", gap=f"Begins here. {'More of it. ' * 60}Ends there.")
        audit.issue_finding("F-001")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*EDITOR)
        await pilot.pause()
        assert "Begins here." in words(app)
        assert "Ends there." not in words(app)

    live(ready, story)
