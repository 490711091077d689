"""Questions that an answer to a corrective-action request raises."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.analysis.answer import missing, remark_line, remarks_on_answer
from auditkit.record.model import Car, CarState, Finding, FindingState, Grade

TODAY = date(2026, 11, 24)
FINDING = Finding(
    id="f",
    label="F-001",
    grade=Grade.MINOR,
    state=FindingState.ISSUED,
    title="Impact assessments are missing for two AI systems",
    gap="Two systems in operation have no assessment of their impact on people.",
    objective_evidence="The register of 3 November lists nine systems; for S-07 and S-09 no "
    "assessment was shown.",
)
GOOD = Car(
    id="c",
    label="CAR-001",
    finding="f",
    state=CarState.ANSWERED,
    issued=date(2026, 11, 2),
    response_due=date(2026, 12, 2),
    correction="The two assessments were made and approved by the board.",
    correction_date=date(2026, 11, 10),
    extent_check="All nine systems of the register were compared with the assessments on file.",
    root_cause="The release checklist was written before the assessment became a duty, and no "
    "function keeps the two in step.",
    root_cause_method="5 whys",
    corrective_action="A gate in the release workflow stops any system without its assessment; "
    "the AI governance lead owns the checklist.",
    action_owner="AI governance lead",
    action_due=date(2026, 12, 15),
    answered=date(2026, 11, 16),
    answered_by="Head of data science",
)


def said(**fields: Any) -> list[str]:
    car = msgspec.structs.replace(GOOD, **fields)
    return [remark_line(each) for each in remarks_on_answer(car, FINDING, TODAY)]


def test_a_good_answer_raises_no_question() -> None:
    assert said() == []


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "title restated": (
        {"root_cause": "The impact assessments were missing for two of the AI systems."},
        "root cause: it says the finding once more",
    ),
    "gap restated": (
        {"root_cause": "Two systems have no impact assessment and are in operation"},
        "root cause: it says the finding once more",
    ),
    "evidence restated": (
        {"root_cause": "For S-07 and S-09 no assessment could be shown."},
        "root cause: it says the finding once more",
    ),
    "slip": (
        {"root_cause": "The engineer overlooked the step in the list under time pressure."},
        "root cause: 'overlooked' names a slip",
    ),
    "reminder": (
        {"corrective_action": "All engineers were reminded of the procedure by mail."},
        "corrective action: 'reminded' acts on people",
    ),
    "correction repeated": (
        {"corrective_action": "The two assessments were made, and approved by the board"},
        "corrective action: it repeats the correction",
    ),
    "cause repeated": (
        {"corrective_action": GOOD.root_cause},
        "corrective action: it repeats the root cause",
    ),
    "nothing said": ({"extent_check": "n/a"}, "extent check: 'n/a' says nothing"),
    "attached": ({"correction": "See attached."}, "correction: 'See attached.' says nothing"),
    "short look": ({"extent_check": "checked"}, "extent check: it does not say where"),
    "no method": ({"root_cause_method": ""}, "root cause method: no method is named"),
    "no owner": ({"action_owner": " "}, "answer: the owner of the action is missing"),
    "no due date": ({"action_due": None}, "answer: the due date of the action is missing"),
    "due before the request": (
        {"action_due": date(2026, 11, 1)},
        "action due: 2026-11-01 lies before the request was issued",
    ),
    "due before the answer": (
        {"action_due": date(2026, 11, 15)},
        "action due: 2026-11-15 had passed when the answer was given",
    ),
    "answer from the future": (
        {"answered": date(2026, 11, 25)},
        "answered: the answer is dated 2026-11-25, in the future",
    ),
    "answer before the request": (
        {"answered": date(2026, 11, 1), "correction_date": None},
        "answered: the answer is dated before the request of 2026-11-02",
    ),
    "late by a day": ({"response_due": date(2026, 11, 15)}, "answered: it came 1 day late"),
    "late": ({"response_due": date(2026, 11, 6)}, "answered: it came 10 days late"),
    "correction to come": (
        {"correction_date": date(2026, 11, 30)},
        "correction date: 2026-11-30 lies after the answer",
    ),
    "old answer": (
        {"state": CarState.RETURNED, "decided": date(2026, 11, 20)},
        "answered: it is dated before its return on 2026-11-20",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_weakness_raises_one_question(name: str) -> None:
    fields, told = CASES[name]
    remarks = said(**fields)
    assert len(remarks) == 1
    assert remarks[0].startswith(told)


def test_a_cause_that_names_the_finding_and_explains_it_is_no_restatement() -> None:
    cause = (
        "Impact assessments are missing for two AI systems because both were bought before the "
        "procedure took effect, and purchasing has no step that looks back at systems in use."
    )
    assert said(root_cause=cause) == []


def test_what_is_missing_is_what_the_record_asks_for() -> None:
    empty = Car(
        id="c",
        label="CAR-001",
        finding="f",
        state=CarState.ISSUED,
        issued=date(2026, 11, 2),
        response_due=date(2026, 12, 2),
    )
    assert missing(GOOD) == []
    assert len(missing(empty)) == 7
    assert [each.text for each in remarks_on_answer(empty, FINDING, TODAY)] == [
        f"{words} is missing" for words in missing(empty)
    ]


@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=50))
def test_any_answer_can_be_looked_at(correction: str, cause: str, action: str) -> None:
    remarks = said(correction=correction, root_cause=cause, corrective_action=action)
    blank = sum(not each.strip() for each in (correction, cause, action))
    assert sum(each.endswith("is missing") for each in remarks) == blank


def test_endless_answers_are_looked_at_quickly_enough_to_wait_for() -> None:
    remarks = said(correction="word " * 200_000, corrective_action="word " * 200_000)
    assert "corrective action: it repeats the correction" in remarks
