"""Whether the organization appears ready for a certification audit, with the reasons.

Stage 1 looks at documented information, planned and done internal audit and management review
(ISO/IEC 17021-1 9.3.1.2); stage 2 at conformity with all requirements in operation (9.3.1.3).
The rules are stated here; there is no percentage, and untested never counts as good.
"""

from __future__ import annotations

from datetime import date

import msgspec

from auditkit.analysis.counts import open_cars, overdue_cars
from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.checklist.model import Kind
from auditkit.record.audit import Audit
from auditkit.record.model import Car, Finding, Grade

STAGE_1_CLAUSES = ("4.3", "5.2", "6.1.2", "6.1.3", "6.1.4", "6.2", "9.2.2", "9.3.3")
"""What stage 1 rests on: scope, policy, risk and impact processes, objectives, audit, review."""

READY, NOT_READY = "appears ready", "not ready"


class StageReadiness(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: not ready as long as there is a reason."""

    name: str
    reasons: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether no reason stands against it."""
        return not self.reasons

    @property
    def word(self) -> str:
        """``appears ready`` or ``not ready``."""
        return READY if self.ready else NOT_READY


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Both stages of a certification audit."""

    stage1: StageReadiness
    stage2: StageReadiness


def readiness(audit: Audit, today: date) -> Readiness:
    """Readiness on a given day, with every reason against it."""
    standings = all_standings(audit)
    first = tuple(each for each in standings if each.ref.ref in STAGE_1_CLAUSES)
    majors = _open_nonconformities(audit, Grade.MAJOR)
    stage1 = [
        *_basis(first),
        *_grounds(first),
        *_left_out(audit, first),
        *_major_reasons(majors, {each.ref.ref for each in first}),
    ]
    minors = _open_nonconformities(audit, Grade.MINOR)
    stage2 = [
        *_major_reasons(majors, None),
        *_minor_reasons(minors),
        *_grounds(standings),
        *_left_out(audit, standings),
        *_car_reasons(audit, today),
    ]
    return Readiness(
        stage1=StageReadiness(name="Stage 1", reasons=tuple(stage1)),
        stage2=StageReadiness(name="Stage 2", reasons=tuple(stage2)),
    )


def _basis(first: tuple[Standing, ...]) -> list[str]:
    """Criteria without these clauses say nothing about stage 1; that is no readiness."""
    return [] if first else [f"None of the clauses {', '.join(STAGE_1_CLAUSES)} was audited"]


def _grounds(standings: tuple[Standing, ...]) -> list[str]:
    """Requirements that do not conform or were not fully tested."""
    failing = _refs(standings, RequirementVerdict.DOES_NOT_CONFORM)
    untested = _refs(standings, RequirementVerdict.UNTESTED)
    partly = _refs(standings, RequirementVerdict.PARTLY)
    reasons = []
    if failing:
        reasons.append(_counted(failing, "does not conform", "do not conform"))
    if untested:
        reasons.append(_counted(untested, "is untested", "are untested"))
    if partly:
        reasons.append(_counted(partly, "is only partly tested", "are only partly tested"))
    return reasons


def _left_out(audit: Audit, standings: tuple[Standing, ...]) -> list[str]:
    """A control may be left out with a reason; a clause of a management system standard may
    not (all of clauses 4 to 10 apply to whoever claims conformity)."""
    refs = [
        each.ref.ref
        for each in standings
        if each.verdict is RequirementVerdict.NOT_APPLICABLE
        and audit.requirement(each.ref).kind is Kind.CLAUSE
    ]
    if not refs:
        return []
    return [_counted(refs, "was left out as not applicable", "were left out as not applicable")]


def _refs(standings: tuple[Standing, ...], verdict: RequirementVerdict) -> list[str]:
    return [each.ref.ref for each in standings if each.verdict is verdict]


def _counted(refs: list[str], one: str, many: str) -> str:
    shown = ", ".join(refs[:8]) + (f" and {len(refs) - 8} more" if len(refs) > 8 else "")
    noun = "requirement" if len(refs) == 1 else "requirements"
    return f"{len(refs)} {noun} {one if len(refs) == 1 else many}: {shown}"


def _open_nonconformities(audit: Audit, grade: Grade) -> list[tuple[Finding, Car | None]]:
    open_ids = {car.id for car in open_cars(audit)}
    pairs = [(each, audit.car_of(each.id)) for each in audit.findings() if each.grade is grade]
    return [(finding, car) for finding, car in pairs if car is None or car.id in open_ids]


def _major_reasons(majors: list[tuple[Finding, Car | None]], clauses: set[str] | None) -> list[str]:
    return [
        f"{finding.label} is an open major nonconformity: {finding.title}"
        for finding, _ in majors
        if clauses is None or clauses & {ref.ref for ref in finding.refs}
    ]


def _minor_reasons(minors: list[tuple[Finding, Car | None]]) -> list[str]:
    """A minor does not stand in the way once its corrective action was accepted."""
    waiting = [
        finding.label
        for finding, car in minors
        if car is None or car.state not in ("accepted", "implemented")
    ]
    if not waiting:
        return []
    noun = "minor nonconformity has" if len(waiting) == 1 else "minor nonconformities have"
    return [f"{len(waiting)} {noun} no accepted corrective action: {', '.join(waiting)}"]


def _car_reasons(audit: Audit, today: date) -> list[str]:
    overdue = [car.label for car in overdue_cars(audit, today)]
    if not overdue:
        return []
    noun = "corrective action is" if len(overdue) == 1 else "corrective actions are"
    return [f"{len(overdue)} {noun} overdue: {', '.join(overdue)}"]
