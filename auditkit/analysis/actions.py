"""The shortest list of things to do until nothing stands against readiness any more.

One line for each finding that has to be closed, whatever number of reasons hang on it, and one for
each kind of work on requirements. Together the lines cover every reason of `readiness`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from auditkit.analysis.ageing import AUDIT_TEAM, AgedCar, aged, aged_cars
from auditkit.analysis.readiness import STAGE_1_CLAUSES, left_out, missing_basis, waiting_minors
from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.analysis.unresolved import open_nonconformities
from auditkit.record.audit import Audit
from auditkit.record.model import Car, Finding, FindingState, Grade, Ref

NOT_NAMED = "Not named"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, and what it settles."""

    text: str
    who: str
    next: str = ""
    """The next step towards it."""
    due: date | None = None
    overdue: bool = False
    refs: tuple[Ref, ...] = ()
    findings: tuple[str, ...] = ()
    cars: tuple[str, ...] = ()
    stage1: bool = False
    """Whether stage 1 waits for it as well."""


def actions(audit: Audit, today: date) -> tuple[Action, ...]:
    """What has to be done: what stage 1 waits for first; then findings to close, what is overdue,
    and requirements to judge."""
    standings = all_standings(audit)
    majors = open_nonconformities(audit, Grade.MAJOR)
    waiting = {each.id for each in waiting_minors(audit)}
    minors = [pair for pair in open_nonconformities(audit, Grade.MINOR) if pair[0].id in waiting]
    closing = [
        *(
            msgspec.structs.replace(
                _closing(finding, car, today, "Close"), stage1=_concerns_stage1(finding.refs)
            )
            for finding, car in majors
        ),
        *(_closing(finding, car, today, "Agree on action for") for finding, car in minors),
    ]
    named = {label for each in closing for label in each.cars}
    late = [
        each
        for each in aged_cars(audit, today)
        if each.overdue and not each.closed and each.car.label not in named
    ]
    every = (
        *closing,
        *map(_late, late),
        *_on_requirements(audit, standings),
    )
    return tuple(sorted(every, key=lambda each: not each.stage1))


def _concerns_stage1(refs: Iterable[Ref]) -> bool:
    return any(each.ref in STAGE_1_CLAUSES for each in refs)


def _closing(finding: Finding, car: Car | None, today: date, verb: str) -> Action:
    text = f"{verb} {finding.label}: {finding.title}"
    if car is None:
        draft = finding.state is FindingState.DRAFT
        step = "issue the finding, then the CAR" if draft else "issue a CAR"
        return Action(
            text=text,
            who=AUDIT_TEAM,
            next=step,
            refs=finding.refs,
            findings=(finding.label,),
        )
    return _by_car(aged(car, finding, today), text)


def _late(each: AgedCar) -> Action:
    label, finding = each.car.label, each.finding
    return _by_car(each, f"Bring {label} back on time ({finding.label}: {finding.title})")


def _by_car(stands: AgedCar, text: str) -> Action:
    car, finding = stands.car, stands.finding
    joint = "to" if stands.step.endswith("answer") else "of"
    return Action(
        text=text,
        who=stands.waits_for or NOT_NAMED,
        next=f"{stands.step} {joint} {car.label}",
        due=stands.due,
        overdue=stands.overdue > 0,
        refs=finding.refs,
        findings=(finding.label,),
        cars=(car.label,),
    )


def _on_requirements(audit: Audit, standings: Sequence[Standing]) -> Iterable[Action]:
    missing = missing_basis(standings)
    if missing == STAGE_1_CLAUSES:
        yield Action(text="Audit the clauses that stage 1 rests on", who=AUDIT_TEAM, stage1=True)
    elif missing:
        text = f"Audit what stage 1 rests on and the criteria lack: {', '.join(missing)}"
        yield Action(text=text, who=AUDIT_TEAM, stage1=True)
    first = [each for each in standings if each.ref.ref in STAGE_1_CLAUSES]
    rest = [each for each in standings if each.ref.ref not in STAGE_1_CLAUSES]
    for what, members in (("what stage 1 rests on", first), ("all other requirements", rest)):
        if unfinished := [each for each in members if each.untested]:
            checks = sum(each.untested for each in unfinished)
            noun = "check is" if checks == 1 else "checks are"
            text = f"Finish testing {what}: {checks} {noun} untested"
            yield _by_team(text, [each.ref for each in unfinished])
    yield from _failing(audit, standings)
    if refs := left_out(audit, standings):
        yield _by_team("Judge again: clauses cannot be left out as not applicable", refs)


def _failing(audit: Audit, standings: Sequence[Standing]) -> Iterable[Action]:
    failing = [
        each.ref for each in standings if each.verdict is RequirementVerdict.DOES_NOT_CONFORM
    ]
    explained = [
        ref for ref in failing if any(each.grade.nonconformity for each in audit.findings_of(ref))
    ]
    bare = [ref for ref in failing if ref not in set(explained)]
    if bare:
        yield _by_team(
            "Put right, or raise a finding: does not conform, and no finding says so", bare
        )
    if explained:
        yield _by_team("Judge again once corrective action shows that it works", explained)


def _by_team(text: str, refs: Iterable[Ref]) -> Action:
    settled = tuple(refs)
    return Action(text=text, who=AUDIT_TEAM, refs=settled, stage1=_concerns_stage1(settled))
