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
    worst: Grade | None = None
    """The grade of the gravest finding in it."""
    rest: bool = False
    """Whether it stands for all that found no place of its own."""


def section_results(sections: Sequence[SectionProgress], most: int) -> tuple[SectionResult, ...]:
    """One result a section. With more than ``most``, those of one checklist are told apart as far
    as there is room: those with the most to look at, and the rest together; of several checklists
    there is one for the clauses and one for the annex of each, and past that one a checklist."""
    if len(sections) <= most:
        return tuple(_sum(f"{each.ref} {each.title}", [each]) for each in sections)
    if len({each.checklist for each in sections}) == 1 and most > 1:
        return _gravest(sections, most)
    groups: dict[str, list[SectionProgress]] = {}
    for name_of in (_part_of, _checklist_of):
        groups = _grouped(sections, name_of)
        if len(groups) <= most:
            break
    named = list(groups.items())
    shown = named if len(named) <= most else named[: most - 1]
    rest = [each for _, members in named[len(shown) :] for each in members]
    results = [_sum(name, members) for name, members in shown]
    if rest:
        results.append(_rest(f"{len(named) - len(shown)} other criteria", rest))
    return tuple(results)


def worst_grade(section: SectionProgress) -> Grade | None:
    """The grade of the gravest finding that cites a requirement of this section."""
    return _worst([section])


def _part_of(section: SectionProgress) -> str:
    part = "clauses" if sort_key(section.ref)[0][0] == 0 else "annex"
    return f"{section.checklist}: {part}"


def _checklist_of(section: SectionProgress) -> str:
    return str(section.checklist)


def _grouped(
    sections: Sequence[SectionProgress], name_of: Callable[[SectionProgress], str]
) -> dict[str, list[SectionProgress]]:
    groups: dict[str, list[SectionProgress]] = {}
    for each in sections:
        groups.setdefault(name_of(each), []).append(each)
    return groups


def _gravest(sections: Sequence[SectionProgress], most: int) -> tuple[SectionResult, ...]:
    order = sorted(range(len(sections)), key=lambda n: (_weight(sections[n]), n))
    shown = sorted(order[: most - 1])
    rest = [sections[n] for n in sorted(order[most - 1 :])]
    return (
        *(_sum(f"{sections[n].ref} {sections[n].title}", [sections[n]]) for n in shown),
        _rest(f"{len(rest)} other sections", rest),
    )


def _weight(section: SectionProgress) -> tuple[int, int, int]:
    """What a reader has to look at first sorts first."""
    worst = worst_grade(section)
    return (
        GRADES.index(worst) if worst else len(GRADES),
        -section.failing,
        -section.untested,
    )


def _worst(sections: Sequence[SectionProgress]) -> Grade | None:
    grades = [each.worst for section in sections for each in section.standings if each.worst]
    return min(grades, key=GRADES.index, default=None)


def _rest(name: str, members: Sequence[SectionProgress]) -> SectionResult:
    return msgspec.structs.replace(_sum(name, members), rest=True)


def _sum(name: str, members: Sequence[SectionProgress]) -> SectionResult:
    return SectionResult(
        name=name,
        checks=sum(each.checks for each in members),
        conforming=sum(each.conforming for each in members),
        failing=sum(each.failing for each in members),
        not_applicable=sum(each.not_applicable for each in members),
        untested=sum(each.untested for each in members),
        worst=_worst(members),
    )
