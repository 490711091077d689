"""What workers tell the app; a worker never touches a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    # The finder's engine is no part of the first paint.
    from pathlib import Path

    from auditkit.evidence.model import FileEntry, Fingerprint, Match
    from auditkit.evidence.names import NameIndex
    from auditkit.evidence.preview import Preview
    from auditkit.record.verifications import LookedAt


@dataclass
class Hashed(Message):
    """A registered file was read to its end, or could not be."""

    evidence: str
    fingerprint: Fingerprint | None
    problem: str = ""


@dataclass
class Scanned(Message):
    """The evidence folders were listed."""

    files: tuple[FileEntry, ...]
    index: NameIndex
    problems: tuple[str, ...]


@dataclass
class Found(Message):
    """The best files for a query."""

    query: str
    matches: list[Match]


@dataclass
class Previewed(Message):
    """The beginning of a file's text."""

    path: Path
    preview: Preview


@dataclass
class Verified(Message):
    """How the registered files stand; ``looks`` come together, when all are done."""

    done: int
    total: int
    looks: tuple[LookedAt, ...] = ()


@dataclass
class Progress(Message):
    """A document on its way."""

    step: str
    done: int
    total: int


@dataclass
class DocumentWritten(Message):
    """A document was written, or why not."""

    kind: str
    path: str = ""
    sha256: str = ""
    head: str = ""
    problem: str = ""
