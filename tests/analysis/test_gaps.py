"""Gaps: what is open, in which order, how much of it; and which documents the register shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.analysis.expected import Seen, expected_documents
from auditkit.analysis.gaps import Effort, Gap, assess_gaps
from auditkit.analysis.standing import RequirementVerdict
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, Finding, Grade, Ref, Verdict

Judge = Callable[..., None]
Issue = Callable[[Grade, str], Finding]


def gap(audit: Audit, ref: str) -> Gap:
    return next(each for each in assess_gaps(audit).plan if each.ref.ref == ref)


def plan(audit: Audit) -> list[str]:
    return [each.ref.ref for each in assess_gaps(audit).plan]


def file(audit: Audit, name: str, ref: str = "") -> str:
    root = audit.roots()[0]
    (root / name).write_text("x", "utf-8")
    item = audit.register_file(root / name)
    if ref:
        audit.cite(item.id, ref=audit.resolve(ref))
    return item.label


def test_a_new_audit_has_every_requirement_in_the_plan_foundations_first(audit: Audit) -> None:
    found = assess_gaps(audit)
    requirements = [each.ref for each in audit.checklists[0].requirements()]
    assert plan(audit) == requirements, "clauses 4 to 10, then controls, in the standard's order"
    assert [each.step for each in found.plan] == sorted(each.step for each in found.plan)
    assert {each.ref.ref: each.step for each in found.plan} | {
        "4.1": 1,
        "6.3": 1,
        "7.1": 2,
        "8.4": 2,
        "9.1": 3,
        "10.2": 3,
        "A.2.2": 4,
    } == {each.ref.ref: each.step for each in found.plan}
    assert found.standing(RequirementVerdict.UNTESTED) == len(requirements)


def test_nothing_is_open_when_all_conforms(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    found = assess_gaps(audit)
    assert found.plan == ()
    assert sum(each.points for each in found.sections) == 0
    assert found.seen(Seen.NOT_SEEN) > 0, "documents are still listed, but are no gap"


def test_an_open_major_comes_first_and_one_that_is_closed_does_not(
    audit: Audit, judge: Judge, issue: Issue, answer: Callable[[str], None]
) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("4.2/a")], Verdict.DOES_NOT_CONFORM)
    finding = issue(Grade.MAJOR, "10.2")
    assert plan(audit) == ["10.2", "4.2"]
    car = audit.issue_car(finding.id)
    answer(car.label)
    audit.advance_car(
        car.label, CarState.IMPLEMENTED, implementation="Done.", implemented=car.issued
    )
    assert plan(audit)[0] == "10.2"
    audit.advance_car(
        car.label,
        CarState.EFFECTIVE,
        effectiveness_result="Works.",
        verified=car.issued,
        verified_by="Lena Auditor",
    )
    assert plan(audit) == ["4.2"]


def test_within_a_step_failing_comes_before_partly_tested_before_untested(
    audit: Audit, judge: Judge
) -> None:
    judge(Verdict.CONFORMS)
    judge(Verdict.UNTESTED, "4.1")
    audit.set_verdict([audit.resolve("4.2/a")], Verdict.UNTESTED)
    audit.set_verdict([audit.resolve("6.2/a")], Verdict.DOES_NOT_CONFORM)
    assert plan(audit) == ["6.2", "4.2", "4.1"]


@pytest.mark.parametrize(
    ("failing", "untested", "expected"),
    [(1, 0, "small"), (2, 0, "small"), (2, 1, "medium"), (5, 0, "medium"), (4, 2, "large")],
)
def test_effort_is_the_number_of_open_points(
    audit: Audit, judge: Judge, failing: int, untested: int, expected: str
) -> None:
    judge(Verdict.CONFORMS)
    checks = audit.check_refs(audit.resolve("5.1"))
    audit.set_verdict(checks[:failing], Verdict.DOES_NOT_CONFORM)
    if untested:
        audit.set_verdict(checks[failing : failing + untested], Verdict.UNTESTED)
    found = gap(audit, "5.1")
    assert (found.points, found.effort) == (failing + untested, Effort(expected))


def test_a_document_that_was_not_seen_is_an_open_point(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("5.2/a")], Verdict.UNTESTED)
    assert (gap(audit, "5.2").points, gap(audit, "5.2").not_seen) == (2, ("AI policy",))
    file(audit, "AI-Policy_v2.pdf", "5.2")
    assert (gap(audit, "5.2").points, gap(audit, "5.2").not_seen) == (1, ())


def test_an_open_major_is_at_least_medium(audit: Audit, judge: Judge, issue: Issue) -> None:
    judge(Verdict.CONFORMS)
    issue(Grade.MINOR, "7.3")
    assert gap(audit, "7.3").effort is Effort.SMALL
    issue(Grade.MAJOR, "7.3")
    assert gap(audit, "7.3").effort is Effort.MEDIUM


def test_clauses_of_operation_name_what_they_carry_out(audit: Audit) -> None:
    pairs = {each.ref.ref: each.after for each in assess_gaps(audit).plan if each.after}
    assert pairs == {"8.2": "6.1.2", "8.3": "6.1.3", "8.4": "6.1.4"}


@pytest.mark.parametrize(
    "name",
    ["Statement of Applicability.xlsx", "AIMS-SoA_v1.2.xlsx", "statement-of-applicability (1).pdf"],
)
def test_a_document_is_recognized_by_the_words_of_a_file_name(audit: Audit, name: str) -> None:
    ref = Ref(audit.checklists[0].id, "6.1.3")
    label = file(audit, name, "6.1.3")
    soa = next(
        each for each in expected_documents(audit)[ref] if each.name == "Statement of Applicability"
    )
    assert (soa.seen, soa.labels) == (Seen.CITED, (label,))


def test_how_far_a_document_was_seen(audit: Audit) -> None:
    ref = Ref(audit.checklists[0].id, "5.2")

    def seen() -> tuple[Seen, tuple[str, ...]]:
        (policy,) = expected_documents(audit)[ref]
        return policy.seen, policy.labels

    assert seen() == (Seen.NOT_SEEN, ())
    other = file(audit, "minutes.docx", "5.2")
    assert seen() == (Seen.UNNAMED, (other,)), "some file is cited: is it this one?"
    policy = file(audit, "Policy on AI.docx")
    assert seen() == (Seen.REGISTERED, (policy,))
    audit.cite(policy, ref=audit.resolve("5.2/a"))
    assert seen() == (Seen.CITED, (policy,)), "a citation for a check is one for the requirement"


def test_open_points_of_clauses_are_those_of_the_record(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    judge(Verdict.UNTESTED, "4.1", "A.10.2")
    audit.set_verdict([audit.resolve("4.2/b")], Verdict.DOES_NOT_CONFORM)
    points = {each.section.ref: each.points for each in assess_gaps(audit).sections if each.points}
    count = {ref: len(audit.check_refs(audit.resolve(ref))) for ref in ("4.1", "A.10.2")}
    assert points == {"4": count["4.1"] + 1, "A.10": count["A.10.2"]}


def test_ones_own_criteria_have_a_plan_too(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id="own"\nstandard="S"\ntitle="T"\nshort="S"\nnote="n"\n[[section]]\nref="G"\ntitle="A"\n'
        '[[section.requirement]]\nref="GOVERN 1.1"\ntitle="B"\nkind="subcategory"\nintent="i"\n'
        'ask=["x"]\nroles=["provider"]\n[[section.requirement.check]]\nid="GOVERN 1.1/a"\n'
        'obligation="o"\nquestion="q?"\nmethods=["document"]\nconformity="c"\n'
    )
    with Audit.create(tmp_path / "audit", title="T", checklists=[str(own)]) as audit:
        (only,) = assess_gaps(audit).plan
    assert (only.step, only.effort, only.documents) == (4, Effort.SMALL, ())
