"""Finding files by name while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import RLock

from auditkit.evidence.families import Families
from auditkit.evidence.finding import Finding
from auditkit.evidence.highlight import highlight
from auditkit.evidence.model import Cancelled, FileEntry, Match, never
from auditkit.evidence.postings import Postings
from auditkit.evidence.words import query_words

_DEAD, _ALIVE = 0, 255


class NameIndex:
    """The names of many files, searched as fast as somebody types.

    Forgives typos, missing letters, any order of words, accents and case; knows acronyms and
    glued abbreviations. May be used from several threads.
    """

    def __init__(self, entries: Iterable[FileEntry] = ()) -> None:
        self._lock = RLock()
        self._begin()
        for entry in entries:
            self._add(entry)

    def __len__(self) -> int:
        return self._live

    def add(self, entry: FileEntry) -> None:
        """Take a file in; one with the same root and path takes its place."""
        with self._lock:
            self._add(entry)

    def remove(self, entry: FileEntry) -> None:
        """Forget a file; nothing happens when it is not known."""
        with self._lock:
            number = self._numbers.get(entry.root, {}).pop(entry.path, None)
            if number is None:
                return
            self._alive[number] = _DEAD
            self._live -= 1
            if len(self._files) > 3 * self._live // 2 + 100:
                self._rebuild()

    def search(
        self,
        query: str,
        limit: int = 20,
        *,
        prior: Mapping[str, float] | None = None,
        cancelled: Cancelled = never,
    ) -> list[Match]:
        """The files that fit ``query`` best, best first; for an empty query the newest files.

        The versions of a document are one match. ``prior`` adds a little to the score of a path
        (linked before, same folder). A cancelled search gives an empty list.
        """
        with self._lock:
            terms = query_words(query)
            if not self._files or limit <= 0 or (query.strip() and not terms):
                return []
            scores = self._finding.scores(terms, limit, prior or {}, cancelled)
            if cancelled():
                return []
            words = self._postings.vocabulary
            return [
                Match(
                    family.shown,
                    min(1.0, max(0.0, family.score)),
                    highlight(terms, family.shown.path, words),
                    family.others,
                )
                for family in self._families.of(scores, limit)
            ]

    def _begin(self) -> None:
        self._live = 0
        self._numbers: dict[str, dict[str, int]] = {}  # root -> path -> number
        self._files: list[FileEntry] = []
        self._alive = bytearray()
        self._postings = Postings()
        self._finding = Finding(self._postings, self._files, self._alive, self._numbers)
        self._families = Families(self._postings, self._files, self._alive)

    def _add(self, entry: FileEntry) -> None:
        path = entry.path
        numbers = self._numbers.get(entry.root)
        if numbers is None:
            numbers = self._numbers[entry.root] = {}
        count = len(self._files)
        number = numbers.setdefault(path, count)
        if number < count:
            self._files[number] = entry
            return
        folder, _, name = path.rpartition("/")
        self._postings.add(entry.root, folder, name)
        self._files.append(entry)
        self._alive.append(_ALIVE)
        self._live += 1

    def _rebuild(self) -> None:
        live = [entry for entry, alive in zip(self._files, self._alive, strict=True) if alive]
        self._begin()
        for entry in live:
            self._add(entry)
