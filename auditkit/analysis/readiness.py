"""Whether the organization appears ready for a certification audit, with the reasons.

Stage 1 looks at documented information, planned and done internal audit and management review
(ISO/IEC 17021-1 9.3.1.2); stage 2 at conformity with all requirements in operation (9.3.1.3).
The rules are stated here; there is no percentage, and untested never counts as good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from auditkit.analysis.counts import overdue_cars
from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.analysis.unresolved import open_nonconformities
from auditkit.checklist.model import Kind
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, Finding, Grade, Ref

STAGE_1_CLAUSES = ("4.3", "5.2", "6.1.2", "6.1.3", "6.1.4", "6.2", "9.2.2", "9.3.3")
"""What stage 1 rests on: scope, policy, risk and impact processes, objectives, audit, review."""

READY, NOT_READY = "appears ready", "not ready"
_SHOWN = 8
"""References named in a reason; the reason itself holds all of them."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason against a stage, and what it can be followed to."""

    text: str
    refs: tuple[Ref, ...] = ()
    findings: tuple[str, ...] = ()
    """Labels."""
    cars: tuple[str, ...] = ()
    """Labels."""


class StageReadiness(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: not ready as long as there is a reason."""

    name: str
    against: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in words."""
        return tuple(each.text for each in self.against)

    @property
    def ready(self) -> bool:
        """Whether no reason stands against it."""
        return not self.against

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
    majors = [finding for finding, _ in open_nonconformities(audit, Grade.MAJOR)]
    basis = _basis(standings)
    stage1 = [
        *basis,
        *_grounds(first),
        *_left_out(audit, first),
        *_major_reasons(majors, {each.ref.ref for each in first}),
    ]
    stage2 = [
        *basis,
        *_major_reasons(majors, None),
        *_minor_reasons(waiting_minors(audit)),
        *_grounds(standings),
        *_left_out(audit, standings),
        *_car_reasons(audit, today),
    ]
    return Readiness(
        stage1=StageReadiness(name="Stage 1", against=tuple(stage1)),
        stage2=StageReadiness(name="Stage 2", against=tuple(stage2)),
    )


def waiting_minors(audit: Audit) -> tuple[Finding, ...]:
    """Minor nonconformities without an accepted corrective action: once it was accepted, a minor
    does not stand in the way."""
    done = (CarState.ACCEPTED, CarState.IMPLEMENTED)
    return tuple(
        finding
        for finding, car in open_nonconformities(audit, Grade.MINOR)
        if car is None or car.state not in done
    )


def left_out(audit: Audit, standings: Sequence[Standing]) -> tuple[Ref, ...]:
    """Clauses judged not applicable. A control may be left out with a reason; a clause of a
    management system standard may not (all of clauses 4 to 10 apply to whoever claims
    conformity)."""
    return tuple(
        each.ref
        for each in standings
        if each.verdict is RequirementVerdict.NOT_APPLICABLE
        and audit.requirement(each.ref).kind is Kind.CLAUSE
    )


def missing_basis(standings: Sequence[Standing]) -> tuple[str, ...]:
    """Clauses that stage 1 rests on and no criterion of the audit holds: on such criteria nobody
    can tell whether an organization is ready for certification."""
    held = {each.ref.ref for each in standings}
    return tuple(each for each in STAGE_1_CLAUSES if each not in held)


def _basis(standings: Sequence[Standing]) -> list[Reason]:
    missing = missing_basis(standings)
    if not missing:
        return []
    noun = "clause is" if len(missing) == 1 else "clauses are"
    return [Reason(text=f"{len(missing)} {noun} not in the criteria: {', '.join(missing)}")]


def _grounds(standings: tuple[Standing, ...]) -> list[Reason]:
    """Requirements that do not conform or were not fully tested."""
    reasons = []
    for verdict, one, many in (
        (RequirementVerdict.DOES_NOT_CONFORM, "does not conform", "do not conform"),
        (RequirementVerdict.UNTESTED, "is untested", "are untested"),
        (RequirementVerdict.PARTLY, "is only partly tested", "are only partly tested"),
    ):
        refs = [each.ref for each in standings if each.verdict is verdict]
        reasons += _counted(refs, one, many)
    return reasons


def _left_out(audit: Audit, standings: tuple[Standing, ...]) -> list[Reason]:
    refs = left_out(audit, standings)
    return _counted(refs, "was left out as not applicable", "were left out as not applicable")


def _counted(refs: Sequence[Ref], one: str, many: str) -> list[Reason]:
    """One reason over all references; none where there is no reference."""
    if not refs:
        return []
    shown = ", ".join(each.ref for each in refs[:_SHOWN])
    more = f" and {len(refs) - _SHOWN} more" if len(refs) > _SHOWN else ""
    noun, said = ("requirement", one) if len(refs) == 1 else ("requirements", many)
    return [Reason(text=f"{len(refs)} {noun} {said}: {shown}{more}", refs=tuple(refs))]


def _major_reasons(majors: list[Finding], clauses: set[str] | None) -> list[Reason]:
    return [
        Reason(
            text=f"{finding.label} is an open major nonconformity: {finding.title}",
            refs=finding.refs,
            findings=(finding.label,),
        )
        for finding in majors
        if clauses is None or clauses & {ref.ref for ref in finding.refs}
    ]


def _minor_reasons(waiting: Sequence[Finding]) -> list[Reason]:
    if not waiting:
        return []
    labels = tuple(each.label for each in waiting)
    noun = "minor nonconformity has" if len(labels) == 1 else "minor nonconformities have"
    text = f"{len(labels)} {noun} no accepted corrective action: {', '.join(labels)}"
    refs = dict.fromkeys(ref for each in waiting for ref in each.refs)
    return [Reason(text=text, refs=tuple(refs), findings=labels)]


def _car_reasons(audit: Audit, today: date) -> list[Reason]:
    overdue = tuple(car.label for car in overdue_cars(audit, today))
    if not overdue:
        return []
    noun = "corrective action is" if len(overdue) == 1 else "corrective actions are"
    return [Reason(text=f"{len(overdue)} {noun} overdue: {', '.join(overdue)}", cars=overdue)]
