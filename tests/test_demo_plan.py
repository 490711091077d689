"""What the sample audit states about controls is what its evidence states; its plan is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from auditkit.analysis.applicability import control_standings, soa_counts
from auditkit.analysis.timetable import plan_remarks, planned_days
from auditkit.demo.build import build_demo
from auditkit.demo.story import load_story
from auditkit.record.audit import Audit
from auditkit.resources import data_folder

STORY = load_story()
FILE = data_folder("sample_evidence") / "03 Risk" / "Statement of Applicability v1.2.xlsx"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    folder = tmp_path_factory.mktemp("demo") / "sample"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(tmp_path_factory.mktemp("home")))
        build_demo(folder)
        with Audit.open(folder, read_only=True) as audit:
            yield audit


def stated_in_the_file() -> dict[str, tuple[str, str, str, str]]:
    """Control to applicable, justification, status and evidence, as the organization wrote them."""
    sheet = openpyxl.load_workbook(FILE, read_only=True)["SoA"]
    found = {}
    for row in sheet.iter_rows(min_row=5, values_only=True):
        control, _, _, applicable, reason, status, _, evidence, _ = map(str, row)
        found[control] = (applicable, reason, status, "" if evidence == "None" else evidence)
    return found


def test_the_statement_is_that_of_the_evidence(demo: Audit) -> None:
    file = stated_in_the_file()
    assert len(file) == 38
    for each in control_standings(demo):
        applicable, reason, status, evidence = file[each.ref.ref]
        entry = each.entry
        assert (entry.applicability == "applicable") == (applicable == "Yes"), each.ref
        assert (entry.reason, entry.named_evidence) == (reason, evidence)
        wanted = "unknown" if status == "Excluded" else status.lower()
        assert entry.status == wanted, each.ref


def test_its_gaps_are_noticed(demo: Audit) -> None:
    controls = control_standings(demo)
    assert soa_counts(controls).undecided == 0
    told = {each.ref.ref: each.remarks for each in controls if each.remarks}
    assert set(told) == {"A.6.2.4", "A.6.2.5", "A.6.2.8", "A.7.3", "A.8.3", "A.9.2", "A.9.4"}
    assert "only announced" in told["A.8.3"][0]


def test_no_owner_of_a_control_is_named_as_a_person(demo: Audit) -> None:
    names = {part for person in demo.people for part in person.name.split()}
    owners = " ".join(each.owner for each in demo.soa().values())
    assert {name for name in names if name in owners} == set()


def test_the_plan_covers_the_criteria_but_for_the_teams_own_work(demo: Audit) -> None:
    days = planned_days(demo)
    assert (days[0].day, days[-1].day) == (demo.info.starts, demo.info.ends)
    assert plan_remarks(demo) == ("In no session: 9.2.1.",)
    assert any("9.2.1" in each.what for each in demo.info.not_audited)


def test_the_opening_meeting_was_held_and_the_closing_is_to_come(demo: Audit) -> None:
    opening, closing = demo.plan_session("opening"), demo.plan_session("closing")
    assert len(demo.attendance(opening.id)) == 11
    assert demo.attendance(closing.id) == ()
    assert opening.day < STORY.today < closing.day


def test_requirements_were_judged_within_a_session_of_the_plan_or_later(demo: Audit) -> None:
    days: dict[str, list[object]] = {}
    for session in demo.sessions():
        for ref in session.refs:
            days.setdefault(ref.ref, []).append(session.day)
    for each in demo.verdicts().values():
        assert each.at is not None
        assert each.at.date() in days[each.check.partition("/")[0]], each.check


def test_the_documents_are_written(demo: Audit) -> None:
    kinds = {each.kind for each in demo.documents()}
    assert {"soa", "plan", "opening", "closing"} <= kinds
    assert all(Path(demo.folder / each.path).is_file() for each in demo.documents())
