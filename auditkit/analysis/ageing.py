"""How old corrective-action requests are, what each waits for, and how long it is overdue."""

from __future__ import annotations

from datetime import date

import msgspec

from auditkit.analysis.counts import CLOSED, due_date
from auditkit.record.audit import Audit
from auditkit.record.model import Car, CarState, Finding

NEXT_STEP = {
    CarState.ISSUED: "answer",
    CarState.RETURNED: "new answer",
    CarState.NOT_EFFECTIVE: "new answer",
    CarState.ANSWERED: "decision on the answer",
    CarState.ACCEPTED: "implementation",
    CarState.IMPLEMENTED: "effectiveness check",
    CarState.EFFECTIVE: "nothing: closed",
}
"""What a request waits for in each state."""
AUDIT_TEAM = "Audit team"
_WITH_AUDITOR = frozenset({CarState.ANSWERED, CarState.IMPLEMENTED})
BUCKETS = ((30, "up to 30 days"), (60, "31 to 60 days"), (90, "61 to 90 days"))
"""Ages in days up to which a request falls into a class, and the name of the class."""
OLDEST = "over 90 days"


class AgedCar(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it stands on a day; ``finding`` may be a withdrawn one."""

    car: Car
    finding: Finding
    due: date | None
    """When the next step is due."""
    overdue: int
    """Days past that date; 0 while it is not past."""
    age: int
    """Days since it was issued, for a closed one until it was verified."""

    @property
    def closed(self) -> bool:
        """Whether it was closed as effective."""
        return self.car.state in CLOSED

    @property
    def step(self) -> str:
        """What it waits for."""
        return NEXT_STEP[self.car.state]

    @property
    def state_words(self) -> str:
        """Label, state, and what it waits for until when: ``CAR-001 issued, answer due
        2026-12-01``; a date that was never set is not said."""
        if self.closed:
            return f"{self.car.label} {self.car.state}"
        return f"{self.car.label} {self.car.state}, {self.step}" + (
            f" due {self.due}" if self.due else ""
        )

    @property
    def owner(self) -> str:
        """Who answers for it: the owner of the action, or whom it was issued to; may be empty."""
        return self.car.action_owner or self.car.issued_to or self.finding.area

    @property
    def waits_for(self) -> str:
        """Whose move it is; empty when it is closed or nobody is named."""
        if self.closed:
            return ""
        return AUDIT_TEAM if self.car.state in _WITH_AUDITOR else self.owner

    @property
    def bucket(self) -> str:
        """The class of its age."""
        return next((name for most, name in BUCKETS if self.age <= most), OLDEST)


def aged_cars(audit: Audit, today: date) -> tuple[AgedCar, ...]:
    """All requests by label, on a given day."""
    findings = {each.id: each for each in audit.findings(include_withdrawn=True)}
    return tuple(
        aged(car, findings[car.finding], today) for car in audit.cars() if car.finding in findings
    )


def aged(car: Car, finding: Finding, today: date) -> AgedCar:
    """One request on a given day."""
    due = due_date(car)
    until = (car.verified or today) if car.state in CLOSED else today
    return AgedCar(
        car=car,
        finding=finding,
        due=due,
        overdue=max(0, (today - due).days) if due else 0,
        age=max(0, (until - car.issued).days),
    )
