"""The checklist as rows: what is unfolded, filtered and marked, without any widget."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.checklist.model import Checklist, Requirement, Section
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict

GRADE_WORDS = {
    Grade.MAJOR: "MAJ",
    Grade.MINOR: "min",
    Grade.OFI: "OFI",
    Grade.OBSERVATION: "obs",
    Grade.STRENGTH: "str",
}
VERDICT_WORDS = {
    Verdict.UNTESTED: "···",
    Verdict.CONFORMS: "OK",
    Verdict.DOES_NOT_CONFORM: "NO",
    Verdict.NOT_APPLICABLE: "n/a",
}
_STANDING_WORDS = {
    RequirementVerdict.UNTESTED: "···",
    RequirementVerdict.CONFORMS: "OK",
    RequirementVerdict.DOES_NOT_CONFORM: "NO",
    RequirementVerdict.NOT_APPLICABLE: "n/a",
}


class Show(StrEnum):
    """Which checks the outline shows."""

    ALL = "all"
    UNTESTED = "untested"
    FAILING = "not conforming"
    FINDINGS = "with findings"


class Row(NamedTuple):
    """One line of the outline; ``ref`` is empty for sections and checklists. A plain tuple: all
    lines are made anew with each verdict."""

    key: str
    kind: str
    depth: int
    name: str
    text: str
    word: str
    ref: Ref | None = None
    folded: bool | None = None


class Outline:
    """The rows of all criteria of an audit."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self.unfolded: set[str] = set()
        self.show = Show.ALL
        self._rows: tuple[Row, ...] = ()
        self._made_for: object = None
        self._standings: tuple[int, dict[Ref, Standing]] = (-1, {})
        if len(audit.checklists) == 1:
            first = next(iter(audit.checklists[0].sections), None)
            if first:
                self.unfolded.add(_section_key(audit.checklists[0], first))

    def on(self, audit: Audit) -> Outline:
        """The same outline, folded and filtered alike, on another opening of the audit."""
        other = Outline(audit)
        other.unfolded, other.show = self.unfolded, self.show
        return other

    def rows(self) -> tuple[Row, ...]:
        """All visible rows; made anew only when the record or the folding changed."""
        state = (self._audit.revision, self.show, frozenset(self.unfolded))
        if self._made_for != state:
            self._rows = self._made_rows()
            self._made_for = state
        return self._rows

    def _made_rows(self) -> tuple[Row, ...]:
        several = len(self._audit.checklists) > 1
        return tuple(
            row
            for checklist in self._audit.checklists
            for row in self._checklist_rows(checklist, int(several))
        )

    def fold(self, key: str) -> None:
        """Unfold what is folded, and the other way round."""
        self.unfolded ^= {key}

    def reveal(self, ref: Ref) -> str:
        """Unfold whatever hides a requirement or check; gives its row key."""
        checklist = self._audit.checklist(ref.checklist)
        wanted = self._audit.requirement(ref)
        for section in checklist.sections:
            if wanted in section.requirements:
                self.unfolded |= {checklist.id, _section_key(checklist, section)}
        if ref.ref != wanted.ref:
            self.unfolded.add(f"{ref.checklist}:{wanted.ref}")
        return str(ref)

    def _checklist_rows(self, checklist: Checklist, depth: int) -> Iterator[Row]:
        rows = [row for each in checklist.sections for row in self._section_rows(checklist, each)]
        if not depth:
            yield from rows
            return
        open_ = checklist.id in self.unfolded
        if rows:
            yield Row(
                checklist.id, "checklist", 0, checklist.short, checklist.title, "", folded=not open_
            )
        if open_:
            yield from rows

    def _section_rows(self, checklist: Checklist, section: Section) -> Iterator[Row]:
        kept = [each for each in section.requirements if self._shown(checklist, each)]
        if not kept:
            return
        key = _section_key(checklist, section)
        standings = [self.standing(checklist, each) for each in section.requirements]
        word = f"{sum(s.judged for s in standings)}/{sum(s.total for s in standings)}"
        open_ = key in self.unfolded or self.show is not Show.ALL
        yield Row(key, "section", 0, section.ref, section.title, word, folded=not open_)
        for requirement in kept if open_ else ():
            yield from self._requirement_rows(checklist, requirement)

    def _requirement_rows(self, checklist: Checklist, requirement: Requirement) -> Iterator[Row]:
        ref = Ref(checklist.id, requirement.ref)
        open_ = str(ref) in self.unfolded
        word = standing_word(self.standing(checklist, requirement))
        yield Row(
            str(ref), "requirement", 1, requirement.ref, requirement.title, word, ref, not open_
        )
        if open_:
            yield from self._check_rows(checklist, requirement)

    def _check_rows(self, checklist: Checklist, requirement: Requirement) -> Iterator[Row]:
        verdicts = self._audit.verdicts()
        for check in requirement.checks:
            own = Ref(checklist.id, check.id)
            given = verdicts.get(own)
            verdict = given.verdict if given else Verdict.UNTESTED
            if self._check_shown(verdict):
                name, word = check.id.rpartition("/")[2], VERDICT_WORDS[verdict]
                yield Row(str(own), "check", 2, name, check.obligation, word, own)

    def standing(self, checklist: Checklist, requirement: Requirement) -> Standing:
        """How one requirement stands."""
        if self._standings[0] != self._audit.revision:
            standings = {each.ref: each for each in all_standings(self._audit)}
            self._standings = (self._audit.revision, standings)
        return self._standings[1][Ref(checklist.id, requirement.ref)]

    def _shown(self, checklist: Checklist, requirement: Requirement) -> bool:
        if self.show is Show.ALL:
            return True
        standing = self.standing(checklist, requirement)
        if self.show is Show.UNTESTED:
            return standing.judged < standing.total
        if self.show is Show.FAILING:
            return standing.failing > 0
        if self.show is Show.FINDINGS:
            return bool(self._audit.findings_of(Ref(checklist.id, requirement.ref)))
        return True

    def _check_shown(self, verdict: Verdict) -> bool:
        if self.show is Show.UNTESTED:
            return verdict is Verdict.UNTESTED
        if self.show is Show.FAILING:
            return verdict is Verdict.DOES_NOT_CONFORM
        return True


def standing_word(standing: Standing) -> str:
    """The verdict word of a requirement with the worst grade found: ``3/9 min``."""
    word = _STANDING_WORDS.get(standing.verdict, f"{standing.judged}/{standing.total}")
    return f"{word} {GRADE_WORDS[standing.worst]}" if standing.worst else word


def _section_key(checklist: Checklist, section: Section) -> str:
    return f"{checklist.id}#{section.ref}"
