"""Interview lines as they are written down: what is kept between two openings of the screen, and
which of the digits typed after a line file it. It holds no widget."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.record.audit import Audit
from auditkit.record.model import Note, Ref

MOST = 5
"""Proposals for a line, each with a digit."""
_ORDINALS = ("st", "nd", "rd", "th")


class Capturing:
    """Who is speaking, the line being typed, and the line that digits file."""

    def __init__(self) -> None:
        self.role = ""
        self.line = ""
        """What is typed and not entered yet."""
        self.kept = ""
        """The note that was entered last."""
        self.choices: tuple[Ref, ...] = ()
        """What digits mean for that note, as it was on the screen."""
        self.digits = ""
        """Digits that filed it, as long as they may turn out to begin the next line."""
        self.cites = False
        """Whether evidence is to be found for it."""
        self._changes = 0

    def enter(self, audit: Audit, line: str, refs: Sequence[Ref], choices: Sequence[Ref]) -> Note:
        """Put a line on the disk, filed under ``refs`` where some were chosen already."""
        from auditkit.analysis.filing.mark import captured  # not for the first paint

        taken = captured(line)
        with audit.group(f"line {taken.text[:40]}"):
            note = audit.add_note(
                taken.text,
                ref=refs[0] if refs else None,
                speaker=self.role,
                mark=taken.mark,
            )
            for other in refs[1:]:
                audit.add_note(taken.text, ref=other, speaker=self.role, mark=taken.mark)
        self.line, self.cites = "", taken.wants_evidence
        self.settle()
        self.kept, self.choices = note.id, tuple(choices)
        return note

    def means_filing(self, char: str) -> bool:
        """Whether a digit typed on an empty line names one of the choices."""
        return char.isascii() and char.isdigit() and 0 < int(char) <= len(self.choices)

    def file(self, audit: Audit, digit: str) -> Ref:
        """File the line entered last under one more of its choices."""
        ref = self.choices[int(digit) - 1]
        before = audit.revision
        file_under(audit, self.kept, ref)
        self.digits += digit
        self._changes += audit.revision != before
        return ref

    def take_back(self, audit: Audit) -> str:
        """Undo what the digits filed; gives them."""
        digits, changes = self.digits, self._changes
        self.settle()
        for _ in range(changes):
            audit.undo()
        return digits

    def begins_text(self, typed: str) -> bool:
        """Whether what follows the digits shows that they are the beginning of a line: anything
        but a letter, or the end of an ordinal number."""
        if not self.digits or not typed:
            return False
        ordinal = typed[-1] == " " and typed.rstrip().casefold() in _ORDINALS
        return ordinal or not typed[0].isalpha()

    def settle(self) -> None:
        """The digits were meant to file: a line begins."""
        self.digits, self._changes = "", 0

    def keep_unfinished(self, audit: Audit) -> None:
        """What was never entered becomes an unfiled note; raises `AuditkitError`."""
        if any(each.isalnum() for each in self.line) and not audit.read_only:
            self.enter(audit, self.line, (), ())


def file_under(audit: Audit, identity: str, ref: Ref) -> None:
    """File a note; one that is filed elsewhere gets a copy there. Nothing happens where the same
    words stand already."""
    note = next(each for each in audit.notes() if each.id == identity)
    if not note.ref:
        audit.file_note(identity, ref)
    elif not any(_same(each, note) for each in audit.notes(ref)):
        audit.add_note(note.text, ref=ref, speaker=note.speaker, mark=note.mark)


def _same(one: Note, other: Note) -> bool:
    return (one.text, one.speaker) == (other.text, other.speaker)
