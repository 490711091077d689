"""The plan of an audit, day by day, and what is still open in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import combinations, groupby

import msgspec

from auditkit.record.audit import Audit
from auditkit.record.model import Person, Ref, Role, Session, SessionKind
from auditkit.text import clip, one_line

TEAM = (Role.LEAD_AUDITOR, Role.AUDITOR, Role.TECHNICAL_EXPERT)
"""Who audits; observers are with the team and do not."""
_MOST_NAMED = 12


class PlannedDay(msgspec.Struct, frozen=True, kw_only=True):
    """The sessions of one day, in the order of time."""

    day: date
    sessions: tuple[Session, ...]


def planned_days(audit: Audit) -> tuple[PlannedDay, ...]:
    """The timetable by day."""
    return tuple(
        PlannedDay(day=day, sessions=tuple(members))
        for day, members in groupby(audit.sessions(), key=lambda each: each.day)
    )


def minutes(session: Session) -> int:
    """How long a session lasts; 0 where two auditors moved its beginning and its end apart from
    each other, so that they crossed."""
    return max(0, _minute(session.ends) - _minute(session.starts))


def auditors_of(audit: Audit, session: Session) -> tuple[Person, ...]:
    """The people who hold a session, as far as they still belong to the audit."""
    known = {each.id: each for each in audit.people}
    return tuple(known[each] for each in session.auditors if each in known)


def refs_shown(audit: Audit, refs: Sequence[Ref]) -> str:
    """References; where there are several criteria behind the short name of each."""
    several = len(audit.checklists) > 1
    parts: list[str] = []
    for name in dict.fromkeys(each.checklist for each in refs):
        listed = ", ".join(each.ref for each in refs if each.checklist == name)
        parts.append(f"{audit.checklist(name).short}: {listed}" if several else listed)
    return "; ".join(parts)


def unplanned(audit: Audit) -> tuple[Ref, ...]:
    """Requirements of the criteria that no session names."""
    named = {ref for session in audit.sessions() for ref in session.refs}
    return tuple(
        ref
        for checklist in audit.checklists
        for each in checklist.requirements()
        if (ref := Ref(checklist.id, each.ref)) not in named
    )


def plan_remarks(audit: Audit) -> tuple[str, ...]:
    """What is still open in the plan, as sentences; nothing where there is no plan at all."""
    sessions = audit.sessions()
    if not sessions:
        return ()
    return (
        *_meetings(sessions),
        *_clashes(audit, sessions),
        *_dates(audit, sessions),
        *_people(audit, sessions),
        *_coverage(audit),
    )


def _meetings(sessions: Sequence[Session]) -> Iterator[str]:
    for kind in (SessionKind.OPENING, SessionKind.CLOSING):
        if all(each.kind is not kind for each in sessions):
            yield f"No {kind} is planned."
    working = [each for each in sessions if each.kind is SessionKind.AUDIT]
    for each in sessions:
        if each.kind is SessionKind.OPENING and any(_begins(w) < _begins(each) for w in working):
            yield f"{each.label}: an audit session is planned before the opening meeting."
        if each.kind is SessionKind.CLOSING and any(_begins(w) > _begins(each) for w in working):
            yield f"{each.label}: an audit session is planned after the closing meeting."


def _clashes(audit: Audit, sessions: Sequence[Session]) -> Iterator[str]:
    """What cannot be: the same person or function in two places at once, or time going back."""
    yield from (f"{e.label} ends before it begins." for e in sessions if e.ends <= e.starts)
    names = {each.id: each.name for each in audit.people}
    for _, members in groupby(sessions, key=lambda each: each.day):
        for one, other in combinations(members, 2):
            if other.starts >= one.ends:
                continue
            twice = [names.get(each, "") for each in one.auditors if each in other.auditors]
            twice += [each for each in one.auditees if each in other.auditees]
            if any(twice):
                who = ", ".join(one_line(each) for each in twice if each)
                yield f"{one.label} and {other.label} overlap: {who}."


def _dates(audit: Audit, sessions: Sequence[Session]) -> Iterator[str]:
    first, last = audit.info.starts, audit.info.ends
    outside = [
        each.label
        for each in sessions
        if (first and each.day < first) or (last and each.day > last)
    ]
    if outside:
        yield f"Outside of the dates of the audit: {_some(outside)}."


def _people(audit: Audit, sessions: Sequence[Session]) -> Iterator[str]:
    working = [each for each in sessions if each.kind is SessionKind.AUDIT]
    for words, missing in (
        ("No auditor is named", [w.label for w in working if not auditors_of(audit, w)]),
        ("No function of the auditee is named", [w.label for w in working if not w.auditees]),
    ):
        if missing:
            yield f"{words}: {_some(missing)}."
    unsaid = [p.name for p in audit.people if p.role in TEAM and not p.independent_of.strip()]
    if unsaid:
        yield f"No statement of independence is recorded: {_some(unsaid)}."


def _coverage(audit: Audit) -> Iterator[str]:
    by_criterion = groupby(unplanned(audit), key=lambda each: each.checklist)
    for name, members in by_criterion:
        where = f" ({audit.checklist(name).standard})" if len(audit.checklists) > 1 else ""
        yield f"In no session: {_some([each.ref for each in members])}{where}."


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(clip(one_line(each), 60) for each in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _begins(session: Session) -> datetime:
    return datetime.combine(session.day, session.starts)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
