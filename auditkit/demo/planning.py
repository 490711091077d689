"""The part of the story about planning: sessions, attendance, and what the organization states
about the controls."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from auditkit.demo.story import Event, Stated, Story, StorySession
from auditkit.record.audit import DEFAULT_CHECKLIST, Audit
from auditkit.record.model import Ref


class Planning:
    """Plays what a story tells about the plan of an audit."""

    def __init__(self, story: Story, audit: Audit) -> None:
        self._story = story
        self._audit = audit
        self._sessions: dict[str, str] = {}

    def arrange(self) -> None:
        """What was settled before the first day: arrangements and timetable."""
        self._audit.set_info(**msgspec.structs.asdict(self._story.arrangements))
        for told in self._story.sessions:
            if told.at is None:
                self._add(told)

    def events(self) -> Iterator[Event]:
        """What happened to the plan later, and when the statement of the controls was read."""
        for told in self._story.sessions:
            if told.at is not None:
                yield told.at, partial(self._add, told)
            if told.attended_at is not None:
                yield told.attended_at, partial(self._attend, told)
            for change in told.changes:
                yield change.at, partial(self._change, told, change.fields)
        yield self._story.soa_read, self._read

    def _add(self, told: StorySession) -> None:
        audit = self._audit
        audit.actor = self._story.lead
        people = {person.name: person.id for person in audit.people}
        fields = msgspec.structs.asdict(told)
        for name in ("at", "attended_at", "attended", "changes"):
            fields.pop(name)
        fields["refs"] = tuple(Ref(DEFAULT_CHECKLIST, audit.resolve(r).ref) for r in told.refs)
        fields["auditors"] = tuple(people[name] for name in told.auditors)
        self._sessions[told.title] = audit.add_session(**fields).id

    def _attend(self, told: StorySession) -> None:
        self._audit.actor = self._story.lead
        for function, name in told.attended:
            self._audit.attend(self._sessions[told.title], function=function, name=name)

    def _change(self, told: StorySession, fields: dict[str, str]) -> None:
        self._audit.actor = self._story.lead
        self._audit.edit_session(self._sessions[told.title], **fields)

    def _read(self) -> None:
        self._audit.actor = self._story.soa_by
        for stated in self._story.soa:
            self._audit.set_soa([_control(self._audit, stated)], **_fields(stated))


def _control(audit: Audit, stated: Stated) -> Ref:
    return audit.resolve(f"{DEFAULT_CHECKLIST}:{stated.control}")


def _fields(stated: Stated) -> dict[str, object]:
    fields = msgspec.structs.asdict(stated)
    fields.pop("control")
    return fields
