"""Where somebody worked last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Ref


def last_worked_on(audit: Audit) -> Ref | None:
    """The requirement that got a verdict or a note last; none where nothing got one."""
    times = (
        (at.replace(tzinfo=at.tzinfo or UTC), ref) for at, ref in _worked(audit) if at is not None
    )
    last = max(times, key=lambda each: each[0], default=None)
    if last is None:
        return None
    try:
        requirement = audit.requirement(last[1])
    except UsageError:  # the criteria do not know it
        return None
    return Ref(last[1].checklist, requirement.ref)


def _worked(audit: Audit) -> Iterator[tuple[datetime | None, Ref]]:
    known = {each.id for each in audit.checklists}
    for ref, verdict in audit.verdicts().items():
        if ref.checklist in known:
            yield verdict.at, ref
    for note in audit.written():
        if note.checklist in known and note.ref:
            yield note.at, Ref(note.checklist, note.ref)
