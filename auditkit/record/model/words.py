"""The words that the record knows: verdicts, grades, states and roles."""

from __future__ import annotations

from enum import StrEnum


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
    UNREAD = "not read to the end"
    """The quoted words may stand in a part of the file that was not read."""


class NoteMark(StrEnum):
    """What the auditor thought while writing a note down."""

    NONE = ""
    NONCONFORMITY = "!"
    STRENGTH = "+"
    FOLLOW_UP = "?"
    EVIDENCE = "@"
    """Goes with evidence that is to be cited."""


class Applicability(StrEnum):
    """What is stated of a control: undecided until somebody has said so."""

    UNDECIDED = "undecided"
    APPLICABLE = "applicable"
    EXCLUDED = "excluded"


class Ground(StrEnum):
    """What kind of reason a control is included for."""

    RISK = "risk treatment"
    LAW = "law"
    CONTRACT = "contract"
    CHOICE = "own choice"


class Implementation(StrEnum):
    """How far a control is carried out, as it is stated."""

    UNKNOWN = "unknown"
    IMPLEMENTED = "implemented"
    PARTLY = "partly implemented"
    PLANNED = "planned"
    NOT_IMPLEMENTED = "not implemented"


class SessionKind(StrEnum):
    """What a line of the timetable is. Breaks stand there only where somebody wrote them in."""

    OPENING = "opening meeting"
    AUDIT = "audit session"
    TEAM = "team meeting"
    BREAK = "break"
    CLOSING = "closing meeting"
