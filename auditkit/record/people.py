"""Verbs about the audit itself: its frame, people, AI systems and evidence roots."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.model import AiSystem, AuditInfo, Criterion, Person, Role
from auditkit.record.verbs import Verbs

INFO_ID = "audit"
CLOSED, OPENED = "audit: closed", "audit opened again"
"""What the closing of an audit, and the opening of a closed one, are about."""


class PeopleVerbs(Verbs):
    """Who and what this audit is about."""

    @property
    def info(self) -> AuditInfo:
        """Objectives, scope, period, dates and the auditor's own words.

        Raises `AuditkitError` where the journal that began the audit is missing.
        """
        found = self._all(AuditInfo).get(INFO_ID)
        if found is None:
            raise AuditkitError(
                "The frame of this audit (title, scope, dates) is not in the journals at hand.",
                "Copy the journal that began the audit from a backup or a colleague.",
            )
        return found

    def set_info(self, **fields: Any) -> AuditInfo:
        """Change fields of the audit's frame (see `AuditInfo`); raises `UsageError` for an empty
        title, an unknown field or a wrong value."""
        if not str(fields.get("title", "-")).strip():
            raise UsageError("An audit needs a title.", "Give it a few words.")
        opened = fields == {"closed": None}
        about = OPENED if opened else f"audit: {', '.join(fields)}"
        return self._edit(AuditInfo, INFO_ID, about, **fields)

    @property
    def people(self) -> tuple[Person, ...]:
        """Audit team and auditees, in the order they were added."""
        return tuple(self._all(Person).values())

    @property
    def lead(self) -> Person | None:
        """The lead auditor."""
        return next((each for each in self.people if each.role is Role.LEAD_AUDITOR), None)

    def add_person(
        self,
        name: str,
        role: Role,
        function: str = "",
        unit: str = "",
        independent_of: str = "",
    ) -> Person:
        """Add somebody to the audit team or the auditees."""
        return self._add(
            Person,
            f"{name}, {role}",
            name=name,
            role=role,
            function=function,
            unit=unit,
            independent_of=independent_of,
        )

    def edit_person(self, identity: str, **fields: Any) -> Person:
        """Change what is known of a person."""
        return self._edit(Person, identity, "person", **fields)

    def remove_person(self, identity: str) -> None:
        """Take a person out of the audit."""
        self._remove(Person, identity, "person removed")

    @property
    def systems(self) -> tuple[AiSystem, ...]:
        """AI systems in scope."""
        return tuple(self._all(AiSystem).values())

    def add_system(self, name: str, role: str = "", purpose: str = "") -> AiSystem:
        """Add an AI system to the scope, with the organization's role for it."""
        return self._add(AiSystem, f"AI system {name}", name=name, role=role, purpose=purpose)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The checklists this audit is held against, pinned by hash."""
        return tuple(self._all(Criterion).values())

    def add_root(self, path: Path) -> None:
        """Add an evidence folder. Below the audit's parent folder it is kept relative, so that
        both can move together (another drive letter, another laptop)."""
        kept = self._kept_root(path)
        if kept not in self.info.evidence_roots:
            self.set_info(evidence_roots=(*self.info.evidence_roots, kept))

    def roots(self) -> tuple[Path, ...]:
        """Evidence folders as absolute paths."""
        return tuple(self.root_path(root) for root in self.info.evidence_roots)

    def root_path(self, root: str) -> Path:
        """One evidence root as an absolute path."""
        return Path(os.path.normpath(self.folder.resolve() / root))

    def _kept_root(self, path: Path) -> str:
        absolute = path.resolve()
        neighbourhood = self.folder.resolve().parent
        if absolute.is_relative_to(neighbourhood):
            return Path(os.path.relpath(absolute, self.folder.resolve())).as_posix()
        return str(absolute)
