"""Finding evidence by its contents: an index in one file that can be thrown away at any time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from auditkit.evidence.contents.build import Build, Progress, plan
from auditkit.evidence.contents.fuzzy import Vocabulary
from auditkit.evidence.contents.model import Answer, Built, Coverage, Hit, Replaced
from auditkit.evidence.contents.rank import Spoken, outline, place_of, speaking, state
from auditkit.evidence.contents.search import answer
from auditkit.evidence.contents.store import Store
from auditkit.evidence.contents.wire import NAME_ONLY
from auditkit.evidence.model import Cancelled, FileEntry, Passage, Problem, never

__all__ = [
    "FILE",
    "Answer",
    "Built",
    "Contents",
    "Coverage",
    "Hit",
    "Progress",
    "Replaced",
    "Spoken",
]

FILE = "contents.sqlite"
"""What the index of an audit is called in its cache folder."""


class Contents:
    """The index at ``path``, made when there is none.

    It belongs to the thread that opened it: a screen opens one to build and one to search. One
    that is damaged is made anew, which ``notice`` says. Every method raises `AuditkitError` when
    the file cannot be used (a full disk, no right to write).
    """

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._vocabulary = Vocabulary()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    @property
    def notice(self) -> str:
        """Why the index was made anew, empty when it was not."""
        return self._store.notice

    def build(
        self,
        entries: Sequence[FileEntry],
        *,
        likely: Iterable[Path] = (),
        complete: bool = True,
        unlisted: Sequence[tuple[str, str]] = (),
        retry: bool = False,
        processes: int | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled = never,
    ) -> Built:
        """Read what is new or changed among ``entries`` (sorted as `scan` gives them) and forget
        what is gone, unless they are not ``complete`` or it was below a place that is ``unlisted``
        (as in `Scan`).

        ``likely`` files (absolute paths) come first, then the newest. With ``retry``, files that
        could not be read for reasons that may pass are read again. May be cancelled or killed at
        any moment, and goes on from there. Raises `AuditkitError` also when no process that
        reads can be started.
        """

        def work() -> Built:
            todo = plan(self._store, entries, complete=complete, retry=retry, unlisted=unlisted)
            return Build(self._store, todo, progress).run(likely, processes, cancelled)

        return self._store.safely(work)

    def pending(self, entries: Sequence[FileEntry]) -> int:
        """How many of ``entries`` are not in the index as they are now."""
        todo = self._store.safely(lambda: plan(self._store, entries, complete=False, retry=False))
        return len(todo.to_read)

    def search(
        self, typed: str, limit: int = 20, *, per_file: int = 3, typing: bool = False
    ) -> Answer:
        """The best passages for what was typed (`query`), at most ``per_file`` of each file.

        All words have to occur, in one passage or elsewhere in the file. A word that occurs
        nowhere is replaced by the nearest ones. While somebody is ``typing``, the last word may
        be the beginning of one. No text raises.
        """
        return self._store.safely(
            lambda: answer(self._store, self._vocabulary, typed, limit, per_file, typing=typing)
        )

    def passages(self, entry: FileEntry) -> tuple[Passage, ...]:
        """The text of a file as it was read, none when it is not in the index."""
        return self._store.safely(lambda: tuple(_passages(self._store, entry)))

    def speaking(self, phrases: Sequence[str], limit: int = 100) -> list[Spoken]:
        """The files with any of these phrases in their text, best first."""
        return self._store.safely(lambda: speaking(self._store, phrases, limit))

    def outline(self, entry: FileEntry) -> tuple[Passage, ...]:
        """The headings of a file, or its first line; none when it is not in the index."""
        return self._store.safely(lambda: outline(self._store, entry))

    def place_of(self, spoken: Spoken, phrases: Sequence[str]) -> tuple[str, str] | None:
        """The first of ``phrases`` that stands in the best block, with its place."""
        return self._store.safely(lambda: place_of(self._store, spoken.best, phrases))

    def state(self) -> tuple[int, int]:
        """Another value after every change of the index: what was answered before may be old."""
        return self._store.safely(lambda: state(self._store))

    def coverage(self) -> Coverage:
        """What the index holds, and what could not be read."""
        return self._store.safely(lambda: _coverage(self._store))


def _passages(store: Store, entry: FileEntry) -> Iterator[Passage]:
    file = store.number_of(entry)
    place, text = "", ""
    for _, block in store.blocks_of(file) if file is not None else ():
        for at in range(block.passage_at(block.fresh), len(block.starts)):
            begin, end = block.starts[at], block.span(at)[1]
            if begin >= block.fresh:  # else it goes on from the block before
                if text:
                    yield Passage(place, text.rstrip("\n"))
                place, text = block.places[at], ""
            text += block.text[max(begin, block.fresh) : end]
    if text:
        yield Passage(place, text.rstrip("\n"))


def _coverage(store: Store) -> Coverage:
    files, named = store.db.execute(
        "SELECT count(*), count(*) FILTER (WHERE state = ?) FROM file", (NAME_ONLY,)
    ).fetchone()
    rows = store.db.execute("SELECT path, note FROM file WHERE note <> '' ORDER BY root, path")
    problems = tuple(Problem(os.fsdecode(path), note) for path, note in rows)
    return Coverage(files, named, problems)
