"""Readiness: not ready as long as there is a reason, and each reason is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from auditkit.analysis.actions import actions
from auditkit.analysis.completeness import report_obstacles
from auditkit.analysis.counts import (
    car_counts,
    draft_findings,
    due_date,
    finding_counts,
    nonconformities_without_car,
    overdue_cars,
    uncited_evidence,
)
from auditkit.analysis.executive import key_findings, verdict_sentence
from auditkit.analysis.readiness import readiness
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, Finding, Grade, Verdict

Judge = Callable[..., None]
Issue = Callable[[Grade, str], Finding]
TODAY = date(2026, 3, 2)


def reasons(audit: Audit, today: date = TODAY) -> tuple[str, str]:
    found = readiness(audit, today)
    return "\n".join(found.stage1.reasons), "\n".join(found.stage2.reasons)


def test_a_new_audit_is_not_ready_because_nothing_was_tested(audit: Audit) -> None:
    found = readiness(audit, TODAY)
    assert (found.stage1.word, found.stage2.word) == ("not ready", "not ready")
    assert found.stage1.reasons == (
        "8 requirements are untested: 4.3, 5.2, 6.1.2, 6.1.3, 6.1.4, 6.2, 9.2.2, 9.3.3",
    )
    assert found.stage2.reasons[0].startswith("70 requirements are untested: 4.1, ")
    assert found.stage2.reasons[0].endswith(" and 62 more")


def test_everything_conforming_appears_ready(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    found = readiness(audit, TODAY)
    assert (found.stage1.word, found.stage2.word) == ("appears ready", "appears ready")
    assert found.stage1.reasons == found.stage2.reasons == ()
    assert "appears ready" in verdict_sentence(audit, TODAY)


def test_a_clause_may_not_be_left_out_but_a_control_may(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    for ref in ("9.1", "A.10.4"):
        audit.set_verdict(audit.check_refs(audit.resolve(ref)), Verdict.NOT_APPLICABLE, "no need")
    stage1, stage2 = reasons(audit)
    assert stage1 == ""
    assert stage2 == "1 requirement was left out as not applicable: 9.1"


def test_one_untested_check_is_enough(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("7.2/a")], Verdict.UNTESTED)
    assert reasons(audit) == ("", "1 requirement is only partly tested: 7.2")
    judge(Verdict.UNTESTED, "5.2")
    assert "1 requirement is untested: 5.2" in reasons(audit)[0]


def test_a_failing_requirement_is_named(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("6.2/a")], Verdict.DOES_NOT_CONFORM)
    assert reasons(audit) == ("1 requirement does not conform: 6.2",) * 2
    assert "is not ready" in verdict_sentence(audit, TODAY)


def test_an_open_major_stands_in_the_way_even_as_a_draft(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    audit.raise_finding(Grade.MAJOR, "No policy", refs=[audit.resolve("5.2")])
    first, second = reasons(audit)
    assert first == second == "F-001 is an open major nonconformity: No policy"
    audit.edit_finding("F-001", refs=(audit.resolve("8.2"),))
    assert reasons(audit)[0] == ""
    audit.withdraw_finding("F-001", "There is one.")
    assert reasons(audit) == ("", "")


def test_a_minor_stands_in_the_way_until_its_action_is_accepted(
    audit: Audit, judge: Judge, issue: Issue, answer: Callable[[str], None]
) -> None:
    judge(Verdict.CONFORMS)
    finding = issue(Grade.MINOR, "7.2")
    expected = "1 minor nonconformity has no accepted corrective action: F-001"
    assert reasons(audit) == ("", expected)
    car = audit.issue_car(finding.id)
    assert reasons(audit, car.issued) == ("", expected)
    answer(car.label)
    assert reasons(audit, date(2026, 4, 1)) == ("", "")
    assert reasons(audit, date(2026, 5, 2)) == ("", "1 corrective action is overdue: CAR-001")


def test_opportunities_and_strengths_are_no_reason(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    for grade in (Grade.OFI, Grade.OBSERVATION, Grade.STRENGTH):
        audit.raise_finding(grade, "t", refs=[audit.resolve("5.2")])
    assert reasons(audit) == ("", "")


def test_criteria_without_the_clauses_of_stage_1_are_not_ready(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id="own"\nstandard="S"\ntitle="T"\nshort="S"\nnote="n"\n[[section]]\nref="1"\ntitle="A"\n'
        '[[section.requirement]]\nref="1.1"\ntitle="B"\nkind="clause"\nintent="i"\nask=["x"]\n'
        'roles=["provider"]\n[[section.requirement.check]]\nid="1.1/a"\nobligation="o"\n'
        'question="q?"\nmethods=["document"]\nconformity="c"\n'
    )
    with Audit.create(tmp_path / "audit", title="T", checklists=[str(own)]) as audit:
        audit.set_verdict([audit.resolve("1.1/a")], Verdict.CONFORMS)
        found = readiness(audit, TODAY)
    told = "8 clauses are not in the criteria: 4.3, 5.2, 6.1.2, 6.1.3, 6.1.4, 6.2, 9.2.2, 9.3.3"
    for stage in (found.stage1, found.stage2):
        assert (stage.word, stage.reasons) == ("not ready", (told,))


def test_each_clause_of_stage_1_that_the_criteria_lack_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    parts = ['id="own"\nstandard="S"\ntitle="T"\nshort="S"\nnote="n"']
    for ref in ("4.3", "5.2", "6.1.2", "6.1.3", "6.2", "9.2.2"):
        parts.append(
            f'[[section]]\nref="{ref}s"\ntitle="A"\n[[section.requirement]]\nref="{ref}"\n'
            'title="B"\nkind="clause"\nintent="i"\nask=["x"]\nroles=["provider"]\n'
            f'[[section.requirement.check]]\nid="{ref}/a"\nobligation="o"\nquestion="q?"\n'
            'methods=["document"]\nconformity="c"\n'
        )
    own.write_text("\n".join(parts))
    with Audit.create(tmp_path / "audit", title="T", checklists=[str(own)]) as audit:
        for requirement in audit.checklists[0].requirements():
            checks = audit.check_refs(audit.resolve(requirement.ref))
            audit.set_verdict(checks, Verdict.CONFORMS)
        found = readiness(audit, TODAY)
        todo = [each.text for each in actions(audit, TODAY)]
    assert found.stage1.reasons == ("2 clauses are not in the criteria: 6.1.4, 9.3.3",)
    assert found.stage2.word == "not ready"
    assert todo == ["Audit what stage 1 rests on and the criteria lack: 6.1.4, 9.3.3"]


def test_counts_leave_withdrawn_findings_out(audit: Audit, issue: Issue) -> None:
    first, second = issue(Grade.MAJOR, "5.2"), issue(Grade.MINOR, "7.2")
    audit.raise_finding(Grade.OFI, "draft", refs=[audit.resolve("4.1")])
    audit.issue_car(second.id)
    audit.withdraw_finding(first.id, "no")
    counts = finding_counts(audit)
    assert list(counts) == list(Grade)
    assert (counts[Grade.MAJOR], counts[Grade.MINOR], counts[Grade.OFI]) == (0, 1, 1)
    assert [each.label for each in draft_findings(audit)] == ["F-003"]
    assert nonconformities_without_car(audit) == ()
    assert car_counts(audit)[CarState.ISSUED] == 1
    assert sum(car_counts(audit).values()) == 1


def test_a_car_is_overdue_the_day_after_its_date(audit: Audit, issue: Issue) -> None:
    car = audit.issue_car(issue(Grade.MAJOR, "5.2").id, response_due=TODAY)
    assert due_date(car) == TODAY
    assert overdue_cars(audit, TODAY) == ()
    assert overdue_cars(audit, TODAY + timedelta(days=1)) == (car,)


def test_key_findings_are_the_gravest_with_owner_and_date(audit: Audit, issue: Issue) -> None:
    audit.raise_finding(Grade.STRENGTH, "good", refs=[audit.resolve("4.1")])
    issue(Grade.OFI, "4.2")
    minor, major = issue(Grade.MINOR, "7.2"), issue(Grade.MAJOR, "5.2")
    car = audit.issue_car(major.id, issued_to="Head of AI")
    found = key_findings(audit, TODAY)
    assert [each.label for each in found] == [major.label, minor.label, "F-002"]
    assert found[0].owner == "Head of AI"
    assert found[0].stands is not None
    assert (found[0].stands.step, found[0].stands.due) == ("answer", car.response_due)
    assert found[1].stands is None
    sentence = verdict_sentence(audit, TODAY)
    assert "1 major nonconformity, 1 minor nonconformity; 0 of " in sentence


def test_what_a_report_lacks_is_listed_worst_first(audit: Audit, issue: Issue) -> None:
    audit.raise_finding(Grade.MINOR, "draft", refs=[audit.resolve("A.5.2")])
    issue(Grade.MAJOR, "5.2")
    audit.set_verdict([audit.resolve("7.2/a")], Verdict.DOES_NOT_CONFORM)
    found = report_obstacles(audit)
    levels = [each.level for each in found]
    assert levels == sorted(levels, key=["stop", "warn", "ok"].index)
    texts = "\n".join(each.text for each in found)
    for part in (
        "F-001 is a draft",
        "F-002 has no CAR yet",
        "A.5.2 is a control",
        "The report lacks the organization, the audit objectives",
        "will stand as untested",
        "Does not conform, but no finding: 7.2/a",
    ):
        assert part in texts
    assert "No lead auditor" not in texts
    assert audit.lead is not None
    audit.remove_person(audit.lead.id)
    assert any(each.text == "No lead auditor is named" for each in report_obstacles(audit))


def test_a_clause_left_out_is_to_be_looked_at_and_a_control_is_not(
    audit: Audit, judge: Judge
) -> None:
    judge(Verdict.CONFORMS)
    for name in ("7.4", "A.10.2"):
        checks = audit.check_refs(audit.resolve(name))
        audit.set_verdict(checks, Verdict.NOT_APPLICABLE, "does not exist here")
    (told,) = [e for e in report_obstacles(audit) if "left out" in e.text]
    assert told.level == "warn"
    assert told.text.endswith("not applicable: 7.4")


def test_a_complete_record_has_no_obstacle(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    audit.set_info(
        organization="Org",
        objectives=["o"],
        scope="s",
        starts=TODAY,
        method="m",
        sampling="s",
        conclusion="c",
    )
    assert [each.level for each in report_obstacles(audit)] == ["ok"]


def test_evidence_that_nothing_uses_is_counted(audit: Audit) -> None:
    used = audit.register_statement(EvidenceKind.INTERVIEW, "used")
    unused = audit.register_statement(EvidenceKind.INTERVIEW, "unused")
    audit.cite(used.id, ref=audit.resolve("4.1"))
    assert uncited_evidence(audit) == (unused,)
