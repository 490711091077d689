"""Interview lines as lines of the screen: time, who spoke, the mark, and where they are filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from auditkit.record.model import Note, NoteMark
from auditkit.tui.text import label

if TYPE_CHECKING:
    from auditkit.analysis.filing import Proposal

UNFILED = "unfiled"
MARKS = {
    NoteMark.NONE: "",
    NoteMark.NONCONFORMITY: "! ",
    NoteMark.STRENGTH: "+ ",
    NoteMark.FOLLOW_UP: "? ",
    NoteMark.EVIDENCE: "@ ",
}


def said(note: Note) -> str:
    """Local time, function of the person who spoke, mark and words."""
    who = f"{note.speaker}: " if note.speaker else ""
    return f"{note.at.astimezone():%H:%M} {MARKS[note.mark]}{who}{note.text}"


def filed(note: Note) -> str:
    """Where a note is filed."""
    return note.ref or UNFILED


def proposal_label(digit: int, proposal: Proposal, *, chosen: bool = False) -> Text:
    """One proposal with its digit and its reason."""
    mark = " (chosen)" if chosen else ""
    return label(f"{digit} {proposal.ref.ref:<7} {proposal.title}{mark} · {proposal.why}")
