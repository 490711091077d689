"""Verbs about corrective-action requests, and the states they go through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from auditkit.errors import AuditkitError
from auditkit.record.findings import FindingVerbs
from auditkit.record.model import Car, CarState, Finding, FindingState, Grade
from auditkit.refs import sort_key

DAYS_TO_ANSWER = {Grade.MAJOR: 14, Grade.MINOR: 30}
"""Days from issue to the response due date, unless the auditor sets another; house custom."""

RECEIVED = "received"
"""Folder of an audit with the answers that came in, each file under its SHA-256."""

NEXT_STATES: Mapping[CarState, tuple[CarState, ...]] = {
    CarState.ISSUED: (CarState.ANSWERED,),
    CarState.ANSWERED: (CarState.ACCEPTED, CarState.RETURNED),
    CarState.RETURNED: (CarState.ANSWERED,),
    CarState.ACCEPTED: (CarState.IMPLEMENTED,),
    CarState.IMPLEMENTED: (CarState.EFFECTIVE, CarState.NOT_EFFECTIVE),
    CarState.NOT_EFFECTIVE: (CarState.ANSWERED,),
    CarState.EFFECTIVE: (),
}

NEEDED: Mapping[CarState, Mapping[str, str]] = {
    CarState.ANSWERED: {
        "correction": "the correction",
        "extent_check": "the check for similar cases",
        "root_cause": "the root cause",
        "corrective_action": "the corrective action",
        "action_owner": "the owner of the action",
        "action_due": "the due date of the action",
        "answered": "the date of the answer",
    },
    CarState.ACCEPTED: {"decided": "the date of the decision"},
    CarState.RETURNED: {"decision_reason": "the reason for returning it"},
    CarState.IMPLEMENTED: {
        "implementation": "evidence of implementation",
        "implemented": "the date of implementation",
    },
    CarState.EFFECTIVE: {
        "effectiveness_result": "the result of the effectiveness check",
        "verified": "the date of verification",
        "verified_by": "who verified it",
    },
    CarState.NOT_EFFECTIVE: {
        "effectiveness_result": "the result of the effectiveness check",
        "verified": "the date of verification",
        "verified_by": "who verified it",
    },
}
"""What a CAR must hold before it may enter a state (ISO/IEC 17021-1 9.4.9, 9.4.10; 10.2)."""


def received_kind(car: Car) -> str:
    """The kind under which a file that answered a request stands among the documents."""
    return f"{RECEIVED} {car.label}"


def missing_for(car: Car, state: CarState, fields: Mapping[str, Any]) -> list[str]:
    """What a request with these fields lacks to enter a state, in words."""
    return [
        words
        for field, words in NEEDED[state].items()
        if not str((fields[field] if field in fields else getattr(car, field)) or "").strip()
    ]


class CarVerbs(FindingVerbs):
    """Corrective-action requests."""

    def cars(self) -> tuple[Car, ...]:
        """All requests, by label."""
        return tuple(sorted(self._all(Car).values(), key=lambda each: sort_key(each.label)))

    def car(self, name: str) -> Car:
        """A request by id or label; raises `UsageError`."""
        return self._labelled(Car, name)

    def issue_car(
        self, finding: str, *, response_due: date | None = None, issued_to: str = ""
    ) -> Car:
        """Ask for corrective action on an issued nonconformity; raises `AuditkitError`."""
        found = self.finding(finding)
        self._require_car_possible(found)
        today = self._clock().date()
        label = self._new_label(Car, "CAR")
        return self._add(
            Car,
            f"{label} issued for {found.label}",
            label=label,
            finding=found.id,
            state=CarState.ISSUED,
            issued=today,
            response_due=response_due or today + timedelta(days=DAYS_TO_ANSWER[found.grade]),
            issued_to=issued_to or found.area,
        )

    def edit_car(self, name: str, **fields: Any) -> Car:
        """Change fields of a request without moving its state."""
        car = self.car(name)
        if "state" in fields:
            raise AuditkitError("A CAR changes its state by advancing.", "Use advance.")
        return self._edit(Car, car.id, f"{car.label} edited", **fields)

    def advance_car(self, name: str, state: CarState, **fields: Any) -> Car:
        """Move a request to its next state, with what that state needs.

        Raises `AuditkitError` for a step that is not allowed or for anything missing.
        """
        car = self.car(name)
        if state not in NEXT_STATES[car.state]:
            allowed = " or ".join(NEXT_STATES[car.state]) or "nothing more: it is closed"
            raise AuditkitError(
                f"{car.label} is {car.state}; it cannot become {state}.", f"Next: {allowed}."
            )
        missing = missing_for(car, state, fields)
        if missing:
            raise AuditkitError(
                f"{car.label} cannot become {state}: missing {', '.join(missing)}.",
                "Fill that in first.",
            )
        self._require_independent(car, state, fields)
        return self._edit(Car, car.id, f"{car.label} {state}", state=state, **fields)

    def _require_car_possible(self, finding: Finding) -> None:
        if not finding.grade.nonconformity:
            raise AuditkitError(
                f"{finding.label} is graded {finding.grade}; only a nonconformity gets a CAR."
            )
        if finding.state is not FindingState.ISSUED:
            raise AuditkitError(
                f"{finding.label} is {finding.state}.", "Issue the finding first, then the CAR."
            )
        existing = self.car_of(finding.id)
        if existing is not None:
            raise AuditkitError(f"{finding.label} already has {existing.label}.")

    def _require_independent(self, car: Car, state: CarState, fields: Mapping[str, Any]) -> None:
        if state not in (CarState.EFFECTIVE, CarState.NOT_EFFECTIVE):
            return
        verifier = str(fields.get("verified_by", car.verified_by)).strip().casefold()
        if verifier and verifier == car.action_owner.strip().casefold():
            raise AuditkitError(
                f"{car.label}: {car.action_owner} owns the action and cannot verify it.",
                "Name somebody independent.",
            )
