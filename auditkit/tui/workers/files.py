"""Work on files that may take long: listing, searching, reading, hashing.

Every function runs in a thread. The long ones ask now and then whether anybody still waits, and
post what they found; the others give it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.message import Message
from textual.worker import get_current_worker

from auditkit.analysis.hits import fitting
from auditkit.analysis.verification import Question, answers
from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.locate import locate
from auditkit.evidence.model import Cancelled, FileEntry, Match, WorkCancelled
from auditkit.evidence.names import NameIndex
from auditkit.evidence.preview import whole_text
from auditkit.evidence.scan import scan
from auditkit.tui.messages import Hashed, Scanned, Verified

MOST_FILES = 100
"""Files that are shown for a query: more are nothing to look through."""
_TELL_EVERY = 0.2
"""Seconds between two words on how far the work is."""
Post = Callable[[Message], object]


def _cancelled() -> bool:
    return get_current_worker().is_cancelled


def list_files(post: Post, roots: Sequence[Path]) -> None:
    """List the evidence folders and make their names searchable."""
    found = scan(roots, cancelled=_cancelled)
    index = NameIndex(found.entries)
    if not _cancelled():
        post(Scanned(found, index))


def names_found(
    index: NameIndex, query: str, prior: dict[str, float], cancelled: Cancelled
) -> list[Match]:
    """The best files for what was typed."""
    return fitting(index.search(query, MOST_FILES, prior=prior, cancelled=cancelled))


def quote_stands(path: Path, place: str, quote: str) -> bool:
    """Whether words that a person typed stand in the file. One that cannot be read contradicts
    nobody."""
    try:
        return locate(quote, place, whole_text(path)).outcome not in ("gone", "reworded")
    except AuditkitError:
        return True


def hash_file(post: Post, evidence: str, path: Path) -> None:
    """The fingerprint of a registered file."""
    try:
        post(Hashed(evidence, fingerprint(path, cancelled=_cancelled)))
    except WorkCancelled:
        return
    except AuditkitError as error:
        post(Hashed(evidence, None, str(error)))


def verify_files(post: Post, asked: Sequence[Question], roots: Sequence[Path]) -> None:
    """How every registered file stands, and the words that were quoted from it."""
    told = time.monotonic()
    worker = get_current_worker()

    def cancelled() -> bool:
        return worker.is_cancelled  # files are hashed in threads of their own

    def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_EVERY:
            told = time.monotonic()
            post(Verified(done, total))

    def files() -> Sequence[FileEntry]:
        return scan(roots, cancelled=cancelled).entries

    try:
        found = answers(asked, whole_text, files, progress=progress, cancelled=cancelled)
        looks = tuple(found)
    except WorkCancelled:
        return
    post(Verified(len(asked), len(asked), looks))
