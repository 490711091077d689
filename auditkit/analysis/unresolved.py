"""Nonconformities that are not closed, each with its corrective-action request."""

from __future__ import annotations

from auditkit.analysis.counts import CLOSED
from auditkit.record.audit import Audit
from auditkit.record.model import Car, Finding, Grade


def open_nonconformities(
    audit: Audit, grade: Grade | None = None
) -> list[tuple[Finding, Car | None]]:
    """Those without a CAR, or with one that is not closed as effective; majors first."""
    cars = {car.finding: car for car in audit.cars()}
    return [
        (finding, car)
        for finding in audit.findings()
        if finding.grade.nonconformity and grade in (None, finding.grade)
        for car in (cars.get(finding.id),)
        if car is None or car.state not in CLOSED
    ]
