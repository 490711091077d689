"""What an audit itself teaches about filing: its systems, and what was filed where before."""

from __future__ import annotations

from auditkit.analysis.filing.engine import Filing
from auditkit.record.audit import Audit
from auditkit.record.model import Ref


def filing_of(audit: Audit) -> Filing:
    """A `Filing` over the criteria of an audit that knows its AI systems and its filed notes."""
    return Filing(audit.checklists, [each.name for each in audit.systems], filed_lines(audit))


def filed_lines(audit: Audit) -> tuple[tuple[str, Ref], ...]:
    """Notes that were filed, each with where: what `Filing` learns from."""
    notes = audit.notes()
    return tuple((each.text, Ref(each.checklist, each.ref)) for each in notes if each.ref)


def recent_refs(audit: Audit, most: int = 3) -> tuple[Ref, ...]:
    """Where the last notes were filed, newest first."""
    filed = [Ref(each.checklist, each.ref) for each in audit.notes() if each.ref]
    return tuple(dict.fromkeys(reversed(filed)))[:most]
