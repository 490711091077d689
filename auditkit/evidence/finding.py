"""Scores of the files that fit a query: its words first, then what decides among equals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from auditkit.evidence.combine import EXPLAINED, Pool, pool
from auditkit.evidence.glued import LETTERS, GluedPaths
from auditkit.evidence.model import Cancelled, FileEntry
from auditkit.evidence.postings import Postings
from auditkit.evidence.terms import Terms
from auditkit.evidence.words import plain

_POOL = 300  # files that are looked at closely
_POOR = 0.55
_TEXT = 0.94  # what the words count; a literal word and a synonym are further apart than all below
_IN_ORDER = 0.01
_RECENT = 0.005
_LONG = 0.01
_PATH = 0.15  # a character of the folders makes a path this much longer than one of the name
_WRITTEN = 0.02  # a document is evidence more often than a picture or a piece of a program
_DOCUMENTS = """
.doc .docx .docm .odt .rtf .pdf .md .txt .xls .xlsx .xlsm .ods .csv .ppt .pptx .odp .eml .msg
"""
_WRITTEN_ENDS = tuple(_DOCUMENTS.split())
_YEAR = 365.25 * 86400 * 1e9


class Scored(NamedTuple):
    """``text`` is how well the words are answered, ``whole`` what the file is ranked by."""

    whole: float
    text: float


class Finding:
    """Looks up words and weighs what they find. The lists are those of the index, which
    changes them."""

    def __init__(
        self,
        postings: Postings,
        files: Sequence[FileEntry],
        alive: bytearray,
        numbers: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._postings = postings
        self._files = files
        self._alive = alive
        self._numbers = numbers
        self._terms = Terms(postings, alive)
        self._paths = GluedPaths(lambda file: plain(files[file].path))

    def scores(
        self,
        terms: Sequence[str],
        limit: int,
        prior: Mapping[str, float],
        cancelled: Cancelled,
    ) -> dict[int, Scored]:
        """The best files with their scores, more of them than ``limit``; the newest when no word
        is given. Of no use when cancelled."""
        wanted = max(_POOL, 2 * limit)
        if not terms:
            newest = nlargest(wanted, range(len(self._files)), key=self._age_order)
            return {f: Scored(1 - at / 1e6, 1.0) for at, f in enumerate(newest) if self._alive[f]}
        texts = self._texts(terms, wanted, prior, cancelled)
        fit = [file for file, text in texts.items() if text > 0 and self._alive[file]]
        latest = max((self._files[file].mtime_ns for file in fit), default=0)
        scored = {}
        for file in fit:
            beside = self._beside(file, terms, latest) + prior.get(self._files[file].path, 0.0)
            scored[file] = Scored(_TEXT * texts[file] + beside, texts[file])
        return scored

    def _texts(
        self, terms: Sequence[str], wanted: int, prior: Mapping[str, float], cancelled: Cancelled
    ) -> dict[int, float]:
        found = self._pool(terms, wanted, cancelled, letters=len(terms) == 1)
        if len(terms) > 1 and found is not None and found.best < _POOR:
            found = self._pool(terms, wanted, cancelled, letters=True)
        if found is None:
            return {}
        texts = {file: found.score(file) for file in (*found.files, *self._numbered(prior))}
        letters = "".join(terms)
        if found.best < _POOR and letters.isalpha() and len(letters) in LETTERS:
            for file, text in self._by_letters(letters, terms, cancelled):
                texts[file] = max(text, texts.get(file, 0.0))
        return texts

    def _pool(
        self, terms: Sequence[str], wanted: int, cancelled: Cancelled, *, letters: bool
    ) -> Pool | None:
        lanes = self._terms.lanes(terms, cancelled, letters=letters)
        if not lanes:
            return None
        counts, files = self._postings.word_counts, self._living()
        return pool(lanes, counts, files, wanted, self._age_order, cancelled)

    def _living(self) -> int:
        return len(self._alive) - self._alive.count(0)

    def _by_letters(
        self, letters: str, terms: Sequence[str], cancelled: Cancelled
    ) -> Iterator[tuple[int, float]]:
        """All words as one abbreviation, of a name or of a path with its folders."""
        if len(terms) > 1:
            yield from self._terms.by_letters(letters, cancelled)
        yield from self._paths.readings(letters, len(self._files), cancelled)

    def _numbered(self, paths: Mapping[str, float]) -> Iterator[int]:
        for numbers in self._numbers.values():
            for path in paths:
                if path in numbers:
                    yield numbers[path]

    def _beside(self, file: int, terms: Sequence[str], latest_ns: int) -> float:
        """What decides among equals: the more of a name is explained, the newer and the shorter
        it is, the better."""
        entry = self._files[file]
        explained = min(1.0, len(terms) / max(1, self._postings.word_counts[file]))
        in_order = len(terms) > 1 and " ".join(terms) in self._postings.shapes.text_of(file)
        years = (latest_ns - entry.mtime_ns) / _YEAR
        name_at = entry.path.rfind("/") + 1
        length = len(entry.path) - name_at + _PATH * name_at
        written = entry.path[-5:].lower().endswith(_WRITTEN_ENDS)
        gained = EXPLAINED * explained + _IN_ORDER * in_order + _RECENT / (1 + years)
        gained += _WRITTEN * written
        return gained - _LONG * min(1.0, length / 200)

    def _age_order(self, file: int) -> int:
        return self._files[file].mtime_ns if self._alive[file] else -(2**63)
