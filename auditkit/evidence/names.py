"""Finding files by name while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from threading import RLock

from auditkit.evidence.combine import by_words
from auditkit.evidence.glued import by_letters
from auditkit.evidence.highlight import highlight
from auditkit.evidence.model import Cancelled, FileEntry, Match, never
from auditkit.evidence.postings import Postings, Scores
from auditkit.evidence.words import query_words

_GLUED = range(4, 25)  # letters of a query that may be read as one abbreviation


class NameIndex:
    """The names of many files, searched as fast as somebody types.

    Forgives typos, missing letters, any order of words, accents and case; knows acronyms and
    glued abbreviations. May be used from several threads.
    """

    def __init__(self, entries: Iterable[FileEntry] = ()) -> None:
        self._lock = RLock()
        self._numbers: dict[tuple[str, str], int] = {}
        self._files: list[FileEntry | None] = []
        self._postings = Postings()
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, entry: FileEntry) -> None:
        """Take a file in; one with the same root and path takes its place."""
        with self._lock:
            known = self._numbers.get((entry.root, entry.path))
            if known is not None:
                self._files[known] = entry
                return
            number = self._postings.add(entry.folder, entry.name)
            self._files.append(entry)
            self._numbers[entry.root, entry.path] = number

    def remove(self, entry: FileEntry) -> None:
        """Forget a file; nothing happens when it is not known."""
        with self._lock:
            number = self._numbers.pop((entry.root, entry.path), None)
            if number is None:
                return
            self._files[number] = None
            if len(self._files) > 3 * len(self._numbers) // 2 + 100:
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

        ``prior`` adds a little to the score of a path (linked before, same folder). A cancelled
        search gives an empty list.
        """
        with self._lock:
            terms = query_words(query)
            if not terms:
                return self._newest(limit) if not query.strip() else []
            scores = by_words(self._postings, terms, cancelled)
            if _is_poor(terms, scores) and not cancelled():
                self._add_glued("".join(terms), scores, cancelled)
            if cancelled():
                return []
            return self._ranked(terms, scores, limit, prior or {})

    def _newest(self, limit: int) -> list[Match]:
        live = (entry for entry in self._files if entry is not None)
        newest = nlargest(limit, live, key=lambda entry: entry.mtime_ns)
        return [Match(entry, 1.0, ()) for entry in newest]

    def _add_glued(self, letters: str, scores: Scores, cancelled: Cancelled) -> None:
        for file, score in by_letters(letters, self._postings, cancelled).items():
            if score > scores.get(file, 0.0):
                scores[file] = score

    def _ranked(
        self, terms: Sequence[str], scores: Scores, limit: int, prior: Mapping[str, float]
    ) -> list[Match]:
        ranked = []
        for file, score in scores.items():
            entry = self._files[file]
            if entry is not None and score > 0:
                ranked.append((self._final(file, entry, score, len(terms), prior), file, entry))
        best = nlargest(limit, ranked, key=lambda hit: (hit[0], -hit[1]))
        words = self._postings.vocabulary
        return [
            Match(entry, min(1.0, max(0.0, score)), highlight(terms, entry.path, words))
            for score, _, entry in best
        ]

    def _final(
        self, file: int, entry: FileEntry, score: float, terms: int, prior: Mapping[str, float]
    ) -> float:
        """The more of a name is explained, and the shorter it is, the better."""
        explained = min(1.0, terms / max(1, self._postings.word_counts[file]))
        path = entry.path
        length = 0.0004 * (len(path) - path.rfind("/") - 1) + 0.00005 * len(path)
        return 0.94 * score + 0.06 * explained - length + prior.get(path, 0.0)

    def _rebuild(self) -> None:
        live = [entry for entry in self._files if entry is not None]
        self._files, self._postings = [], Postings()
        self._numbers.clear()
        for entry in live:
            self.add(entry)


def _is_poor(terms: Sequence[str], scores: Scores) -> bool:
    """Whether the words found too little, so that the letters are worth a try."""
    best = max(scores.values(), default=0.0)
    return sum(map(len, terms)) in _GLUED and best < (0.80 if len(terms) == 1 else 0.55)
