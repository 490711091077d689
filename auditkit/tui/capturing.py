"""Interview lines as they are written down: what is kept between two openings of the screen, and
which of the digits typed after a line file it. It holds no widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.ids import new_id
from auditkit.record.model import Note, Ref
from auditkit.record.record import utc_now
from auditkit.record.unfinished import Unfinished, drop, encoded
from auditkit.text import clip, one_line
from auditkit.tui.citing import Cited
from auditkit.tui.commands import key_of
from auditkit.tui.key_words import taken_back

APART = 0.7
"""Seconds between two digits after which the first one has filed for good: a number is typed
faster."""
_ORDINALS = ("st", "nd", "rd", "th")


class Step(NamedTuple):
    """Something done here that can be taken back: its group, the note, and the line as it was
    typed where it was the entering of it."""

    group: str
    note: str
    line: str = ""
    cited: str = ""
    """The label of the evidence, where it was the citing of some."""


class Capturing:
    """Who is speaking, the line being typed, and the line that digits file."""

    def __init__(self) -> None:
        self.role = ""
        self._resumed = False
        self.line = ""
        """What is typed and not entered yet."""
        self.identity = ""
        """The note that this line is going to be; there once something stands in it."""
        self._typed: tuple[str, datetime | None] = "", None
        """Its words as they were kept last, and when they were typed."""
        self.kept = ""
        """The note that was entered last."""
        self.choices: tuple[Ref, ...] = ()
        """What digits mean for that note, as it was on the screen."""
        self.digits = ""
        """Digits that filed it, as long as they may turn out to begin the next line."""
        self.cites = False
        """Whether evidence is to be found for it."""
        self._filed_at = 0.0
        self._filing = Step("", "")
        self._filed: list[Ref] = []
        """Where the digits filed the line entered last: one step to take back."""
        self._fresh = 0
        """How many of those the digits did that may turn out to begin the next line."""
        self._steps: list[Step] = []
        """What was done here, oldest first."""

    def resume(self, audit: Audit) -> None:
        """An interview goes on after the program was ended: who spoke last today still speaks."""
        notes, today = audit.notes(), utc_now().astimezone().date()
        if not self._resumed and notes and notes[-1].at.astimezone().date() == today:
            self.role = self.role or notes[-1].speaker
        self._resumed = True

    def enter(
        self,
        audit: Audit,
        line: str,
        refs: Sequence[Ref],
        choices: Sequence[Ref],
        at: datetime | None = None,
    ) -> Note:
        """Put a line on the disk, filed under ``refs`` where some were chosen already; it was
        said now, or ``at`` another time."""
        from auditkit.analysis.filing.mark import captured  # not for the first paint

        taken = captured(line)
        with audit.group(f"line “{clip(one_line(taken.text), 40)}”") as group:
            note = audit.add_note(
                taken.text,
                ref=refs[0] if refs else None,
                speaker=self.role,
                mark=taken.mark,
                identity=self.identity,
                at=at,
            )
            for other in refs[1:]:
                audit.add_note(taken.text, ref=other, speaker=self.role, mark=taken.mark, at=at)
        self.line, self.identity, self.cites = "", "", taken.wants_evidence
        self._typed = "", None
        self.settle()
        self.kept, self.choices = note.id, tuple(choices)
        self._steps.append(Step(group, note.id, line))
        self._filing, self._filed = Step("", ""), []
        return note

    def means_filing(self, char: str) -> bool:
        """Whether a digit typed on an empty line names one of the choices."""
        return char.isascii() and char.isdigit() and 0 < int(char) <= len(self.choices)

    def file(self, audit: Audit, digit: str, at: float) -> Ref:
        """File the line entered last under one more of its choices; ``at`` is in seconds."""
        if at - self._filed_at > APART:
            self.settle()
        self._filed_at = at
        ref = self.choices[int(digit) - 1]
        self._fresh += self._file(audit, ref)
        self.digits += digit
        return ref

    def cited(self, some: Iterable[Cited]) -> None:
        """Evidence was cited for the line entered last."""
        self._steps += [Step(each.group, self.kept, cited=each.label) for each in some]
        self.settle()
        self.cites = False

    def take_back(self, audit: Audit) -> str:
        """Undo what the digits filed that turned out to begin the next line; gives them."""
        digits, stays = self.digits, self._filed[: -self._fresh]
        if self._fresh and self._filing.group == audit.last_change:
            audit.undo()
            self._steps.remove(self._filing)
            self._filing, self._filed = Step("", ""), []
            for ref in stays:
                self._file(audit, ref)
        self.settle()
        return digits

    def take_last(self, audit: Audit) -> Step:
        """Undo what was done here last: the citing of evidence, the filing of a line, or the line
        itself, whose words are typed again then. Raises `AuditkitError` where nothing was, or
        something came after it."""
        back = key_of("capture.close")
        if not self._steps:
            more = f"{back}, then {key_of('undo')} takes back more."
            raise AuditkitError("Nothing was done here yet.", more)
        step = self._steps[-1]
        if audit.last_change != step.group:
            raise AuditkitError("Something else came after it.", f"{back}, then {taken_back()}.")
        audit.undo()
        self._steps.pop()
        self.settle()
        if step.cited:
            return step
        self._filing, self._filed = Step("", ""), []
        if step.line:
            self.line, self.kept, self.choices = step.line, "", ()
        return step

    def _file(self, audit: Audit, ref: Ref) -> bool:
        """File the line entered last, as part of the step that its digits are; whether anything
        changed."""
        before, step = audit.revision, self._filing.group
        if step and step != audit.last_change:
            self._filing, self._filed, step = Step("", ""), [], ""
        group = file_in_step(audit, self.kept, ref, step)
        if audit.revision == before:
            return False
        if group != step:
            self._filing = Step(group, self.kept)
            self._steps.append(self._filing)
        self._filed.append(ref)
        return True

    def begins_text(self, typed: str) -> bool:
        """Whether what follows the digits shows that they are the beginning of a line: anything
        but a letter or a mark, or the end of an ordinal number."""
        from auditkit.analysis.filing.mark import SIGNS  # not for the first paint

        if not self.digits or not typed:
            return False
        ordinal = typed[-1] == " " and typed.rstrip().casefold() in _ORDINALS
        return ordinal or not (typed[0].isalpha() or typed[0] in SIGNS)

    def place(self, note: Note) -> Ref | None:
        """Where a line is filed; of the one entered last, where a digit filed it last."""
        if note.id == self.kept and self._filed:
            return self._filed[-1]
        return Ref(note.checklist, note.ref) if note.ref else None

    def settle(self) -> None:
        """The digits were meant to file: a line begins."""
        self.digits, self._fresh = "", 0

    def unfinished(self) -> tuple[str, str]:
        """The note that the line being typed is going to be, and the line as it is kept on the
        disk until it is entered; the latter is empty where no word stands in it."""
        from auditkit.analysis.filing.mark import captured

        taken = captured(self.line)
        if not _has_words(taken.text):
            return self.identity, ""
        self.identity = self.identity or new_id()
        if taken.text != self._typed[0]:
            self._typed = taken.text, utc_now()
        line = Unfinished(
            note=self.identity,
            text=taken.text,
            at=self._typed[1] or utc_now(),
            speaker=self.role,
            mark=taken.mark,
        )
        return self.identity, encoded(line).decode("ascii")

    @property
    def begun(self) -> bool:
        """Whether a line was begun and not entered."""
        return _has_words(self.line)

    def keep_unfinished(self, audit: Audit) -> None:
        """What was never entered becomes an unfiled note; raises `AuditkitError`."""
        if self.begun and not audit.read_only:
            identity = self.identity
            self.enter(audit, self.line, (), (), at=self._typed[1])
            drop(audit, identity)


def words_of(audit: Audit, identity: str) -> str:
    """The first words of a note, to name it by."""
    found = (each.text for each in audit.notes() if each.id == identity)
    return clip(one_line(next(found, "")), 40)


def _has_words(text: str) -> bool:
    return any(each.isalnum() for each in text)


def file_in_step(audit: Audit, identity: str, ref: Ref, step: str) -> str:
    """File a note as part of an undo step that filed it before, as long as nothing came after
    that; gives the step that counts now."""
    before = audit.revision
    joining = step if step and step == audit.last_change else ""
    with audit.group(f"filing of “{words_of(audit, identity)}”", joining=joining) as group:
        file_under(audit, identity, ref)
    return step if audit.revision == before else group


def file_under(audit: Audit, identity: str, ref: Ref) -> None:
    """File a note; one that is filed elsewhere gets a copy there. Nothing happens where the same
    words stand already."""
    note = next(each for each in audit.notes() if each.id == identity)
    if not note.ref:
        audit.file_note(identity, ref)
    elif not is_filed(audit, note, ref):
        audit.add_note(note.text, ref=ref, speaker=note.speaker, mark=note.mark)


def is_filed(audit: Audit, note: Note, ref: Ref) -> bool:
    """Whether a note, or a copy of it, is filed under a requirement."""
    said = (note.text, note.speaker)
    return any((each.text, each.speaker) == said for each in audit.notes(ref))
