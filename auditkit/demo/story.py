"""The story of the sample audit as typed data: what story.toml may hold."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import msgspec

from auditkit.record.model import CarState, EvidenceKind, Exclusion, Grade, NoteMark, Role


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


def load_story() -> Story:
    """The story that ships with auditkit."""
    text = files("auditkit.demo").joinpath("story.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Story)
