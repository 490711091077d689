"""How a requirement stands: derived from the verdicts on its checks, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from auditkit.checklist.model import Requirement
from auditkit.record.audit import Audit
from auditkit.record.findings import GRADES
from auditkit.record.model import Finding, Grade, Ref, Verdict
from auditkit.refs import requirement_of


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
    requirement = audit.requirement(ref)
    whole = Ref(ref.checklist, requirement.ref)
    worst = min((each.grade for each in audit.findings_of(whole)), key=GRADES.index, default=None)
    return _standing(audit, whole, requirement, worst)


def all_standings(audit: Audit) -> tuple[Standing, ...]:
    """The standing of every requirement of every criterion, in the checklists' order."""
    worst = worst_grades(audit.findings())
    return tuple(
        _standing(audit, ref, requirement, worst.get(ref))
        for checklist in audit.checklists
        for requirement in checklist.requirements()
        for ref in (Ref(checklist.id, requirement.ref),)
    )


def worst_grades(findings: Iterable[Finding]) -> Mapping[Ref, Grade]:
    """The grade of the gravest finding of each requirement that one cites, itself or a check."""
    worst: dict[Ref, Grade] = {}
    for finding in findings:
        for each in (*finding.refs, *finding.checks):
            ref = Ref(each.checklist, requirement_of(each.ref))
            worst[ref] = min(worst.get(ref, finding.grade), finding.grade, key=GRADES.index)
    return worst


def _standing(audit: Audit, ref: Ref, requirement: Requirement, worst: Grade | None) -> Standing:
    verdicts = audit.verdicts()
    given = [
        verdicts[place].verdict
        for check in requirement.checks
        if (place := Ref(ref.checklist, check.id)) in verdicts
    ]
    counts = {verdict: given.count(verdict) for verdict in Verdict}
    return Standing(
        ref=ref,
        title=requirement.title,
        verdict=_derived(counts, len(requirement.checks)),
        total=len(requirement.checks),
        conforming=counts[Verdict.CONFORMS],
        failing=counts[Verdict.DOES_NOT_CONFORM],
        not_applicable=counts[Verdict.NOT_APPLICABLE],
        worst=worst,
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
