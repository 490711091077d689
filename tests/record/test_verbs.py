"""What an auditor does: verdicts, evidence, findings and corrective-action requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.findings import criterion_notice
from auditkit.record.ids import new_id, next_label
from auditkit.record.model import (
    CarState,
    EvidenceKind,
    Finding,
    FindingState,
    Grade,
    Ref,
    Role,
    Verdict,
)

Begin = Callable[..., Audit]
CHECK = Ref("small", "1.1/a")
DOORS, LIGHTS = Ref("small", "1.1"), Ref("small", "1.2")
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMPLETE = {"requirement": "Doors are shut.", "objective_evidence": "Open.", "gap": "It is not."}
ANSWER = {
    "correction": "Shut it.",
    "extent_check": "All doors looked at.",
    "root_cause": "No closer.",
    "corrective_action": "Fit closers.",
    "action_owner": "Caretaker",
    "action_due": date(2026, 4, 1),
    "answered": date(2026, 3, 10),
}


class Print(NamedTuple):
    sha256: str = "ab" * 32
    size: int = 3
    mtime_ns: int = 7


@pytest.fixture
def evidence_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def small(begin: Begin, evidence_folder: Path) -> Iterator[Audit]:
    with begin(evidence=[evidence_folder], lead="Lena", clock=lambda: DAY) as audit:
        yield audit


def issued(audit: Audit, grade: Grade = Grade.MINOR) -> Finding:
    finding = audit.raise_finding(grade, "Door open", refs=[DOORS], area="Facilities", **COMPLETE)
    said = audit.register_statement(EvidenceKind.OBSERVATION, "Door 3 stood open")
    audit.cite(said.id, finding=finding.id)
    return audit.issue_finding(finding.label)


def test_a_check_is_untested_until_it_is_judged(small: Audit) -> None:
    assert small.verdict(CHECK).verdict is Verdict.UNTESTED
    small.set_verdict([CHECK], Verdict.CONFORMS)
    given = small.verdict(CHECK)
    assert (given.verdict, given.by, given.at) == (Verdict.CONFORMS, "Lena", DAY)
    assert set(small.verdicts()) == {CHECK}
    small.set_verdict([CHECK], Verdict.UNTESTED)
    assert small.verdicts() == {}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_not_applicable_needs_a_reason(small: Audit, reason: str) -> None:
    revision = small.revision
    with pytest.raises(UsageError, match="reason"):
        small.set_verdict([CHECK], Verdict.NOT_APPLICABLE, reason)
    with pytest.raises(UsageError, match="no check"):
        small.set_verdict([], Verdict.CONFORMS)
    assert small.revision == revision


def test_notes_are_filed_corrected_and_removed(small: Audit) -> None:
    heard = small.add_note("A door squeaks", speaker="Caretaker")
    assert small.unfiled_notes() == (heard,)
    filed = small.file_note(heard.id, DOORS)
    assert small.unfiled_notes() == ()
    assert small.notes(DOORS) == (filed,)
    assert small.edit_note(heard.id, "Door 3 squeaks").text == "Door 3 squeaks"
    small.set_note(DOORS, "running")
    assert small.notes(DOORS)[0].text == "Door 3 squeaks"
    small.remove_note(heard.id)
    assert small.notes() == ()
    assert small.note_text(DOORS) == "running"


def test_what_is_not_there_is_said_in_a_sentence(small: Audit) -> None:
    for call in (
        lambda: small.edit_note("nothing", "x"),
        lambda: small.remove_note("nothing"),
        lambda: small.edit_person("nothing", name="x"),
        lambda: small.remove_person("nothing"),
        lambda: small.edit_evidence("nothing", title="x"),
        lambda: small.set_fingerprint("nothing", Print()),
        lambda: small.cite("E-999", ref=DOORS),
        lambda: small.finding("F-999"),
        lambda: small.car("CAR-999"),
        lambda: small.remove_citation("nothing"),
    ):
        with pytest.raises(UsageError, match="There is no"):
            call()


def test_unknown_fields_and_wrong_values_are_refused_and_change_nothing(small: Audit) -> None:
    revision = small.revision
    for fields in ({"no_field": 1}, {"title": 5}, {"starts": "soon"}, {"id": "x"}):
        with pytest.raises(UsageError):
            small.set_info(**fields)
    assert small.revision == revision
    small.set_info(starts=date(2026, 3, 2), objectives=["a", "b"])
    assert (small.info.starts, small.info.objectives) == (date(2026, 3, 2), ("a", "b"))
    revision = small.revision
    small.set_info(starts=date(2026, 3, 2))
    assert small.revision == revision


def test_people_stay_in_the_order_they_were_added(small: Audit) -> None:
    names = [f"P{number}" for number in range(20)]
    for name in names:
        small.add_person(name, Role.AUDITEE)
    assert [each.name for each in small.people] == ["Lena", *names]
    assert small.lead is not None
    assert small.lead.name == "Lena"


def test_ids_sort_by_time_of_making() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_labels_count_on_and_are_not_used_twice(small: Audit) -> None:
    first = small.raise_finding(Grade.OFI, "one", refs=[DOORS])
    small.remove_finding(first.id)
    second = small.raise_finding(Grade.OFI, "two", refs=[DOORS])
    assert (first.label, second.label) == ("F-001", "F-002")
    assert next_label("E", ["E-9", "E-010", "other", "E-x"]) == "E-011"
    assert next_label("CAR", []) == "CAR-001"


def test_the_register_is_in_natural_order_beyond_999(small: Audit) -> None:
    table = small.db.table("evidence")
    table.insert_multiple(
        {"label": label, "kind": "interview", "title": "t"}
        for label in ("E-1000", "E-101", "E-999", "E-002")
    )
    assert [each.label for each in small.evidence()] == ["E-002", "E-101", "E-999", "E-1000"]


def test_a_file_is_registered_once_and_cited_once(small: Audit, evidence_folder: Path) -> None:
    path = evidence_folder / "one.txt"
    first, citation = small.link_file(path, DOORS, place="line 1", fingerprint=Print())
    again, same = small.link_file(path, DOORS, place="line 1")
    assert (again, same) == (first, citation)
    assert (first.path, first.sha256, citation.sha256) == ("one.txt", "ab" * 32, "ab" * 32)
    small.cite(first.label.lower(), ref=CHECK)
    assert len(small.citations(DOORS)) == 2
    assert len(small.citations(CHECK)) == 1
    assert small.citations(LIGHTS) == ()
    assert small.evidence_path(first) == path
    assert small.undo()
    assert small.undo()
    assert small.evidence() == ()


def test_a_file_outside_of_the_evidence_folders_is_refused(
    small: Audit, tmp_path: Path, evidence_folder: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    for path in (outside, evidence_folder / ".." / "outside.txt"):
        with pytest.raises(AuditkitError, match="none of the audit's evidence folders"):
            small.register_file(path)


def test_a_linked_folder_leads_out_of_no_evidence_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "evidence", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (outside / "x.txt").write_text("x")
    try:
        (inside / "linked").symlink_to(outside, target_is_directory=True)
        (tmp_path / "same").symlink_to(inside, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    (inside / "y.txt").write_text("y")
    with Audit.create(tmp_path / "audit", title="T", evidence=[tmp_path / "same"]) as audit:
        with pytest.raises(AuditkitError, match="none of the audit's evidence folders"):
            audit.register_file(tmp_path / "same" / "linked" / "x.txt")
        assert audit.register_file(tmp_path / "same" / "y.txt").path == "y.txt"
        assert len(audit.evidence()) == 1
        assert audit.register_file(inside / "y.txt").path == "y.txt"


def test_a_hash_that_comes_later_reaches_the_citations(small: Audit, evidence_folder: Path) -> None:
    item, citation = small.link_file(evidence_folder / "two.txt", DOORS)
    assert (item.sha256, citation.sha256) == ("", "")
    assert small.set_fingerprint(item.id, Print()).sha256 == "ab" * 32
    assert small.citations(DOORS)[0].sha256 == "ab" * 32


def test_evidence_beside_the_audit_moves_with_it(tmp_path: Path, small_checklist: Path) -> None:
    whole = tmp_path / "before"
    (whole / "evidence").mkdir(parents=True)
    (whole / "evidence" / "a.txt").write_text("kept")
    with Audit.create(
        whole / "audit", title="T", checklists=[str(small_checklist)], evidence=[whole / "evidence"]
    ) as audit:
        audit.register_file(whole / "evidence" / "a.txt")
    whole.rename(tmp_path / "after")
    with Audit.open(tmp_path / "after" / "audit") as moved:
        assert moved.evidence_path(moved.evidence()[0]).read_text() == "kept"
        moved.add_root(tmp_path / "after" / "evidence")
        assert len(moved.roots()) == 1


def test_a_citation_needs_a_use_and_finds_findings_by_label(small: Audit) -> None:
    said = small.register_statement(EvidenceKind.INTERVIEW, "said", source="Caretaker")
    finding = small.raise_finding(Grade.OFI, "one", refs=[DOORS])
    with pytest.raises(UsageError, match="needs a requirement"):
        small.cite(said.id)
    with pytest.raises(UsageError, match="F-777"):
        small.cite(said.id, finding="F-777")
    small.cite(said.id, finding="f-001")
    assert len(small.citations(finding=finding.id)) == 1
    with pytest.raises(UsageError, match="statement"):
        small.register_statement(EvidenceKind.FILE, "x")


def test_an_incomplete_finding_is_not_issued_and_all_is_named(small: Audit) -> None:
    bare = small.raise_finding(Grade.MAJOR, " ")
    with pytest.raises(AuditkitError) as caught:
        small.issue_finding(bare.label)
    for word in ("title", "no requirement", "objective evidence", "gap", "no evidence is cited"):
        assert word in caught.value.what
    assert small.finding(bare.id).state is FindingState.DRAFT
    strength = small.raise_finding(Grade.STRENGTH, "Good locks")
    assert small.issue_finding(strength.label).state is FindingState.ISSUED


def test_a_finding_is_issued_once_amended_and_withdrawn_with_a_reason(small: Audit) -> None:
    finding = issued(small)
    assert (finding.state, finding.issued) == (FindingState.ISSUED, DAY)
    with pytest.raises(AuditkitError, match="issued already"):
        small.issue_finding(finding.label)
    with pytest.raises(AuditkitError, match="cannot be removed"):
        small.remove_finding(finding.label)
    small.edit_finding(finding.label, effect="Anyone walks in.")
    assert small.history(limit=1)[0].about == "F-001 amended"
    with pytest.raises(AuditkitError, match="reason"):
        small.withdraw_finding(finding.label, " ")
    small.withdraw_finding(finding.label, "It was a window.")
    assert small.findings() == ()
    assert small.findings(include_withdrawn=True)[0].withdrawn_reason == "It was a window."
    with pytest.raises(AuditkitError, match="withdrawn"):
        small.issue_finding(finding.label)


def test_a_removed_draft_comes_back_with_its_citations(small: Audit) -> None:
    finding = small.raise_finding(Grade.MINOR, "one", refs=[DOORS])
    said = small.register_statement(EvidenceKind.INTERVIEW, "said")
    small.cite(said.id, finding=finding.id)
    small.remove_finding(finding.label)
    assert small.findings() == small.citations() == ()
    assert small.undo() == "F-001 removed"
    assert len(small.findings()) == len(small.citations(finding=finding.id)) == 1


def test_findings_stand_worst_first_and_belong_to_their_requirements(small: Audit) -> None:
    for grade in (Grade.STRENGTH, Grade.MINOR, Grade.MAJOR, Grade.OFI):
        small.raise_finding(grade, str(grade), checks=[CHECK])
    assert [each.grade for each in small.findings()] == [
        Grade.MAJOR,
        Grade.MINOR,
        Grade.OFI,
        Grade.STRENGTH,
    ]
    assert small.findings()[0].refs == (DOORS,)
    assert len(small.findings_of(DOORS)) == len(small.findings_of(CHECK)) == 4
    assert small.findings_of(LIGHTS) == ()


def test_a_control_alone_is_no_criterion(audit: Audit) -> None:
    control, clause = audit.resolve("A.5.2"), audit.resolve("6.1.3")
    alone = audit.raise_finding(Grade.MINOR, "No assessment", refs=[control])
    assert "A.5.2 is a control" in criterion_notice(alone)
    both = audit.raise_finding(Grade.MINOR, "No assessment", refs=[control, clause])
    assert criterion_notice(both) == ""


def test_only_an_issued_nonconformity_gets_one_car(small: Audit) -> None:
    draft = small.raise_finding(Grade.MINOR, "draft", refs=[DOORS])
    ofi = small.raise_finding(Grade.OFI, "ofi", refs=[DOORS], objective_evidence="x")
    small.issue_finding(ofi.id)
    finding = issued(small)
    for wrong, word in ((draft, "Issue the finding first"), (ofi, "only a nonconformity")):
        with pytest.raises(AuditkitError, match=word):
            small.issue_car(wrong.id)
    car = small.issue_car(finding.label)
    assert small.car_of(finding.id) == car
    assert car.response_due == DAY.date() + timedelta(days=30)
    assert car.issued_to == "Facilities"
    with pytest.raises(AuditkitError, match="already has CAR-001"):
        small.issue_car(finding.id)


def test_a_car_goes_from_issue_to_effective(small: Audit) -> None:
    car = small.issue_car(issued(small, Grade.MAJOR).id)
    assert car.response_due == DAY.date() + timedelta(days=14)
    steps: list[tuple[CarState, dict[str, Any]]] = [
        (CarState.ANSWERED, ANSWER),
        (CarState.RETURNED, {"decision_reason": "root cause is a symptom"}),
        (CarState.ANSWERED, {"root_cause": "Nobody was told."}),
        (CarState.ACCEPTED, {"decided": date(2026, 3, 12)}),
        (CarState.IMPLEMENTED, {"implementation": "bill", "implemented": date(2026, 3, 20)}),
        (
            CarState.EFFECTIVE,
            {
                "effectiveness_result": "shut for a month",
                "verified": date(2026, 4, 20),
                "verified_by": "Lena",
            },
        ),
    ]
    for state, fields in steps:
        car = small.advance_car(car.label, state, **fields)
        assert car.state is state
    with pytest.raises(AuditkitError, match="closed"):
        small.advance_car(car.label, CarState.ANSWERED)
    assert small.car("car-001").root_cause == "Nobody was told."


@pytest.mark.parametrize("start", list(CarState))
def test_only_the_steps_of_the_process_are_allowed(small: Audit, start: CarState) -> None:
    allowed = {
        CarState.ISSUED: {CarState.ANSWERED},
        CarState.ANSWERED: {CarState.ACCEPTED, CarState.RETURNED},
        CarState.RETURNED: {CarState.ANSWERED},
        CarState.ACCEPTED: {CarState.IMPLEMENTED},
        CarState.IMPLEMENTED: {CarState.EFFECTIVE, CarState.NOT_EFFECTIVE},
        CarState.NOT_EFFECTIVE: {CarState.ANSWERED},
        CarState.EFFECTIVE: set(),
    }
    car = small.issue_car(issued(small).id)
    small.db.table("cars").update({"state": str(start)})
    for target in CarState:
        with pytest.raises(AuditkitError) as caught:
            small.advance_car(car.id, target)
        wrong_step = "it cannot become" in caught.value.what
        assert wrong_step == (target not in allowed[start])


def test_missing_parts_of_an_answer_are_named(small: Audit) -> None:
    car = small.issue_car(issued(small).id)
    partly = {name: value for name, value in ANSWER.items() if name != "root_cause"}
    with pytest.raises(AuditkitError, match="missing the root cause") as caught:
        small.advance_car(car.label, CarState.ANSWERED, **partly)
    assert "correction" not in caught.value.what
    assert small.car(car.id).correction == ""
    with pytest.raises(AuditkitError, match="advancing"):
        small.edit_car(car.label, state=CarState.EFFECTIVE)
    small.edit_car(car.label, root_cause="No closer.")
    assert small.advance_car(car.label, CarState.ANSWERED, **partly).root_cause == "No closer."


def test_who_owns_the_action_does_not_verify_it(small: Audit) -> None:
    car = small.issue_car(issued(small).id)
    small.advance_car(car.id, CarState.ANSWERED, **ANSWER)
    small.advance_car(car.id, CarState.ACCEPTED, decided=DAY.date())
    small.advance_car(car.id, CarState.IMPLEMENTED, implementation="bill", implemented=DAY.date())
    with pytest.raises(AuditkitError, match="cannot verify"):
        small.advance_car(
            car.id,
            CarState.EFFECTIVE,
            effectiveness_result="fine",
            verified=DAY.date(),
            verified_by=" caretaker ",
        )
    assert small.car(car.id).state is CarState.IMPLEMENTED


def test_a_generated_document_is_recorded_with_the_head_it_was_made_from(small: Audit) -> None:
    head = small.head
    made = small.record_document("audit report", "documents/report.docx", "cd" * 32, head)
    assert small.documents() == (made,)
    assert made.head == head != small.head
