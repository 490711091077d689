"""This audit beside an earlier one of the same organization: what got better, what came back.

Only checks that both audits hold are compared, by checklist and check; everything is computed from
the two records, and nothing is said where they have no criterion in common.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auditkit.analysis.counts import CLOSED, finding_counts
from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref

_RANK = {
    RequirementVerdict.DOES_NOT_CONFORM: 0,
    RequirementVerdict.CONFORMS: 1,
    RequirementVerdict.NOT_APPLICABLE: 1,
}
"""Verdicts that say something; partly tested and untested do not."""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A number in the previous audit and in this one."""

    name: str
    before: int
    now: int

    @property
    def change(self) -> int:
        """How much there is more now."""
        return self.now - self.before


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement whose derived verdict differs between the audits."""

    ref: Ref
    title: str
    before: RequirementVerdict
    now: RequirementVerdict


class EarlierCar(msgspec.Struct, frozen=True, kw_only=True):
    """A CAR of the previous audit that was not closed as effective in its record."""

    label: str
    finding: str
    title: str
    state: str
    owner: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What two audits have in common, and how they differ."""

    requirements: int
    """Requirements that both audits hold."""
    verdicts: tuple[Counted, ...]
    """These requirements per derived verdict."""
    findings: tuple[Counted, ...]
    """All findings per grade."""
    better: tuple[Change, ...]
    """Did not conform then, do conform now."""
    worse: tuple[Change, ...]
    """Conformed then, do not now."""
    repeated: tuple[Change, ...]
    """Did not conform in either audit."""
    unknown: tuple[Change, ...]
    """Were judged in one of them only."""
    cars: int
    cars_closed: int
    cars_open: tuple[EarlierCar, ...]


def compare(audit: Audit, previous: Audit) -> Comparison:
    """Compare an audit with the one before.

    Raises `UsageError` when both are the same audit.
    """
    if audit.id == previous.id:
        raise UsageError(
            "An audit cannot be compared with itself.", "Name the folder of the audit before."
        )
    pairs = _pairs(all_standings(previous), all_standings(audit))
    changes = [
        Change(ref=now.ref, title=now.title, before=then.verdict, now=now.verdict)
        for then, now in pairs
    ]
    open_cars = _open_cars(previous)
    return Comparison(
        requirements=len(pairs),
        verdicts=tuple(
            Counted(
                name=verdict.value,
                before=sum(each.before is verdict for each in changes),
                now=sum(each.now is verdict for each in changes),
            )
            for verdict in RequirementVerdict
        ),
        findings=_findings(previous, audit),
        better=_moved(changes, 0, 1),
        worse=_moved(changes, 1, 0),
        repeated=_moved(changes, 0, 0),
        unknown=tuple(
            each for each in changes if (each.before in _RANK) is not (each.now in _RANK)
        ),
        cars=len(previous.cars()),
        cars_closed=len(previous.cars()) - len(open_cars),
        cars_open=open_cars,
    )


def _pairs(
    before: Iterable[Standing], now: Iterable[Standing]
) -> tuple[tuple[Standing, Standing], ...]:
    earlier = {each.ref: each for each in before}
    return tuple((earlier[each.ref], each) for each in now if each.ref in earlier)


def _findings(previous: Audit, audit: Audit) -> tuple[Counted, ...]:
    before, now = finding_counts(previous), finding_counts(audit)
    return tuple(Counted(name=grade.value, before=before[grade], now=now[grade]) for grade in Grade)


def _moved(changes: Iterable[Change], before: int, now: int) -> tuple[Change, ...]:
    return tuple(
        each for each in changes if (_RANK.get(each.before), _RANK.get(each.now)) == (before, now)
    )


def _open_cars(previous: Audit) -> tuple[EarlierCar, ...]:
    findings = {each.id: each for each in previous.findings(include_withdrawn=True)}
    return tuple(
        EarlierCar(
            label=car.label,
            finding=findings[car.finding].label if car.finding in findings else "",
            title=findings[car.finding].title if car.finding in findings else "",
            state=car.state.value,
            owner=car.action_owner or car.issued_to,
        )
        for car in previous.cars()
        if car.state not in CLOSED
    )
