"""What the auditor says of checks, and what was heard."""

from __future__ import annotations

from datetime import datetime

from auditkit.record.model.base import Thing
from auditkit.record.model.words import NoteMark, Verdict


class CheckVerdict(Thing, frozen=True, kw_only=True):
    """The verdict on one check, with the reason where one is needed (not applicable)."""

    checklist: str
    check: str
    verdict: Verdict
    reason: str = ""
    by: str = ""
    at: datetime | None = None


class Note(Thing, frozen=True, kw_only=True):
    """What was heard or seen. ``ref`` is empty as long as it is not filed under a requirement."""

    text: str
    at: datetime
    by: str = ""
    speaker: str = ""
    """Function of the person who said it."""
    checklist: str = ""
    ref: str = ""
    mark: NoteMark = NoteMark.NONE
