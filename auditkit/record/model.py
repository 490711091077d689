"""The things an audit is made of, as plain typed data.

Everything here is read-only: changes go through `auditkit.record.audit.Audit`. Dates are calendar
dates, times are aware UTC datetimes. ``id`` is a ULID that never collides; ``label`` (``F-001``)
is for people.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """What the auditor says of one check. A requirement's verdict is derived, never stored."""

    UNTESTED = "untested"
    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does not conform"
    NOT_APPLICABLE = "not applicable"


class Grade(StrEnum):
    """How a finding is graded (ISO/IEC 17021-1 3.12, 3.13 for nonconformities), worst first."""

    MAJOR = "major nonconformity"
    MINOR = "minor nonconformity"
    OFI = "opportunity for improvement"
    OBSERVATION = "observation"
    STRENGTH = "strength"

    @property
    def nonconformity(self) -> bool:
        """Whether a corrective action has to be requested."""
        return self in (Grade.MAJOR, Grade.MINOR)


class FindingState(StrEnum):
    """A draft may still change freely; an issued finding has been given to the auditee."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class CarState(StrEnum):
    """Where a corrective-action request stands."""

    ISSUED = "issued"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    IMPLEMENTED = "implemented"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not effective"


class Role(StrEnum):
    """What a person is in this audit (ISO 19011 terms)."""

    LEAD_AUDITOR = "lead auditor"
    AUDITOR = "auditor"
    TECHNICAL_EXPERT = "technical expert"
    OBSERVER = "observer"
    AUDIT_CLIENT = "audit client"
    AUDITEE = "auditee"


class EvidenceKind(StrEnum):
    """A file is hashed; a statement is what was said or seen."""

    FILE = "file"
    INTERVIEW = "interview"
    OBSERVATION = "observation"


class FileStanding(StrEnum):
    """How a registered file stands against the hash it was registered with."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class Outcome(StrEnum):
    """How a citation stands in a file that has changed."""

    NONE = ""
    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    GONE = "gone"
    NO_WORDS = "no words"
    """The citation quotes nothing that could be looked for."""


class NoteMark(StrEnum):
    """What the auditor thought while writing a note down."""

    NONE = ""
    NONCONFORMITY = "!"
    STRENGTH = "+"
    FOLLOW_UP = "?"


class Ref(msgspec.Struct, frozen=True, order=False):
    """A requirement or a check of one checklist; A.5.2 exists in more than one standard."""

    checklist: str
    ref: str

    def __str__(self) -> str:
        return f"{self.checklist}:{self.ref}"


class _Thing(msgspec.Struct, frozen=True, kw_only=True):
    id: str


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Something planned that was not audited, and why."""

    what: str
    reason: str


class AuditInfo(_Thing, frozen=True, kw_only=True):
    """What the audit is: its objectives, scope, period, dates and the auditor's own words."""

    title: str
    number: str = ""
    organization: str = ""
    objectives: tuple[str, ...] = ()
    scope: str = ""
    classification: str = "Confidential"
    language: str = "en-GB"
    method: str = ""
    """How the audit was done: interviews, documents, remote parts."""
    sampling: str = ""
    """How samples were taken and what that limits."""
    locations: tuple[str, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    starts: date | None = None
    ends: date | None = None
    announced: date | None = None
    not_audited: tuple[Exclusion, ...] = ()
    obstacles: str = ""
    diverging_opinions: str = ""
    conclusion: str = ""
    decisions: tuple[str, ...] = ()
    """What management is asked to decide."""
    distribution: tuple[str, ...] = ()
    evidence_roots: tuple[str, ...] = ()
    """Folders with evidence, absolute or relative to the audit folder."""
    created: datetime | None = None
    report_issued: date | None = None
    """Until this is set every document is a draft."""
    closed: date | None = None


class Person(_Thing, frozen=True, kw_only=True):
    """Somebody of the audit team or of the organization."""

    name: str
    role: Role
    function: str = ""
    """Job title; reports name functions, not people."""
    unit: str = ""
    independent_of: str = ""
    """Statement of independence from the audited area (auditors)."""


class AiSystem(_Thing, frozen=True, kw_only=True):
    """One AI system in scope and the organization's role for it."""

    name: str
    role: str = ""
    purpose: str = ""


class Criterion(_Thing, frozen=True, kw_only=True):
    """One checklist the audit is held against, pinned by the hash of its file."""

    checklist: str
    standard: str
    title: str
    file: str
    sha256: str


class CheckVerdict(_Thing, frozen=True, kw_only=True):
    """The verdict on one check, with the reason where one is needed (not applicable)."""

    checklist: str
    check: str
    verdict: Verdict
    reason: str = ""
    by: str = ""
    at: datetime | None = None


class Note(_Thing, frozen=True, kw_only=True):
    """What was heard or seen. ``ref`` is empty as long as it is not filed under a requirement."""

    text: str
    at: datetime
    by: str = ""
    speaker: str = ""
    """Function of the person who said it."""
    checklist: str = ""
    ref: str = ""
    mark: NoteMark = NoteMark.NONE


class Evidence(_Thing, frozen=True, kw_only=True):
    """One file or one statement, registered once."""

    label: str
    kind: EvidenceKind
    title: str
    root: str = ""
    """Evidence root of a file, as it stands in `AuditInfo.evidence_roots`."""
    path: str = ""
    """Path below the root, with forward slashes."""
    sha256: str = ""
    """Empty for a statement, and for a file whose hash is still being computed."""
    size: int = 0
    mtime_ns: int = 0
    effective: str = ""
    """The date or period the evidence speaks of, as text: never the file time."""
    source: str = ""
    """For a statement: function of the speaker, or place of the observation."""
    registered: datetime | None = None
    by: str = ""


class Citation(_Thing, frozen=True, kw_only=True):
    """Evidence used for a requirement, a check or a finding, with the place and the words."""

    evidence: str
    """Id of the evidence."""
    checklist: str = ""
    ref: str = ""
    """Requirement or check; empty when it belongs to a finding only."""
    finding: str = ""
    """Id of the finding, or empty."""
    place: str = ""
    quote: str = ""
    sha256: str = ""
    """Hash of the file when it was cited."""
    at: datetime | None = None
    by: str = ""
    outcome: Outcome = Outcome.NONE
    """How the quoted words stood at the last verification, where the file had changed."""
    found_place: str = ""
    found_words: str = ""
    found_score: float = 0.0
    """Similarity of ``found_words`` with the quotation, 0 to 1."""


class Verification(_Thing, frozen=True, kw_only=True):
    """How one evidence file stood when it was last looked at; its id is that of the evidence."""

    standing: FileStanding
    at: datetime
    by: str = ""
    sha256: str = ""
    """Hash of the file as it is now; empty where it cannot be read."""
    size: int = 0
    mtime_ns: int = 0
    found: tuple[str, ...] = ()
    """Where a missing file may be now, best first, as paths."""


class Dismissal(_Thing, frozen=True, kw_only=True):
    """A question that a file raised, answered well enough not to be shown again, as long as the
    file stays what it was."""

    rule: str
    root: str
    """Evidence root of the file, as it stands in `AuditInfo.evidence_roots`."""
    path: str
    place: str
    reason: str
    others: tuple[str, ...] = ()
    """Paths of the other files that the question was about."""
    sha256: str = ""
    """Hash of the file when the question was dismissed."""
    size: int = 0
    mtime_ns: int = 0
    by: str = ""
    at: datetime | None = None


class Finding(_Thing, frozen=True, kw_only=True):
    """A result of comparing audit evidence with audit criteria."""

    label: str
    grade: Grade
    state: FindingState
    title: str
    refs: tuple[Ref, ...] = ()
    """Requirements cited; for a control of Annex A also 6.1.3/8.3 (see `criterion_notice`)."""
    checks: tuple[Ref, ...] = ()
    requirement: str = ""
    """What should be, in own words."""
    objective_evidence: str = ""
    """What was seen."""
    gap: str = ""
    """How what was seen differs from what should be."""
    effect: str = ""
    """Why it matters."""
    extent_found: int | None = None
    """n of N: how many of the sample were affected."""
    extent_sampled: int | None = None
    extent: str = ""
    """Of what: ``training records of engineers``."""
    area: str = ""
    """Function or process audited; owner of the finding."""
    ai_system: str = ""
    grade_reason: str = ""
    withdrawn_reason: str = ""
    raised: datetime | None = None
    by: str = ""
    issued: datetime | None = None


class Car(_Thing, frozen=True, kw_only=True):
    """A corrective-action request for one nonconformity, with the auditee's answer."""

    label: str
    finding: str
    state: CarState
    issued: date
    response_due: date
    issued_to: str = ""
    """Function that has to answer."""
    correction: str = ""
    correction_date: date | None = None
    extent_check: str = ""
    """Whether similar cases exist elsewhere (10.2 b)."""
    root_cause: str = ""
    root_cause_method: str = ""
    corrective_action: str = ""
    action_owner: str = ""
    action_due: date | None = None
    answered: date | None = None
    answered_by: str = ""
    decision_reason: str = ""
    """Why the answer was accepted or returned."""
    decided: date | None = None
    implementation: str = ""
    """Evidence that the action was carried out."""
    implemented: date | None = None
    effectiveness_criteria: str = ""
    effectiveness_due: date | None = None
    effectiveness_result: str = ""
    verified: date | None = None
    verified_by: str = ""


class GeneratedDocument(_Thing, frozen=True, kw_only=True):
    """A document that was written, with the journal head it was made from."""

    kind: str
    path: str
    """Relative to the audit folder, or absolute when it was written elsewhere."""
    sha256: str
    head: str
    at: datetime


class Checkpoint(_Thing, frozen=True, kw_only=True):
    """A state of the record that somebody stood behind, with the statement that names its heads
    and, where it was signed, the SSH signature over that statement."""

    purpose: str
    statement: str
    signature: str = ""
    key: str = ""
    """Fingerprint of the key that signed."""
    by: str = ""
    at: datetime | None = None


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change as a person reads it."""

    group: str
    at: datetime
    by: str
    verb: str
    about: str
    undone: bool = False
