"""Requirements as somebody names them: one, or a whole section of them at once."""

from __future__ import annotations

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.refs import requirement_of


def requirements_named(audit: Audit, text: str) -> tuple[Ref, ...]:
    """The requirement that is named (``8.1``, ``checklist:A.7.2``), or all of a section (``8``,
    ``A.7``); a check means its requirement. Raises `UsageError` where nothing is called so."""
    named, _, rest = text.strip().rpartition(":")
    for checklist in audit.checklists:
        if named not in ("", checklist.id):
            continue
        for section in checklist.sections:
            if section.ref.casefold() == rest.casefold():
                return tuple(Ref(checklist.id, each.ref) for each in section.requirements)
    found = audit.resolve(text)
    return (Ref(found.checklist, requirement_of(found.ref)),)
