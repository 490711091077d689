"""What workers tell the app; a worker never touches a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    # The finder's engine is no part of the first paint.
    from auditkit.evidence.model import Fingerprint, Problem
    from auditkit.evidence.names import NameIndex
    from auditkit.evidence.scan import Scan
    from auditkit.evidence.smell import Smell
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

    found: Scan
    index: NameIndex


@dataclass
class Indexed(Message):
    """How many of the files are in the index of contents, from the indexer with that number;
    ``problems`` come at the end."""

    run: int
    done: int
    total: int
    problems: tuple[Problem, ...] = ()
    ended: bool = False
    trouble: str = ""


@dataclass
class Smelled(Message):
    """The questions that files raise; ``found`` is there when all files were looked at."""

    done: int
    total: int
    found: tuple[Smell, ...] | None = None
    problem: str = ""


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
    named: str = ""
    """The path as the record names it."""
    free: str = ""
    """A name that is free, where the file is held by another program."""
    kept: str = ""
    """The name under which the file that was there is kept, where somebody had edited it."""
