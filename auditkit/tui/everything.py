"""What can be found in an audit, and which of it fits a few typed words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.record.audit import Audit
from auditkit.text import fold

SHOWN = 200
"""More hits than this are nothing to look through: type one more letter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing: what it is, how to go there, and what it says. ``folded`` is what is searched."""

    kind: str
    key: str
    name: str
    text: str
    folded: str


def everything(audit: Audit) -> tuple[Hit, ...]:
    """All that can be found, in the order of the audit."""
    return tuple(_hits(audit))


def matching(hits: Sequence[Hit], query: str) -> list[Hit]:
    """Hits that hold every word typed; those whose name begins with the query come first."""
    words = fold(query).split()
    found = [hit for hit in hits if all(word in hit.folded for word in words)]
    whole = fold(query).strip()
    found.sort(key=lambda hit: not fold(hit.name).startswith(whole))
    return found[:SHOWN]


def _hits(audit: Audit) -> Iterator[Hit]:
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            key = f"{checklist.id}:{requirement.ref}"
            more = " ".join((requirement.intent, *requirement.keywords, *requirement.phrases))
            yield _hit("requirement", key, requirement.ref, requirement.title, more)
            for check in requirement.checks:
                key = f"{checklist.id}:{check.id}"
                yield _hit("check", key, check.id, check.question, check.obligation)
            note = audit.note_text(audit.resolve(f"{checklist.id}:{requirement.ref}"))
            if note:
                yield _hit("note", f"{checklist.id}:{requirement.ref}", requirement.ref, note, "")
    for finding in audit.findings(include_withdrawn=True):
        more = f"{finding.objective_evidence} {finding.gap} {finding.grade} {finding.area}"
        yield _hit("finding", finding.id, finding.label, finding.title, more)
    for evidence in audit.evidence():
        yield _hit("evidence", evidence.id, evidence.label, evidence.title, evidence.path)


def _hit(kind: str, key: str, name: str, text: str, more: str) -> Hit:
    return Hit(kind, key, name, text, fold(f"{name} {text} {more}"))
