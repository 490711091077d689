"""The story of the sample audit as typed data: what story.toml, plan.toml and applicability.toml
may hold."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any

import msgspec

from auditkit.record.model import (
    Applicability,
    CarState,
    EvidenceKind,
    Exclusion,
    Grade,
    Ground,
    Implementation,
    NoteMark,
    Role,
    SessionKind,
)

Event = tuple[datetime, Callable[[], None]]
"""When something happens in a story, and what."""
_FILES = ("story.toml", "plan.toml", "applicability.toml")


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Frame(_Part, frozen=True, kw_only=True):
    """The audit's frame; the fields are those of `AuditInfo`."""

    organization: str
    objectives: tuple[str, ...]
    scope: str
    classification: str
    method: str
    sampling: str
    locations: tuple[str, ...]
    obstacles: str
    diverging_opinions: str
    conclusion: str
    decisions: tuple[str, ...]
    distribution: tuple[str, ...]
    period_from: date
    period_to: date
    announced: date
    starts: date
    ends: date
    not_audited: tuple[Exclusion, ...]


class StoryPerson(_Part, frozen=True, kw_only=True):
    """Somebody of the audit team or of the organization."""

    name: str
    role: Role
    function: str
    unit: str
    independent_of: str = ""


class System(_Part, frozen=True, kw_only=True):
    """One AI system in scope."""

    name: str
    role: str
    purpose: str


class Statement(_Part, frozen=True, kw_only=True):
    """Something said or seen; ``key`` is how citations name it."""

    key: str
    kind: EvidenceKind
    at: datetime
    title: str
    source: str
    effective: str


class Examined(_Part, frozen=True, kw_only=True):
    """A requirement as it was audited: its checks conform unless they are named here."""

    ref: str
    at: datetime
    by: str
    note: str = ""
    judged: bool = True
    fails: dict[str, str] = {}
    """Check to reason."""
    not_applicable: dict[str, str] = {}
    """Check to reason."""
    untested: tuple[str, ...] = ()
    cite: tuple[tuple[str, str, str, str], ...] = ()
    """Requirement or check, file or key of a statement, place, quote."""


class LooseNote(_Part, frozen=True, kw_only=True):
    """A note that is filed under no requirement."""

    at: datetime
    by: str
    text: str
    speaker: str = ""
    mark: NoteMark = NoteMark.NONE


class StoryFinding(_Part, frozen=True, kw_only=True):
    """A finding; without ``issued`` it is still a draft."""

    key: str
    at: datetime
    by: str
    grade: Grade
    title: str
    refs: tuple[str, ...]
    checks: tuple[str, ...]
    issued: datetime | None = None
    requirement: str = ""
    objective_evidence: str
    gap: str = ""
    effect: str = ""
    extent_found: int | None = None
    extent_sampled: int | None = None
    extent: str = ""
    area: str = ""
    ai_system: str = ""
    grade_reason: str = ""
    cite: tuple[tuple[str, str, str], ...] = ()
    """File or key of a statement, place, quote."""


class Step(_Part, frozen=True, kw_only=True):
    """A request moves to its next state; the fields are those of `Car`."""

    at: datetime
    state: CarState
    fields: dict[str, Any]


class StoryCar(_Part, frozen=True, kw_only=True):
    """A corrective-action request with the steps it has taken so far."""

    finding: str
    at: datetime
    response_due: date
    issued_to: str
    steps: tuple[Step, ...] = msgspec.field(name="step", default=())


class Arrangements(_Part, frozen=True, kw_only=True):
    """What was settled about the audit before it began; the fields are those of `AuditInfo`."""

    working_language: str
    communication: str
    logistics: str
    resources: str
    risks: str
    confidentiality: str
    earlier_audits: str
    appeals: str
    report_due: date


class SessionChange(_Part, frozen=True, kw_only=True):
    """A session is planned anew; the fields are those of `Session`."""

    at: datetime
    fields: dict[str, str]


class StorySession(_Part, frozen=True, kw_only=True):
    """A session of the plan; further fields are those of `Session`. Without ``at`` it stood in the
    plan from the beginning."""

    title: str
    day: date
    starts: time
    ends: time
    kind: SessionKind = SessionKind.AUDIT
    place: str
    remote: bool = False
    refs: tuple[str, ...] = ()
    auditees: tuple[str, ...] = ()
    auditors: tuple[str, ...]
    """Names of the audit team."""
    method: str = ""
    remark: str = ""
    at: datetime | None = None
    attended_at: datetime | None = None
    attended: tuple[tuple[str, str], ...] = ()
    """Function and name."""
    changes: tuple[SessionChange, ...] = msgspec.field(name="change", default=())


class Stated(_Part, frozen=True, kw_only=True):
    """What the organization states about a control; the fields are those of `SoaEntry`."""

    control: str
    applicability: Applicability
    grounds: tuple[Ground, ...] = ()
    reason: str
    status: Implementation = Implementation.UNKNOWN
    owner: str = ""
    named_evidence: str = ""


class Story(_Part, frozen=True, kw_only=True):
    """The whole story, up to the morning of ``today``."""

    number: str
    title: str
    lead: str
    today: date
    frame: Frame
    people: tuple[StoryPerson, ...] = msgspec.field(name="person")
    systems: tuple[System, ...] = msgspec.field(name="system")
    effective: dict[str, str]
    """File below the evidence root to the date or period it speaks of."""
    statements: tuple[Statement, ...] = msgspec.field(name="statement")
    requirements: tuple[Examined, ...] = msgspec.field(name="requirement")
    notes: tuple[LooseNote, ...] = msgspec.field(name="note")
    findings: tuple[StoryFinding, ...] = msgspec.field(name="finding")
    cars: tuple[StoryCar, ...] = msgspec.field(name="car")
    arrangements: Arrangements
    sessions: tuple[StorySession, ...] = msgspec.field(name="session")
    soa_read: datetime
    """When the Statement of Applicability was gone through."""
    soa_by: str
    soa: tuple[Stated, ...]


def load_story() -> Story:
    """The story that ships with auditkit."""
    told: dict[str, Any] = {}
    for name in _FILES:
        text = files("auditkit.demo").joinpath(name).read_text(encoding="utf-8")
        told |= tomllib.loads(text)
    return msgspec.convert(told, Story)
