"""Why an audit cannot be changed now, and what to do about it."""

from __future__ import annotations

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.settling import REPAIR

_ELSEWHERE = "S saves the audit in another folder and goes on there."
_MOVABLE = {
    "the folder cannot be written": f"Make it writable and open the audit again, or {_ELSEWHERE}",
    "an interrupted save": f"Make room and open the audit again, or {_ELSEWHERE}",
    "damage": f"{REPAIR} {_ELSEWHERE}",
}
"""How the reasons begin for which an audit can be gone on with in a copy: not those that say that
somebody else works on it, or that its history is in doubt."""


def refusal(audit: Audit) -> AuditkitError:
    """The sentence for a key that cannot change a read-only audit."""
    remedy = _movable(audit) or audit.read_only_remedy
    return AuditkitError(f"READ ONLY: {audit.read_only_reason}.", remedy)


def way_out(audit: Audit) -> str:
    """How a read-only audit can be gone on with elsewhere; empty where it cannot."""
    return _ELSEWHERE if _movable(audit) else ""


def _movable(audit: Audit) -> str:
    reason = audit.read_only_reason
    return next((text for begin, text in _MOVABLE.items() if reason.startswith(begin)), "")
