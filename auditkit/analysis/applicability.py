"""The Statement of Applicability beside what the audit found: how each control stands, and where
statement and audit do not fit together.

The statement is the organization's; nothing in it is ever filled in here. A remark is a question
for the auditor, never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from auditkit.analysis.named import requirements_named
from auditkit.analysis.standing import RequirementVerdict, Standing, requirement_standing
from auditkit.checklist.model import Kind
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import (
    Applicability,
    Evidence,
    Finding,
    Implementation,
    Ref,
    SoaEntry,
)
from auditkit.refs import requirement_of

_ONLY_ANNOUNCED = re.compile(
    r"\b(?:to be|will be) \w+ed\b|\bto follow\b|\bT\.?B\.?[DCA]\b|\btodo\b", re.I
)
_MOST_WORDS = 8  # in a longer reason such words are part of a sentence


class ControlStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One control: what is stated, what the audit found, and what does not fit together."""

    ref: Ref
    title: str
    section: str
    """Reference of the control objective or theme."""
    section_title: str
    entry: SoaEntry
    standing: Standing
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    """Cited for the control, in the order in which it was cited."""
    remarks: tuple[str, ...]


class SoaCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Controls by what is stated of them; the first three add up to all."""

    undecided: int
    applicable: int
    excluded: int
    status: dict[Implementation, int]
    """Of the applicable ones."""
    remarked: int
    """Controls with at least one remark."""

    @property
    def total(self) -> int:
        """All controls."""
        return self.undecided + self.applicable + self.excluded


def controls_named(audit: Audit, text: str) -> tuple[Ref, ...]:
    """The control that somebody names (``A.6.2.4``), or those of a section (``A.6``); raises
    `UsageError` for anything else."""
    named = requirements_named(audit, text)
    if not named or any(audit.requirement(each).kind is not Kind.CONTROL for each in named):
        raise UsageError(
            f"{text.strip()} is no control, so no Statement of Applicability is made about it.",
            "'auditkit soa' lists the controls.",
        )
    return named


def control_standings(audit: Audit) -> tuple[ControlStanding, ...]:
    """Every control of every checklist that has controls, in the checklists' order."""
    findings, evidence = _findings(audit), _evidence(audit)
    return tuple(
        _control(audit, ref, place, findings.get(ref, ()), evidence.get(ref, ()))
        for ref, place in _controls(audit)
    )


def soa_counts(controls: tuple[ControlStanding, ...]) -> SoaCounts:
    """How many controls stand where."""
    entries = [each.entry for each in controls]
    stated = [each.applicability for each in entries]
    statuses = [e.status for e in entries if e.applicability is Applicability.APPLICABLE]
    return SoaCounts(
        undecided=stated.count(Applicability.UNDECIDED),
        applicable=stated.count(Applicability.APPLICABLE),
        excluded=stated.count(Applicability.EXCLUDED),
        status={status: statuses.count(status) for status in Implementation},
        remarked=sum(bool(each.remarks) for each in controls),
    )


def _controls(audit: Audit) -> Iterator[tuple[Ref, tuple[str, str, str]]]:
    """Each control with the reference and title of its section, and its own title."""
    for checklist in audit.checklists:
        for section in checklist.sections:
            for each in section.requirements:
                if each.kind is Kind.CONTROL:
                    yield Ref(checklist.id, each.ref), (section.ref, section.title, each.title)


def _findings(audit: Audit) -> dict[Ref, tuple[Finding, ...]]:
    """Findings by the requirement they cite, majors first."""
    found: dict[Ref, dict[str, Finding]] = {}
    for finding in audit.findings():
        for ref in (*finding.refs, *finding.checks):
            key = Ref(ref.checklist, requirement_of(ref.ref))
            found.setdefault(key, {})[finding.id] = finding
    return {ref: tuple(each.values()) for ref, each in found.items()}


def _evidence(audit: Audit) -> dict[Ref, tuple[Evidence, ...]]:
    known = {each.id: each for each in audit.evidence()}
    found: dict[Ref, dict[str, Evidence]] = {}
    for citation in audit.citations():
        if citation.ref and citation.evidence in known:
            key = Ref(citation.checklist, requirement_of(citation.ref))
            found.setdefault(key, {})[citation.evidence] = known[citation.evidence]
    return {ref: tuple(each.values()) for ref, each in found.items()}


def _control(
    audit: Audit,
    ref: Ref,
    place: tuple[str, str, str],
    findings: tuple[Finding, ...],
    evidence: tuple[Evidence, ...],
) -> ControlStanding:
    entry, standing = audit.soa_entry(ref), requirement_standing(audit, ref)
    return ControlStanding(
        ref=ref,
        title=place[2],
        section=place[0],
        section_title=place[1],
        entry=entry,
        standing=standing,
        findings=findings,
        evidence=evidence,
        remarks=tuple(_remarks(entry, standing, findings, evidence)),
    )


def _remarks(
    entry: SoaEntry,
    standing: Standing,
    findings: tuple[Finding, ...],
    evidence: tuple[Evidence, ...],
) -> Iterator[str]:
    if entry.applicability is Applicability.UNDECIDED:
        if entry.reason.strip() or entry.status is not Implementation.UNKNOWN:
            yield "A reason or a status is stated, but not whether the control applies."
        return
    yield from _reason(entry)
    if entry.applicability is Applicability.EXCLUDED:
        yield from _excluded(entry, standing, evidence)
    else:
        yield from _applicable(entry, standing, findings)


def _reason(entry: SoaEntry) -> Iterator[str]:
    """Inclusion and exclusion both have to be justified (ISO/IEC 42001, 6.1.3)."""
    word = "Excluded" if entry.applicability is Applicability.EXCLUDED else "Included"
    reason = entry.reason.strip()
    if not reason and not (entry.grounds and word == "Included"):
        yield f"{word} without a reason."
    elif _ONLY_ANNOUNCED.search(reason) and len(reason.split()) <= _MOST_WORDS:
        yield f"{word} with a reason that is only announced: \u201c{reason}\u201d."


def _excluded(entry: SoaEntry, standing: Standing, evidence: tuple[Evidence, ...]) -> Iterator[str]:
    if entry.status in (Implementation.IMPLEMENTED, Implementation.PARTLY):
        yield f"Excluded, but stated as {entry.status}."
    if evidence:
        labels = ", ".join(each.label for each in evidence)
        yield f"Excluded, but evidence is cited for it: {labels}."
    if standing.conforming or standing.failing:
        yield (
            f"Excluded, but audited: {standing.conforming} checks conform, "
            f"{standing.failing} do not."
        )


def _applicable(
    entry: SoaEntry, standing: Standing, findings: tuple[Finding, ...]
) -> Iterator[str]:
    claimed = entry.status is Implementation.IMPLEMENTED
    against = [each for each in findings if each.grade.nonconformity]
    if entry.status is Implementation.UNKNOWN:
        yield "Applicable, but no implementation status is stated."
    if claimed and against:
        named = ", ".join(f"{each.label} ({each.grade})" for each in against)
        yield f"Stated as implemented, but a nonconformity is raised: {named}."
    elif claimed and standing.failing:
        yield (
            f"Stated as implemented, but {standing.failing} of {standing.total} checks do not "
            "conform."
        )
    if entry.status in (Implementation.PLANNED, Implementation.NOT_IMPLEMENTED) and (
        standing.verdict is RequirementVerdict.CONFORMS
    ):
        yield f"Stated as {entry.status}, but all checks conform."
    if standing.verdict is RequirementVerdict.NOT_APPLICABLE:
        yield "Stated as applicable, but the audit judged it not applicable."
