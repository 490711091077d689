"""What finding by contents hands out."""

from __future__ import annotations

from dataclasses import dataclass

from auditkit.evidence.model import FileEntry, Problem


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: ``text`` is what stands there, ``spans`` (start, end) the words in it that
    were looked for, ``score`` from 0 to 1 in comparison with the other hits.

    ``entry`` is the file as it was when it was read.
    """

    entry: FileEntry
    place: str
    text: str
    spans: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Replaced:
    """A word that occurs nowhere, and the nearest ones, which were looked for instead."""

    word: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The passages found, best first, and the words that had to be replaced."""

    hits: tuple[Hit, ...]
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What bringing an index up to date did. ``pending`` files are still to be read: more than
    none only when the work was cancelled."""

    read: int
    removed: int
    pending: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an index holds. ``named`` files (pictures and the like) have no text; ``problems`` are
    the files that could not be read, or not to their end."""

    files: int
    named: int
    problems: tuple[Problem, ...]
