"""Remarks on how a finding is written: facts, one finding, no names, no advice.

Remarks are questions to the auditor, never verdicts: nothing is blocked by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from auditkit.record.findings import criterion_notice, missing_for_issue
from auditkit.record.model import Citation, Finding, Grade, Person

_HEDGES = re.compile(
    r"\b(seems?|appears? to|probably|possibly|perhaps|might|I think|in my opinion|apparently|"
    r"obviously|clearly|poorly|inadequate(ly)?|insufficient(ly)?)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"\b(should|recommend\w*|ought to|needs? to be|it would be better)\b", re.I)
_UNMET = re.compile(r"\b(no|not|none|never|missing|lacks?|without|failed?)\b", re.IGNORECASE)
_TWO = re.compile(r"\b(in addition|furthermore|also,|moreover|a second|besides)\b", re.IGNORECASE)


class Remark(msgspec.Struct, frozen=True):
    """One remark, with the field it is about."""

    field: str
    text: str


def lint_finding(
    finding: Finding, citations: Sequence[Citation], people: Iterable[Person] = ()
) -> tuple[Remark, ...]:
    """All remarks on a finding, what is missing first."""
    remarks = [Remark("finding", each) for each in missing_for_issue(finding, citations)]
    notice = criterion_notice(finding)
    remarks += [Remark("refs", notice)] if notice else []
    for field in ("title", "objective_evidence", "gap", "effect"):
        remarks += _wording(field, getattr(finding, field), people)
    return (*remarks, *_extent(finding), *_grade(finding))


def _wording(field: str, text: str, people: Iterable[Person]) -> list[Remark]:
    remarks = []
    if found := _HEDGES.search(text):
        remarks.append(Remark(field, f"'{found.group()}' is an opinion or a hedge: state the fact"))
    if field != "objective_evidence" and (found := _ADVICE.search(text)):
        remarks.append(Remark(field, f"'{found.group()}' recommends: say what is, not what to do"))
    if found := _TWO.search(text):
        remarks.append(Remark(field, f"'{found.group()}': is this a second finding?"))
    for person in people:
        name = re.escape(person.name.strip())
        if name and re.search(rf"(?<!\w){name}(?!\w)", text, re.IGNORECASE):
            function = person.function or "the function"
            remarks.append(Remark(field, f"'{person.name}' is a person: write {function}"))
    return remarks


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
    if finding.grade is Grade.OFI and _UNMET.search(finding.gap):
        return [Remark("grade", "this describes an unmet obligation: is it a nonconformity?")]
    return []
