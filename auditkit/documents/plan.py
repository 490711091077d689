"""The audit plan: what is audited, when, where, by whom and how (ISO 19011, 6.3.2), for the people
who are to be there. What nobody recorded stands as not recorded."""

from __future__ import annotations

from auditkit.analysis.timetable import (
    TEAM,
    PlannedDay,
    auditors_of,
    minutes,
    plan_remarks,
    planned_days,
    refs_shown,
)
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, bullets, paragraph, paragraphs
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import Cell, Column, Row, pairs, table, text_cell, weight_of
from auditkit.documents.report import Progress
from auditkit.documents.shared import NOTHING, head, kept
from auditkit.documents.signing import signatures
from auditkit.documents.source import NOT_STATED, Source, day, span
from auditkit.record.model import Person, Role, Session, SessionKind
from auditkit.text import plural

TITLE = "Audit plan"
SAMPLES = "An audit takes samples: what is not sampled may differ from what is seen."
_TIMETABLE = (
    Column("Time", 1.6),
    Column("What", 4.3),
    Column("Auditee", 2.7),
    Column("Auditors", 1.7),
    Column("Place", 1.7),
)
_TEAM = (
    Column("Name", 2),
    Column("Part in the audit", 1.6),
    Column("Part of", 1.4),
    Column("Independence", 4),
)
_GUIDING = (*TEAM, Role.OBSERVER)
_SMALL = 8
"""Rows of a table that is never torn apart."""


def audit_plan(source: Source, progress: Progress) -> Sealed:
    """The plan as it stands; it goes out before there is a report, so it is no draft of one."""
    paper = source.paper(TITLE, "plan", draft=False)
    head(source, paper, TITLE)
    progress("frame", 1, 3)
    _control(source, paper.flow)
    _aims(source, paper.flow)
    progress("timetable", 2, 3)
    _timetable(source, paper.flow)
    progress("arrangements", 3, 3)
    _team(source, paper.flow)
    _arrangements(source, paper.flow)
    _open(source, paper.flow)
    _agreed(source, paper.flow)
    return paper.finish()


def who(source: Source, role: Role) -> str:
    """The person of a role by function, as documents name people of the auditee."""
    found = next((each for each in source.audit.people if each.role is role), None)
    if found is None:
        return NOT_STATED
    name = found.name if source.choices.names or role in _GUIDING else ""
    return ", ".join(filter(None, (name, found.function))) or NOT_STATED


def session_title(session: Session) -> str:
    """What a session is about, with its kind where that says more."""
    if session.kind is SessionKind.AUDIT or session.title.casefold() == session.kind.value:
        return session.title
    return f"{session.kind.value.capitalize()}: {session.title}"


def session_place(session: Session) -> str:
    """Where a session is held."""
    if session.remote:
        return f"Remote: {session.place}" if session.place else "Remote"
    return session.place or NOTHING


def session_time(session: Session) -> str:
    """``09:00\u201310:30``."""
    return f"{session.starts:%H:%M}\u2013{session.ends:%H:%M}"


def left_out(source: Source) -> list[str]:
    """What was planned and is not audited, each with its reason."""
    return [
        f"{each.what}: {each.reason or 'the reason is not recorded.'}"
        for each in source.audit.info.not_audited
    ]


def _control(source: Source, flow: Flow) -> None:
    info = source.audit.info
    rows = [
        ("Audit", info.title),
        ("Audit client", who(source, Role.AUDIT_CLIENT)),
        ("Lead auditor", who(source, Role.LEAD_AUDITOR)),
        ("Audit activities", span(info.starts, info.ends)),
        ("Audited period", span(info.period_from, info.period_to)),
        ("Locations", "\n".join(info.locations) or NOT_STATED),
        ("Plan as of", day(source.today)),
        ("Distribution", "\n".join(info.distribution) or NOT_STATED),
        ("Classification", info.classification),
    ]
    flow.add(pairs(flow.width, rows, title="The audit in short") + NEXT_TO_TABLE)


def _aims(source: Source, flow: Flow) -> None:
    info = source.audit.info
    flow.heading("Objectives")
    flow.add(bullets(info.objectives) or paragraph(NOT_STATED))
    flow.heading("Scope and criteria")
    flow.add(paragraphs(info.scope, otherwise=NOT_STATED))
    systems = [f"{s.name} ({s.role})" if s.role else s.name for s in source.audit.systems]
    if systems:
        flow.heading("AI systems in scope", 2)
        flow.add(bullets(systems))
    flow.heading("Audit criteria", 2)
    flow.add(bullets(f"{each.standard}, {each.title}" for each in source.audit.criteria))
    apart = left_out(source)
    if apart:
        flow.heading("Not audited, or audited apart", 2)
        flow.add(bullets(apart))
    flow.heading("Methods and samples")
    flow.add(paragraphs(info.method, otherwise=NOT_STATED))
    flow.add(paragraphs(info.sampling) + paragraph(SAMPLES))


def _timetable(source: Source, flow: Flow) -> None:
    flow.heading("Timetable")
    days = planned_days(source.audit)
    if not days:
        flow.add(paragraph("No session is planned yet."))
        return
    flow.add(paragraph("Hours are those of the clock at the place."))
    for each in days:
        flow.caption("Table", f"{each.day:%A}, {day(each.day)}")
        rows = [_session(source, session) for session in each.sessions]
        title = f"Timetable of {day(each.day)}"
        flow.add(table(flow.width, _TIMETABLE, rows, title=title, first_column=False))
        flow.add(NEXT_TO_TABLE)
    flow.add(paragraph(_total(days)))


def _session(source: Source, session: Session) -> Row:
    people = [each.name for each in auditors_of(source.audit, session)]
    return (
        _when(session),
        _what(source, session),
        text_cell("\n".join(session.auditees) or NOTHING),
        text_cell("\n".join(people) or NOTHING),
        text_cell(session_place(session)),
    )


def _when(session: Session) -> Cell:
    time = paragraph(session_time(session), "TableText", properties="<w:b/><w:bCs/>")
    lasts = paragraph(_lasts(minutes(session)), "TableText")
    return Cell(time + lasts + paragraph(session.label, "TableText"), breaks=2)


def _what(source: Source, session: Session) -> Cell:
    told = (refs_shown(source.audit, session.refs), session.method, session.remark)
    lines = [each for each in told if each.strip()]
    title = paragraph(session_title(session), "TableText", properties="<w:b/><w:bCs/>")
    rest = "".join(paragraph(each, "TableText") for each in lines)
    weight = sum(weight_of(each) for each in (session.title, *lines))
    return Cell(title + rest, weight=weight, breaks=len(lines))


def _lasts(count: int) -> str:
    hours, rest = divmod(count, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


def _total(days: tuple[PlannedDay, ...]) -> str:
    sessions = [each for one in days for each in one.sessions]
    working = [each for each in sessions if each.kind is SessionKind.AUDIT]
    return (
        f"{plural(len(sessions), 'session')} on {plural(len(days), 'day')}; "
        f"{plural(len(working), 'audit session')} of together "
        f"{_lasts(sum(map(minutes, working))) or '0 min'}."
    )


def _team(source: Source, flow: Flow) -> None:
    flow.heading("Audit team")
    team = [each for each in source.audit.people if each.role in _GUIDING]
    if not team:
        flow.add(paragraph(NOT_STATED))
        return
    flow.caption("Table", "The team and its independence of what is audited")
    rows = [_member(source, each) for each in team]
    shown = kept(rows[:-1]) + rows[-1:] if len(rows) <= _SMALL else rows
    flow.add(table(flow.width, _TEAM, shown, title="Audit team") + NEXT_TO_TABLE)


def _member(source: Source, person: Person) -> Row:
    held = sum(person.id in each.auditors for each in source.audit.sessions())
    return (
        text_cell(person.name),
        text_cell(person.role.value),
        text_cell(plural(held, "session") if held else NOTHING),
        text_cell(person.independent_of or "No statement of independence recorded"),
    )


def _arrangements(source: Source, flow: Flow) -> None:
    info = source.audit.info
    flow.heading("Arrangements")
    rows = [
        (label, value.strip() or NOT_STATED)
        for label, value in (
            ("Language", info.working_language),
            ("Communication", info.communication),
            ("Logistics, access and safety", info.logistics),
            ("Resources for what matters most", info.resources),
            ("Risks to the objectives", info.risks),
            ("Confidentiality", info.confidentiality),
            ("Follow-up of earlier audits", info.earlier_audits),
            ("Report", _report(source)),
            ("Feedback and objections", info.appeals),
        )
    ]
    flow.add(pairs(flow.width, rows, title="Arrangements") + NEXT_TO_TABLE)


def _report(source: Source) -> str:
    due = source.audit.info.report_due
    return (
        f"Due {day(due)}; findings, conclusions and requests for corrective action." if due else ""
    )


def _open(source: Source, flow: Flow) -> None:
    """A plan that goes out with something open says so."""
    found = plan_remarks(source.audit)
    if found:
        flow.heading("Still open in this plan")
        flow.add(bullets(found))


def _agreed(source: Source, flow: Flow) -> None:
    flow.heading("Agreed")
    lead = source.audit.lead
    client = who(source, Role.AUDIT_CLIENT)
    parts = (
        ("Audit client", "" if client == NOT_STATED else client),
        ("Lead auditor", lead.name if lead else ""),
    )
    flow.add(signatures(flow.width, parts, title="Agreed"))
