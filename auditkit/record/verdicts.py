"""Verbs about checks: verdicts and the running notes of requirements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from auditkit.errors import UsageError
from auditkit.record.ids import new_id
from auditkit.record.model import CheckVerdict, Note, NoteMark, Ref, Verdict
from auditkit.record.verbs import Verbs
from auditkit.refs import requirement_of
from auditkit.text import clip, one_line

RUNNING = "running:"
"""Ids of running notes start with this: one editable text per requirement."""


class VerdictVerbs(Verbs):
    """What the auditor says of checks, and what was heard."""

    def verdict(self, ref: Ref) -> CheckVerdict:
        """The verdict on one check; untested where none was given."""
        found = self.verdicts().get(ref)
        return found or CheckVerdict(
            id=str(ref), checklist=ref.checklist, check=ref.ref, verdict=Verdict.UNTESTED
        )

    def verdicts(self) -> Mapping[Ref, CheckVerdict]:
        """All verdicts that were given (untested ones are left out)."""
        return self._cached(
            "verdicts by ref",
            lambda: {
                Ref(each.checklist, each.check): each
                for each in self._all(CheckVerdict).values()
                if each.verdict is not Verdict.UNTESTED
            },
        )

    def set_verdict(self, checks: Sequence[Ref], verdict: Verdict, reason: str = "") -> None:
        """Give one verdict to several checks at once; they are undone together.

        Raises `UsageError` for not applicable without a reason, or for no checks at all.
        """
        if verdict is Verdict.NOT_APPLICABLE and not reason.strip():
            raise UsageError("Not applicable needs a reason.", "Say why the check does not apply.")
        if not checks:
            raise UsageError("There is no check to judge here.")
        now = self._clock().isoformat()
        edits = {
            str(check): {
                "checklist": check.checklist,
                "check": check.ref,
                "verdict": verdict.value,
                "reason": reason,
                "by": self.actor,
                "at": now,
            }
            for check in checks
        }
        self._commit("set verdict", {"verdicts": edits}, _about(checks, verdict))

    def notes(self, ref: Ref | None = None) -> tuple[Note, ...]:
        """Single notes in time order: all of them, or those filed under a requirement."""
        notes = (each for key, each in self._all(Note).items() if not key.startswith(RUNNING))
        chosen = [
            n for n in notes if ref is None or (n.checklist, n.ref) == (ref.checklist, ref.ref)
        ]
        return tuple(sorted(chosen, key=lambda note: note.at))

    def written(self) -> tuple[Note, ...]:
        """Everything that was written down: single notes, and the running one of a requirement."""
        return tuple(self._all(Note).values())

    def unfiled_notes(self) -> tuple[Note, ...]:
        """Notes that still belong to no requirement."""
        return tuple(note for note in self.notes() if not note.ref)

    def note_text(self, ref: Ref) -> str:
        """The running note of a requirement; empty where nothing was written."""
        found = self._all(Note).get(f"{RUNNING}{ref}")
        return found.text if found else ""

    def set_note(self, ref: Ref, text: str) -> None:
        """Write the running note of a requirement (the screen calls this while one types)."""
        if text == self.note_text(ref):
            return
        fields = {
            "text": text,
            "at": self._clock().isoformat(),
            "by": self.actor,
            "checklist": ref.checklist,
            "ref": ref.ref,
        }
        self._commit("write note", {"notes": {f"{RUNNING}{ref}": fields}}, f"note {ref.ref}")

    def append_note(self, ref: Ref, text: str, speaker: str = "") -> None:
        """Add one line to the running note of a requirement: local time, speaker, words."""
        said = f"{speaker}: {text}" if speaker else text
        line = f"{self._clock().astimezone():%H:%M} {said}"
        before = self.note_text(ref).rstrip()
        self.set_note(ref, f"{before}\n{line}" if before else line)

    def add_note(
        self,
        text: str,
        *,
        ref: Ref | None = None,
        speaker: str = "",
        mark: NoteMark = NoteMark.NONE,
        identity: str = "",
        at: datetime | None = None,
    ) -> Note:
        """Write down what was heard or seen; it may be filed under a requirement later.

        ``identity`` and ``at``: id and time of a line that was begun before (`unfinished`).
        """
        fields = {
            "text": text,
            "at": at or self._clock(),
            "by": self.actor,
            "speaker": speaker,
            "mark": mark,
            "checklist": ref.checklist if ref else "",
            "ref": ref.ref if ref else "",
        }
        identity = identity or new_id()
        self._put(Note, identity, f"note {clip(one_line(text), 40)}", "add notes", fields)
        return self._all(Note)[identity]

    def file_note(self, identity: str, ref: Ref) -> Note:
        """File a note under a requirement."""
        about = f"note filed under {ref.ref}"
        return self._edit(Note, identity, about, checklist=ref.checklist, ref=ref.ref)

    def edit_note(self, identity: str, text: str) -> Note:
        """Correct a note; the journal keeps what it said before."""
        return self._edit(Note, identity, "note corrected", text=text)

    def remove_note(self, identity: str) -> None:
        """Take a note away (undo brings it back)."""
        self._remove(Note, identity, "note removed")


def _about(checks: Sequence[Ref], verdict: Verdict) -> str:
    if len(checks) == 1:
        return f"{checks[0].ref} {verdict}"
    return f"{requirement_of(checks[0].ref)} {verdict} ({len(checks)} checks)"
