"""Playing the story: every event of it goes through the verbs of an audit, in its order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import msgspec

from auditkit.demo.clock import StoryClock
from auditkit.demo.planning import Planning
from auditkit.demo.story import (
    Event,
    Examined,
    LooseNote,
    Statement,
    Step,
    Story,
    StoryCar,
    StoryFinding,
)
from auditkit.evidence.fingerprint import fingerprint
from auditkit.record.audit import DEFAULT_CHECKLIST, Audit
from auditkit.record.model import Ref, Role, Verdict

PLANNED = timedelta(days=14)
"""How long before the first day the frame of the audit was written down."""
LATE = ("obstacles", "diverging_opinions", "conclusion", "decisions")
"""Fields of the frame that are known only at the end."""


class Play:
    """One performance of a story in an audit that was just begun."""

    def __init__(self, story: Story, audit: Audit, clock: StoryClock, evidence: Path) -> None:
        self._story = story
        self._audit = audit
        self._clock = clock
        self._root = evidence
        self._statements: dict[str, str] = {}
        self._findings: dict[str, str] = {}
        self._planning = Planning(story, audit)

    def perform(self) -> None:
        """Everything up to the morning of the story's today."""
        self._plan()
        for at, act in sorted(self._events(), key=lambda event: event[0]):
            self._clock.go(at)
            act()
        self._conclude()

    def _events(self) -> Iterator[Event]:
        yield from self._planning.events()
        for said in self._story.statements:
            yield said.at, lambda said=said: self._state(said)  # type: ignore[misc]
        for examined in self._story.requirements:
            yield examined.at, lambda each=examined: self._examine(each)  # type: ignore[misc]
        for note in self._story.notes:
            yield note.at, lambda note=note: self._write_down(note)  # type: ignore[misc]
        for finding in self._story.findings:
            yield finding.at, lambda each=finding: self._raise(each)  # type: ignore[misc]
            if finding.issued:
                yield finding.issued, lambda each=finding: self._issue(each)  # type: ignore[misc]
        for car in self._story.cars:
            yield car.at, lambda car=car: self._request(car)  # type: ignore[misc]
            for step in car.steps:
                yield step.at, lambda car=car, step=step: self._advance(car, step)  # type: ignore[misc]

    def _plan(self) -> None:
        audit, story = self._audit, self._story
        audit.add_root(self._root)
        frame = msgspec.structs.asdict(story.frame)
        early = {name: value for name, value in frame.items() if name not in LATE}
        audit.set_info(number=story.number, **early)
        for person in story.people:
            fields = msgspec.structs.asdict(person)
            if person.role is Role.LEAD_AUDITOR and audit.lead is not None:
                audit.edit_person(audit.lead.id, **fields)
            else:
                audit.add_person(**fields)
        for system in story.systems:
            audit.add_system(**msgspec.structs.asdict(system))
        self._planning.arrange()

    def _conclude(self) -> None:
        self._clock.go(datetime.combine(self._story.today, time(7, 30), UTC))
        self._audit.actor = self._story.lead
        frame = msgspec.structs.asdict(self._story.frame)
        self._audit.set_info(**{name: frame[name] for name in LATE})

    def _state(self, said: Statement) -> None:
        registered = self._audit.register_statement(
            said.kind, said.title, source=said.source, effective=said.effective
        )
        self._statements[said.key] = registered.id

    def _examine(self, examined: Examined) -> None:
        audit = self._audit
        audit.actor = examined.by
        requirement = _ref(examined.ref)
        for about, source, place, quote in examined.cite:
            audit.cite(self._evidence(source), ref=_ref(about), place=place, quote=quote)
        audit.set_note(requirement, examined.note)
        if examined.judged:
            self._judge(requirement, examined)

    def _judge(self, requirement: Ref, examined: Examined) -> None:
        other = {*examined.fails, *examined.not_applicable, *examined.untested}
        checks = self._audit.check_refs(requirement)
        unknown = other - {check.ref for check in checks}
        if unknown:
            raise ValueError(f"story.toml: {requirement.ref} has no check {sorted(unknown)}")
        conforming = [check for check in checks if check.ref not in other]
        if conforming:
            self._audit.set_verdict(conforming, Verdict.CONFORMS)
        for check, reason in examined.fails.items():
            self._audit.set_verdict([_ref(check)], Verdict.DOES_NOT_CONFORM, reason)
        for check, reason in examined.not_applicable.items():
            self._audit.set_verdict([_ref(check)], Verdict.NOT_APPLICABLE, reason)

    def _write_down(self, note: LooseNote) -> None:
        self._audit.actor = note.by
        self._audit.add_note(note.text, speaker=note.speaker, mark=note.mark)

    def _raise(self, told: StoryFinding) -> None:
        self._audit.actor = told.by
        fields = msgspec.structs.asdict(told)
        for name in ("key", "at", "by", "issued", "cite"):
            fields.pop(name)
        fields["refs"] = tuple(map(_ref, told.refs))
        fields["checks"] = tuple(map(_ref, told.checks))
        with self._audit.group(f"finding {told.title}"):
            finding = self._audit.raise_finding(**fields)
            for source, place, quote in told.cite:
                self._audit.cite(
                    self._evidence(source), finding=finding.id, place=place, quote=quote
                )
        self._findings[told.key] = finding.id

    def _issue(self, told: StoryFinding) -> None:
        self._audit.actor = self._story.lead
        self._audit.issue_finding(self._findings[told.key])

    def _request(self, car: StoryCar) -> None:
        self._audit.actor = self._story.lead
        self._audit.issue_car(
            self._findings[car.finding], response_due=car.response_due, issued_to=car.issued_to
        )

    def _advance(self, told: StoryCar, step: Step) -> None:
        self._audit.actor = self._story.lead
        car = self._audit.car_of(self._findings[told.finding])
        if car is not None:
            self._audit.advance_car(car.id, step.state, **step.fields)

    def _evidence(self, source: str) -> str:
        """The id of a statement by its key, or of a file, registered and hashed when first used."""
        if source in self._statements:
            return self._statements[source]
        path = self._root / source
        effective = self._story.effective.get(source, "")
        return self._audit.register_file(
            path, effective=effective, fingerprint=fingerprint(path)
        ).id


def first_day(story: Story) -> datetime:
    """When the story begins: the day its frame was written down."""
    return datetime.combine(story.frame.starts - PLANNED, time(8, 0), UTC)


def _ref(ref: str) -> Ref:
    return Ref(DEFAULT_CHECKLIST, ref)
