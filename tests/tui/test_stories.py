"""What an auditor does, key by key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import CarState, FindingState, Grade, NoteMark, Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens import confirm
from auditkit.tui.widgets.notes import Notes
from auditkit.tui.widgets.saved_text import SavedText

Press = Callable[..., str]
Live = Callable[..., str]


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def test_the_first_verdict_takes_one_key(fresh: Path, press: Press) -> None:
    seen = press(fresh, "c")
    assert "2 checks: conforms" in seen
    with Audit.open(fresh) as audit:
        assert audit.verdict(ref("1.1/b")).verdict is Verdict.CONFORMS


def test_after_a_good_check_the_next_one_is_in_front(fresh: Path, press: Press) -> None:
    press(fresh, "enter", "down", "c", "v")
    with Audit.open(fresh) as audit:
        assert audit.verdict(ref("1.1/a")).verdict is Verdict.CONFORMS
        assert audit.verdict(ref("1.1/b")).verdict is Verdict.DOES_NOT_CONFORM


def test_not_applicable_asks_for_its_reason(fresh: Path, press: Press) -> None:
    seen = press(fresh, "enter", "down", "x", "enter")
    assert "Why: needed here" in seen
    press(fresh, "enter", "down", "x", "n", "o", "enter")
    with Audit.open(fresh) as audit:
        given = audit.verdict(ref("1.1/a"))
    assert (given.verdict, given.reason) == (Verdict.NOT_APPLICABLE, "no")


def test_a_key_that_is_no_command_says_so(fresh: Path, press: Press) -> None:
    assert "w is no command here" in press(fresh, "w")


def test_undo_names_what_it_took_back_and_redo_brings_it_back(fresh: Path, press: Press) -> None:
    assert "undone: 1.1 conforms (2 checks)" in press(fresh, "c", "u")
    assert "redone: 1.1 conforms (2 checks)" in press(fresh, "ctrl+r")
    assert "There is nothing to undo" not in press(fresh, "u")


def test_letters_are_text_while_writing_and_kept(fresh: Path, press: Press) -> None:
    seen = press(fresh, "i", "c", "m", "x", "escape")
    assert "BROWSE" in seen
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "cmx"
        assert audit.verdicts() == {}
        assert audit.findings() == ()


def test_the_bar_says_write_while_writing(fresh: Path, press: Press) -> None:
    assert " WRITE " in press(fresh, "i").splitlines()[-2]


def test_moving_on_while_writing_keeps_each_note_with_its_requirement(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", "a", "escape", "n", "n", "n", "i", "b", "escape")

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "a"
        assert audit.note_text(ref("1.2")) == "b"


def test_a_text_that_cannot_be_saved_is_loud_kept_and_saved_later(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        real = app.session.audit.set_note

        def full(*_: object) -> None:
            raise NotSaved(Path("here"), "The disk is full")

        monkeypatch.setattr(app.session.audit, "set_note", full)
        await pilot.press("i", "k", "escape")
        await pilot.pause()
        assert app.session.saved_words() == "NOT SAVED: The disk is full · ^s saves elsewhere"
        assert app.query_one(Notes).text == "k"
        monkeypatch.setattr(app.session.audit, "set_note", real)
        assert app.save_texts()
        assert app.session.saved_words().startswith("saved ")

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "k"


def test_evidence_in_a_few_letters(fresh: Path, press: Press) -> None:
    keys = ["e", "work", *"register", "work", "work", "enter", "work"]
    press(fresh, *keys, "work")
    with Audit.open(fresh) as audit:
        (evidence,) = audit.evidence()
        (citation,) = audit.citations(ref=ref("1.1"))
    assert evidence.path == "risk/AI risk register.csv"
    assert len(evidence.sha256) == 64
    assert citation.evidence == evidence.id


def test_evidence_found_while_writing_is_named_in_the_note(fresh: Path, press: Press) -> None:
    press(fresh, "i", *"see ", "ctrl+o", "work", *"register", "work", "work", "enter", "escape")
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "see [E-001] "
        assert audit.citations(ref=ref("1.1"))


def test_letters_typed_ahead_of_the_screen_find_their_place(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        from textual import events

        for key in "ixcm":
            app.post_message(events.Key(key, key))
        await pilot.pause()
        await pilot.press("escape")

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "xcm"
        assert audit.verdicts() == {}


def test_reading_takes_the_whole_screen_and_esc_gives_it_back(fresh: Path, press: Press) -> None:
    assert "Checklist" not in press(fresh, "r", size=(80, 24))
    assert "Checklist" in press(fresh, "r", "escape", size=(80, 24))


def test_the_place_comes_from_the_preview(fresh: Path, press: Press) -> None:
    keys = ["e", "work", *"policy", "work", "work", "tab", "down", "enter", "work"]
    press(fresh, *keys)
    with Audit.open(fresh) as audit:
        (citation,) = audit.citations()
    assert citation.place
    assert citation.quote == "Approved by the board on 2026-01-12."


def test_a_statement_is_evidence_too(fresh: Path, press: Press) -> None:
    keys = ["e", "work", "ctrl+t", *"seen", "enter", *"CTO", "enter", "enter"]
    press(fresh, *keys)
    with Audit.open(fresh) as audit:
        (evidence,) = audit.evidence()
        assert (evidence.title, evidence.source) == ("seen", "CTO")
        assert audit.citations(ref=ref("1.1"))


def test_a_finding_from_a_check_to_its_issue(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        made = audit.register_statement("interview", "R14 has no owner", source="CTO")
        audit.cite(made.id, ref=ref("1.1/b"))
        await pilot.press("n", "n", "m")
        await pilot.pause()
        for name, text in (
            ("title", "Risks have no owner"),
            ("objective_evidence", "R14 names no owner."),
            ("gap", "R14 is owned by nobody."),
            ("extent", "1 of 2 risks"),
        ):
            app.screen.query_one(f"#{name}").load_text(text)  # type: ignore[attr-defined]
            await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()

    seen = live(fresh, story)
    assert "F-001 is issued. Issue a CAR for it now?" in seen
    with Audit.open(fresh) as audit:
        (finding,) = audit.findings()
    assert finding.state is FindingState.ISSUED
    assert (finding.extent_found, finding.extent_sampled, finding.extent) == (1, 2, "risks")
    assert finding.grade is Grade.MINOR


def test_issuing_says_what_is_missing(fresh: Path, press: Press) -> None:
    seen = press(fresh, "n", "n", "m", "f8")
    assert "cannot be issued yet" in seen


def test_the_grade_can_be_changed(worked: Path, press: Press) -> None:
    press(worked, "3", "enter", "ctrl+g", "g", *"major", "enter")
    with Audit.open(worked) as audit:
        assert audit.finding("F-001").grade is Grade.MAJOR


def test_questions_lead_to_the_grade_and_stay_as_its_reason(worked: Path, press: Press) -> None:
    seen = press(worked, "3", "enter", "ctrl+g", "y", "n", "y")
    assert "Grade: major nonconformity" in seen
    press(worked, "3", "enter", "ctrl+g", "y", "n", "b", "n", "n", "n", "enter")
    with Audit.open(worked) as audit:
        finding = audit.finding("F-001")
        assert finding.grade is Grade.MINOR
        assert "single or limited lapse" in finding.grade_reason


def test_leaving_the_questions_leaves_the_grade(worked: Path, press: Press) -> None:
    press(worked, "3", "enter", "ctrl+g", "y", "y", "escape")
    with Audit.open(worked) as audit:
        assert audit.finding("F-001").grade is Grade.MINOR
        assert audit.finding("F-001").grade_reason == ""


def test_a_draft_removed_comes_back_by_undo(worked: Path, press: Press) -> None:
    press(worked, "3", "down", "enter", "f9")
    with Audit.open(worked) as audit:
        assert [each.label for each in audit.findings()] == ["F-001"]
    press(worked, "u")
    with Audit.open(worked) as audit:
        assert [each.label for each in audit.findings()] == ["F-001", "F-002"]


def test_withdrawing_asks_why(worked: Path, press: Press) -> None:
    press(worked, "3", "W", *"dup", "enter")
    with Audit.open(worked) as audit:
        assert audit.finding("F-001").withdrawn_reason == "dup"


def test_a_car_is_answered_and_accepted(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4")
        await pilot.press("a")
        await pilot.pause()
        for field, text in zip(app.screen.query("Line, SavedText"), ANSWER, strict=True):
            fill(field, text)
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("a", *"accep", "enter")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()

    live(worked, story)
    with Audit.open(worked) as audit:
        car = audit.car("CAR-001")
    assert car.state is CarState.ACCEPTED
    assert car.root_cause == "Nobody was asked"
    assert str(car.action_due) == "2026-05-01"


def test_an_answer_that_is_only_looked_at_stays_as_it_is(worked: Path, live: Live) -> None:
    text = "First part.\n\nSecond part:\n- one\u200b\n  two "

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4", "enter")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()

    with Audit.open(worked) as audit:
        audit.edit_car("CAR-001", correction=text)
    live(worked, story)
    with Audit.open(worked) as audit:
        assert audit.car("CAR-001").correction == text


def fill(field: Widget, text: str) -> None:
    """Put an answer into a field of a form."""
    if isinstance(field, SavedText):
        field.load_text(text)
    else:
        field.value = text  # type: ignore[attr-defined]


ANSWER = (
    "Owner named",
    "Two more looked at",
    "Nobody was asked",
    "5 why",
    "Owner is a required field",
    "Product",
    "2026-05-01",
    "CTO",
    "2026-03-20",
)


def test_a_wrong_date_is_one_sentence_and_the_answer_is_kept(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4", "enter")
        await pilot.pause()
        fields = list(app.screen.query("Line, SavedText"))
        fill(fields[0], "Owner named")
        fill(fields[6], "soon")
        await pilot.press("f8")
        await pilot.pause()
        told = str(app.screen.query_one(".foot", Static).content)
        assert "'soon' is no date. Write it as 2026-03-31." in told
        assert app.screen.focused is fields[6]
        assert fields[0].text == "Owner named"  # type: ignore[attr-defined]

    live(worked, story)


def _footer(app: AuditkitApp) -> str:
    from auditkit.tui.widgets.bars import CommandFooter

    return app.screen.query_one(CommandFooter).told


def test_verifying_finds_a_changed_file(worked: Path, evidence: Path, press: Press) -> None:
    (evidence / "risk" / "AI risk register.csv").write_text("changed")
    seen = press(worked, "2", "v", "work", "work")
    assert "1 not as registered" in seen
    assert "CHANGED" in seen
    with Audit.open(worked) as audit:
        (item,) = audit.evidence()
        look = audit.verification(item.id)
        assert look is not None
        assert look.standing == "changed"
    assert "stands as the file is now" in press(worked, "2", "a")
    with Audit.open(worked) as audit:
        assert audit.undo() == "E-001 kept as changed"


def test_documents_are_written_while_one_goes_on(worked: Path, press: Press) -> None:
    seen = press(worked, "5", "enter", "f8", "work", "work")
    assert "Written:" in seen
    with Audit.open(worked) as audit:
        (document,) = audit.documents()
        assert (worked / document.path).is_file()


def test_search_goes_to_what_was_found(worked: Path, press: Press) -> None:
    seen = press(worked, "3", "slash", *"supplier", "enter")
    assert "1.2 Suppliers" in seen.splitlines()[1]


def test_the_menu_runs_a_command(fresh: Path, press: Press) -> None:
    press(fresh, "colon", *"all its untested", "enter")
    with Audit.open(fresh) as audit:
        assert len(audit.verdicts()) == 2


def test_history_of_a_requirement(worked: Path, press: Press) -> None:
    seen = press(worked, "t")
    assert "History of 1.1" in seen
    assert "verdict given 1.1/b: untested → does not conform" in seen


def test_grades_and_headings_stand_out(worked: Path, live: Live) -> None:
    styles: dict[str, Any] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for strip in app.screen._compositor.render_strips():
            styles.update({segment.text.strip(): segment.style for segment in strip})

    live(worked, story)
    assert styles["NO min"].bold
    assert styles["▸ 2 Review"].bold


def test_the_filter_leaves_what_it_says(worked: Path, press: Press) -> None:
    seen = press(worked, "F")
    assert "Checklist: untested" in seen
    assert "1.1 Risk register" not in seen.splitlines()[2]


def test_every_screen_keeps_its_place(worked: Path, press: Press) -> None:
    seen = press(worked, "n", "3", "down", "1", "3")
    assert "F-002 opportunity for improvement" in seen
    assert "2.1" in press(worked, "n", "3", "1").splitlines()[1]


def test_a_second_window_reads_only_and_says_so(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("n", "c")
        await pilot.pause()
        assert "READ ONLY" in app.session.saved_words()
        assert "READ ONLY: it is open elsewhere" in _footer(app)

    with Audit.open(worked):
        live(worked, story)


def test_the_start_screen_makes_an_audit(
    tmp_path: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await pilot.pause()
        for field, text in zip(
            app.screen.query("Line"),
            ("First audit", "Acme", "", "A. Silva", "2026-03-02", "2026-03-05", "first"),
            strict=True,
        ):
            field.value = text  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause(0.2)
        assert app.session.audit.info.organization == "Acme"

    seen = live(None, story)
    assert "4.1 Understanding the organization" in seen
    assert "First audit" in live(None, _nothing)


async def _nothing(pilot: Pilot[Any], app: AuditkitApp) -> None:
    await pilot.pause()


def test_a_folder_that_is_no_audit_is_one_sentence(
    tmp_path: Path, live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("end", "enter")
        await pilot.pause()
        app.screen.query_one("Line").value = str(tmp_path)  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause()
        assert "is no audit folder. Type the folder of an audit." in words(app)

    live(None, story)


def test_a_note_of_its_own_is_not_lost_by_the_running_note(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.add_note("R14 has no owner", ref=ref("1.1"), mark=NoteMark.NONCONFORMITY)
    press(fresh, "i", "k", "escape")
    with Audit.open(fresh) as audit:
        assert [note.text for note in audit.notes(ref("1.1"))] == ["R14 has no owner"]


def test_a_key_that_bounces_answers_no_question_that_it_asked(
    worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "BOUNCE", 60.0)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "enter", "f8", "f8")
        assert isinstance(app.screen, confirm.ConfirmScreen)
        assert app.session.audit.documents() == ()
        monkeypatch.setattr(confirm, "BOUNCE", 0.0)
        await pilot.press("f8")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(app.session.audit.documents()) == 1

    live(worked, story)


def test_a_key_that_is_no_answer_says_so(worked: Path, press: Press) -> None:
    assert "enter is no answer here · F8 writes it" in press(worked, "5", "enter", "enter")
    assert "y is no answer here · F8 writes it" in press(worked, "5", "enter", "y")
    assert "k is no answer here · F8 closes it" in press(worked, "C", "k")
    assert "y or n answers this question" in press(worked, "3", "enter", "ctrl+g", "enter")
