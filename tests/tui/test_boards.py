"""The dashboard, the boards of findings and requests, and the start: stories of an auditor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, FindingState, Grade, Ref, SessionKind
from auditkit.tui.app import AuditkitApp
from auditkit.tui.recent import recent_audits

Press = Callable[..., str]
Live = Callable[..., str]


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def draft(audit: Audit, title: str, name: str, grade: Grade = Grade.MINOR) -> str:
    """A draft that lacks nothing; gives its label."""
    made = audit.raise_finding(
        grade,
        title,
        refs=[ref(name)],
        requirement="Has to be.",
        objective_evidence="Was seen.",
        gap="Is not.",
        extent_found=1,
        extent_sampled=2,
        area="Product",
    )
    said = audit.register_statement(EvidenceKind.INTERVIEW, "said", source="CTO")
    audit.cite(said.id, finding=made.id)
    return made.label


@pytest.fixture
def drafts(worked: Path) -> Path:
    """The audit in mid-flight with two drafts that may be issued, and one that lacks much."""
    with Audit.open(worked) as audit:
        draft(audit, "Suppliers are not assessed", "1.2")
        draft(audit, "Review was not held", "2.1", Grade.MAJOR)
    return worked


def test_findings_stand_in_groups_that_count(drafts: Path, press: Press) -> None:
    rows = press(drafts, "3").splitlines()
    heads = [row for row in rows if "nonconformity 1" in row or "nonconformity 2" in row]
    assert "major nonconformity 1" in heads[0]
    assert "minor nonconformity 2" in heads[1]
    (line,) = [row for row in rows if "F-001 min 1.1: Risks have no owner" in row]
    for told in ("issued", "Product", "CAR-001"):
        assert told in line


def test_findings_are_narrowed_and_sorted(drafts: Path, press: Press) -> None:
    seen = press(drafts, "3", "F")
    assert "3 shown: drafts" in seen
    assert "F-001" not in seen.split("─ F-")[0]
    assert "by clause" in press(drafts, "3", "s")
    rows = [row for row in press(drafts, "3", "s", "s").splitlines() if " F-00" in row]
    assert [row.split("F-00")[1][0] for row in rows[:4]] == ["1", "2", "3", "4"]


def test_a_selection_without_findings_says_how_to_go_on(fresh: Path, press: Press) -> None:
    assert "On a check of the audit screen (1)" in press(fresh, "3")
    with Audit.open(fresh) as audit:
        audit.raise_finding(Grade.OFI, "One register", refs=[ref("1.2")])
    assert "No finding here: issued. F shows others." in press(fresh, "3", "F", "F")


def test_marked_drafts_are_issued_together_and_what_lacks_is_told(
    drafts: Path, press: Press
) -> None:
    marks = ("3", "space", "down", "space", "space")  # F-004, past F-001, F-003 and F-002
    seen = press(drafts, *marks)
    assert "3 marked" in seen
    seen = press(drafts, *marks, "f8")
    assert "Issue 2 findings?" in seen
    assert "F-002 cannot be issued yet: the objective evidence is empty." in seen
    press(drafts, *marks, "f8", "escape")
    with Audit.open(drafts) as audit:
        assert audit.finding("F-003").state is FindingState.DRAFT
    press(drafts, *marks, "f8", "f8")
    with Audit.open(drafts) as audit:
        states = {each.label: each.state for each in audit.findings()}
        assert states["F-003"] is states["F-004"] is FindingState.ISSUED
        assert states["F-002"] is FindingState.DRAFT
    press(drafts, "u")  # one thing to take back
    with Audit.open(drafts) as audit:
        assert audit.finding("F-003").state is audit.finding("F-004").state is FindingState.DRAFT


def test_keys_that_do_nothing_on_a_finding_say_why(drafts: Path, press: Press) -> None:
    assert "F-001 is issued already" in press(drafts, "3", "down", "f8")
    assert "Marks are for issuing" in press(drafts, "3", "down", "space")
    assert "F-001 already has CAR-001" in press(drafts, "3", "down", "a")
    assert "Issue the finding first, then the CAR" in press(drafts, "3", "a")


def test_a_request_asks_until_when_and_of_whom(drafts: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("3", "f8", "f8", "f8")
        await pilot.pause()
        due, whom = app.screen.query(Input)
        assert whom.value == "Product"
        due.value, whom.value = "2099-05-01", "Head of AI"
        await pilot.press("f8")
        await pilot.pause()

    seen = live(drafts, story)
    assert "CAR-002 issued, answer due 2099-05-01" in seen
    with Audit.open(drafts) as audit:
        assert audit.car("CAR-002").issued_to == "Head of AI"


def test_the_detail_shows_what_to_look_at_and_similar_findings(drafts: Path, press: Press) -> None:
    with Audit.open(drafts) as audit:
        audit.edit_finding("F-003", gap="It seems that nobody looked.", area="Product")
        draft(audit, "Suppliers were not assessed", "2.1")
    seen = press(drafts, "3", "s", "s", "end", size=(120, 50))
    assert "F-003 min Suppliers are not assessed (words alike)" in seen
    seen = press(drafts, "3", "s", "s", "end", "up", "up", size=(120, 50))
    assert "gap: 'seems' is an opinion or a hedge" in seen


def test_the_history_of_a_finding(drafts: Path, press: Press) -> None:
    seen = press(drafts, "3", "down", "t")
    assert "History of F-001" in seen
    assert "finding issued: F-001" in seen
    assert "F-003" not in seen


def test_the_editor_shows_every_check_and_the_words(drafts: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("3", "enter")
        await pilot.pause()
        gap = app.screen.query_one("#gap")
        gap.load_text("Is not.\nIt seems late; A. Silva should act.")  # type: ignore[attr-defined]
        await pilot.pause()
        app.save_texts()
        await pilot.pause()

    seen = live(drafts, story)
    assert "ok   a criterion is cited" in seen
    assert "LOOK facts, no opinion" in seen
    assert "gap, line 2: 'seems' is an opinion" in seen
    assert "LOOK no recommendation" in seen
    assert "LOOK functions, no names" in seen
    assert "no reason noted" in seen
    assert "can be issued · 3 to look at" in seen


def test_at_80_columns_the_editor_names_what_to_look_at_first(drafts: Path, press: Press) -> None:
    with Audit.open(drafts) as audit:
        audit.edit_finding("F-004", effect="Somebody should act.")
    seen = press(drafts, "3", "enter", size=(80, 24))
    assert "LOOK no recommendation" in seen
    assert "1 to look at" in seen


def test_changed_evidence_is_told_on_board_editor_and_dashboard(
    worked: Path, evidence: Path, press: Press
) -> None:
    (evidence / "risk" / "AI risk register.csv").write_text("changed")
    press(worked, "2", "v", "work", "work")
    assert "1 EVIDENCE?" in press(worked, "3")
    assert "E-001 changed since it was cited" in press(worked, "3")
    assert "1 shown: evidence changed or gone" in press(worked, "3", "F", "F", "F", "F")
    assert "LOOK evidence is cited and unchanged" in press(worked, "3", "enter")
    seen = press(worked, "0", "tab", "end")
    assert "Findings: evidence not as it was" in seen
    assert "F-001 minor nonconformity" in press(worked, "0", "tab", "end", "enter").splitlines()[0]


def answered(audit: Audit, name: str, on: date) -> None:
    audit.advance_car(
        name,
        CarState.ANSWERED,
        correction="An owner was named for R14",
        extent_check="All 40 risks were looked at, none without owner",
        root_cause="Forgot to fill in the field when the register was moved",
        corrective_action="The field is required by the tool now",
        action_owner="Head of AI",
        action_due=date(2099, 6, 1),
        answered=on,
    )


@pytest.fixture
def requests(drafts: Path) -> Path:
    """Requests that are late, answered and issued."""
    today = date.today()
    with Audit.open(drafts) as audit:
        for label in ("F-003", "F-004"):
            audit.issue_finding(label)
        audit.issue_car("F-003", response_due=today - timedelta(days=12))
        audit.issue_car("F-004", response_due=today + timedelta(days=5))
        answered(audit, "CAR-003", today - timedelta(days=1))
    return drafts


def test_requests_stand_in_columns_where_there_is_room(requests: Path, press: Press) -> None:
    rows = press(requests, "4").splitlines()
    assert all(
        name in rows[1]
        for name in ("issued", "answered", "accepted/returned", "implemented", "closed")
    )
    assert "CAR-002 min F-003" in rows[2]
    assert "CAR-003 MAJ F-004" in rows[2]
    assert "late 12 days" in rows[3]
    assert "waits 1 day" in rows[3]


def test_answers_come_first_and_their_questions_are_shown(requests: Path, press: Press) -> None:
    for size in ((120, 36), (80, 24)):
        seen = press(requests, "4", size=size)
        assert "CAR-003 answered" in seen
        assert "'Forgot' names a slip" in seen
    seen = press(requests, "4", size=(80, 24))
    assert "answered 1: look at these first" in seen
    assert "late 12 days" in seen
    assert "3 open · 1 overdue" in seen


def test_left_and_right_go_through_the_states(requests: Path, press: Press) -> None:
    for size in ((120, 36), (80, 24)):
        seen = press(requests, "4", "left" if size[0] == 120 else "right", size=size)
        assert "─ CAR-002 issued" in seen
        assert "due 2099-01-31" in press(
            requests, "4", "left" if size[0] == 120 else "right", "down", size=size
        )


def test_what_a_request_needs_is_told_for_every_way_on(requests: Path, press: Press) -> None:
    seen = press(requests, "4")
    assert "to be accepted: the date of the decision" in seen
    assert "to be returned: the reason for returning it" in seen
    with Audit.open(requests) as audit:
        audit.advance_car("CAR-003", CarState.ACCEPTED, decided=date.today())
        audit.advance_car(
            "CAR-003", CarState.IMPLEMENTED, implementation="Seen.", implemented=date.today()
        )
    seen = press(requests, "4", "right")
    assert "to be effective: the result of the effectiveness check" in seen
    assert "what would show that it worked was not agreed" in seen
    assert "verified by somebody other than Head of AI" in seen


def test_due_dates_can_be_changed_and_that_be_undone(requests: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4", "left", "d")
        await pilot.pause()
        next(iter(app.screen.query(Input))).value = "2099-03-01"
        await pilot.press("f8")
        await pilot.pause()

    assert "CAR-002: dates changed" in live(requests, story)
    with Audit.open(requests) as audit:
        assert audit.car("CAR-002").response_due == date(2099, 3, 1)
        assert audit.undo() == "CAR-002 edited"


def test_the_footer_offers_what_means_something_for_the_state(requests: Path, press: Press) -> None:
    def footer(*keys: str) -> str:
        return press(requests, "4", *keys).splitlines()[-2]

    assert all(word in footer() for word in ("enter answer", "a advance", "i import", "d due"))
    with Audit.open(requests) as audit:
        audit.advance_car("CAR-003", CarState.ACCEPTED, decided=date.today())
    assert "i import" not in footer("right")  # the answer was decided on
    assert "a advance" in footer("right")
    with Audit.open(requests) as audit:
        done = {"implementation": "Seen.", "implemented": date.today()}
        audit.advance_car("CAR-003", CarState.IMPLEMENTED, **done)
        seen = {"effectiveness_result": "x", "verified": date.today(), "verified_by": "Lead"}
        audit.advance_car("CAR-003", CarState.EFFECTIVE, **seen)
    closed = footer("right")
    assert "f finding" in closed
    assert not any(word in closed for word in ("enter answer", "a advance", "i import", "d due"))


def test_without_requests_the_footer_offers_nothing_for_one(fresh: Path, press: Press) -> None:
    assert "advance" not in press(fresh, "4", "hush").splitlines()[-2]


def test_forms_about_an_answer_are_named_by_what_they_do(requests: Path, press: Press) -> None:
    assert "CAR-002: note what was answered; it stays issued" in press(
        requests, "4", "left", "enter"
    )
    assert "CAR-002: issued becomes answered" in press(requests, "4", "left", "a")


def test_the_date_of_an_answer_can_be_noted_with_it(requests: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4", "left", "enter")
        await pilot.pause()
        field = list(app.screen.query(Input))[-1]
        assert field.value == ""  # nobody said that it came today
        field.value = "2026-11-20"
        await pilot.press("f8")
        await pilot.pause()

    assert "answer noted, still issued" in live(requests, story)
    with Audit.open(requests) as audit:
        assert audit.car("CAR-002").answered == date(2026, 11, 20)
        assert audit.car("CAR-002").state is CarState.ISSUED


def test_who_has_to_answer_stands_as_owner_where_none_is_written(
    drafts: Path, press: Press
) -> None:
    with Audit.open(drafts) as audit:
        audit.edit_finding("F-003", area="")
        audit.issue_finding("F-003")
        audit.issue_car("F-003", issued_to="Head of AI")
    (line,) = [row for row in press(drafts, "3").splitlines() if " F-003 min" in row]
    assert "Head of AI" in line


def test_the_history_of_a_request(requests: Path, press: Press) -> None:
    seen = press(requests, "4", "t")
    assert "History of CAR-003" in seen
    assert "CAR-003: issued → answered" in seen


def test_without_requests_every_key_says_what_to_do(fresh: Path, press: Press) -> None:
    for key in ("d", "a", "enter", "f", "left"):
        assert "No CAR yet. On the findings screen (3)" in press(fresh, "4", key)
    assert "audit begun" in press(fresh, "4", "t")
    assert "audit begun" in press(fresh, "3", "t")


def test_why_not_ready_is_a_list_that_leads_there(requests: Path, press: Press) -> None:
    seen = press(requests, "0", "tab", "tab")
    assert "Stage 1: not ready" in seen
    assert "Stage 2: not ready" in seen
    at = next(
        number
        for number in range(12)
        if "Close F-004" in _under_cursor(press(requests, "0", "tab", "tab", *["down"] * number))
    )
    seen = press(requests, "0", "tab", "tab", *["down"] * at, "enter")
    assert "─ CAR-003 answered" in seen


def _under_cursor(seen: str) -> str:
    """The lines that carry the mark of a cursor."""
    return "\n".join(row for row in seen.splitlines() if "›" in row)


def test_the_dashboard_leads_to_a_requirement(fresh: Path, press: Press) -> None:
    seen = press(fresh, "0", "down", "enter")
    assert "2.1" in seen.splitlines()[1]


def test_todays_sessions_are_on_the_dashboard_and_lead_to_their_requirement(
    fresh: Path, press: Press
) -> None:
    with Audit.open(fresh) as audit:
        for days, title, kind in (
            (0, "Opening", SessionKind.OPENING),
            (0, "Talk with the board", SessionKind.AUDIT),
            (3, "Later", SessionKind.AUDIT),
        ):
            audit.add_session(
                title,
                date.today() + timedelta(days=days),
                time(0, 0) if days == 0 and kind is SessionKind.OPENING else time(23, 50),
                time(0, 1) if days == 0 and kind is SessionKind.OPENING else time(23, 59),
                kind=kind,
                refs=[] if kind is SessionKind.OPENING else [ref("2.1")],
            )
    seen = press(fresh, "0")
    assert f"Today, {date.today()}" in seen
    assert "23:50 Talk with the board" in seen
    assert "Later" not in seen
    to_plan = ("0", "tab", "tab", "tab", "down")
    assert "S-001 names no requirement." in press(fresh, *to_plan, "enter")
    assert "2.1" in press(fresh, *to_plan, "down", "enter").splitlines()[1]


def test_a_day_without_sessions_shows_the_next_that_has_some(fresh: Path, press: Press) -> None:
    day = date.today() + timedelta(days=3)
    with Audit.open(fresh) as audit:
        audit.add_session("Later", day, time(9, 0), time(10, 0), refs=[ref("1.1")])
    assert f"Next in the plan, {day}" in press(fresh, "0", size=(80, 24))


def test_notes_filed_nowhere_are_on_the_dashboard(fresh: Path, press: Press) -> None:
    assert "unfiled" not in press(fresh, "0")
    with Audit.open(fresh) as audit:
        audit.add_note("R14 has no owner")
    assert "File 1 interview line" in press(fresh, "0", size=(80, 24))


def test_the_first_start_says_what_to_do(live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()

    seen = live(None, story)
    assert "No audit here yet: look around in the sample, or begin your own" in seen
    assert "›New audit" in seen


def test_the_list_of_audits_does_not_wait_for_the_end(
    worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditkit.tui.app._AGAIN", 0.05)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        before = recent_audits()[0].progress
        await pilot.press("n", "c")
        await pilot.pause(0.2)
        assert recent_audits()[0].progress != before

    live(worked, story)


def test_a_recent_audit_tells_how_far_it_is(worked: Path, press: Press) -> None:
    press(worked, "n", "c")
    seen = press(None)
    (line,) = [row for row in seen.splitlines() if "AIMS internal audit" in row]
    assert f"4/4 · {date.today()}" in line
    assert str(worked)[:40] in seen
    assert "4/4" in press(None, "enter").splitlines()[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("evidence", "there: 3 files"),
        ("gone", "not there (yet)"),
        ("evidence/AI policy.md", "a file"),
    ],
)
def test_the_evidence_folder_is_looked_at_while_one_types(
    tmp_path: Path, evidence: Path, live: Live, name: str, told: str
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await pilot.pause()
        list(app.screen.query(Input))[2].value = str(tmp_path / name)
        await pilot.pause()
        await app.workers.wait_for_complete()

    assert told in live(None, story)


def test_dates_that_cannot_be_are_told_and_what_was_typed_is_kept(
    tmp_path: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    typed = ("First audit", "Acme", "", "A. Silva", "2026-03-05", "2026-03-02")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await pilot.pause()
        fields = list(app.screen.query(Input))
        for field, text in zip(fields, (*typed, str(tmp_path / "first")), strict=True):
            field.value = text
        for wrong, told in (
            ("2026-03-02", "Last day: The last day lies before the first."),
            ("24.11.2026", "Last day: '24.11.2026' is no date. Write it as 2026-03-31."),
        ):
            fields[5].value = wrong
            await pilot.press("f8")
            await pilot.pause()
            assert told in words(app)
            assert app.screen.focused is fields[5]
        assert not (tmp_path / "first").exists()
        assert next(iter(app.screen.query(Input))).value == "First audit"
        fields[5].value = "2026-03-06"
        await pilot.press("f8")
        await pilot.pause(0.2)
        assert app.session.audit.info.ends == date(2026, 3, 6)

    live(None, story)


class March(date):
    """What is shown on one day."""

    @classmethod
    def today(cls) -> March:
        return cls(2026, 3, 4)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize(("name", "keys"), [("start-first", ()), ("new-audit", ("enter",))])
def test_start_and_new_audit_fit_the_screen(
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
    press: Press,
    kept: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("auditkit.tui.screens.new_audit.date", March)
    here = "auditkit.tui.screens.new_audit.typed_path"
    monkeypatch.setattr(here, lambda text: Path("/audits", text))
    monkeypatch.setattr("auditkit.tui.screens.new_audit.user_name", lambda: "asilva")
    seen = press(None, *keys, size=size)
    assert seen.replace("\\audits", "/audits") == kept(name, size, seen)
