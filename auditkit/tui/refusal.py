"""Why an audit cannot be changed now, and what to do about it."""

from __future__ import annotations

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.settling import REPAIR
from auditkit.tui.commands import key_of

_MOVABLE = {
    "the folder cannot be written": "Make it writable and open the audit again, or",
    "an interrupted save": "Make room and open the audit again, or",
    "damage": REPAIR,
}
"""How the reasons begin for which an audit can be gone on with in a copy, and what else helps: not
those that say that somebody else works on it, or that its history is in doubt."""


def refusal(audit: Audit) -> AuditkitError:
    """The sentence for a key that cannot change a read-only audit."""
    again = f"{key_of('audit.close')} opens it again." if only_closed(audit) else ""
    remedy = _movable(audit) or again or audit.read_only_remedy
    return AuditkitError(f"READ ONLY: {audit.read_only_reason}.", remedy)


def only_closed(audit: Audit) -> bool:
    """Whether an audit is read-only for no other reason than that somebody closed it."""
    return bool(audit.sealed) and audit.takes_papers


def way_out(audit: Audit) -> str:
    """How a read-only audit can be gone on with elsewhere; empty where it cannot."""
    return _elsewhere() if _movable(audit) else ""


def _movable(audit: Audit) -> str:
    reason = audit.read_only_reason
    first = next((text for begin, text in _MOVABLE.items() if reason.startswith(begin)), "")
    return f"{first} {_elsewhere()}" if first else ""


def _elsewhere() -> str:
    return f"{key_of('save.elsewhere')} saves the audit in another folder and goes on there."
