"""What to look at before a finding is issued: facts, one finding, no names, no advice.

Remarks are questions to the auditor, never verdicts: nothing is blocked by them. What an issued
finding must have and this one lacks is told with them, and marked as what stops it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from auditkit.analysis import clauses, persons, phrases
from auditkit.analysis.phrases import Hit
from auditkit.record.findings import CITED, criterion_notice, lacking
from auditkit.record.model import Citation, Finding, Grade, Person

WRITTEN = ("title", "objective_evidence", "gap", "effect")
"""The fields in an auditor's own words."""
OK, LOOK, STOP = "ok", "LOOK", "STOP"


class Remark(msgspec.Struct, frozen=True):
    """One remark, with the field it is about."""

    field: str
    text: str
    start: int = -1
    """Where in the field the words begin; -1 where it is about the whole of it."""
    stops: bool = False
    """Whether the finding cannot be issued before."""


class WordingCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is looked at, and what there is to say about it."""

    name: str
    remarks: tuple[Remark, ...] = ()

    @property
    def word(self) -> str:
        """``ok``, ``LOOK``, or ``STOP`` where the finding cannot be issued."""
        if any(each.stops for each in self.remarks):
            return STOP
        return LOOK if self.remarks else OK


def checks(
    finding: Finding,
    citations: Sequence[Citation],
    people: Iterable[Person] = (),
    concerns: Iterable[str] = (),
) -> tuple[WordingCheck, ...]:
    """Everything that is looked at in a finding, also what is in order, what is missing first.

    ``people`` are those of the audit; ``concerns`` is what is wrong with the evidence that the
    finding stands on (`auditkit.analysis.soundness.concerns`).
    """
    missing = lacking(finding, citations)
    team = tuple(people)
    notice = criterion_notice(finding)
    told = (
        (COMPLETE, _missing(v for k, v in missing.items() if k not in _TOLD_BELOW)),
        (
            "a criterion is cited",
            [*_missing(v for k, v in missing.items() if k == "refs"), *_remarks("refs", notice)],
        ),
        (
            "evidence is cited and unchanged",
            [
                *_missing(v for k, v in missing.items() if k == CITED),
                *(Remark("evidence", each) for each in concerns),
            ],
        ),
        ("facts, no opinion", _opinions(finding)),
        ("no recommendation", _advice(finding)),
        ("one finding, not two", _seconds(finding)),
        (
            "functions, no names",
            [*(r for each in team for r in _named(finding, each)), *_strangers(finding, team)],
        ),
        ("extent as n of N", _extent(finding)),
        ("the grade fits", _grade(finding)),
    )
    return tuple(WordingCheck(name=name, remarks=tuple(said)) for name, said in told)


def lint_finding(
    finding: Finding, citations: Sequence[Citation], people: Iterable[Person] = ()
) -> tuple[Remark, ...]:
    """All remarks on a finding, what is missing first."""
    looked = checks(finding, citations, people)
    return tuple(remark for check in looked for remark in check.remarks)


COMPLETE = "nothing is missing"
_TOLD_BELOW = ("refs", CITED)
"""What is told where criterion and evidence are looked at."""
_OPINION = "'{}' is an opinion or a hedge: state the fact"
_ADVICE = "'{}' recommends: say what is, not what to do"
_SECOND = "'{}': is this a second finding?"
_STRANGER = "'{}' reads like a person's name: write the function"


def _opinions(finding: Finding) -> list[Remark]:
    facts = ("title", "objective_evidence", "gap")
    said = _worded(finding, facts, phrases.opinions, _OPINION)
    of_effect = phrases.opinions(finding.effect, of_effect=True)
    return [*said, *_told("effect", of_effect, _OPINION)]


def _advice(finding: Finding) -> list[Remark]:
    # What was seen may hold advice: that of a procedure.
    return _worded(finding, ("title", "gap", "effect"), phrases.advice, _ADVICE)


def _seconds(finding: Finding) -> list[Remark]:
    said = _worded(finding, WRITTEN, phrases.seconds, _SECOND)
    return [*_told("title", clauses.seconds(finding.title), _SECOND), *said]


def _named(finding: Finding, person: Person) -> Iterator[Remark]:
    function = person.function or "the function"
    for field in WRITTEN:
        hits = phrases.names(getattr(finding, field), person)
        yield from _told(field, hits, f"'{{}}' is a person: write {_literal(function)}")


def _strangers(finding: Finding, team: Sequence[Person]) -> Iterator[Remark]:
    """People whom the record does not know, and who are not told of already."""
    for field in WRITTEN:
        text = getattr(finding, field)
        if hits := list(persons.strangers(text)):
            told = [persons.parts(each.name) for each in team if any(phrases.names(text, each))]
            unknown = [
                hit for hit in hits if not any(persons.parts(hit.words) <= each for each in told)
            ]
            yield from _told(field, unknown, _STRANGER)


def _worded(
    finding: Finding,
    fields: Iterable[str],
    rule: Callable[[str], Iterable[Hit]],
    says: str,
) -> list[Remark]:
    return [
        remark for field in fields for remark in _told(field, rule(getattr(finding, field)), says)
    ]


def _told(field: str, hits: Iterable[Hit], says: str) -> Iterator[Remark]:
    for words, start in phrases.first_of_each(hits):
        yield Remark(field, says.format(words), start)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _missing(texts: Iterable[str]) -> list[Remark]:
    return [Remark("finding", each, stops=True) for each in texts]


def _remarks(field: str, text: str) -> list[Remark]:
    return [Remark(field, text)] if text else []


def _extent(finding: Finding) -> list[Remark]:
    found, sampled = finding.extent_found, finding.extent_sampled
    if not finding.grade.nonconformity:
        return []
    if found is None or sampled is None:
        return [Remark("extent", "give the extent as n of N sampled")]
    if found > sampled:
        return [Remark("extent", f"{found} of {sampled}: more found than sampled")]
    return []


def _grade(finding: Finding) -> list[Remark]:
    if finding.grade is not Grade.OFI:
        return []
    hit = next(phrases.unmet(finding.gap), None)
    text = "this describes an unmet obligation: is it a nonconformity?"
    return [Remark("grade", f"{text} ('{hit.words}')", hit.start)] if hit else []
