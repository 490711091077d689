"""Verdicts of requirements are derived; what was not tested never conforms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.analysis.progress import progress
from auditkit.analysis.sections import section_results, worst_grade
from auditkit.analysis.standing import RequirementVerdict, all_standings, requirement_standing
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Verdict

Judge = Callable[..., None]
C, N, A, U = (
    Verdict.CONFORMS,
    Verdict.DOES_NOT_CONFORM,
    Verdict.NOT_APPLICABLE,
    Verdict.UNTESTED,
)


def give(audit: Audit, ref: str, verdicts: Sequence[Verdict]) -> RequirementVerdict:
    whole = audit.resolve(ref)
    for check in audit.check_refs(whole):
        audit.set_verdict([check], U)
    for check, verdict in zip(audit.check_refs(whole), verdicts):
        audit.set_verdict([check], verdict, "because")
    return requirement_standing(audit, whole).verdict


def test_a_requirement_stands_as_its_checks_do(audit: Audit) -> None:
    count = len(audit.check_refs(audit.resolve("4.1")))
    assert count > 2
    assert requirement_standing(audit, audit.resolve("4.1")).verdict == "untested"
    for first, rest, expected in (
        (C, C, "conforms"),
        (N, C, "does not conform"),
        (N, U, "does not conform"),
        (N, A, "does not conform"),
        (C, U, "partly tested"),
        (A, U, "partly tested"),
        (A, C, "conforms"),
        (A, A, "not applicable"),
        (U, U, "untested"),
    ):
        assert give(audit, "4.1", [first] + [rest] * (count - 1)) == expected


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_untested_never_conforms_and_figures_add_up(audit: Audit, data: st.DataObject) -> None:
    ref = audit.resolve(data.draw(st.sampled_from(["4.1", "6.1.2", "A.5.2"])))
    checks = audit.check_refs(ref)
    verdicts = data.draw(
        st.lists(st.sampled_from(list(Verdict)), min_size=len(checks), max_size=len(checks))
    )
    for check, verdict in zip(checks, verdicts):
        audit.set_verdict([check], verdict, "because")
    stands = requirement_standing(audit, ref)
    assert stands.total == len(checks)
    assert (stands.conforming, stands.failing, stands.not_applicable, stands.untested) == tuple(
        verdicts.count(each) for each in (C, N, A, U)
    )
    assert (stands.verdict == "does not conform") == (N in verdicts)
    if stands.verdict in ("conforms", "not applicable"):
        assert U not in verdicts
    if stands.verdict == "conforms":
        assert C in verdicts


def test_a_new_audit_is_untested_throughout(audit: Audit) -> None:
    assert {each.verdict for each in all_standings(audit)} == {RequirementVerdict.UNTESTED}
    assert len(all_standings(audit)) == 70
    done = progress(audit)
    assert (done.judged, done.requirements_judged, done.requirements_total) == (0, 0, 70)
    assert done.total == sum(1 for _ in audit.checklists[0].checks())


def test_progress_adds_up_over_sections(audit: Audit, judge: Judge) -> None:
    judge(C, "4.1", "4.2")
    judge(N, "A.5.2")
    judge(A, "A.10.4")
    audit.set_verdict([audit.resolve("5.1/a")], C)
    done = progress(audit)
    for each in done.sections:
        assert each.checks == (each.conforming + each.failing + each.not_applicable + each.untested)
        assert each.judged == each.checks - each.untested
    assert done.judged == len(audit.verdicts())
    assert done.requirements_judged == 4
    by_ref = {each.ref: each for each in done.sections}
    assert by_ref["4"].requirements_with(RequirementVerdict.CONFORMS) == 2
    assert by_ref["5"].requirements_with(RequirementVerdict.PARTLY) == 1
    assert by_ref["A.5"].failing > 0
    assert by_ref["7"].judged == 0


def test_the_worst_finding_of_a_requirement_is_shown(audit: Audit) -> None:
    ref = audit.resolve("6.1.2")
    assert requirement_standing(audit, ref).worst is None
    for grade in (Grade.STRENGTH, Grade.MAJOR, Grade.MINOR):
        audit.raise_finding(grade, "t", checks=[audit.resolve("6.1.2/a")])
    assert requirement_standing(audit, ref).worst is Grade.MAJOR
    by_ref = {each.ref: each for each in progress(audit).sections}
    assert worst_grade(by_ref["6"]) is Grade.MAJOR
    assert worst_grade(by_ref["7"]) is None


@pytest.mark.parametrize(("most", "count"), [(16, 16), (15, 15), (4, 4), (1, 1)])
def test_sections_are_folded_without_losing_a_check(
    audit: Audit, judge: Judge, most: int, count: int
) -> None:
    judge(C, "4.1", "A.2.2")
    done = progress(audit)
    results = section_results(done.sections, most)
    assert len(results) == count
    assert sum(each.checks for each in results) == done.total
    assert sum(each.conforming for each in results) == done.judged
    for each in results:
        assert each.checks == each.conforming + each.failing + each.not_applicable + each.untested
