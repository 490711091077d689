"""The list of things to do covers every reason against readiness, and has no line too many."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from auditkit.analysis.actions import actions
from auditkit.analysis.readiness import readiness
from auditkit.analysis.stages import STAGE_1_TOPICS, STAGE_2_TOPICS, topic_standings
from auditkit.record.audit import Audit
from auditkit.record.model import Finding, Grade, Verdict

Judge = Callable[..., None]
Issue = Callable[[Grade, str], Finding]
TODAY = date(2026, 3, 2)


def texts(audit: Audit, today: date = TODAY) -> list[str]:
    return [each.text for each in actions(audit, today)]


def test_nothing_is_to_do_when_both_stages_appear_ready(audit: Audit, judge: Judge) -> None:
    judge(Verdict.CONFORMS)
    assert actions(audit, TODAY) == ()


def test_a_new_audit_has_to_be_tested_first_what_stage_1_rests_on(audit: Audit) -> None:
    first, second = actions(audit, TODAY)
    checks = len(list(audit.checklists[0].checks()))
    assert (first.stage1, second.stage1) == (True, False)
    counted = [int(each.text.split(": ")[1].split()[0]) for each in (first, second)]
    assert sum(counted) == checks


def test_one_line_closes_a_finding_whatever_hangs_on_it(
    audit: Audit, judge: Judge, issue: Issue
) -> None:
    judge(Verdict.CONFORMS)
    finding = issue(Grade.MAJOR, "5.2")
    audit.edit_finding(finding.id, refs=(audit.resolve("5.2"), audit.resolve("8.2")))
    car = audit.issue_car(finding.id, issued_to="Head of AI", response_due=TODAY)
    (only,) = actions(audit, TODAY + timedelta(days=1))
    assert (only.text, only.who) == ("Close F-001: Gap in 5.2", "Head of AI")
    assert (only.next, only.due, only.overdue) == ("answer to CAR-001", car.response_due, True)
    assert only.stage1


def test_whose_move_it_is(
    audit: Audit, judge: Judge, issue: Issue, answer: Callable[[str], None]
) -> None:
    judge(Verdict.CONFORMS)
    audit.raise_finding(Grade.MAJOR, "Draft", refs=[audit.resolve("8.2")])
    finding = issue(Grade.MAJOR, "8.3")
    steps = {each.findings[0]: (each.who, each.next) for each in actions(audit, TODAY)}
    assert steps["F-001"] == ("Audit team", "issue the finding, then the CAR")
    assert steps["F-002"] == ("Audit team", "issue a CAR")
    car = audit.issue_car(finding.id)
    answer(car.label)
    steps = {each.findings[0]: (each.who, each.next) for each in actions(audit, TODAY)}
    assert steps["F-002"] == ("Head of AI", "implementation of CAR-001")


def test_what_fails_without_a_finding_is_told_apart(
    audit: Audit, judge: Judge, issue: Issue
) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("7.2/a"), audit.resolve("7.3/a")], Verdict.DOES_NOT_CONFORM)
    issue(Grade.MINOR, "7.3")
    by_text = {each.text.partition(":")[0]: each for each in actions(audit, TODAY)}
    assert [r.ref for r in by_text["Put right, or raise a finding"].refs] == ["7.2"]
    again = by_text["Judge again once corrective action shows that it works"]
    assert [r.ref for r in again.refs] == ["7.3"]


def test_an_overdue_action_and_a_clause_left_out_are_lines_of_their_own(
    audit: Audit, judge: Judge, issue: Issue, answer: Callable[[str], None]
) -> None:
    judge(Verdict.CONFORMS)
    judge(Verdict.NOT_APPLICABLE, "9.1")
    car = audit.issue_car(issue(Grade.MINOR, "7.2").id)
    answer(car.label)
    assert texts(audit, date(2026, 5, 1)) == [
        "Judge again: clauses cannot be left out as not applicable"
    ]
    assert texts(audit, date(2026, 5, 2))[0] == "Bring CAR-001 back on time (F-001: Gap in 7.2)"


@pytest.mark.parametrize("seed", range(8))
def test_every_reason_is_covered_and_every_line_serves_one(
    audit: Audit, issue: Issue, answer: Callable[[str], None], seed: int
) -> None:
    chance = random.Random(seed)
    refs = [each.ref for each in audit.checklists[0].requirements()]
    for verdict in (Verdict.CONFORMS, Verdict.DOES_NOT_CONFORM, Verdict.NOT_APPLICABLE):
        chosen = chance.sample(list(audit.checklists[0].checks()), chance.choice((0, 40, 200)))
        if chosen:
            audit.set_verdict([audit.resolve(c.id) for c in chosen], verdict, "no such activity")
    for _ in range(chance.randrange(6)):
        finding = issue(chance.choice(list(Grade)), chance.choice(refs))
        if finding.grade.nonconformity and chance.random() < 0.7:
            car = audit.issue_car(finding.id, response_due=TODAY - timedelta(days=3))
            if chance.random() < 0.5:
                answer(car.label)
    today = chance.choice((TODAY, date(2027, 1, 1)))
    state, todo = readiness(audit, today), actions(audit, today)
    for stage in (state.stage1, state.stage2):
        lines = [each for each in todo if each.stage1 or stage is state.stage2]
        for reason in stage.against:
            covered = {ref for each in lines for ref in each.refs}
            assert set(reason.refs) <= covered, reason.text
            assert set(reason.findings) <= {f for each in lines for f in each.findings}
            assert set(reason.cars) <= {c for each in lines for c in each.cars}
    against = state.stage2.against
    named = {ref for each in against for ref in each.refs}
    labels = {label for each in against for label in (*each.findings, *each.cars)}
    for each in todo:
        assert set(each.refs) & named or {*each.findings, *each.cars} & labels, each.text
    assert len({each.text for each in todo}) == len(todo)


@pytest.mark.parametrize("seed", range(4))
def test_whoever_did_all_of_it_appears_ready(audit: Audit, issue: Issue, seed: int) -> None:
    chance = random.Random(seed)
    checks = [audit.resolve(each.id) for each in audit.checklists[0].checks()]
    for verdict in (Verdict.CONFORMS, Verdict.DOES_NOT_CONFORM, Verdict.NOT_APPLICABLE):
        audit.set_verdict(chance.sample(checks, 150), verdict, "no such activity")
    for ref in chance.sample([each.ref for each in audit.checklists[0].requirements()], 4):
        issue(chance.choice((Grade.MAJOR, Grade.MINOR)), ref)
    assert not readiness(audit, TODAY).stage1.ready
    for each in actions(audit, TODAY):
        for label in each.findings:
            audit.withdraw_finding(label, "It was put right.")
        if not each.findings:
            judged = [check for ref in each.refs for check in audit.check_refs(ref)]
            audit.set_verdict(judged, Verdict.CONFORMS)
    state = readiness(audit, TODAY)
    assert (state.stage1.reasons, state.stage2.reasons) == ((), ())


def test_untested_checks_of_a_failing_requirement_are_to_be_tested_too(
    audit: Audit, judge: Judge
) -> None:
    judge(Verdict.CONFORMS)
    audit.set_verdict([audit.resolve("7.2/a")], Verdict.DOES_NOT_CONFORM)
    audit.set_verdict([audit.resolve("7.2/b")], Verdict.UNTESTED)
    assert texts(audit) == [
        "Finish testing all other requirements: 1 check is untested",
        "Put right, or raise a finding: does not conform, and no finding says so",
    ]


def test_topics_of_the_stages_stand_on_requirements_that_exist(audit: Audit) -> None:
    known = {each.ref for each in audit.checklists[0].requirements()}
    for topic in (*STAGE_1_TOPICS, *STAGE_2_TOPICS):
        assert set(topic.refs) <= known
    for topics in (STAGE_1_TOPICS, STAGE_2_TOPICS):
        for topic, standing in zip(topics, topic_standings(audit, topics), strict=True):
            assert len(standing.standings) == len(topic.refs)
