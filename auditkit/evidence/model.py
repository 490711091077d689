"""What the evidence layer hands out: plain, typed, immutable data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from auditkit.errors import AuditkitError

Cancelled: TypeAlias = Callable[[], bool]
"""Asked now and then by long work: true means that nobody waits for the answer any more."""

Standing: TypeAlias = Literal["unchanged", "changed", "missing", "unreadable"]
"""How a file stands against its fingerprint."""


def never() -> bool:
    """The `Cancelled` of work that always runs to its end."""
    return False


class WorkCancelled(AuditkitError):
    """The work was given up because its caller asked for that; there is no result."""


class FileEntry(msgspec.Struct, frozen=True, gc=False):
    """One file below an evidence root. There may be a million: the garbage collector is told to
    pass them by, as they hold nothing but texts and numbers.

    ``root`` is the absolute root as text, ``path`` the file's path below it with ``/`` between
    its parts, both as `os.fsdecode` gives them (lone surrogates stand for bytes that are not
    UTF-8: the names open the file, and are cleaned only where they are shown). ``size`` is in
    bytes, ``mtime_ns`` in nanoseconds since the epoch.
    """

    root: str
    path: str
    size: int
    mtime_ns: int

    @property
    def name(self) -> str:
        """The last part of the path: ``AI policy.docx``."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without the name, empty for a file directly below the root."""
        return self.path.rpartition("/")[0]

    @property
    def absolute(self) -> Path:
        """Where the file is on this machine."""
        return Path(self.root, self.path)


@dataclass(frozen=True, slots=True)
class Match:
    """A file found for a query: ``score`` from 0 to 1, and ``spans`` (start, end) into
    ``entry.path`` that say why it was found. ``versions`` are the other versions of the same
    document that lie beside it, newest first, and this version in other formats."""

    entry: FileEntry
    score: float
    spans: tuple[tuple[int, int], ...]
    versions: tuple[FileEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a file's text and its ``place`` as a person cites it: ``page 3``,
    ``sheet Register, row 14``, ``heading 3.2 Scope``, ``line 40``."""

    place: str
    text: str


class Text(tuple[Passage, ...]):
    """The passages of a file, in their order. ``whole`` is false where the file has more text than
    was read, so that nothing can be said to be missing in it."""

    whole = True


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file was when it was looked at: SHA-256 (hexadecimal), size in bytes, and the
    modification time in nanoseconds."""

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, and why, in one sentence."""

    path: str
    reason: str
