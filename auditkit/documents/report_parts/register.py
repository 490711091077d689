"""Evidence register and interviews."""

from __future__ import annotations

from collections import Counter

from auditkit.analysis.soundness import older_than_period, standing_word
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import KEEP_NEXT, Cell, Column, runs_cell, table, text_cell
from auditkit.documents.source import NOT_STATED, Source, short_day
from auditkit.record.model import Evidence, EvidenceKind


def interviews(source: Source, paper: Paper) -> None:
    """The chapter on interviews and observations, by function."""
    flow = paper.flow
    flow.heading("Interviews and observations")
    said = [each for each in source.audit.evidence() if each.kind is not EvidenceKind.FILE]
    if not said:
        flow.add(paragraph("None are registered."))
        return
    flow.caption("Table", "Interviews and observations, by function or place")
    columns = [
        Column("No.", 1),
        Column("Kind", 1.4),
        Column("Function or place", 2.6),
        Column("Subject", 4),
    ]
    rows = [
        [
            runs_cell(flow.link(f"evidence {each.label}", each.label)),
            each.kind.value,
            _speaker(source, each),
            each.title,
        ]
        for each in said
    ]
    flow.add(table(flow.width, columns, rows, title="Interviews and observations") + NEXT_TO_TABLE)


def _speaker(source: Source, said: Evidence) -> str:
    """Function or place; with names where that was chosen and the function is somebody's."""
    if not source.choices.names:
        return said.source or NOT_STATED
    names = [
        each.name
        for each in source.audit.people
        if each.function and each.function.casefold() == said.source.casefold()
    ]
    return f"{said.source} ({', '.join(names)})" if names else said.source or NOT_STATED


def register(source: Source, paper: Paper, *, level: int = 1) -> None:
    """The chapter with every piece of evidence, its hash and its effective date."""
    flow = paper.flow
    flow.heading("Evidence register", level)
    every = source.audit.evidence()
    if not every:
        flow.add(paragraph("No evidence is registered."))
        return
    used = Counter(each.evidence for each in source.audit.citations())
    flow.add(paragraph(_NOTE, settings=KEEP_NEXT))
    flow.caption("Table", "Evidence register")
    columns = [
        Column("No.", 1),
        Column("Title and place", 3.6),
        Column("Effective", 1.5),
        Column("SHA-256", 3.2),
        Column("Verified", 1.8),
        Column("Citations", 1.1),
    ]
    rows = [_row(source, paper, each, used[each.id]) for each in every]
    flow.add(table(flow.width, columns, rows, title="Evidence register") + NEXT_TO_TABLE)


_NOTE = (
    "Effective is the date or period the evidence speaks of, as recorded by the auditor. The "
    "SHA-256 names the exact file that was seen; Verified says how the file stood when it was last "
    "compared with it."
)


def _row(source: Source, paper: Paper, evidence: Evidence, citations: int) -> list[Cell | str]:
    place = evidence.path if evidence.kind is EvidenceKind.FILE else evidence.source
    where = f"{evidence.title}\n{place}" if place and place != evidence.title else evidence.title
    return [
        runs_cell(paper.flow.bookmark(f"evidence {evidence.label}", runs(evidence.label))),
        text_cell(where),
        _effective(source, evidence),
        _hash(evidence),
        _verified(source, evidence),
        str(citations),
    ]


def _effective(source: Source, evidence: Evidence) -> str:
    old = "\nbefore the audited period" if older_than_period(evidence, source.audit.info) else ""
    return f"{evidence.effective or 'not stated'}{old}"


def _verified(source: Source, evidence: Evidence) -> Cell | str:
    word = standing_word(source.audit, evidence)
    if word == "statement":
        return "\u2013"
    look = source.audit.verification(evidence.id)
    when = f"\n{short_day(look.at.date())}" if look else ""
    told = word if word in ("unchanged", "not verified") else word.upper()
    return text_cell(f"{told}{when}")


def _hash(evidence: Evidence) -> Cell | str:
    if evidence.kind is not EvidenceKind.FILE:
        return f"{evidence.kind.value}, no file"
    return Cell(paragraph(evidence.sha256 or "not hashed yet", "TightText"), weight=64)
