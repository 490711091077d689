"""What is known of a file when it is asked whether it raises a question: plain data.

A caller may fill it from an index, from the disk (`reading`), or by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from auditkit.evidence.extract import kind_of
from auditkit.evidence.model import FileEntry, Passage

PROPERTIES = "properties"
"""The place of words that stand beside the text of a file: its author, its dates."""
NAME = "name"
"""The place of words that stand in the name of a file."""
WHOLE = "whole text"
"""The place of what is missing."""
_PROSE = frozenset({".txt", ".rst"})
_BROKEN_OFF = 2_000  # characters of a line are looked at


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself beside its text; empty where it says nothing. Times are aware,
    in UTC."""

    title: str = ""
    company: str = ""
    author: str = ""
    changed_by: str = ""
    created: datetime | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the audit knows: the day of the question, the day from which the organization knew of
    the audit, and the names of the audit team."""

    on: date
    announced: date | None = None
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that give rise to a question, and where they stand."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line or table row of a text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One file with its text (or the beginning of it)."""

    entry: FileEntry
    passages: tuple[Passage, ...] = ()
    properties: Properties = Properties()

    @property
    def kind(self) -> str:
        """What the file is: ``Word``, ``PDF``, ``mail``; ``code`` for texts that machines read."""
        path = Path(self.entry.name)
        known = kind_of(path)
        return "code" if known == "text" and path.suffix.lower() not in _PROSE else known

    @property
    def stem(self) -> str:
        """Its name without the suffix."""
        return PurePosixPath(self.entry.name).stem

    def lines(self) -> Iterator[Line]:
        """Its text line by line, row by row; without the program code in Markdown."""
        code = False
        for passage in self.passages:
            for text in passage.text.splitlines():
                fence = self.kind == "Markdown" and text.lstrip().startswith(("```", "~~~"))
                code = code != fence
                if not (code or fence) and (bare := _bare(text[:_BROKEN_OFF])):
                    yield Line(passage.place, bare)


Digest: TypeAlias = Callable[[FileEntry], str]
"""Gives the SHA-256 of a file, empty where it cannot be read."""


def _bare(line: str) -> str:
    """A line without the marks of Markdown around it; the rows of its tables become like others."""
    bare = line.strip().lstrip("#>").strip().replace("**", "").replace("__", "")
    return bare.removeprefix("| ").removesuffix(" |") if bare.startswith("|") else bare
