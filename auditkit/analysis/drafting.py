"""Drafting a finding where something was judged or said: what is known there already goes into it.

What was said in an interview is audit evidence like a record: it is registered as a statement of
the function that said it, and cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Finding, Grade, Ref, Role, Verdict
from auditkit.refs import requirement_of
from auditkit.text import one_line

_NOTED = re.compile(r"(?:\d{1,2}:\d{2}\s+)?(?:[!+?@]\s+)?(?:(?P<who>[^:]{2,80}):\s+)?(?P<words>.+)")
"""A line of a note: time, mark, function, words; all but the words may be missing."""


class Said(msgspec.Struct, frozen=True):
    """Words, and the function of the person who said them; empty where it is not known."""

    words: str
    speaker: str = ""


def said_in(audit: Audit, text: str) -> tuple[Said, ...]:
    """The lines of a note, each with the function that it names, if this audit knows it: the
    beginning of a line that merely ends in a colon names nobody."""
    known = {each.casefold() for each in _functions(audit)}
    return tuple(_said(line.strip(), known) for line in text.splitlines() if line.strip())


def draft_finding(
    audit: Audit,
    grade: Grade,
    ref: Ref,
    *,
    evidence: str = "",
    said: Iterable[Said] = (),
) -> Finding:
    """Draft a finding for a requirement or check, as one thing to undo. A nonconformity also sets
    the verdict of the check. Evidence cited there is cited for the finding too, and so is what
    was ``said`` by somebody whose function is known; ``evidence`` are the words for the field."""
    requirement = Ref(ref.checklist, requirement_of(ref.ref))
    on_check = ref != requirement
    with audit.group(f"finding for {ref.ref}"):
        if on_check and grade.nonconformity:
            audit.set_verdict((ref,), Verdict.DOES_NOT_CONFORM)
        finding = audit.raise_finding(
            grade,
            "",
            refs=(requirement,),
            checks=(ref,) if on_check else (),
            requirement=audit.check(ref).obligation if on_check else "",
            objective_evidence=evidence,
        )
        for each in audit.citations(ref=ref):
            audit.cite(each.evidence, finding=finding.id, place=each.place, quote=each.quote)
        for one in said:
            _cite_said(audit, finding, one)
    return finding


def _cite_said(audit: Audit, finding: Finding, said: Said) -> None:
    if not said.speaker:
        return
    words = one_line(said.words)
    wanted = (EvidenceKind.INTERVIEW, words, said.speaker)
    same = (e for e in audit.evidence() if (e.kind, e.title, e.source) == wanted)
    known = next(same, None)
    if known is None:
        known = audit.register_statement(EvidenceKind.INTERVIEW, words, source=said.speaker)
    audit.cite(known.id, finding=finding.id)


def _said(line: str, known: set[str]) -> Said:
    match = _NOTED.fullmatch(line)
    who = (match["who"] or "").strip() if match else ""
    if match is None or who.casefold() not in known:
        return Said(line)
    return Said(match["words"], who)


def _functions(audit: Audit) -> Iterator[str]:
    """Functions that somebody may have spoken for in this audit."""
    yield from (each.function for each in audit.people if each.role is Role.AUDITEE)
    yield from (each.speaker for each in audit.notes())
    yield from (each.source for each in audit.evidence() if each.kind is EvidenceKind.INTERVIEW)
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            yield from requirement.ask
