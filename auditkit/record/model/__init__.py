"""The things an audit is made of, as plain typed data.

Everything here is read-only: changes go through `auditkit.record.audit.Audit`. Dates are calendar
dates, times are aware UTC datetimes. ``id`` is a ULID that never collides; ``label`` (``F-001``)
is for people.
"""

from __future__ import annotations

from auditkit.record.model.applicability import SoaEntry
from auditkit.record.model.base import Ref
from auditkit.record.model.checks import CheckVerdict, Note
from auditkit.record.model.evidence import Citation, Dismissal, Evidence, Verification
from auditkit.record.model.findings import Car, Finding
from auditkit.record.model.frame import (
    INFO_DATES,
    INFO_LISTS,
    AiSystem,
    AuditInfo,
    Criterion,
    Exclusion,
    Person,
)
from auditkit.record.model.papers import Act, Checkpoint, Edit, GeneratedDocument, HistoryEntry
from auditkit.record.model.plan import Attendance, Session
from auditkit.record.model.words import (
    Applicability,
    CarState,
    EvidenceKind,
    FileStanding,
    FindingState,
    Grade,
    Ground,
    Implementation,
    NoteMark,
    Outcome,
    Role,
    SessionKind,
    Verdict,
)

__all__ = [
    "INFO_DATES",
    "INFO_LISTS",
    "Act",
    "AiSystem",
    "Applicability",
    "Attendance",
    "AuditInfo",
    "Car",
    "CarState",
    "CheckVerdict",
    "Checkpoint",
    "Citation",
    "Criterion",
    "Dismissal",
    "Edit",
    "Evidence",
    "EvidenceKind",
    "Exclusion",
    "FileStanding",
    "Finding",
    "FindingState",
    "GeneratedDocument",
    "Grade",
    "Ground",
    "HistoryEntry",
    "Implementation",
    "Note",
    "NoteMark",
    "Outcome",
    "Person",
    "Ref",
    "Role",
    "Session",
    "SessionKind",
    "SoaEntry",
    "Verdict",
    "Verification",
]
