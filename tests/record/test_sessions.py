"""The audit plan in the record and on the command line: sessions, attendance, what is open."""

from __future__ import annotations

import json
import shutil
from datetime import date, time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.analysis.timetable import minutes, plan_remarks, planned_days, refs_shown, unplanned
from auditkit.cli.root import root
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Role, Session, SessionKind

STANDARD = "iso-iec-42001-2023"
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)


def add(audit: Audit, title: str, start: str, end: str, **more: object) -> Session:
    day = more.pop("day", MONDAY)
    assert isinstance(day, date)
    return audit.add_session(title, day, time.fromisoformat(start), time.fromisoformat(end), **more)


def test_sessions_stand_in_the_order_of_time_and_by_day(audit: Audit) -> None:
    add(audit, "late", "14:00", "15:30", day=TUESDAY)
    add(audit, "early", "08:00", "09:00", day=TUESDAY)
    add(audit, "first", "17:00", "18:00")
    assert [each.title for each in audit.sessions()] == ["first", "early", "late"]
    assert [(each.day, len(each.sessions)) for each in planned_days(audit)] == [
        (MONDAY, 1),
        (TUESDAY, 2),
    ]
    assert minutes(audit.plan_session("S-001")) == 90


@pytest.mark.parametrize("way", [0, 1 << 40], ids=["snapshot", "fold"])
def test_a_session_is_there_again_after_opening(audit: Audit, way: int) -> None:
    made = add(
        audit, "Ops", "09:00", "10:30",
        refs=[Ref(STANDARD, "8.1")], auditees=("MLOps lead",), auditors=(audit.people[0].id,),
        place="Teams", remote=True, method="Interview", remark="bring logs",
    )  # fmt: skip
    audit.close()
    with Audit.open(audit.folder, read_only=True, from_bytes=way) as again:
        assert again.sessions() == (made,)
        assert refs_shown(again, made.refs) == "8.1"


def test_labels_go_on_and_are_never_given_twice(audit: Audit) -> None:
    add(audit, "one", "09:00", "10:00")
    audit.remove_session("S-001")
    assert add(audit, "two", "09:00", "10:00").label == "S-002"


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("", "09:00", "10:00"),
        ("x", "10:00", "10:00"),
        ("x", "11:00", "10:00"),
        ("x", "09:00Z", "10:00"),
    ],
)
def test_an_impossible_session_is_refused(audit: Audit, title: str, start: str, end: str) -> None:
    with pytest.raises(UsageError):
        add(audit, title, start, end)
    assert audit.sessions() == ()


def test_an_edit_may_not_make_a_session_impossible(audit: Audit) -> None:
    add(audit, "one", "09:00", "10:00")
    for fields in (
        {"ends": time(8)},
        {"starts": "9"},
        {"title": " "},
        {"label": "S-9"},
        {"day": "someday"},
    ):
        with pytest.raises(UsageError):
            audit.edit_session("S-001", **fields)
    assert audit.edit_session("s-001", starts=time(9, 30), remark="later").starts == time(9, 30)


def test_a_removed_session_takes_its_attendance_along_and_undo_brings_both_back(
    audit: Audit,
) -> None:
    made = add(audit, "Opening", "09:00", "09:30", kind=SessionKind.OPENING)
    audit.attend("opening", function="Quality manager")
    audit.remove_session("opening")
    assert (audit.sessions(), audit.attendance()) == ((), ())
    audit.undo()
    assert audit.sessions() == (made,)
    assert [each.function for each in audit.attendance(made.id)] == ["Quality manager"]


def test_attendance_is_by_function_name_or_both_and_noted_once(audit: Audit) -> None:
    made = add(audit, "Opening", "09:00", "09:30", kind=SessionKind.OPENING)
    audit.attend("opening", function="Head of AI")
    audit.attend(made.id, function=" Head of AI ")
    audit.attend("S-001", name="Ada")
    assert [(each.function, each.name) for each in audit.attendance(made.id)] == [
        ("Head of AI", ""),
        ("", "Ada"),
    ]
    with pytest.raises(UsageError, match="Who was there"):
        audit.attend("opening", function=" ")
    with pytest.raises(UsageError, match="no closing meeting"):
        audit.attend("closing", name="Ada")


def test_two_auditors_note_attendance_apart_and_both_stay(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(audit, "Opening", "09:00", "09:30", kind=SessionKind.OPENING)
    audit.close()
    other = tmp_path / "other"
    shutil.copytree(audit.folder, other)
    for folder, home, name in ((audit.folder, "one", "Ada"), (other, "two", "Bo")):
        monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / home))
        with Audit.open(folder) as opened:
            opened.attend("opening", name=name)
    for path in (other / "journal").glob("*.jsonl"):
        if not (audit.folder / "journal" / path.name).exists():
            shutil.copy(path, audit.folder / "journal")
    with Audit.open(audit.folder, read_only=True) as both:
        assert sorted(each.name for each in both.attendance()) == ["Ada", "Bo"]


def test_beginning_and_end_moved_apart_may_cross_and_that_is_told(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(audit, "one", "09:00", "12:00")
    audit.close()
    other = tmp_path / "other"
    shutil.copytree(audit.folder, other)
    for folder, home, fields in (
        (audit.folder, "one", {"starts": time(11)}),
        (other, "two", {"ends": time(10)}),
    ):
        monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / home))
        with Audit.open(folder) as opened:
            opened.edit_session("S-001", **fields)
    for path in (other / "journal").glob("*.jsonl"):
        if not (audit.folder / "journal" / path.name).exists():
            shutil.copy(path, audit.folder / "journal")
    with Audit.open(audit.folder, read_only=True) as both:
        assert "S-001 ends before it begins." in plan_remarks(both)
        assert minutes(both.plan_session("S-001")) == 0


def test_without_a_plan_nothing_is_remarked(audit: Audit) -> None:
    assert plan_remarks(audit) == ()


def test_what_is_open_in_a_plan_is_told(audit: Audit) -> None:
    lead = audit.people[0]
    audit.set_info(starts=MONDAY, ends=MONDAY)
    add(audit, "one", "09:00", "10:00", auditors=(lead.id,), auditees=("Head of AI",))
    add(audit, "two", "09:30", "10:30", auditors=(lead.id,), auditees=("Head of AI",))
    add(audit, "three", "10:30", "11:00", day=TUESDAY)
    add(audit, "Closing", "08:00", "08:30", kind=SessionKind.CLOSING)
    told = "\n".join(plan_remarks(audit))
    assert "No opening meeting is planned." in told
    assert "S-004: an audit session is planned after the closing meeting." in told
    assert "S-001 and S-002 overlap: Lena Auditor, Head of AI." in told
    assert "Outside of the dates of the audit: S-003." in told
    assert "No auditor is named: S-003." in told
    assert "No function of the auditee is named: S-003." in told
    assert "No statement of independence is recorded: Lena Auditor." in told
    assert "In no session: 4.1, 4.2" in told


def test_a_whole_plan_leaves_nothing_open(audit: Audit) -> None:
    lead = audit.people[0]
    audit.edit_person(lead.id, independent_of="No part in it")
    refs = [Ref(STANDARD, each.ref) for each in audit.checklist(STANDARD).requirements()]
    who = {"auditors": (lead.id,), "auditees": ("Head of AI",)}
    add(audit, "Opening", "08:00", "09:00", kind=SessionKind.OPENING, **who)
    add(audit, "all", "09:00", "12:00", refs=refs, **who)
    add(audit, "Closing", "12:00", "13:00", kind=SessionKind.CLOSING, **who)
    assert unplanned(audit) == ()
    assert plan_remarks(audit) == ()


def test_an_auditor_who_left_the_team_holds_no_session(audit: Audit) -> None:
    bo = audit.add_person("Bo", Role.AUDITOR, independent_of="x")
    add(audit, "one", "09:00", "10:00", auditors=(bo.id,))
    assert "No auditor is named" not in "\n".join(plan_remarks(audit))
    audit.remove_person(bo.id)
    assert "No auditor is named: S-001." in plan_remarks(audit)


def run(audit: Audit, *arguments: str) -> Result:
    return CliRunner().invoke(root, ["plan", *arguments, "--audit", str(audit.folder)])


def test_the_command_plans_lists_and_notes(audit: Audit) -> None:
    audit.close()
    day = ("--day", "2026-10-12", "--from", "09:00")
    made = run(audit, "add", "Opening meeting", *day, "--to", "09:30", "--kind", "opening")
    assert made.exit_code == 0, made.output
    made = run(
        audit, "add", "Operation", "--day", "2026-10-12", "--from", "10:00", "--to", "12:00",
        "--ref", "a.7", "--ref", "8.1", "--auditee", "MLOps lead", "--auditor", "lena",
        "--remote", "--place", "Teams",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert run(audit, "attend", "opening", "--team", "--function", "COO").exit_code == 0
    listed = json.loads(run(audit, "--json").output)
    opening, operation = listed["sessions"]
    assert opening["attendance"] == [
        {"function": "COO", "name": ""},
        {"function": "lead auditor", "name": "Lena Auditor"},
    ]
    assert operation["auditors"] == ["Lena Auditor"]
    assert len(operation["refs"]) == 6
    assert operation["refs"][-1] == f"{STANDARD}:8.1"
    assert f"{STANDARD}:9.1" in listed["not_planned"]
    text = run(audit).output
    assert "S-002  10:00-12:00  Operation  (remote, Teams)" in text
    assert "A.7.2, A.7.3, A.7.4, A.7.5, A.7.6, 8.1" in text
    assert "! No closing meeting is planned." in text


def test_the_command_edits_and_removes(audit: Audit) -> None:
    add(audit, "one", "09:00", "10:00", remote=True)
    audit.close()
    assert run(audit, "edit", "S-001", "--to", "11:00", "--on-site", "--place", "Hall").output == (
        "S-001  2026-10-12 09:00-11:00  one\n"
    )
    with Audit.open(audit.folder, read_only=True) as again:
        assert (again.sessions()[0].remote, again.sessions()[0].place) == (False, "Hall")
    assert run(audit, "remove", "s-001").exit_code == 0
    assert "No plan yet" in run(audit).output


def test_a_note_of_attendance_is_taken_away(audit: Audit) -> None:
    add(audit, "Opening", "09:00", "10:00", kind=SessionKind.OPENING)
    audit.attend("opening", function="COO")
    audit.close()
    assert run(audit, "attend", "opening", "--function", "CEO", "--remove").exit_code == 2
    gone = run(audit, "attend", "opening", "--function", "COO", "--remove")
    assert gone.output == "S-001: nobody is noted.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "x", "--day", "12.10.2026", "--from", "09:00", "--to", "10:00"], "is no date"),
        (["add", "x", "--day", "2026-10-12", "--from", "nine", "--to", "10:00"], "is no time"),
        (["add", "x", "--day", "2026-10-12", "--from", "11:00", "--to", "10:00"], "ends before"),
        (["edit", "S-001", "--from", "08:00+02:00"], "without a time zone"),
        (["edit", "S-001"], "nothing to change"),
        (["edit", "S-009", "--place", "x"], "no session"),
        (["edit", "S-001", "--ref", "99.9"], "No requirement"),
        (["edit", "S-001", "--auditor", "nobody"], "no one member"),
        (["remove", "S-009"], "no session"),
        (["attend", "closing"], "no closing meeting"),
    ],
)
def test_wrong_use_is_told_and_changes_nothing(
    audit: Audit, arguments: list[str], said: str
) -> None:
    add(audit, "one", "09:00", "10:00")
    head = audit.head
    audit.close()
    result = run(audit, *arguments)
    assert result.exit_code == 2
    assert said in result.output
    with Audit.open(audit.folder, read_only=True) as again:
        assert again.head == head
