"""Looking at the registered evidence again: what changed, and where the quoted words stand now.

In three steps, so that the middle one can run beside the screen: `questions` reads the record,
`answers` reads the disk, `Audit.record_verification` notes what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.hashing import Hashed, hash_all
from auditkit.evidence.locate import Located, locate
from auditkit.evidence.missing import Candidate, Wanted, seek
from auditkit.evidence.model import Cancelled, FileEntry, Fingerprint, Passage, Text, never
from auditkit.record.audit import Audit
from auditkit.record.model import Citation, EvidenceKind, FileStanding, Outcome
from auditkit.record.verifications import CitationLookedAt, LookedAt

Read = Callable[[Path], Iterable[Passage]]
"""Gives the whole text of a file; may raise `AuditkitError`."""
Files = Callable[[], Sequence[FileEntry]]
"""Gives all files of the evidence folders; asked only when something is missing."""
_MOST_FOUND = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One registered file, and what is cited from it."""

    evidence: str
    label: str
    path: Path
    """Where it should be."""
    relative: str
    known: Fingerprint
    citations: tuple[Citation, ...]


def questions(audit: Audit) -> list[Question]:
    """The files of the register that have a hash to be held against."""
    return [
        Question(
            item.id,
            item.label,
            audit.evidence_path(item),
            item.path,
            Fingerprint(item.sha256, item.size, item.mtime_ns),
            audit.citations(evidence=item.id),
        )
        for item in audit.evidence()
        if item.kind is EvidenceKind.FILE and item.sha256
    ]


def answers(
    asked: Sequence[Question],
    read: Read,
    files: Files,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Cancelled = never,
) -> Iterator[LookedAt]:
    """How each file stands, as the answers come. Raises `WorkCancelled` on request, and nothing
    for what is on the disk."""
    listed: list[Sequence[FileEntry]] = []
    paths = [each.path for each in asked]
    for hashed in hash_all(paths, progress=progress, cancelled=cancelled):
        question = asked[hashed.number]
        if hashed.vanished:
            listed = listed or [files()]
            yield _missing(question, seek(_wanted(question), listed[0], read, cancelled=cancelled))
        elif hashed.fingerprint is None:
            yield LookedAt(evidence=question.evidence, standing=FileStanding.UNREADABLE)
        else:
            yield _there(question, hashed, read, cancelled)


def _wanted(question: Question) -> Wanted:
    quotes = tuple(dict.fromkeys(each.quote for each in question.citations if each.quote.strip()))
    return Wanted(question.relative, question.known, quotes)


def _missing(question: Question, found: Sequence[Candidate]) -> LookedAt:
    return LookedAt(
        evidence=question.evidence,
        standing=FileStanding.MISSING,
        found=tuple(str(each.entry.absolute) for each in found[:_MOST_FOUND]),
    )


def _there(question: Question, hashed: Hashed, read: Read, cancelled: Cancelled) -> LookedAt:
    now = hashed.fingerprint
    assert now is not None
    same = now.sha256 == question.known.sha256
    stale = [each for each in question.citations if each.sha256 != now.sha256]
    return LookedAt(
        evidence=question.evidence,
        standing=FileStanding.UNCHANGED if same else FileStanding.CHANGED,
        sha256=now.sha256,
        size=now.size,
        mtime_ns=now.mtime_ns,
        citations={} if same else _located(question, stale, read, cancelled),
    )


def _located(
    question: Question, stale: Sequence[Citation], read: Read, cancelled: Cancelled
) -> dict[str, CitationLookedAt]:
    if not stale:
        return {}
    text = _text(question.path, read)
    return {
        each.id: _outcome(locate(each.quote, each.place, text, cancelled=cancelled))
        for each in stale
    }


def _text(path: Path, read: Read) -> Text:
    """What can be read of a file; nothing, and not to the end, where that fails."""
    text = Text()
    text.whole = False
    try:
        found = read(path)
        return found if isinstance(found, Text) else Text(found)
    except AuditkitError:
        return text


def _outcome(found: Located) -> CitationLookedAt:
    return CitationLookedAt(
        outcome=Outcome(found.outcome),
        place=found.place,
        words=found.words,
        score=found.score,
        also=found.also,
    )
