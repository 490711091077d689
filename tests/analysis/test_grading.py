"""The tree of questions that leads to a grade."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from auditkit.analysis.grading import QUESTIONS, grade_of, next_question, reason
from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import Grade


def reached(**answers: bool) -> Grade:
    return grade_of(answers)


def test_what_is_absent_or_puts_the_outcome_at_risk_is_major() -> None:
    assert reached(unmet=True, absent=True) is Grade.MAJOR
    assert reached(unmet=True, absent=False, outcome=True) is Grade.MAJOR


def test_lapses_that_add_up_and_come_back_are_major() -> None:
    start = {"unmet": True, "absent": False, "outcome": False}
    assert reached(**start, systemic=True, repeated=True) is Grade.MAJOR
    assert reached(**start, systemic=True, repeated=False) is Grade.MINOR
    assert reached(**start, systemic=False) is Grade.MINOR


def test_without_an_unmet_requirement_there_is_no_nonconformity() -> None:
    assert reached(unmet=False, worsens=True) is Grade.OBSERVATION
    assert reached(unmet=False, worsens=False, better=True) is Grade.OFI
    assert reached(unmet=False, worsens=False, better=False) is Grade.STRENGTH


@given(st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.booleans()))
def test_every_way_through_the_tree_ends_in_one_grade(given_answers: dict[str, bool]) -> None:
    """Asked one after the other, at most five questions lead to a grade, and the reason says
    every answer that mattered."""
    answers: dict[str, bool] = {}
    while question := next_question(answers):
        answers[question.key] = given_answers.get(question.key, False)
    assert len(answers) <= 5
    assert grade_of(answers) in Grade
    for key, yes in answers.items():
        wanted = QUESTIONS[key].yes if yes else QUESTIONS[key].no
        assert wanted in reason(answers).lower()


def test_incomplete_answers_give_no_grade() -> None:
    with pytest.raises(ValueError, match="answered"):
        grade_of({"unmet": True})


def test_the_same_answers_always_give_the_same_grade() -> None:
    for values in product((True, False), repeat=len(QUESTIONS)):
        answers = dict(zip(QUESTIONS, values))
        assert grade_of(answers) is grade_of(dict(reversed(answers.items())))


def test_the_line_command_keeps_grade_and_reason(tmp_path: Path) -> None:
    folder = str(tmp_path / "audit")
    with Audit.create(Path(folder), title="A") as audit:
        audit.raise_finding(Grade.OFI, "Something")
    run = CliRunner().invoke
    answer = run(root, ["finding", "grade", "--audit", folder, "F-001", "--answers", "unmet=yes"])
    assert answer.exit_code == 2
    assert "absent" in answer.output
    assert (
        run(
            root, ["finding", "grade", "--audit", folder, "F-001", "--answers", "unmet=maybe"]
        ).exit_code
        == 2
    )
    answers = "unmet=yes,absent=no,outcome=no,systemic=no"
    answer = run(root, ["finding", "grade", "--audit", folder, "F-001", "--answers", answers])
    assert answer.exit_code == 0, answer.output
    with Audit.open(Path(folder), read_only=True) as audit:
        found = audit.finding("F-001")
        assert found.grade is Grade.MINOR
        assert "single or limited lapse" in found.grade_reason
