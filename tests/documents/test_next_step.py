"""What a request waits for: one step and one date, wherever a document shows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditkit.analysis.ageing import NEXT_STEP
from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, Grade, Ref

sample = sys.modules["documents_sample"]
TODAY, STANDARD = date(2026, 11, 20), sample.STANDARD
ANSWER_DUE, ACTION_DUE, CHECK_DUE = date(2026, 11, 10), date(2026, 12, 15), date(2027, 1, 20)
ANSWER = {
    "correction": "c",
    "correction_date": date(2026, 11, 5),
    "extent_check": "e",
    "root_cause": "r",
    "corrective_action": "a",
    "action_owner": "Head of AI",
    "action_due": ACTION_DUE,
    "answered": date(2026, 11, 6),
    "answered_by": "Head of AI",
}
DECISION = {"decision_reason": "because", "decided": date(2026, 11, 7)}
DONE = {"implementation": "i", "implemented": date(2026, 11, 9)}
PLAN = {"effectiveness_criteria": "k", "effectiveness_due": CHECK_DUE}
RESULT = {
    "effectiveness_result": "x",
    "verified": date(2026, 11, 12),
    "verified_by": "Ada Moreau",
}
WAY = {
    CarState.ISSUED: (),
    CarState.ANSWERED: (CarState.ANSWERED,),
    CarState.RETURNED: (CarState.ANSWERED, CarState.RETURNED),
    CarState.ACCEPTED: (CarState.ANSWERED, CarState.ACCEPTED),
    CarState.IMPLEMENTED: (CarState.ANSWERED, CarState.ACCEPTED, CarState.IMPLEMENTED),
    CarState.EFFECTIVE: (
        CarState.ANSWERED,
        CarState.ACCEPTED,
        CarState.IMPLEMENTED,
        CarState.EFFECTIVE,
    ),
    CarState.NOT_EFFECTIVE: (
        CarState.ANSWERED,
        CarState.ACCEPTED,
        CarState.IMPLEMENTED,
        CarState.NOT_EFFECTIVE,
    ),
}
SAYS = {
    CarState.ANSWERED: ANSWER,
    CarState.RETURNED: DECISION,
    CarState.ACCEPTED: DECISION | PLAN,
    CarState.IMPLEMENTED: DONE,
    CarState.EFFECTIVE: RESULT,
    CarState.NOT_EFFECTIVE: RESULT,
}
DATED = {
    CarState.ISSUED: ("10 November 2026", "10 Nov 2026", 10),
    CarState.RETURNED: ("10 November 2026", "10 Nov 2026", 10),
    CarState.ACCEPTED: ("15 December 2026", "15 Dec 2026", 0),
    CarState.IMPLEMENTED: ("20 January 2027", "20 Jan 2027", 0),
}
"""The date that a state waits for, and by how many days it is overdue."""


@pytest.fixture(params=list(CarState), ids=str)
def requested(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Audit, CarState]]:
    """An audit with one finding, and its request brought to a state."""
    state: CarState = request.param
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau", clock=sample.Clock()) as audit:
        said = audit.register_statement(EvidenceKind.INTERVIEW, "s", source="f")
        finding = audit.raise_finding(
            Grade.MAJOR,
            "No policy",
            refs=(Ref(STANDARD, "5.2"),),
            requirement="r",
            objective_evidence="o",
            gap="g",
        )
        audit.cite(said.id, finding=finding.id)
        audit.issue_finding(finding.id)
        car = audit.issue_car(finding.id, response_due=ANSWER_DUE, issued_to="Head of AI")
        for each in WAY[state]:
            audit.advance_car(car.id, each, **SAYS[each])
        yield audit, state


def test_every_document_shows_the_same_step_and_date(
    requested: tuple[Audit, CarState], tmp_path: Path
) -> None:
    audit, state = requested
    step = NEXT_STEP[state]
    long, short, late = DATED.get(state, ("", "", 0))
    overdue = f", {late} days overdue" if late else ""
    words = f"{step} due {long}{overdue}" if long else step
    made = {
        kind: write(audit, kind, tmp_path / f"{kind}.docx", today=TODAY).path
        for kind in ("audit", "car-log", "closing")
    }
    block = dict(sample.rows(made["audit"], "Finding F-001"))["CAR"]
    closed = state is CarState.EFFECTIVE
    assert block == f"CAR-001 {state}; Head of AI" + ("" if closed else f"; {words}")
    (overview,) = sample.rows(made["audit"], "Corrective-action requests")
    assert overview[-1] == words
    (first,) = sample.rows(made["audit"], "The most important findings")
    marked = f"{short}, overdue: {step}" if late else f"{short}: {step}" if short else step
    assert first[-1] == ("\u2013" if closed else marked)
    (logged,) = sample.rows(made["car-log"], "CAR log")
    assert logged[6:8] == [step, short or "\u2013"]
    assert logged[8].endswith(f"{late} days" if late else "\u2013")
    asked = sample.rows(made["closing"], "Open requests")
    told = [row[4:] for row in asked]
    assert told == ([] if closed else [[step, f"due {long}{overdue}" if long else "\u2013"]])


def test_drafts_without_a_request_are_named_as_drafts(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau", clock=sample.Clock()) as audit:
        refs = (Ref(STANDARD, "5.2"),)
        audit.raise_finding(Grade.MINOR, "No policy", refs=refs)
        audit.raise_finding(Grade.MINOR, "No approval", refs=refs)
        made = {
            kind: write(audit, kind, tmp_path / f"{kind}.docx", today=TODAY).path
            for kind in ("audit", "car-log", "closing", "management-review", "gap")
        }
    said = "2 nonconformities have no request yet: F-001 (draft), F-002 (draft)."
    for kind in ("audit", "car-log", "closing", "management-review"):
        assert said in sample.shown(made[kind]), kind
    assert "2 minor nonconformities, 2 of them drafts" in sample.shown(made["closing"])
    assert "Close F-001 (draft); Close F-002 (draft)" in sample.shown(made["gap"])
    assert "No policy (draft, no CAR)" in sample.shown(made["gap"])
    found = sample.rows(made["management-review"], "Nonconformities")
    assert [row[2] for row in found] == ["Draft: No policy", "Draft: No approval"]
