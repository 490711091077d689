"""Verbs about the plan of an audit: its sessions, and who was at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from auditkit.errors import UsageError
from auditkit.record.model import Attendance, Ref, Session, SessionKind
from auditkit.record.verbs import Verbs
from auditkit.refs import sort_key
from auditkit.text import clip, one_line


class SessionVerbs(Verbs):
    """The timetable and the attendance."""

    def sessions(self) -> tuple[Session, ...]:
        """The timetable, in the order of time."""
        return tuple(
            sorted(
                self._all(Session).values(),
                key=lambda each: (each.day, each.starts, each.ends, sort_key(each.label)),
            )
        )

    def plan_session(self, name: str) -> Session:
        """A session by id or label (``S-001``), or by ``opening`` and ``closing``; raises
        `UsageError` where there is none."""
        meant = {"opening": SessionKind.OPENING, "closing": SessionKind.CLOSING}
        kind = meant.get(name.strip().casefold())
        if kind is None:
            return self._labelled(Session, name)
        for each in self.sessions():
            if each.kind is kind:
                return each
        raise UsageError(f"The plan has no {kind}.", "'auditkit plan add' adds one.")

    def add_session(
        self,
        title: str,
        day: date,
        starts: time,
        ends: time,
        *,
        kind: SessionKind = SessionKind.AUDIT,
        refs: Sequence[Ref] = (),
        **fields: Any,
    ) -> Session:
        """Add a session to the plan; further fields are those of `Session`. Raises `UsageError`
        for one without a title, one that ends before it begins, or a wrong value."""
        _require_possible(title, starts, ends)
        label = self._new_label(Session, "S")
        return self._add(
            Session,
            f"{label} {clip(one_line(title), 40)}",
            label=label,
            kind=kind,
            title=title.strip(),
            day=day,
            starts=starts,
            ends=ends,
            refs=tuple(refs),
            **fields,
        )

    def edit_session(self, name: str, **fields: Any) -> Session:
        """Change a session; raises `UsageError` as `add_session`, and for its label."""
        known = self.plan_session(name)
        if "label" in fields:
            raise UsageError("A session keeps its label.")
        _require_possible(
            fields.get("title", known.title),
            fields.get("starts", known.starts),
            fields.get("ends", known.ends),
        )
        return self._edit(Session, known.id, f"{known.label} edited", **fields)

    def remove_session(self, name: str) -> None:
        """Take a session out of the plan, with the attendance noted for it."""
        known = self.plan_session(name)
        with self.group(f"{known.label} removed"):
            for each in self.attendance(known.id):
                self.remove_attendance(each.id)
            self._remove(Session, known.id, f"{known.label} removed")

    def attendance(self, session: str = "") -> tuple[Attendance, ...]:
        """Who was at a session (by id), or at any, in the order in which it was noted."""
        return tuple(
            each
            for each in self._all(Attendance).values()
            if not session or each.session == session
        )

    def attend(self, session: str, *, function: str = "", name: str = "") -> Attendance:
        """Note that somebody was at a session; who is noted already is not noted twice.

        Raises `UsageError` where neither function nor name is given, or for an unknown session.
        """
        known = self.plan_session(session)
        function, name = function.strip(), name.strip()
        if not function and not name:
            raise UsageError("Who was there?", "Give a function, a name, or both.")
        for each in self.attendance(known.id):
            if (each.function, each.name) == (function, name):
                return each
        return self._add(
            Attendance,
            f"{known.label} attended by {clip(one_line(function or name), 40)}",
            session=known.id,
            function=function,
            name=name,
            by=self.actor,
            at=self._clock(),
        )

    def remove_attendance(self, identity: str) -> None:
        """Take a note of attendance away."""
        self._remove(Attendance, identity, "attendance removed")


def _require_possible(title: Any, starts: Any, ends: Any) -> None:
    if not str(title).strip():
        raise UsageError("A session needs a title.", "Say what it is about.")
    if any(not isinstance(each, time) or each.tzinfo for each in (starts, ends)):
        raise UsageError(
            "A session begins and ends at a time of day without a time zone.",
            "Give the hours of the clock at the place.",
        )
    if ends <= starts:
        raise UsageError(
            f"A session from {starts:%H:%M} to {ends:%H:%M} ends before it begins.",
            "One past midnight is two sessions.",
        )
