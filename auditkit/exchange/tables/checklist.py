"""The checklist as a table: a row a check."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.checklist.model import Check, Checklist, Requirement, Section
from auditkit.exchange.tables.index import Index, joined
from auditkit.exchange.tables.model import Column, Table, Value
from auditkit.record.model import Ref


def checklist(index: Index) -> Table:
    """Every check with its question, verdict, evidence and findings."""
    return Table("checklist", "Checklist", _CHECKLIST, list(_checks(index)))


_CHECKLIST = (
    Column("Check", 11),
    Column("Requirement", 13),
    Column("Title", 30),
    Column("Section", 24),
    Column("Standard", 18),
    Column("Obligation", 50),
    Column("Question", 50),
    Column("Methods", 16),
    Column("Verdict", 17),
    Column("Reason", 30),
    Column("Judged by", 18),
    Column("Judged at (UTC)", 16),
    Column("Evidence", 16),
    Column("Findings", 12),
    Column("Note on the requirement", 50),
)


def _checks(index: Index) -> Iterator[tuple[Value, ...]]:
    for criteria in index.audit.checklists:
        for section in criteria.sections:
            for requirement in section.requirements:
                for check in requirement.checks:
                    yield _check(index, criteria, section, requirement, check)


def _check(
    index: Index, criteria: Checklist, section: Section, requirement: Requirement, check: Check
) -> tuple[Value, ...]:
    """The note of a requirement, and what belongs to it as a whole, stands with its first check."""
    ref, whole = Ref(criteria.id, check.id), Ref(criteria.id, requirement.ref)
    first = check is requirement.checks[0]
    places = (whole, ref) if first else (ref,)
    given = index.audit.verdict(ref)
    return (
        check.id,
        requirement.ref,
        requirement.title,
        f"{section.ref} {section.title}",
        criteria.standard,
        check.obligation,
        check.question,
        ", ".join(check.methods),
        given.verdict.value,
        given.reason,
        given.by,
        given.at,
        joined(label for each in places for label in index.evidence_by_place.get(each, ())),
        joined(label for each in places for label in index.findings_by_place.get(each, ())),
        index.audit.note_text(whole) if first else "",
    )
