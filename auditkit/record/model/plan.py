"""The plan of an audit: its sessions, and who came to them."""

from __future__ import annotations

from datetime import date, datetime, time

from auditkit.record.model.base import Ref, Thing
from auditkit.record.model.words import SessionKind


class Session(Thing, frozen=True, kw_only=True):
    """One line of the timetable. Times are those of the clock on the wall at the place."""

    label: str
    kind: SessionKind
    title: str
    """What it is about: a process, a unit, a subject."""
    day: date
    starts: time
    ends: time
    place: str = ""
    """Room, site, or how one meets when it is remote."""
    remote: bool = False
    refs: tuple[Ref, ...] = ()
    """Requirements that are audited."""
    auditees: tuple[str, ...] = ()
    """Functions that are asked to take part."""
    auditors: tuple[str, ...] = ()
    """Ids of people of the audit team."""
    method: str = ""
    remark: str = ""


class Attendance(Thing, frozen=True, kw_only=True):
    """Somebody was at a session: a function, a name, or both."""

    session: str
    """Id of the session."""
    function: str = ""
    name: str = ""
    by: str = ""
    at: datetime | None = None
