"""Reading one journal: how far it can be believed, and what is wrong behind that.

A line that is only half there (the power went while it was written) was never acknowledged: it is
set aside by name, never thrown away. Anything else that does not hold is damage: what stands
before it stays readable.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from auditkit.errors import AuditkitError
from auditkit.record.line import START, BadLine, Change, NewerFormat, decode
from auditkit.text import one_line

if TYPE_CHECKING:
    from hashlib import _Hash

SUFFIX = ".jsonl"
SECTOR = 512
"""Bytes that a disk writes in one piece; a torn write is made of whole ones."""
_BLOCK = 1 << 20
_NULS = re.compile(b"\x00+")


class Place(NamedTuple):
    """A place behind a whole line of a journal, and what stands before it."""

    lines: int = 0
    chain: str = START
    """Chain value of the last line."""
    size: int = 0
    """Bytes up to here."""
    sha256: str = hashlib.sha256().hexdigest()
    """Hash of these bytes."""


BEGINNING = Place()


@dataclass(slots=True)
class Reading:
    """What a journal file holds, as far as it can be believed."""

    path: Path
    device: str
    digest: _Hash
    """SHA-256 over the bytes of all good lines; to be copied, not updated."""
    skipped: Place = BEGINNING
    """Where reading began, when what stands before was known already."""
    changes: list[Change] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    """Chain value of each change."""
    end: int = 0
    """Byte after the last good line."""
    torn: int = 0
    """Bytes of an unfinished last line."""
    damage: str = ""
    """What is wrong with the line after the last good one, in words; empty when all is well."""

    @property
    def place(self) -> Place:
        """The end of what can be believed."""
        return Place(self.lines, self.chain, self.end, self.digest.hexdigest())

    @property
    def lines(self) -> int:
        """Number of good lines."""
        return self.skipped.lines + len(self.changes)

    @property
    def chain(self) -> str:
        """Chain value of the last good line."""
        return self.chains[-1] if self.chains else self.skipped.chain

    def chain_at(self, line: int) -> str | None:
        """Chain value of the line at a place from 1; None where there is no such line, or where
        it was not read."""
        if line == self.skipped.lines:
            return self.skipped.chain
        index = line - self.skipped.lines - 1
        return self.chains[index] if 0 <= index < len(self.chains) else None


def read_journal(path: Path, known: Place | None = None) -> Reading:
    """Read and verify a whole journal, or what follows a ``known`` place in it.

    Where the bytes before that place are not the known ones, all is read. Raises `AuditkitError`
    when the file cannot be read at all or holds a newer format.
    """
    reading = empty_reading(path)
    try:
        with path.open("rb") as stream:
            if known is not None and not _skip(reading, stream, known):
                stream.seek(0)
            rest = stream.read()
    except OSError as error:
        raise AuditkitError(
            f"The journal {one_line(path.name)} cannot be read: {error.strerror}.",
            "Check the permissions of the audit folder.",
        ) from error
    return _read_lines(reading, rest)


def read_content(path: Path, content: bytes) -> Reading:
    """As `read_journal`, for bytes at hand (of a pack, of a copy)."""
    return _read_lines(empty_reading(path), content)


def empty_reading(path: Path) -> Reading:
    """The reading of a journal that has no line yet."""
    return Reading(path, path.name.removesuffix(SUFFIX), hashlib.sha256())


def journal_paths(folder: Path) -> list[Path]:
    """The journals below a journal folder, in the order of their names.

    Raises `AuditkitError` where one is a link or no ordinary file: what is done to a journal must
    never reach a file outside of the audit.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise AuditkitError(
                f"{one_line(path.name)} among the journals is a link or no ordinary file.",
                f"Take it out of the folder {one_line(folder.name)}; it is not followed.",
            )
    return paths


def _skip(reading: Reading, stream: BufferedReader, known: Place) -> bool:
    """Move behind a known place; in blocks, since the bytes are only hashed."""
    digest, left, block = hashlib.sha256(), known.size, bytearray(_BLOCK)
    while left and (size := stream.readinto(memoryview(block)[: min(left, _BLOCK)])):
        digest.update(memoryview(block)[:size])
        left -= size
    if left or digest.hexdigest() != known.sha256:
        return False
    reading.digest, reading.skipped, reading.end = digest, known, known.size
    return True


def _read_lines(reading: Reading, content: bytes) -> Reading:
    """Take in all good lines of ``content``, which follows what was skipped."""
    start = reading.end
    while reading.end - start < len(content):
        begin = reading.end - start
        stop = content.find(b"\n", begin)
        if stop < 0 or not _take(reading, content[begin:stop]):
            _judge(reading, content[begin:])
            break
    reading.digest.update(memoryview(content)[: reading.end - start])
    return reading


def _take(reading: Reading, line: bytes) -> bool:
    try:
        change, chain = decode(line, reading.chain)
        if change.n != reading.lines + 1 or change.device != reading.device:
            raise BadLine("it belongs to another place or another device")
    except NewerFormat as error:
        raise AuditkitError(
            f"This audit was written by a newer auditkit ({error} in {one_line(reading.path.name)},"
            f" line {reading.lines + 1}).",
            "Open it with that version; nothing was changed.",
        ) from error
    except BadLine as error:
        reading.damage = str(error)
        return False
    reading.changes.append(change)
    reading.chains.append(chain)
    reading.end += len(line) + 1
    return True


def _judge(reading: Reading, rest: bytes) -> None:
    """Tell an unfinished append from damage, in the bytes that follow the last good line."""
    reason, reading.damage = reading.damage, ""
    lost = _lost_sectors(rest, reading.end)
    if not lost and not rest.endswith(b"\n") and _whole(reading, rest[:-1]):
        reason = "its line feed is damaged"
    elif lost or b"\n" not in rest:
        reading.torn = len(rest)
        return
    reading.damage = f"{one_line(reading.path.name)}, line {reading.lines + 1}: {reason}"


def _whole(reading: Reading, line: bytes) -> bool:
    """Whether only what ends the line is wrong: it was written whole, so it was acknowledged."""
    try:
        decode(line, reading.chain)
    except (BadLine, NewerFormat):
        return False
    return True


def _lost_sectors(rest: bytes, start: int) -> bool:
    """Whether whole sectors of one appended line never reached the disk: file systems show them
    as zeros, which no journal line holds. A single flipped bit never looks like that."""
    if b"\n" in rest[:-1]:
        return False
    runs = [(start + run.start(), start + run.end()) for run in _NULS.finditer(rest)]
    edges = (start, start + len(rest))
    return (
        bool(runs)
        and all(place % SECTOR == 0 or place in edges for run in runs for place in run)
        and all(one[1] < other[0] for one, other in pairwise(runs))
    )
