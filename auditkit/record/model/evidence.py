"""Evidence, what it is used for, and how it stood when it was last looked at."""

from __future__ import annotations

from datetime import datetime

from auditkit.record.model.base import Thing
from auditkit.record.model.words import EvidenceKind, FileStanding, Outcome


class Evidence(Thing, frozen=True, kw_only=True):
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


class Citation(Thing, frozen=True, kw_only=True):
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


class Verification(Thing, frozen=True, kw_only=True):
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


class Dismissal(Thing, frozen=True, kw_only=True):
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
