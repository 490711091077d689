"""Putting the versions of a document together: one row for what is one document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditkit.evidence.finding import Scored
from auditkit.evidence.model import FileEntry
from auditkit.evidence.postings import Postings
from auditkit.evidence.versions import Rank, document, rank, twins
from auditkit.evidence.words import parts, words

_BESIDE = 100  # neighbours by name among which versions are looked for, to each side


@dataclass(frozen=True, slots=True)
class Family:
    """The version to show, how well it was found, and the other versions, newest first."""

    shown: FileEntry
    score: float
    others: tuple[FileEntry, ...]


class Families:
    """Finds the versions of documents. The lists are those of the index."""

    def __init__(self, postings: Postings, files: Sequence[FileEntry], alive: bytearray) -> None:
        self._postings = postings
        self._files = files
        self._alive = alive

    def of(self, scores: Mapping[int, Scored], limit: int) -> Iterator[Family]:
        """At most ``limit`` documents, best first; every file belongs to one only, and one that
        lies below two roots is one."""
        shown: set[str] = set()
        known: dict[str, str | None] = {}
        for file in sorted(scores, key=lambda file: (-scores[file].whole, file)):
            if self._place(file) in shown:
                continue
            members = self._members(file, shown, known)
            shown.update(map(self._place, members))
            yield self._family(file, members, scores)
            limit -= 1
            if limit <= 0:
                return

    def _family(self, best: int, members: list[int], scores: Mapping[int, Scored]) -> Family:
        """Shown is the newest of those that answer the words as well as the best."""
        text = scores[best].text
        equal = (m for m in members if m == best or (m in scores and scores[m].text >= text))
        first = next(equal)
        others = tuple(self._files[member] for member in members if member != first)
        return Family(self._files[first], scores[best].whole, others)

    def _members(self, file: int, shown: set[str], known: dict[str, str | None]) -> list[int]:
        """The versions of a file and itself, newest first."""
        places = {self._place(file)}
        members = [file]
        for other in self._beside(file, known):
            place = self._place(other)
            if place not in places and place not in shown:
                places.add(place)
                members.append(other)
        members.sort(key=self._age, reverse=True)
        return members

    def _beside(self, file: int, known: dict[str, str | None]) -> Iterator[int]:
        """The other versions in the folder of a file; ``known`` are documents of names."""
        own_name = self._files[file].name
        wanted = _document(own_name, known)
        if wanted is None:
            return
        folder_of = self._postings.folder_of
        for other in self._sharing_a_word(file, wanted):
            here = folder_of[other] == folder_of[file] and self._alive[other] and other != file
            name = self._files[other].name
            if here and _document(name, known) == wanted and not twins(name, own_name):
                yield other

    def _sharing_a_word(self, file: int, wanted: str) -> Sequence[int]:
        """Files near by whose names have the rarest word of a document."""
        get = self._postings.vocabulary.known
        own = words(wanted.rpartition(".")[0])  # what kind of file it is stands in no name
        ids = (get(part) for word in own for part in parts(word) if part.isalpha())
        rows = (self._postings.named(word) for word in ids if word is not None)
        rarest = min((row for row in rows if row), key=len, default=())
        at = bisect_left(rarest, file)
        return rarest[max(0, at - _BESIDE) : at + _BESIDE]

    def _place(self, file: int) -> str:
        entry = self._files[file]
        return f"{entry.root.rstrip('/')}/{entry.path}"

    def _age(self, file: int) -> tuple[Rank, int]:
        entry = self._files[file]
        return rank(entry.name), entry.mtime_ns


def _document(name: str, known: dict[str, str | None]) -> str | None:
    if name not in known:
        known[name] = document(name)
    return known[name]
