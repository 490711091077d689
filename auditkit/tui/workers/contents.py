"""Work on what stands in the files: reading it into the index, and searching it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textual.message import Message
from textual.worker import get_current_worker

from auditkit.analysis.suggestion import AuditFacts, Suggestions
from auditkit.errors import AuditkitError
from auditkit.evidence.contents import Answer, Contents, Progress
from auditkit.evidence.model import FileEntry, Passage
from auditkit.evidence.places import beginnings
from auditkit.evidence.preview import Preview, preview
from auditkit.evidence.scan import Scan
from auditkit.tui.messages import Indexed

MOST_HITS = 30
_LIKELY = 3
"""Files for each requirement that are read before the others."""
_MOST_WEIGHED = 20_000
"""Of more files it takes too long to say which are likely: the newest come first."""
_TELL_EVERY = 0.2
"""Seconds between two words on how far the work is."""
_WHOLE = 5_000_000
"""Characters of a file in which a place is looked for."""
_AROUND = 10_000
"""Characters of a file before and behind a passage that was found, for its preview."""
Post = Callable[[Message], object]


@dataclass(frozen=True, slots=True)
class ToIndex:
    """What is to be indexed: what a scan found, and what is read first. ``run`` numbers the
    indexers of an app."""

    run: int
    place: Path
    found: Scan
    registered: Sequence[Path]
    facts: AuditFacts

    @property
    def entries(self) -> Sequence[FileEntry]:
        """The files that there are."""
        return self.found.entries


def index_contents(post: Post, todo: ToIndex) -> None:
    """Read new and changed files: the registered ones, those that may be evidence, then the newest.
    Goes on where it was cancelled."""
    worker, told, total = get_current_worker(), Seldom(), len(todo.entries)

    def cancelled() -> bool:
        return worker.is_cancelled

    def progress(done: int, to_read: int, _path: str) -> None:
        if told():
            post(Indexed(todo.run, total - to_read + done, total))

    try:
        with Contents(todo.place) as contents:
            _index(contents, todo, progress, cancelled)
            problems = contents.coverage().problems
            left = contents.pending(todo.entries)
    except AuditkitError as error:
        post(Indexed(todo.run, 0, total, ended=True, trouble=str(error)))
        return
    post(Indexed(todo.run, total - left, total, problems, ended=True))


def _index(
    contents: Contents, todo: ToIndex, progress: Progress, cancelled: Callable[[], bool]
) -> None:
    first = {os.path.normpath(path) for path in todo.registered}
    known = [e for e in todo.entries if os.path.normpath(f"{e.root}{os.sep}{e.path}") in first]
    count = max(1, min(2, (os.cpu_count() or 2) - 1))  # the person goes on working
    contents.build(known, complete=False, processes=count, cancelled=cancelled)
    if not cancelled():
        contents.build(
            todo.entries,
            likely=_likely(todo, cancelled),
            complete=todo.found.complete,
            unlisted=todo.found.unlisted,
            processes=count,
            progress=progress,
            cancelled=cancelled,
        )


def _likely(todo: ToIndex, cancelled: Callable[[], bool]) -> list[Path]:
    """The files whose names fit what the requirements ask for."""
    if len(todo.entries) > _MOST_WEIGHED:
        return []
    suggestions = Suggestions(todo.facts, todo.entries, None)
    found: dict[Path, None] = {}
    for asked in todo.facts.asked:
        if cancelled():
            break
        for each in suggestions.for_requirement(asked.ref, _LIKELY):
            found[each.entry.absolute] = None
    return list(found)


def passages_found(query: str, contents: Contents | None) -> Answer | None:
    """The best passages for what was typed so far; None where there is no index yet."""
    return None if contents is None else contents.search(query, MOST_HITS, typing=True)


def look_around(entry: FileEntry, place: str, contents: Contents | None) -> Preview:
    """The text of a file around a place: from the index where ``entry`` is the file both as it was
    read and as it is now, else from the file. Where it has no such place, its beginning."""
    if not place:
        return preview(entry.absolute)
    if contents is not None and _is_still(entry):
        seen = Preview("", contents.passages(entry), False, None)
    else:
        seen = preview(entry.absolute, limit_chars=_WHOLE)
    begins = beginnings(place)
    here = next((n for n, each in enumerate(seen.passages) if each.place in begins), 0)
    first = _reach(seen.passages[:here][::-1])
    last = _reach(seen.passages[here + 1 :])
    shown = seen.passages[here - first : here + last + 1]
    cut = seen.truncated or last < len(seen.passages) - here - 1
    return replace(seen, passages=shown, truncated=cut)


def _is_still(entry: FileEntry) -> bool:
    try:
        found = entry.absolute.stat()
    except (OSError, ValueError):
        return False
    return (found.st_size, found.st_mtime_ns) == (entry.size, entry.mtime_ns)


def _reach(passages: Sequence[Passage]) -> int:
    left = _AROUND
    for number, passage in enumerate(passages):
        if left <= 0:
            return number
        left -= len(passage.text)
    return len(passages)


class Seldom:
    """True now and then: a worker that tells every file would drown the screen."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self) -> bool:
        now = time.monotonic()
        if now - self._last < _TELL_EVERY:
            return False
        self._last = now
        return True
