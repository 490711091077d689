"""The audit that a session works on, the texts typed into it, and what is done when they cannot be
brought to the disk: tried again, opened again, or gone on with in another folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.record import unfinished, unfinished_forms
from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import Ref
from auditkit.tui.autosave import Autosave, TextKey
from auditkit.tui.extent import parse_extent
from auditkit.tui.key_words import saves_elsewhere
from auditkit.tui.refusal import refusal

LINE = "line"
"""Kind of the key of an interview line that is being typed; its owner is the note it will be."""
FORM = "form"
"""Kind of the key of what stands in a form and was not given yet; its owner is the form's name."""
OPENED_AGAIN = "The journal could not be trusted after an error, so the audit was opened again."


class Saving:
    """One opened audit, and getting what is typed into it to the disk."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.texts = Autosave(self._write)
        self.found = list(audit.messages)
        """What opening found, and what happened since; for reading again."""
        self.reopening = False
        """Whether the audit has to be opened again before anything more is written."""
        self.unwanted: set[str] = set()
        """Findings that were taken back because their letters were meant for something else."""
        self._rescued: dict[TextKey, str] = {}
        self._failed: tuple[AuditkitError, int] | None = None

    @property
    def trouble(self) -> AuditkitError | None:
        """Why the last change, or a text that was typed, is not on the disk."""
        if self.texts.error is not None or self._failed is None:
            return self.texts.error
        error, revision = self._failed
        return error if revision == self.audit.revision else None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be typed. An audit that waits to be opened again takes texts."""
        return self.audit.read_only and not self.reopening

    def save(self) -> bool:
        """Bring everything typed to the disk, in an audit opened again where it has to be."""
        before = self.texts.error
        if not self.reopening and not self.texts.flush():
            self.fail(self.texts.error)
        elif before is not None and self._failed is not None and self._failed[0] is before:
            self._failed = None  # an interview line on its way is no change of the record
        if self.reopening:
            try:
                self.reopen()
            except AuditkitError as error:
                self.texts.error = error
                return False
            self.texts.flush()
        return self.texts.error is None

    def fail(self, error: AuditkitError | None) -> None:
        """Remember that a change could not be saved."""
        if isinstance(error, NotSaved):
            self._failed = (error, self.audit.revision)
            self.reopening = self.reopening or error.poisoned

    def reopen(self) -> None:
        """Close the audit and open it again: what its files hold decides. Raises `AuditkitError`
        when that cannot be done now; what is typed is kept, and the next saving tries again."""
        from auditkit.record.rescue import make_sure

        self.reopening = True
        make_sure(self.audit)
        old = self.audit
        with suppress(OSError):  # nothing is written through this handle any more
            old.close()
        self._take(Audit.open(old.folder, actor=old.actor))
        if self.audit.read_only:
            raise refusal(self.audit)
        self.reopening = False
        self.found.append(OPENED_AGAIN)

    def move(self, folder: Path) -> None:
        """Copy the audit into a new folder, save there what is typed, and go on there. Raises
        `AuditkitError`; then everything is as it was before."""
        from auditkit.record.rescue import moving

        old = self.audit
        with moving(old, folder) as moved:
            for key, text in self.texts.pending.items():
                _write_if_wanted(moved, key, text)
        left_out = [each for each in old.messages if each not in self.found]
        with suppress(OSError):  # what its disk says to that is known
            old.close()
        self._take(moved)
        self.found += left_out
        self.reopening = False
        self.texts.flush()

    def saved_words(self) -> str:
        """``saved hh:mm:ss`` in local time, once an fsync returned; else why it is not saved."""
        if self.trouble is not None:
            return self.not_saved(self.trouble)
        if self.audit.read_only:
            return f"READ ONLY: {self.audit.read_only_reason}"
        if self.audit.saved_at is None:
            return "no change yet"
        return f"saved {self.audit.saved_at.astimezone():%H:%M:%S}"

    def not_saved(self, error: AuditkitError) -> str:
        """The reason without the place, which is long and known; then the way out."""
        reason = error.reason if isinstance(error, NotSaved) else error.what.rstrip(".")
        way_out = isinstance(error, NotSaved) or self.reopening
        return f"NOT SAVED: {reason}" + (f" · {saves_elsewhere()}" if way_out else "")

    def explain(self, error: AuditkitError) -> str:
        """An error and its remedy as they are told once."""
        if not isinstance(error, NotSaved):
            return str(error)
        return f"{self.not_saved(error)}. {error.remedy}".strip()

    def _write(self, key: TextKey, text: str) -> None:
        """Write one text; that of a finding which is not there any more (undone here, removed
        elsewhere) becomes an unfiled interview line."""
        if not _is_gone(self.audit, key):
            write_text(self.audit, key, text)
        elif key.owner not in self.unwanted and text.strip():
            line = self._rescued.get(key)
            if line is None:
                self._rescued[key] = self.audit.add_note(text).id
            else:
                self.audit.edit_note(line, text)

    def _take(self, audit: Audit) -> None:
        """Work on another opening of the audit, here or elsewhere."""
        self.audit = audit
        self.found += [each for each in audit.messages if each not in self.found]
        self._failed = None


def _is_gone(audit: Audit, key: TextKey) -> bool:
    return key.kind == "finding" and all(
        each.id != key.owner for each in audit.findings(include_withdrawn=True)
    )


def write_text(audit: Audit, key: TextKey, text: str) -> None:
    """Write one typed text into the record; what was typed into the same place just before is
    taken back together with it."""
    if key.kind == LINE:
        unfinished.keep(audit, text.encode()) if text else unfinished.drop(audit, key.owner)
        return
    if key.kind == FORM:
        form = unfinished_forms.decoded(text) if text else None
        unfinished_forms.keep(audit, key.owner, form)
        return
    with audit.typing(f"{key.kind} {key.owner} {key.field}"):
        if key.kind == "note":
            checklist, _, ref = key.owner.partition(":")
            audit.set_note(Ref(checklist, ref), text)
        elif key.field == "extent":
            found, sampled, rest = parse_extent(text)
            audit.edit_finding(key.owner, extent_found=found, extent_sampled=sampled, extent=rest)
        else:
            audit.edit_finding(key.owner, **{key.field: text})


def _write_if_wanted(audit: Audit, key: TextKey, text: str) -> None:
    """What the record refuses for a reason of its own (a finding that is gone) stays typed."""
    try:
        write_text(audit, key, text)
    except NotSaved:
        raise
    except AuditkitError:
        return
