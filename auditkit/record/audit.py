"""The one class through which an audit is read and changed.

Every changing method is one journal line (or one group of lines) that is on the disk before the
method returns. The verbs stand in modules of their own: people, verdicts, applicability, sessions,
register, findings, cars.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self

from msgspec.structs import replace

from auditkit.checklist.catalog import checklist_file
from auditkit.checklist.model import Check, Checklist, Requirement
from auditkit.errors import UsageError
from auditkit.record import folder as layout
from auditkit.record.applicability import ApplicabilityVerbs
from auditkit.record.cars import CarVerbs
from auditkit.record.checkpoints import CheckpointVerbs
from auditkit.record.criteria import pin_all, pinned
from auditkit.record.device import user_name
from auditkit.record.dismissals import DismissalVerbs
from auditkit.record.history import BEGIN
from auditkit.record.ids import new_id
from auditkit.record.model import (
    Act,
    AuditInfo,
    Car,
    Checkpoint,
    Citation,
    Criterion,
    Finding,
    GeneratedDocument,
    HistoryEntry,
    Ref,
    Role,
    SoaEntry,
)
from auditkit.record.people import INFO_ID
from auditkit.record.record import Clock, utc_now
from auditkit.record.sessions import SessionVerbs
from auditkit.record.storage import Edits
from auditkit.record.tables import TABLES
from auditkit.record.verdicts import RUNNING, VerdictVerbs
from auditkit.record.verifications import VerificationVerbs
from auditkit.refs import requirement_of
from auditkit.text import one_line

DEFAULT_CHECKLIST = "iso-iec-42001-2023"
SEALED = {"report_issued": "report issue", "closed": "closing"}
"""Dates of the audit's frame that are checkpoints, with their purposes."""
REOPEN = "'auditkit set closed=' opens it again."
"""What to do about an audit that was closed."""


class Audit(
    CarVerbs,
    VerificationVerbs,
    DismissalVerbs,
    VerdictVerbs,
    ApplicabilityVerbs,
    SessionVerbs,
    CheckpointVerbs,
):
    """An audit: its frame, criteria, verdicts, Statement of Applicability, plan, notes, evidence,
    findings and CARs.

    Use it as a context manager; leaving writes audit.json and frees the folder.
    """

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        title: str,
        checklists: Sequence[str] = (DEFAULT_CHECKLIST,),
        evidence: Sequence[Path] = (),
        lead: str = "",
        clock: Clock = utc_now,
        actor: str = "",
    ) -> Self:
        """Make a new audit folder and open it.

        ``checklists`` are ids of shipped checklists or paths of one's own. Raises `AuditkitError`
        when the folder is not empty or a checklist is unknown; then nothing is left behind.
        """
        if not title.strip():
            raise UsageError("An audit needs a title.", "Give one with --title.")
        sources = [checklist_file(name) for name in checklists]
        with layout.made(folder):
            criteria = pin_all(folder, sources)
            audit = cls(
                folder,
                read_only=False,
                clock=clock,
                actor=actor or lead or user_name(),
                audit_id=new_id(),
            )
            try:
                audit._begin(title, criteria, evidence, lead)
                audit.save_snapshot()
            except BaseException:
                audit.close()
                raise
        return audit

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        read_only: bool = False,
        clock: Clock = utc_now,
        actor: str = "",
        from_bytes: int | None = None,
    ) -> Self:
        """Open an audit folder; where another process holds it, for reading only.

        ``from_bytes``: size of the journals from which opening goes through the snapshot.
        """
        audit = cls(folder, read_only=read_only, clock=clock, actor=actor, from_bytes=from_bytes)
        if not actor and audit.lead is not None:
            audit.actor = audit.lead.name
        return audit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sealed(self) -> str:
        """A closed audit takes no change until it is opened again."""
        day = (self._state.document(TABLES[AuditInfo], INFO_ID) or {}).get("closed")
        return one_line(f"it was closed on {day}") if day else ""

    @property
    def takes_papers(self) -> bool:
        """Whether documents that were written, and who stands behind the record, can be noted:
        in a closed audit, too."""
        return not self._held

    @property
    def read_only_remedy(self) -> str:
        """What a person can do about it."""
        return REOPEN if self.sealed and self.takes_papers else super().read_only_remedy

    def _require_allowed(self, edits: Edits) -> None:
        """A closed audit can be opened again, written about, and stood behind."""
        frame = edits.get(TABLES[AuditInfo], {})
        papers = {TABLES[Checkpoint], TABLES[GeneratedDocument]}
        others = edits.keys() - papers - {TABLES[AuditInfo]}
        if others or any(fields.keys() != {"closed"} for fields in frame.values()) or self._held:
            super()._require_allowed(edits)

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """The audit criteria, in the order they were chosen."""
        criteria = self._all(Criterion)
        return self._cached_criteria(tuple(criteria.values()))

    def checklist(self, identity: str) -> Checklist:
        """One of the audit's checklists; raises `UsageError` where it is none of them."""
        for checklist in self.checklists:
            if checklist.id == identity:
                return checklist
        raise UsageError(f"This audit is not held against {identity!r}.")

    def requirement(self, ref: Ref) -> Requirement:
        """The requirement that a reference (also of a check) names; raises `UsageError`."""
        return self.checklist(ref.checklist).requirement(requirement_of(ref.ref))

    def check(self, ref: Ref) -> Check:
        """The check that a reference names; raises `UsageError`."""
        for check in self.requirement(ref).checks:
            if check.id == ref.ref:
                return check
        raise UsageError(f"There is no check {ref.ref!r}.")

    def resolve(self, text: str) -> Ref:
        """A reference as typed (``6.1.2``, ``a.5.2``, ``6.1.2/c``, ``checklist:6.1.2``), looked
        up in the audit's checklists; raises `UsageError` when none of them knows it."""
        named, _, rest = text.strip().rpartition(":")
        for checklist in self.checklists:
            if named and checklist.id != named:
                continue
            for requirement in checklist.requirements():
                for known in (requirement.ref, *(check.id for check in requirement.checks)):
                    if known.casefold() == rest.casefold():
                        return Ref(checklist.id, known)
        raise UsageError(
            f"No requirement or check {text!r} in this audit.",
            "'auditkit checklist show ID' lists the references.",
        )

    def check_refs(self, ref: Ref) -> tuple[Ref, ...]:
        """All checks below a requirement, or the check itself."""
        requirement = self.requirement(ref)
        if ref.ref != requirement.ref:
            return (ref,)
        return tuple(Ref(ref.checklist, check.id) for check in requirement.checks)

    def set_info(self, **fields: Any) -> AuditInfo:
        """As `PeopleVerbs.set_info`; issuing the report and closing the audit also note the heads
        as they stand then, as a checkpoint."""
        info = super().set_info(**fields)
        for name, purpose in SEALED.items():
            if fields.get(name):
                self.add_checkpoint(purpose)
        return info

    def documents(self) -> tuple[GeneratedDocument, ...]:
        """Documents that were generated, oldest first."""
        return tuple(self._all(GeneratedDocument).values())

    def record_document(self, kind: str, path: str, sha256: str, head: str) -> GeneratedDocument:
        """Note that a document was written, and from which state of the record."""
        return self._add(
            GeneratedDocument,
            f"{kind} written",
            kind=kind,
            path=path,
            sha256=sha256,
            head=head,
            at=self._clock(),
        )

    def history(
        self,
        ref: Ref | None = None,
        limit: int = 200,
        *,
        finding: str = "",
        by: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """Changes, newest first: all, or those that touch a requirement or a finding (by id or
        label), were made by people with ``by`` in their name, from ``since`` and before ``until``
        (aware times). Raises `UsageError` for an unknown finding."""
        keys = self._keys_touched(ref, finding)
        entries = (
            each
            for each in self._history.entries(keys)
            if by.casefold() in each.by.casefold()
            and (since is None or each.at >= since)
            and (until is None or each.at < until)
        )
        return tuple(islice(entries, max(0, limit)))

    def acts(
        self, ref: Ref | None = None, limit: int = 200, *, finding: str = ""
    ) -> tuple[Act, ...]:
        """What was done, one act for all that is undone at once, newest first; narrowed as
        `history`, with what stood before and after."""
        keys = self._keys_touched(ref, finding)
        return tuple(self._knowing(each) for each in islice(self._history.acts(keys), limit))

    def _knowing(self, act: Act) -> Act:
        """An act with the things that it was about."""
        edits = tuple(
            replace(each, known=self._state.document(each.table, each.key) or {})
            for each in act.edits
        )
        return replace(act, edits=edits, of=self._knowing(act.of) if act.of else None)

    def _keys_touched(self, ref: Ref | None, finding: str) -> frozenset[tuple[str, str]] | None:
        keys: frozenset[tuple[str, str]] | None = None
        for wanted in (
            self._keys_of(ref) if ref else None,
            self._keys_of_finding(finding) if finding else None,
        ):
            if wanted is not None:
                keys = wanted if keys is None else keys & wanted
        return keys

    def _keys_of_finding(self, name: str) -> frozenset[tuple[str, str]]:
        found = self.finding(name)
        keys = {(TABLES[Finding], found.id)}
        keys |= {(TABLES[Citation], each.id) for each in self.citations(finding=found.id)}
        car = self.car_of(found.id)
        return frozenset(keys | ({(TABLES[Car], car.id)} if car else set()))

    def _keys_of(self, ref: Ref) -> frozenset[tuple[str, str]]:
        keys = {("verdicts", str(each)) for each in self.check_refs(ref)}
        keys.add(("notes", f"{RUNNING}{ref}"))
        keys.add((TABLES[SoaEntry], f"{ref.checklist}:{requirement_of(ref.ref)}"))
        keys |= {("notes", note.id) for note in self.notes(ref)}
        keys |= {(TABLES[Citation], each.id) for each in self.citations(ref)}
        keys |= {(TABLES[Finding], each.id) for each in self.findings_of(ref)}
        return frozenset(keys)

    def _cached_criteria(self, criteria: tuple[Criterion, ...]) -> tuple[Checklist, ...]:
        """Checklists are read once: their files are pinned and may not change under an audit."""
        kept = self.__dict__.get("_criteria")
        if kept is None or kept[0] != criteria:
            kept = (criteria, tuple(pinned(self.folder, each) for each in criteria))
            self.__dict__["_criteria"] = kept
        checklists: tuple[Checklist, ...] = kept[1]
        return checklists

    def _begin(
        self, title: str, criteria: list[dict[str, str]], evidence: Sequence[Path], lead: str
    ) -> None:
        info = {"title": title, "created": self._clock().isoformat()}
        pins = {new_id(): fields for fields in criteria}
        with self.group("audit begun"):
            self._commit(BEGIN, {"audit": {INFO_ID: info}, "criteria": pins}, "audit begun")
            for root in evidence:
                self.add_root(root)
            if lead:
                self.add_person(lead, Role.LEAD_AUDITOR)
