"""What the evidence screen lists: the register, files nobody cites, what changed, questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content

from auditkit.analysis.soundness import concern, older_than_period, outdated
from auditkit.record.model import Citation, Evidence, FileStanding, Outcome, Verification
from auditkit.tui.commands import key_of
from auditkit.tui.file_lines import moment, name_first
from auditkit.tui.linked import standing_word
from auditkit.tui.screens.listing import named
from auditkit.tui.session import Session
from auditkit.tui.text import BAD, MUTED, label
from auditkit.tui.widgets.line_list import LazyLines, Line

if TYPE_CHECKING:
    from auditkit.analysis.smells import Question
    from auditkit.evidence.model import FileEntry
    from auditkit.record.model import Ref

Served = Sequence["tuple[Ref, float, str]"]
"""Requirements that a file may serve, each with the reason."""
_BAD = ("CHANGED", "MISSING", "UNREADABLE")
_WAYS = {
    FileStanding.CHANGED: ("evidence.compare", "compares"),
    FileStanding.MISSING: ("evidence.moved", "says where it is now"),
}
"""Commands for what was not as registered, and what they do."""
_OTHERS = 8
"""Other files that one question names."""


class Shown(StrEnum):
    """Which evidence the screen shows."""

    LINKED = "register"
    UNLINKED = "unlinked files"
    CHANGED = "changed or missing"
    QUESTIONS = "questions"


def empty_words(shown: Shown) -> str:
    """Why a list is empty, and what fills it."""
    if shown is Shown.LINKED:
        audit, link = key_of("go.audit"), key_of("evidence.link")
        return f"No evidence yet. On the audit screen ({audit}), {link} finds a file and cites it."
    if shown is Shown.UNLINKED:
        return "Every file that was found is registered."
    if shown is Shown.CHANGED:
        again = key_of("evidence.verify")
        return f"Nothing registered was found changed or missing; {again} looks again."
    return "The files raise no question."


def register_line(session: Session, evidence: Evidence) -> Line:
    """One entry of the register."""
    uses = len(session.audit.citations(evidence=evidence.id))
    word = standing_word(session, evidence)
    where = evidence.path.rpartition("/")[0] if evidence.path else evidence.source
    left = label(" · ".join(part for part in (f"{evidence.label} {evidence.title}", where) if part))
    old = "OLD · " if older_than_period(evidence, session.audit.info) else ""
    right = label(f"{old}{uses} cited · {word}", BAD if word in _BAD else "")
    return Line(evidence.id, left, right)


def changed(session: Session) -> list[Evidence]:
    """What was not as registered when it was last looked at."""
    looks = ((each, session.audit.verification(each.id)) for each in session.audit.evidence())
    return [
        each
        for each, look in looks
        if look is not None and look.standing is not FileStanding.UNCHANGED
    ]


def unlinked(session: Session) -> Iterator[FileEntry]:
    """The files below the evidence folders that are not registered; there may be very many."""
    audit = session.audit
    roots = {each.root: str(audit.root_path(each.root)) for each in audit.evidence() if each.path}
    known = {(roots[each.root], each.path) for each in audit.evidence() if each.path}
    return (each for each in session.files or () if (each.root, each.path) not in known)


def unlinked_lines(files: Sequence[FileEntry], width: int) -> LazyLines[FileEntry]:
    """One line a file; made when it is shown, for there may be a hundred thousand."""

    def line(key: str, entry: FileEntry) -> Line:
        day = f"{moment(entry.mtime_ns):%Y-%m-%d}"
        return Line(key, name_first(entry, width, day), label(day))

    return LazyLines(files, line)


def question_line(asked: Question) -> Line:
    """One question: which file, which words, and which rule asks."""
    smell, dismissed = asked.smell, asked.dismissal is not None
    left = label(f"{smell.entry.name} · {smell.words}", MUTED if dismissed else "")
    return Line(str(asked.number), left, label(f"{smell.rule}{', dismissed' * dismissed}"))


def register_detail(session: Session, evidence: Evidence) -> Content:
    """What is known, and where it is cited."""
    audit = session.audit
    cited = "\n".join(_cited(session, each) for each in audit.citations(evidence=evidence.id))
    look = audit.verification(evidence.id)
    return named(
        (
            ("Path", evidence.path),
            ("Said by", evidence.source),
            ("SHA-256", evidence.sha256),
            ("Size", f"{evidence.size:,} bytes" if evidence.sha256 else ""),
            ("Speaks of", _effective(session, evidence)),
            ("Verified", _verified(look) if look else ""),
            ("May be now", "\n".join(look.found) if look else ""),
            ("Cited for", cited or "nothing yet"),
        )
    )


def file_detail(session: Session, entry: FileEntry, served: Served | None) -> Content:
    """A file that nobody cites, and which requirements it may serve."""
    if served is None:
        may = "looking …"
    else:
        may = "\n".join(_serves(session, ref, why) for ref, _, why in served)
    return named(
        (
            ("Path", entry.path),
            ("Size", f"{entry.size:,} bytes"),
            ("Changed", f"{moment(entry.mtime_ns):%Y-%m-%d %H:%M}"),
            ("May serve", may or "no requirement that its name or contents speak of"),
        )
    )


def question_detail(asked: Question) -> Content:
    """What may be asked aloud, and what gave rise to it."""
    smell, kept = asked.smell, asked.dismissal
    others = [each.path for each in smell.others[:_OTHERS]]
    if len(smell.others) > _OTHERS:
        others.append(f"and {len(smell.others) - _OTHERS} more")
    return named(
        (
            ("Question", smell.question),
            ("Rule", smell.rule),
            ("Path", smell.entry.path),
            ("Place", "; ".join((smell.place, *smell.places))),
            ("Words", smell.words),
            ("With", "\n".join(others)),
            ("Dismissed", f"{kept.reason} ({kept.by})" if kept else ""),
        )
    )


def older(session: Session) -> int:
    """How many entries of the register speak only of a time before the audited period."""
    return sum(1 for _ in outdated(session.audit))


def _effective(session: Session, evidence: Evidence) -> str:
    info = session.audit.info
    if not older_than_period(evidence, info):
        return evidence.effective
    return f"{evidence.effective}: OLDER than the audit period, which begins {info.period_from}"


def _verified(look: Verification) -> str:
    """How it stood and when, and the key for what can be done about it."""
    when = f"{look.standing}, {look.at.astimezone():%d %b %H:%M}"
    command, does = _WAYS.get(look.standing, ("", ""))
    return f"{when}; {key_of(command)} {does}" if command else when


def _cited(session: Session, cited: Citation) -> str:
    """What it is cited for, and where its words stand now."""
    finding = next((f.label for f in session.audit.findings(True) if f.id == cited.finding), "")
    parts = (cited.ref or finding, cited.place, cited.quote)
    lines = [" · ".join(part for part in parts if part)]
    if told := concern(session.audit, cited):
        lines.append(f"→ {told}")
    if cited.outcome in (Outcome.MOVED, Outcome.REWORDED):
        lines.append(f"→ now, {cited.found_place}: {cited.found_words}".rstrip(": "))
    return "\n".join(lines)


def _serves(session: Session, ref: Ref, why: str) -> str:
    return f"{ref.ref} {session.audit.requirement(ref).title}: {why}"
