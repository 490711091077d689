"""What is linked to a requirement, as lines: citations first, then findings, then what was said."""

from __future__ import annotations

from rich.text import Text

from auditkit.analysis.soundness import concerns
from auditkit.record.model import Citation, Evidence, EvidenceKind, FileStanding, Finding, Note
from auditkit.tui.glyphs import ellipsis
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.said import said
from auditkit.tui.session import Session
from auditkit.tui.text import BAD, label
from auditkit.tui.widgets.line_list import Line

SAID = "n:"
"""What the key of an interview line begins with."""


def linked_lines(session: Session) -> list[Line]:
    """Lines for the requirement or check under the cursor."""
    if session.ref is None:
        return []
    audit = session.audit
    register = {each.id: each for each in audit.evidence()}
    cited = [
        citation_line(session, each, register[each.evidence])
        for each in audit.citations(ref=session.ref)
        if each.evidence in register
    ]
    found = audit.findings_of(session.ref)
    return [
        *cited,
        *(finding_line(each, bool(concerns(audit, each))) for each in found),
        *(said_line(each) for each in audit.notes(session.requirement)),
    ]


def said_line(note: Note) -> Line:
    """One interview line that is filed there."""
    return Line(f"{SAID}{note.id}", label(said(note)), label("interview"))


def citation_line(session: Session, citation: Citation, evidence: Evidence) -> Line:
    """One citation: label, file or statement, place; on the right how the file stands. The place
    is told before the end of a long title, and before how it stands, unless that is CHANGED or
    the like."""
    where = citation.ref.partition("/")[2]
    place = f"· {citation.place} " if citation.place else ""
    tail = label(f"{place}{f'({where})' if where else ''}")
    standing = standing_word(session, evidence)
    return Line(
        f"c:{citation.id}",
        label(f"{evidence.label} {evidence.title}"),
        label(standing),
        tail=Text(" ", end="").append_text(tail) if tail.plain else tail,
        spare=not standing.isupper(),
    )


def standing_word(session: Session, evidence: Evidence) -> str:
    """Statement, hash so far, or the word of the last verification."""
    if evidence.kind is not EvidenceKind.FILE:
        return str(evidence.kind)
    look = session.audit.verification(evidence.id)
    if look is not None and look.standing is not FileStanding.UNCHANGED:
        return look.standing.upper()
    if not evidence.sha256:
        return ellipsis()
    return f"{evidence.sha256[:6]}{ellipsis()} {'ok' if look else ''}".strip()


def finding_line(finding: Finding, unsound: bool) -> Line:
    """One finding: label, grade, title; on the right its state, and whether its evidence changed
    or is gone."""
    word = GRADE_WORDS[finding.grade]
    state = f"{finding.state} · EVIDENCE?" if unsound else str(finding.state)
    style = BAD if finding.grade.nonconformity else ""
    title = finding.title or "(no title yet)"
    return Line(finding.id, label(f"{finding.label} {word} {title}", style), label(state))
