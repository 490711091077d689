"""How a requirement stands: derived from the verdicts on its checks, never stored."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditkit.checklist.model import Requirement
from auditkit.record.audit import Audit
from auditkit.record.findings import GRADES
from auditkit.record.model import Grade, Ref, Verdict


class RequirementVerdict(StrEnum):
    """The derived verdict of a requirement. Partly tested is not conforming."""

    UNTESTED = "untested"
    PARTLY = "partly tested"
    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does not conform"
    NOT_APPLICABLE = "not applicable"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of checks below one requirement, and the worst finding that cites it."""

    ref: Ref
    title: str
    verdict: RequirementVerdict
    total: int
    conforming: int
    failing: int
    not_applicable: int
    worst: Grade | None

    @property
    def judged(self) -> int:
        """Checks with a verdict."""
        return self.conforming + self.failing + self.not_applicable

    @property
    def untested(self) -> int:
        """Checks without a verdict."""
        return self.total - self.judged


def requirement_standing(audit: Audit, ref: Ref) -> Standing:
    """The standing of one requirement."""
    return _standing(audit, ref.checklist, audit.requirement(ref))


def all_standings(audit: Audit) -> tuple[Standing, ...]:
    """The standing of every requirement of every criterion, in the checklists' order."""
    return tuple(
        _standing(audit, checklist.id, requirement)
        for checklist in audit.checklists
        for requirement in checklist.requirements()
    )


def _standing(audit: Audit, checklist: str, requirement: Requirement) -> Standing:
    verdicts = audit.verdicts()
    given = [
        verdicts[ref].verdict
        for check in requirement.checks
        if (ref := Ref(checklist, check.id)) in verdicts
    ]
    counts = {verdict: given.count(verdict) for verdict in Verdict}
    return Standing(
        ref=Ref(checklist, requirement.ref),
        title=requirement.title,
        verdict=_derived(counts, len(requirement.checks)),
        total=len(requirement.checks),
        conforming=counts[Verdict.CONFORMS],
        failing=counts[Verdict.DOES_NOT_CONFORM],
        not_applicable=counts[Verdict.NOT_APPLICABLE],
        worst=_worst(audit, Ref(checklist, requirement.ref)),
    )


def _derived(counts: dict[Verdict, int], total: int) -> RequirementVerdict:
    judged = sum(counts.values())
    if counts[Verdict.DOES_NOT_CONFORM]:
        return RequirementVerdict.DOES_NOT_CONFORM
    if not judged:
        return RequirementVerdict.UNTESTED
    if judged < total:
        return RequirementVerdict.PARTLY
    if counts[Verdict.NOT_APPLICABLE] == total:
        return RequirementVerdict.NOT_APPLICABLE
    return RequirementVerdict.CONFORMS


def _worst(audit: Audit, ref: Ref) -> Grade | None:
    grades = [finding.grade for finding in audit.findings_of(ref)]
    return min(grades, key=GRADES.index, default=None)
