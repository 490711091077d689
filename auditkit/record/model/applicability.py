"""What the organization states about a control in its Statement of Applicability."""

from __future__ import annotations

from datetime import datetime

from auditkit.record.model.base import Thing
from auditkit.record.model.words import Applicability, Ground, Implementation


class SoaEntry(Thing, frozen=True, kw_only=True):
    """The statement on one control; its id is that of the control (``checklist:A.2.2``), so that
    two auditors who write about the same control write in the same place."""

    checklist: str
    control: str
    applicability: Applicability = Applicability.UNDECIDED
    grounds: tuple[Ground, ...] = ()
    """What kind of reason stands behind including the control."""
    reason: str = ""
    """Why the control is included or excluded, in words."""
    status: Implementation = Implementation.UNKNOWN
    owner: str = ""
    """Function that answers for the control."""
    named_evidence: str = ""
    """What the organization names as evidence, as it stands in its own statement."""
    systems: tuple[str, ...] = ()
    """Names of the AI systems it is stated for; empty for all of them."""
    by: str = ""
    at: datetime | None = None
