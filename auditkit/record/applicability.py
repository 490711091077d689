"""Verbs about the Statement of Applicability: what the organization states about each control.

What the audit makes of it is not stored here: `auditkit.analysis.applicability` lays the statement
beside verdicts and findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditkit.errors import UsageError
from auditkit.record.fold import DELETED, REMOVED
from auditkit.record.model import Ref, SoaEntry
from auditkit.record.tables import TABLES, plain, typed
from auditkit.record.verbs import Verbs


class ApplicabilityVerbs(Verbs):
    """The Statement of Applicability, control by control."""

    def soa(self) -> Mapping[Ref, SoaEntry]:
        """What is stated so far; controls that nobody wrote about are left out."""
        return self._cached(
            "statement by control",
            lambda: {
                Ref(each.checklist, each.control): each for each in self._all(SoaEntry).values()
            },
        )

    def soa_entry(self, control: Ref) -> SoaEntry:
        """What is stated about one control; undecided where nobody has written about it."""
        found = self.soa().get(control)
        return found or SoaEntry(id=str(control), checklist=control.checklist, control=control.ref)

    def set_soa(self, controls: Sequence[Ref], **fields: Any) -> None:
        """Change fields of the statement (see `SoaEntry`) on several controls at once; they are
        undone together, and what is already stated so is not written again.

        Nothing is forbidden that an organization may have written, as an exclusion without a
        reason: it is recorded and pointed out. Raises `UsageError` for no control at all, an
        unknown field or a wrong value.
        """
        if not controls:
            raise UsageError("There is no control to write about.")
        if not fields:
            raise UsageError("There is nothing to state.", "Give at least one field.")
        edits = {str(each): changed for each in controls if (changed := self._news(each, fields))}
        if edits:
            about = f"SoA {controls[0].ref}"
            more = f" and {len(edits) - 1} more" if len(edits) > 1 else ""
            self._commit("set applicability", {TABLES[SoaEntry]: edits}, about + more)

    def _news(self, control: Ref, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of one control that differ from what is stated, and who says so when."""
        where = {"checklist": control.checklist, "control": control.ref}
        stored = plain(SoaEntry, fields)
        wanted = typed(SoaEntry, str(control), {**where, **stored})
        known = self._all(SoaEntry).get(str(control))
        changed = {
            name: value
            for name, value in stored.items()
            if known is None or getattr(known, name) != getattr(wanted, name)
        }
        if not changed:
            return {}
        who = {"by": self.actor, "at": self._clock().isoformat()}
        return {**self._undone(control), **where, **changed, **who}

    def _undone(self, control: Ref) -> dict[str, Any]:
        """What was stated once and undone: it does not come back with the next statement."""
        held = self._state.dead(TABLES[SoaEntry]).get(str(control), {})
        return {name: REMOVED for name in held if name != DELETED}
