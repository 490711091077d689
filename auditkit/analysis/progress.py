"""How far the audit is: checks and requirements judged, in all and per section."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.record.audit import Audit
from auditkit.record.model import Ref


class SectionProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one section; checks add up: conforming + failing + not applicable + untested."""

    checklist: str
    ref: str
    title: str
    checks: int
    conforming: int
    failing: int
    not_applicable: int
    untested: int
    standings: tuple[Standing, ...]

    @property
    def judged(self) -> int:
        """Checks with a verdict."""
        return self.checks - self.untested

    def requirements_with(self, verdict: RequirementVerdict) -> int:
        """How many requirements of this section have a derived verdict."""
        return sum(each.verdict is verdict for each in self.standings)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The whole audit's counts and its sections."""

    sections: tuple[SectionProgress, ...]

    @property
    def total(self) -> int:
        """All checks of all criteria."""
        return sum(each.checks for each in self.sections)

    @property
    def judged(self) -> int:
        """Checks with a verdict."""
        return sum(each.judged for each in self.sections)

    @property
    def requirements_total(self) -> int:
        """All requirements of all criteria."""
        return sum(len(each.standings) for each in self.sections)

    @property
    def requirements_judged(self) -> int:
        """Requirements all of whose checks have a verdict."""
        return sum(not each.untested for section in self.sections for each in section.standings)


def progress(audit: Audit) -> Progress:
    """Progress of an audit over all its criteria."""
    standings = {each.ref: each for each in all_standings(audit)}
    return Progress(
        sections=tuple(
            _section(
                checklist.id,
                section.ref,
                section.title,
                (standings[Ref(checklist.id, each.ref)] for each in section.requirements),
            )
            for checklist in audit.checklists
            for section in checklist.sections
        )
    )


def _section(
    checklist: str, ref: str, title: str, standings: Iterable[Standing]
) -> SectionProgress:
    kept = tuple(standings)
    return SectionProgress(
        checklist=checklist,
        ref=ref,
        title=title,
        checks=sum(each.total for each in kept),
        conforming=sum(each.conforming for each in kept),
        failing=sum(each.failing for each in kept),
        not_applicable=sum(each.not_applicable for each in kept),
        untested=sum(each.untested for each in kept),
        standings=kept,
    )
