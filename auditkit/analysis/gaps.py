"""What lies between an organization and its criteria, and in which order to close it.

The rules for order and effort are stated in words beside the code, and printed in the document:
there is no number of days and no percentage.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import NamedTuple

import msgspec

from auditkit.analysis.expected import Expected, Seen, expected_documents
from auditkit.analysis.progress import SectionProgress, progress
from auditkit.analysis.standing import RequirementVerdict, Standing
from auditkit.analysis.unresolved import open_nonconformities
from auditkit.checklist.model import Kind, Requirement
from auditkit.record.audit import Audit
from auditkit.record.model import Finding, Grade, Ref, Verdict
from auditkit.refs import requirement_of, sort_key


class Step(NamedTuple):
    """A stage of the plan, and why it comes where it does."""

    name: str
    why: str


STEPS = (
    Step(
        "Open major nonconformities",
        "A process is missing or broken; nothing else helps while it is.",
    ),
    Step(
        "Foundations: clauses 4 to 6",
        "Scope, leadership, risks, impacts and objectives; all later clauses stand on them.",
    ),
    Step(
        "Support and operation: clauses 7 and 8",
        "People and documents, then doing what clause 6 plans.",
    ),
    Step(
        "Evaluation and improvement: clauses 9 and 10",
        "Measuring, auditing and reviewing need something that is in operation.",
    ),
    Step(
        "Controls and all other criteria",
        "Which controls are needed is decided by risk treatment.",
    ),
)
ORDER_RULE = (
    "Steps follow one another: open majors, clauses 4 to 6, 7 and 8, 9 and 10, then controls and "
    "all other criteria. Within a step, what does not conform comes before what is partly tested, "
    "and that before what is untested; then the order of the criteria."
)
PAIRS = {"8.2": "6.1.2", "8.3": "6.1.3", "8.4": "6.1.4"}
"""Performed only as planned: the clause of operation and the clause that it carries out."""


class Effort(StrEnum):
    """A size by the number of open points; it says nothing about days."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_SMALL, _MEDIUM = 2, 5
EFFORT_RULE = (
    "Open points of a requirement are its checks that do not conform or are untested, and its "
    f"expected documents that were not seen. Up to {_SMALL} is small, up to {_MEDIUM} medium, "
    "more is large; an open major nonconformity is at least medium. It is no estimate of days."
)
_RANK = (
    RequirementVerdict.DOES_NOT_CONFORM,
    RequirementVerdict.PARTLY,
    RequirementVerdict.UNTESTED,
)


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement that something is open about."""

    standing: Standing
    step: int
    """Index into `STEPS`."""
    failing: tuple[str, ...]
    """Ids of checks that do not conform."""
    untested: tuple[str, ...]
    nonconformities: tuple[Finding, ...]
    """Open ones that cite the requirement, majors first."""
    documents: tuple[Expected, ...]

    @property
    def ref(self) -> Ref:
        """The requirement."""
        return self.standing.ref

    @property
    def not_seen(self) -> tuple[str, ...]:
        """Expected documents of which the register shows nothing."""
        return tuple(each.name for each in self.documents if each.seen is Seen.NOT_SEEN)

    @property
    def points(self) -> int:
        """Open points, as `EFFORT_RULE` counts them."""
        return len(self.failing) + len(self.untested) + len(self.not_seen)

    @property
    def effort(self) -> Effort:
        """The size that `EFFORT_RULE` gives."""
        if self.points > _MEDIUM:
            return Effort.LARGE
        major = any(each.grade is Grade.MAJOR for each in self.nonconformities)
        return Effort.MEDIUM if self.points > _SMALL or major else Effort.SMALL

    @property
    def after(self) -> str:
        """The requirement that has to be settled before this one; empty where there is none."""
        return PAIRS.get(self.ref.ref, "")


class SectionGaps(msgspec.Struct, frozen=True, kw_only=True):
    """One clause: how it stands, its gaps and the documents it expects."""

    section: SectionProgress
    gaps: tuple[Gap, ...]
    documents: dict[Ref, tuple[Expected, ...]]

    @property
    def points(self) -> int:
        """Open points of all its requirements."""
        return sum(each.points for each in self.gaps)

    def seen(self, *wanted: Seen) -> int:
        """How many expected documents stand so."""
        return sum(doc.seen in wanted for each in self.documents.values() for doc in each)

    def efforts(self) -> Counter[Effort]:
        """Number of gaps of each size."""
        return Counter(each.effort for each in self.gaps)


class GapAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """All clauses in the order of the criteria, all gaps in the order of the plan."""

    sections: tuple[SectionGaps, ...]
    plan: tuple[Gap, ...]

    def standing(self, verdict: RequirementVerdict) -> int:
        """How many requirements have a derived verdict."""
        return sum(each.section.requirements_with(verdict) for each in self.sections)

    def seen(self, *wanted: Seen) -> int:
        """How many expected documents stand so."""
        return sum(each.seen(*wanted) for each in self.sections)


def assess_gaps(audit: Audit) -> GapAssessment:
    """The gap assessment of an audit as it stands."""
    documents = expected_documents(audit)
    open_ones = _open_by_requirement(audit)
    sections = []
    for section in progress(audit).sections:
        found = [
            _gap(audit, each, documents.get(each.ref, ()), open_ones.get(each.ref, ()))
            for each in section.standings
        ]
        sections.append(
            SectionGaps(
                section=section,
                gaps=tuple(each for each in found if _is_gap(each)),
                documents={
                    each.ref: documents[each.ref]
                    for each in section.standings
                    if each.ref in documents
                },
            )
        )
    plan = sorted((gap for each in sections for gap in each.gaps), key=_place)
    return GapAssessment(sections=tuple(sections), plan=tuple(plan))


def _open_by_requirement(audit: Audit) -> dict[Ref, tuple[Finding, ...]]:
    found: dict[Ref, tuple[Finding, ...]] = {}
    for finding, _ in open_nonconformities(audit):
        named = (*finding.refs, *finding.checks)
        for ref in dict.fromkeys(Ref(each.checklist, requirement_of(each.ref)) for each in named):
            found[ref] = (*found.get(ref, ()), finding)
    return found


def _gap(
    audit: Audit,
    standing: Standing,
    documents: tuple[Expected, ...],
    nonconformities: tuple[Finding, ...],
) -> Gap:
    requirement = audit.requirement(standing.ref)
    verdicts = audit.verdicts()
    given = {
        check.id: found.verdict if (found := verdicts.get(ref)) else Verdict.UNTESTED
        for check in requirement.checks
        for ref in (Ref(standing.ref.checklist, check.id),)
    }
    major = any(each.grade is Grade.MAJOR for each in nonconformities)
    return Gap(
        standing=standing,
        step=0 if major else _step(requirement),
        failing=tuple(key for key, each in given.items() if each is Verdict.DOES_NOT_CONFORM),
        untested=tuple(key for key, each in given.items() if each is Verdict.UNTESTED),
        nonconformities=nonconformities,
        documents=() if _settled(standing) else documents,
    )


def _settled(standing: Standing) -> bool:
    """Whether the auditor judged all of it and found it good: its documents are then no gap,
    whatever their names are."""
    return standing.verdict in (RequirementVerdict.CONFORMS, RequirementVerdict.NOT_APPLICABLE)


def _is_gap(gap: Gap) -> bool:
    return bool(gap.nonconformities) or not _settled(gap.standing)


def _step(requirement: Requirement) -> int:
    first = sort_key(requirement.ref)[:1]
    number = first[0][1] if first and first[0][0] == 0 else 0
    if requirement.kind is not Kind.CLAUSE or not 4 <= number <= 10:
        return 4
    return 1 if number <= 6 else 2 if number <= 8 else 3


def _place(gap: Gap) -> tuple[int, int]:
    """The order of the plan; `sorted` keeps the order of the criteria within it."""
    verdict = gap.standing.verdict
    return gap.step, _RANK.index(verdict) if verdict in _RANK else len(_RANK)
