"""What the audit was: objectives, scope, criteria, team, dates, method, sampling and its limits."""

from __future__ import annotations

from auditkit.documents.kit.blocks import (
    NEXT_TO_TABLE,
    bullets,
    paragraph,
    paragraphs,
)
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import KEEP_NEXT, Cell, Column, pairs, table
from auditkit.documents.shared import planned_words
from auditkit.documents.source import NOT_STATED, Source, day, span
from auditkit.record.model import Person, Role
from auditkit.text import plural

SAMPLING_NOTE = (
    "Auditing rests on samples of the information that was available. Conformity that was found "
    "does not show that no nonconformity exists outside the samples; requirements shown as "
    "untested were not judged at all."
)
_AUDITING = (Role.LEAD_AUDITOR, Role.AUDITOR, Role.TECHNICAL_EXPERT, Role.OBSERVER)


def frame(source: Source, paper: Paper) -> None:
    """The chapter on the frame of the audit."""
    flow, info = paper.flow, source.audit.info
    flow.heading("Frame of the audit", new_page=True)
    flow.heading("Objectives", 2)
    flow.add(bullets(info.objectives) or paragraph(NOT_STATED))
    flow.heading("Scope", 2)
    flow.add(paragraphs(info.scope, otherwise=NOT_STATED))
    _systems(source, flow)
    flow.heading("Audit criteria", 2)
    _criteria(source, flow)
    flow.heading("Dates and locations", 2)
    _dates(source, flow)
    _people(source, flow)
    flow.heading("Method", 2)
    flow.add(paragraphs(info.method, otherwise=NOT_STATED))
    flow.heading("Sampling and its limits", 2)
    flow.add(paragraphs(info.sampling) + paragraph(SAMPLING_NOTE))
    _coverage(source, flow)
    _limits(source, flow)


def _systems(source: Source, flow: Flow) -> None:
    systems = source.audit.systems
    if not systems:
        return
    flow.caption("Table", "AI systems in scope")
    rows = [[each.name, each.role or "\u2013", each.purpose or "\u2013"] for each in systems]
    columns = [Column("AI system", 2), Column("Role of the organization", 2), Column("Purpose", 4)]
    flow.add(table(flow.width, columns, rows, title="AI systems in scope") + NEXT_TO_TABLE)


def _criteria(source: Source, flow: Flow) -> None:
    flow.caption("Table", "Audit criteria, each with the hash of the checklist that was used")
    columns = [Column("Standard", 2), Column("Title", 3.2), Column("Checklist (SHA-256)", 4)]
    rows = [
        [each.standard, each.title, f"{each.checklist}\n{each.sha256}"]
        for each in source.audit.criteria
    ]
    flow.add(table(flow.width, columns, rows, title="Audit criteria") + NEXT_TO_TABLE)


def _dates(source: Source, flow: Flow) -> None:
    info = source.audit.info
    rows = [
        ("Announced", day(info.announced)),
        ("Audit activities", span(info.starts, info.ends)),
        ("Timetable", planned_words(source)),
        ("Audited period", span(info.period_from, info.period_to)),
        ("Report", source.status),
        ("Locations", "\n".join(info.locations) or NOT_STATED),
    ]
    flow.add(pairs(flow.width, rows, title="Dates and locations") + NEXT_TO_TABLE)


def _people(source: Source, flow: Flow) -> None:
    people = source.audit.people
    team = [each for each in people if each.role in _AUDITING]
    flow.heading("Audit team", 2)
    flow.add(_team(flow, team) if team else paragraph(NOT_STATED))
    flow.heading("Audit client and auditees", 2)
    if not any(each.role is Role.AUDIT_CLIENT for each in people):
        said = "Who asked for the audit (the audit client) is not recorded."
        flow.add(paragraph(said, settings=KEEP_NEXT))
    others = [each for each in people if each.role not in _AUDITING]
    if others:
        flow.add(_auditees(flow, others, names=source.choices.names))
    else:
        flow.add(paragraph("No auditee is recorded."))


def _auditees(flow: Flow, people: list[Person], *, names: bool) -> str:
    """By function; with ``names`` the names too, where that was chosen."""
    said = "Auditees are named by their function."
    note = "" if names else paragraph(said, settings=KEEP_NEXT)
    columns = [Column("Function", 3), Column("Unit", 3), Column("Part in the audit", 2)]
    rows: list[list[Cell | str]] = [
        [each.function or NOT_STATED, each.unit or "\u2013", each.role.value] for each in people
    ]
    if names:
        columns.append(Column("Name", 2.4))
        rows = [[*row, each.name] for row, each in zip(rows, people, strict=True)]
    return (
        note + table(flow.width, columns, rows, title="Audit client and auditees") + NEXT_TO_TABLE
    )


def _team(flow: Flow, team: list[Person]) -> str:
    columns = [
        Column("Name", 2.2),
        Column("Part in the audit", 1.6),
        Column("Function", 2),
        Column("Independence", 3),
    ]
    rows = [
        [
            each.name,
            each.role,
            each.function or "\u2013",
            each.independent_of or "No statement of independence recorded",
        ]
        for each in team
    ]
    return table(flow.width, columns, rows, title="Audit team") + NEXT_TO_TABLE


def _coverage(source: Source, flow: Flow) -> None:
    """How far the objectives could be reached, as far as figures tell."""
    done = source.progress
    untested = done.total - done.judged
    rest = (
        f"{plural(untested, 'check')} stayed untested and stand as untested in the results."
        if untested
        else "None stayed untested."
    )
    reached = (
        "As far as the objectives rest on what was not judged, they were not reached."
        if untested
        else "Nothing that was planned to be judged keeps the objectives from having been reached."
    )
    flow.heading("How far the objectives were reached", 2)
    flow.add(
        paragraph(
            f"{done.judged} of {plural(done.total, 'check')} were judged; of "
            f"{plural(done.requirements_total, 'requirement')} {done.requirements_judged} in "
            f"whole. {rest} {reached}"
        )
    )


def _limits(source: Source, flow: Flow) -> None:
    info = source.audit.info
    flow.heading("What was not audited", 2)
    if info.not_audited:
        columns = [Column("Not audited", 3), Column("Reason", 5)]
        rows = [[each.what, each.reason or NOT_STATED] for each in info.not_audited]
        flow.add(table(flow.width, columns, rows, title="What was not audited") + NEXT_TO_TABLE)
    else:
        flow.add(paragraph("Nothing that was planned is recorded as left out."))
    flow.heading("Obstacles", 2)
    flow.add(paragraphs(info.obstacles, otherwise="None recorded."))
    flow.heading("Diverging opinions", 2)
    flow.add(paragraphs(info.diverging_opinions, otherwise="None recorded."))
    flow.heading("Follow-up of earlier audits", 2)
    flow.add(paragraphs(info.earlier_audits, otherwise=NOT_STATED))
    flow.heading("Confidentiality", 2)
    flow.add(paragraph(f"Classification: {info.classification or NOT_STATED}"))
    flow.add(paragraphs(info.confidentiality, otherwise=f"Protection: {NOT_STATED}"))
