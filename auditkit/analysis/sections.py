"""Results per section, folded together where there are too many for one chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from auditkit.analysis.progress import SectionProgress
from auditkit.record.findings import GRADES
from auditkit.record.model import Grade
from auditkit.refs import sort_key


class SectionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of checks of one section or of several; they add up to ``checks``."""

    name: str
    checks: int
    conforming: int
    failing: int
    not_applicable: int
    untested: int


def section_results(sections: Sequence[SectionProgress], most: int) -> tuple[SectionResult, ...]:
    """One result a section; with more than ``most``, one for the clauses and one for the annex of
    each checklist, and past that one a checklist."""
    groupings: tuple[Callable[[SectionProgress], str], ...] = (
        lambda each: f"{each.ref} {each.title}",
        lambda each: f"{each.checklist}: {'clauses' if sort_key(each.ref)[0][0] == 0 else 'annex'}",
        lambda each: str(each.checklist),
    )
    for name_of in groupings:
        groups: dict[str, list[SectionProgress]] = {}
        for number, each in enumerate(sections):
            key = f"{number} {each.ref}" if name_of is groupings[0] else name_of(each)
            groups.setdefault(key, []).append(each)
        if len(groups) <= most:
            break
    return tuple(_sum(name_of(members[0]), members) for members in groups.values())


def worst_grade(section: SectionProgress) -> Grade | None:
    """The grade of the gravest finding that cites a requirement of this section."""
    grades = [each.worst for each in section.standings if each.worst is not None]
    return min(grades, key=GRADES.index, default=None)


def _sum(name: str, members: Sequence[SectionProgress]) -> SectionResult:
    return SectionResult(
        name=name,
        checks=sum(each.checks for each in members),
        conforming=sum(each.conforming for each in members),
        failing=sum(each.failing for each in members),
        not_applicable=sum(each.not_applicable for each in members),
        untested=sum(each.untested for each in members),
    )
