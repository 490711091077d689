"""Counts of findings, CARs and evidence."""

from __future__ import annotations

from datetime import date

from auditkit.record.audit import Audit
from auditkit.record.model import Car, CarState, Evidence, Finding, FindingState, Grade

CLOSED = frozenset({CarState.EFFECTIVE})


def finding_counts(audit: Audit) -> dict[Grade, int]:
    """Findings per grade, drafts included, withdrawn ones left out."""
    grades = [finding.grade for finding in audit.findings()]
    return {grade: grades.count(grade) for grade in Grade}


def issued_counts(audit: Audit) -> dict[Grade, int]:
    """Issued findings of the grades that have some, the gravest first."""
    grades = [each.grade for each in audit.findings() if each.state is FindingState.ISSUED]
    return {grade: count for grade in Grade if (count := grades.count(grade))}


def draft_findings(audit: Audit) -> tuple[Finding, ...]:
    """Findings that were not issued yet."""
    return tuple(each for each in audit.findings() if each.state is FindingState.DRAFT)


def nonconformities(audit: Audit) -> tuple[Finding, ...]:
    """Major and minor nonconformities, majors first."""
    return tuple(each for each in audit.findings() if each.grade.nonconformity)


def nonconformities_without_car(audit: Audit) -> tuple[Finding, ...]:
    """Issued nonconformities nobody was asked to correct yet."""
    return tuple(
        each for each in nonconformities_unasked(audit) if each.state is FindingState.ISSUED
    )


def nonconformities_unasked(audit: Audit) -> tuple[Finding, ...]:
    """All nonconformities without a request, drafts too."""
    asked = {car.finding for car in audit.cars()}
    return tuple(each for each in nonconformities(audit) if each.id not in asked)


def car_counts(audit: Audit) -> dict[CarState, int]:
    """CARs per state."""
    states = [car.state for car in audit.cars()]
    return {state: states.count(state) for state in CarState}


def open_cars(audit: Audit) -> tuple[Car, ...]:
    """CARs that are not closed as effective."""
    return tuple(car for car in audit.cars() if car.state not in CLOSED)


def due_date(car: Car) -> date | None:
    """What the CAR waits for next: the answer, the action or the effectiveness check."""
    if car.state in (CarState.ISSUED, CarState.RETURNED):
        return car.response_due
    if car.state is CarState.ACCEPTED:
        return car.action_due
    if car.state is CarState.IMPLEMENTED:
        return car.effectiveness_due
    return None


def overdue_cars(audit: Audit, today: date) -> tuple[Car, ...]:
    """Open CARs whose next step is past its date."""
    return tuple(
        car for car in open_cars(audit) if (due := due_date(car)) is not None and due < today
    )


def uncited_evidence(audit: Audit) -> tuple[Evidence, ...]:
    """Registered evidence that no check and no finding uses."""
    cited = {citation.evidence for citation in audit.citations()}
    return tuple(each for each in audit.evidence() if each.id not in cited)
