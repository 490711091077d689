"""What management needs first: the most important findings and one sentence of conclusion."""

from __future__ import annotations

from datetime import date

import msgspec

from auditkit.analysis.ageing import AgedCar, aged
from auditkit.analysis.counts import CLOSED, finding_counts
from auditkit.analysis.progress import progress
from auditkit.analysis.readiness import readiness
from auditkit.record.audit import Audit
from auditkit.record.model import Grade


class KeyFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a manager reads it."""

    label: str
    grade: Grade
    what: str
    why: str
    owner: str
    stands: AgedCar | None
    """Its request with the next step and the date of that; None where none was made."""


def key_findings(audit: Audit, today: date, count: int = 3) -> tuple[KeyFinding, ...]:
    """The gravest findings that still ask for action: open ones, majors first."""
    closed = {car.finding for car in audit.cars() if car.state in CLOSED}
    asking = sorted(
        (each for each in audit.findings() if each.grade is not Grade.STRENGTH),
        key=lambda each: each.id in closed,
    )[:count]
    return tuple(
        KeyFinding(
            label=each.label,
            grade=each.grade,
            what=each.title,
            why=each.effect,
            owner=stands.owner if stands else each.area,
            stands=stands,
        )
        for each in asking
        for car in (audit.car_of(each.id),)
        for stands in (aged(car, each, today) if car else None,)
    )


def verdict_sentence(audit: Audit, today: date) -> str:
    """The conclusion in one sentence that stands on figures alone."""
    counts, done = finding_counts(audit), progress(audit)
    stage2 = readiness(audit, today).stage2
    majors = _plural(counts[Grade.MAJOR], "major nonconformity", "major nonconformities")
    minors = _plural(counts[Grade.MINOR], "minor nonconformity", "minor nonconformities")
    return (
        f"The management system {'appears ready' if stage2.ready else 'is not ready'} for a "
        f"certification audit: {majors}, {minors}; {done.judged} of {done.total} checks judged."
    )


def _plural(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"
