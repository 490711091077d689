"""Judging many checks at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, Finding, Grade, Ref, Verdict

Judge = Callable[..., None]


@pytest.fixture
def judge(audit: Audit) -> Judge:
    """Gives all checks of the requirements named (or of all of them) one verdict."""

    def give(verdict: Verdict, *refs: str) -> None:
        chosen = refs or [each.ref for each in audit.checklists[0].requirements()]
        checks = [
            check for ref in chosen for check in audit.check_refs(Ref(audit.checklists[0].id, ref))
        ]
        audit.set_verdict(checks, verdict, "no such activity")

    return give


@pytest.fixture
def issue(audit: Audit) -> Callable[..., Finding]:
    """An issued finding against a requirement."""

    def make(grade: Grade, ref: str) -> Finding:
        made = audit.raise_finding(
            grade,
            f"Gap in {ref}",
            refs=[audit.resolve(ref)],
            requirement="Has to be.",
            objective_evidence="Was seen.",
            gap="Is not.",
        )
        said = audit.register_statement(EvidenceKind.INTERVIEW, "said")
        audit.cite(said.id, finding=made.id)
        return audit.issue_finding(made.id)

    return make


@pytest.fixture
def answer(audit: Audit) -> Callable[[str], None]:
    """Takes a CAR from issued to accepted."""

    def give(car: str) -> None:
        audit.advance_car(
            car,
            CarState.ANSWERED,
            correction="Done.",
            extent_check="None.",
            root_cause="Nobody knew.",
            corrective_action="Train.",
            action_owner="Head of AI",
            action_due=date(2026, 5, 1),
            answered=date(2026, 3, 1),
        )
        audit.advance_car(car, CarState.ACCEPTED, decided=date(2026, 3, 2))

    return give
