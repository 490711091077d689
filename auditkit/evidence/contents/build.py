"""Bringing an index up to date: only what has changed is read, the likeliest first."""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import attrgetter
from pathlib import Path

from auditkit.evidence.contents.model import Built
from auditkit.evidence.contents.pool import Readers
from auditkit.evidence.contents.store import Store, bounded
from auditkit.evidence.contents.wire import FAILED, NAME_ONLY, Reply
from auditkit.evidence.extract import has_no_text
from auditkit.evidence.model import Cancelled, FileEntry

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and the path of the last one."""

_SECONDS = 1.0  # between two commits: what a killed indexer has to do again
_CHARACTERS = 4_000_000  # at most in one commit
_REMOVED = 500  # files in one commit
_PROCESSES = 2
_PART = 4_000  # files sorted at once


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: files to read, numbers of files to forget; and the digest of the files
    that the index will be complete for, empty when it will not be."""

    to_read: tuple[FileEntry, ...]
    to_forget: tuple[int, ...]
    digest: bytes


def plan(
    store: Store,
    entries: Sequence[FileEntry],
    *,
    complete: bool,
    retry: bool,
    unlisted: Sequence[tuple[str, str]] = (),
) -> Plan:
    """Compare the files with the index.

    Files that are not among ``entries`` leave the index only if these are ``complete``, and not
    where they are ``unlisted`` (as in `Scan`). Files that could not be read for reasons that may
    pass are read again with ``retry``.
    """
    digest = _digest(entries, unlisted)
    if not retry and store.seen() == digest:
        return Plan((), (), digest)
    to_read: list[FileEntry] = []
    to_forget: list[int] = []
    below: dict[str, list[FileEntry]] = {root: [] for root in store.roots()}
    for entry in entries:
        below.setdefault(entry.root, []).append(entry)
    for root, files in below.items():
        known = store.rows(root)
        for entry in files:
            row = known.pop(entry.path, None)
            changed = row is None or (entry.size, bounded(entry.mtime_ns)) != row[1:3]
            if changed or (retry and row is not None and row[3] == FAILED):
                to_read.append(entry)
        unknown = tuple(prefix for place, prefix in unlisted if place == root)
        to_forget += [row[0] for path, row in known.items() if not path.startswith(unknown)]
    if not complete:
        return Plan(tuple(to_read), (), b"")
    return Plan(tuple(to_read), tuple(to_forget), digest)


def _digest(entries: Sequence[FileEntry], unlisted: Sequence[tuple[str, str]]) -> bytes:
    """Stands for all the files at once: comparing 100,000 of them one by one takes much longer."""
    digest = hashlib.sha256()
    for field in ("root", "path"):
        digest.update(os.fsencode("\0".join(map(attrgetter(field), entries))) + b"\0\0")
    digest.update(os.fsencode("\0".join(map("\0".join, unlisted))) + b"\0\0")
    digest.update(array("q", map(attrgetter("size"), entries)).tobytes())
    digest.update(array("q", (bounded(entry.mtime_ns) for entry in entries)).tobytes())
    return digest.digest()


def ordered(entries: Iterable[FileEntry], likely: Iterable[Path]) -> list[FileEntry]:
    """The likely ones first, then the newest."""
    first = {os.path.normpath(path) for path in likely}
    newest = _newest_first(list(entries))
    if not first:
        return newest
    chosen = [e for e in newest if os.path.normpath(f"{e.root}{os.sep}{e.path}") in first]
    taken = set(chosen)
    return [*chosen, *(entry for entry in newest if entry not in taken)]


def _newest_first(entries: list[FileEntry]) -> list[FileEntry]:
    """Sorted a part at a time: to sort all of them at once would keep every other thread waiting,
    also the one that answers the keys."""
    when = attrgetter("mtime_ns")
    parts = (entries[at : at + _PART] for at in range(0, len(entries), _PART))
    return list(
        merge(*(sorted(part, key=when, reverse=True) for part in parts), key=when, reverse=True)
    )


class Build:
    """One run of the indexer."""

    def __init__(self, store: Store, work: Plan, progress: Progress | None) -> None:
        self._store = store
        self._work = work
        self._progress = progress
        self._done = 0
        self._batch: list[tuple[FileEntry, Reply]] = []
        self._characters = 0
        self._begun = time.monotonic()

    def run(self, likely: Iterable[Path], processes: int | None, cancelled: Cancelled) -> Built:
        """Do what is planned, or as much as `cancelled` lets it; what is done stays done."""
        work = self._work
        removed = self._forget(cancelled)
        try:
            self._read(ordered(work.to_read, likely), processes, cancelled)
        finally:
            self._commit()
        pending = len(work.to_read) - self._done
        finished = not pending and removed == len(work.to_forget)
        if finished and work.digest and self._store.seen() != work.digest:
            with self._store.writing():
                self._store.set_seen(work.digest)
        return Built(self._done, removed, pending)

    def _forget(self, cancelled: Cancelled) -> int:
        numbers = iter(self._work.to_forget)
        removed = 0
        while not cancelled() and (some := list(islice(numbers, _REMOVED))):
            with self._store.writing():
                self._store.set_seen(b"")
                for number in some:
                    self._store.remove(number)
            removed += len(some)
        return removed

    def _read(
        self, files: Sequence[FileEntry], processes: int | None, cancelled: Cancelled
    ) -> None:
        for entry in _named(files, cancelled):
            self._take(entry, Reply(NAME_ONLY))
        texts = [entry for entry in files if not has_no_text(Path(entry.name))]
        if texts and not cancelled():
            count = processes or min(_PROCESSES, os.cpu_count() or 1)
            with Readers(min(count, len(texts))) as readers:
                for entry, reply in readers.read(texts, cancelled):
                    self._take(entry, reply)

    def _take(self, entry: FileEntry, reply: Reply) -> None:
        self._batch.append((entry, reply))
        self._characters += sum(len(text.text) for text in reply.blocks)
        if self._characters > _CHARACTERS or time.monotonic() - self._begun > _SECONDS:
            self._commit()
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, len(self._work.to_read), entry.path)

    def _commit(self) -> None:
        if self._batch:
            with self._store.writing():
                self._store.set_seen(b"")
                for entry, reply in self._batch:
                    self._store.put(entry, reply)
                self._store.learn({word for _, reply in self._batch for word in reply.words})
        self._batch.clear()
        self._characters = 0
        self._begun = time.monotonic()


def _named(files: Iterable[FileEntry], cancelled: Cancelled) -> Iterator[FileEntry]:
    for entry in files:
        if has_no_text(Path(entry.name)):
            if cancelled():
                return
            yield entry
