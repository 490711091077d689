"""What the screens show and change. It holds no widget, and is tested without an app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from auditkit.analysis.lately import last_worked_on
from auditkit.errors import AuditkitError
from auditkit.record import unfinished_forms
from auditkit.record.audit import Audit
from auditkit.record.model import CheckVerdict, Finding, FindingState, Grade, Ref, Verdict
from auditkit.record.unfinished import drop
from auditkit.refs import requirement_of
from auditkit.tui.autosave import TextKey
from auditkit.tui.capturing import Capturing
from auditkit.tui.form_memory import FormMemory
from auditkit.tui.key_words import taken_back
from auditkit.tui.outline import Outline, Row, Show
from auditkit.tui.saving import FORM, LINE, Saving

if TYPE_CHECKING:
    from auditkit.analysis.drafting import Said
    from auditkit.evidence.model import FileEntry
    from auditkit.evidence.scan import Scan
    from auditkit.evidence.smell import Smell


class Session(Saving):
    """One opened audit, the place of the cursor in it, and what is being typed."""

    def __init__(self, audit: Audit) -> None:
        left = unfinished_forms.take_in(audit)
        super().__init__(audit)
        self.outline = Outline(audit)
        self.form_memory = FormMemory(left)
        self._waiting: list[str] = []
        self.tell_forms()
        self.capturing = Capturing()
        self._line = ""
        """The note that the interview line on the disk is going to be."""
        self.scanned: Scan | None = None
        self.index: Any = None
        """The names of the files, once they are listed."""
        self.smelled: tuple[Smell, ...] | None = None
        """The questions that the files raise, once they were asked for."""
        self.template = ""
        """The file whose styles, logo and headers documents take; empty for our own."""
        self._places: dict[str, str] = {}
        self.key = self._first_key()

    @property
    def files(self) -> tuple[FileEntry, ...] | None:
        """All evidence files, once they are listed."""
        return self.scanned.entries if self.scanned is not None else None

    def take_files(self, scanned: Scan | None, index: Any) -> None:
        """Other files are known now, or none."""
        self.scanned, self.index, self.smelled = scanned, index, None

    def place(self, screen: str) -> str:
        """The row a screen was left on."""
        return self._places.get(screen, "")

    def keep_place(self, screen: str, key: str) -> None:
        """Remember the row a screen is on."""
        self._places[screen] = key

    @property
    def row(self) -> Row | None:
        """The row under the cursor of the outline; when a filter hides it, the first one."""
        rows = self.outline.rows()
        return next((row for row in rows if row.key == self.key), rows[0] if rows else None)

    @property
    def ref(self) -> Ref | None:
        """The requirement or check under the cursor."""
        return self.row.ref if self.row else None

    @property
    def requirement(self) -> Ref | None:
        """The requirement under the cursor, also when it is on one of its checks."""
        return Ref(self.ref.checklist, requirement_of(self.ref.ref)) if self.ref else None

    def go(self, ref: Ref) -> None:
        """Put the cursor on a requirement or check, whatever hides it."""
        self.outline.show = Show.ALL
        self.key = self.outline.reveal(ref)

    def go_to_check(self, ref: Ref) -> None:
        """Put the cursor on a check; what is shown changes only where it hides the check."""
        self.key = self.outline.reveal(ref)
        if self.ref != ref:
            self.go(ref)

    def targets(self) -> tuple[Ref, ...]:
        """The checks a verdict key means: the one under the cursor, or the untested ones of the
        requirement. Raises `AuditkitError` saying why there is none."""
        if self.ref is None:
            raise AuditkitError(
                "A section has no verdict.", "Go to a requirement or a check (down, enter)."
            )
        checks = self.audit.check_refs(self.ref)
        if checks == (self.ref,):
            return checks
        untested = tuple(c for c in checks if self.audit.verdict(c).verdict is Verdict.UNTESTED)
        if not untested:
            raise AuditkitError(
                f"No check of {self.ref.ref} is untested.", "Enter shows its checks; judge one."
            )
        return untested

    def judge(self, verdict: Verdict, reason: str = "") -> str:
        """Give a verdict to what the cursor means; says what was done."""
        targets = self._judged() if verdict is Verdict.UNTESTED else self.targets()
        self.audit.set_verdict(targets, verdict, reason)
        named = targets[0].ref if len(targets) == 1 else f"{len(targets)} checks"
        return f"{named}: {verdict}" + (f"; {taken_back()}" if len(targets) > 1 else "")

    def raise_finding(self, grade: Grade, evidence: str = "", said: Iterable[Said] = ()) -> Finding:
        """Draft a finding for what the cursor means, see `draft_finding`; where one was begun
        there and nothing is to be written into it, that is gone on with."""
        from auditkit.analysis.drafting import draft_finding  # not for the first paint

        if self.ref is None:
            raise AuditkitError("A finding belongs to a requirement.", "Go to one first.")
        begun = self._begun(grade) if not evidence else None
        return begun or draft_finding(self.audit, grade, self.ref, evidence=evidence, said=said)

    def next_untested(self, step: int) -> Ref | None:
        """Move to the next (or previous) untested check after the cursor, around the end."""
        checks = list(self._all_checks())
        here = next((i for i, ref in enumerate(checks) if self._at_or_below(ref)), -1)
        if self.ref is not None and here >= 0 and self.ref != checks[here] and step > 0:
            here -= 1
        count = len(checks)
        for offset in range(1, count + 1):
            ref = checks[(here + step * offset) % count]
            if self.audit.verdict(ref).verdict is Verdict.UNTESTED:
                self.key = self.outline.reveal(ref)
                return ref
        return None

    def section(self, step: int) -> bool:
        """Move to the next or previous section; false at the end."""
        rows = self.outline.rows()
        here = next((i for i, row in enumerate(rows) if row.key == self.key), 0)
        order = range(here + 1, len(rows)) if step > 0 else range(here - 1, -1, -1)
        for index in order:
            if rows[index].kind == "section":
                self.key = rows[index].key
                return True
        return False

    def cycle_filter(self) -> Show:
        """Show the next kind of checks in the outline."""
        kinds = list(Show)
        self.outline.show = kinds[(kinds.index(self.outline.show) + 1) % len(kinds)]
        return self.outline.show

    def save(self) -> bool:
        """As `Saving.save`, with what stands in forms."""
        self.type_forms()
        return super().save()

    def type_forms(self) -> bool:
        """What stands in forms may be another text now, or given; as `Autosave.typed`."""
        if self.read_only:
            return False
        changed = self.form_memory.changed()
        much = [self.texts.typed(TextKey(FORM, name), text) for name, text in changed]
        return any(much)

    def tell_forms(self) -> None:
        """Let `found` say which forms wait now, with the keys in force."""
        self.found = [each for each in self.found if each not in self._waiting]
        self._waiting = [] if self.read_only else self.form_memory.waiting()
        self.found += self._waiting

    def undo(self) -> str:
        """Take back the last change; says what it was."""
        self.save()
        done = self.audit.undo()
        return f"undone: {done}" if done else "There is nothing to undo."

    def redo(self) -> str:
        """Bring back what was undone last; says what it was."""
        done = self.audit.redo()
        return f"redone: {done}" if done else "There is nothing to redo."

    def today(self) -> datetime:
        """Now, for due dates."""
        return datetime.now(UTC)

    def note(self) -> str:
        """The running note of the requirement under the cursor, with what is still being typed."""
        if self.requirement is None:
            return ""
        key = TextKey("note", str(self.requirement))
        return self.texts.text(key, self.audit.note_text(self.requirement))

    def verdict_here(self) -> CheckVerdict | None:
        """The verdict of the check under the cursor."""
        on_check = self.ref is not None and self.ref != self.requirement
        return self.audit.verdict(self.ref) if on_check and self.ref else None

    def _begun(self, grade: Grade) -> Finding | None:
        """A draft that was begun here and never given a title: it is gone on with."""
        assert self.ref is not None
        for finding in self.audit.findings_of(self.ref):
            begun = finding.state is FindingState.DRAFT and not finding.title.strip()
            if begun and finding.grade is grade and self.ref in (*finding.checks, *finding.refs):
                return finding
        return None

    def _judged(self) -> tuple[Ref, ...]:
        if self.ref is None:
            return self.targets()
        checks = self.audit.check_refs(self.ref)
        judged = tuple(c for c in checks if self.audit.verdict(c).verdict is not Verdict.UNTESTED)
        if not judged:
            raise AuditkitError(f"{self.ref.ref} is untested already.")
        return judged

    def _take(self, audit: Audit) -> None:
        """The same place in another opening of the audit."""
        roots, before = self.audit.roots(), self.audit
        super()._take(audit)
        self.outline = self.outline.on(audit)
        self._carry_line(before)
        self._carry_forms(before)
        if audit.roots() != roots:
            self.take_files(None, None)

    def type_line(self) -> bool:
        """The interview line that is being typed is another one now, or entered; as
        `Autosave.typed`."""
        (note, line), before = self.capturing.unfinished(), self._line
        self._line = note
        left = bool(before) and before != note and self.texts.typed(TextKey(LINE, before), "")
        return (bool(note) and self.texts.typed(TextKey(LINE, note), line)) or left

    def _carry_line(self, before: Audit) -> None:
        """The line being typed goes along, under the name that this device has there."""
        self.type_line()
        here = (self.audit.folder, self.audit.device)
        if self.capturing.identity and here != (before.folder, before.device):
            with suppress(AuditkitError):
                drop(before, self.capturing.identity)

    def _carry_forms(self, before: Audit) -> None:
        """What stands in forms goes along as well; it leaves its old place once it is written."""
        if (self.audit.folder, self.audit.device) != (before.folder, before.device):
            self.form_memory.forget_saved()
            self.type_forms()
            if self.texts.flush():
                with suppress(AuditkitError):
                    unfinished_forms.drop(before)

    def _all_checks(self) -> Iterator[Ref]:
        for checklist in self.audit.checklists:
            for check in checklist.checks():
                yield Ref(checklist.id, check.id)

    def _at_or_below(self, ref: Ref) -> bool:
        row = self.row
        if row is None or row.kind == "checklist":
            return False
        if row.ref is None:
            return self._section_of(ref) == row.key
        return ref == row.ref or requirement_of(ref.ref) == row.ref.ref

    def _section_of(self, ref: Ref) -> str:
        checklist = self.audit.checklist(ref.checklist)
        wanted = self.audit.requirement(ref)
        found = next((s for s in checklist.sections if wanted in s.requirements), None)
        return f"{checklist.id}#{found.ref}" if found else ""

    def _first_key(self) -> str:
        """Where somebody worked last, or else the first requirement."""
        last = last_worked_on(self.audit)
        if last is not None:
            self.outline.unfolded.clear()
            return self.outline.reveal(last)
        for checklist in self.audit.checklists:
            for requirement in checklist.requirements():
                return self.outline.reveal(Ref(checklist.id, requirement.ref))
        return ""
