"""The index on the disk: one SQLite file that may be thrown away at any time.

The number of a block is that of its file, shifted, plus its place in the file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from auditkit.evidence.contents.blocks import Block, packed, unpacked
from auditkit.evidence.contents.database import (
    Damaged,
    connected,
    discard,
    is_damage,
    unusable,
)
from auditkit.evidence.contents.text import columns
from auditkit.evidence.contents.wire import Reply
from auditkit.evidence.model import FileEntry
from auditkit.text import one_line

T = TypeVar("T")

_SHIFT: Final = 20  # a file has at most a million blocks
_FARTHEST: Final = (1 << 63) - 1
_MOST_WORDS: Final = 500_000  # in the vocabulary

Row = tuple[int, int, int, int]
"""Number, size, mtime_ns and state of a file."""


class Store:
    """The index at ``path``, made when there is none; one that is damaged, of another version or
    no index at all is thrown away, which ``notice`` says then.

    A store belongs to the thread that opened it. Raises `auditkit.errors.AuditkitError` when the
    file cannot be written or this Python's SQLite has no full-text search.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self.db = self._opened()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def safely(self, work: Callable[[], T]) -> T:
        """Do work on the index; what SQLite raises becomes an `AuditkitError`. When the index
        turns out to be damaged, the work is done once more on an empty one."""
        try:
            return work()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise unusable(self.path, error) from error
        self._renew()
        try:
            return work()
        except sqlite3.DatabaseError as error:
            raise unusable(self.path, error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def rows(self, root: str) -> dict[str, Row]:
        """The files below a root, by their path."""
        found = self.db.execute(
            "SELECT path, id, size, mtime_ns, state FROM file WHERE root ="
            " (SELECT id FROM root WHERE path = ?)",
            (os.fsencode(root),),
        )
        return {os.fsdecode(path): (id_, size, at, state) for path, id_, size, at, state in found}

    def roots(self) -> list[str]:
        """The roots that have been indexed."""
        return [os.fsdecode(path) for (path,) in self.db.execute("SELECT path FROM root")]

    def entry(self, file: int) -> FileEntry | None:
        """The file with a number, none when it has left the index."""
        row = self.db.execute(
            "SELECT r.path, f.path, f.size, f.mtime_ns FROM file f JOIN root r ON r.id = f.root"
            " WHERE f.id = ?",
            (file,),
        ).fetchone()
        return FileEntry(os.fsdecode(row[0]), os.fsdecode(row[1]), *row[2:]) if row else None

    def number_of(self, entry: FileEntry) -> int | None:
        """The number of a file, none when it is not in the index."""
        row = self.db.execute(
            "SELECT f.id FROM file f JOIN root r ON r.id = f.root WHERE r.path = ? AND f.path = ?",
            (os.fsencode(entry.root), os.fsencode(entry.path)),
        ).fetchone()
        return int(row[0]) if row else None

    def blocks(self, numbers: Iterable[int]) -> dict[int, Block]:
        """Blocks by their number; those that have left the index are left out."""
        found: dict[int, Block] = {}
        for number in numbers:
            row = self.db.execute("SELECT kept FROM block WHERE id = ?", (number,)).fetchone()
            if row:
                found[number] = _block(row[0])
        return found

    def blocks_of(self, file: int, most: int = -1) -> list[tuple[int, Block]]:
        """The blocks of a file in their order, each with its number: all, or the first ones."""
        rows = self.db.execute(
            "SELECT id, kept FROM block WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (file << _SHIFT, (file + 1) << _SHIFT, most),
        )
        return [(number, _block(kept)) for number, kept in rows]

    def size(self, file: int) -> int:
        """How many blocks a file has."""
        (count,) = self.db.execute(
            "SELECT count(*) FROM block WHERE id >= ? AND id < ?",
            (file << _SHIFT, (file + 1) << _SHIFT),
        ).fetchone()
        return int(count)

    def put(self, entry: FileEntry, reply: Reply) -> None:
        """Take in a file, in the place of what was known of it; belongs into `writing`."""
        old = self.number_of(entry)
        if old is not None:
            self.remove(old)
        self.db.execute("INSERT OR IGNORE INTO root (path) VALUES (?)", (os.fsencode(entry.root),))
        file = self.db.execute(
            "INSERT INTO file (root, path, size, mtime_ns, state, note)"
            " VALUES ((SELECT id FROM root WHERE path = ?), ?, ?, ?, ?, ?)",
            (
                os.fsencode(entry.root),
                os.fsencode(entry.path),
                entry.size,
                bounded(entry.mtime_ns),
                reply.state,
                one_line(reply.note),
            ),
        ).lastrowid
        first = (file or 0) << _SHIFT
        blocks = reply.blocks[: 1 << _SHIFT]
        self.db.executemany(
            "INSERT INTO block (id, kept) VALUES (?, ?)",
            ((first + at, packed(block)) for at, block in enumerate(blocks)),
        )
        self.db.executemany(
            "INSERT INTO words (rowid, text, further) VALUES (?, ?, ?)",
            ((first + at, *columns(block.text)) for at, block in enumerate(blocks)),
        )

    def remove(self, file: int) -> None:
        """Forget a file; belongs into `writing`."""
        self.db.executemany(
            "INSERT INTO words (words, rowid, text, further) VALUES ('delete', ?, ?, ?)",
            [(number, *columns(block.text)) for number, block in self.blocks_of(file)],
        )
        self.db.execute(
            "DELETE FROM block WHERE id >= ? AND id < ?", (file << _SHIFT, (file + 1) << _SHIFT)
        )
        self.db.execute("DELETE FROM file WHERE id = ?", (file,))

    def learn(self, words: Iterable[str]) -> None:
        """Take words into the vocabulary while it has room; belongs into `writing`."""
        (known,) = self.db.execute("SELECT coalesce(max(id), 0) FROM vocabulary").fetchone()
        if known < _MOST_WORDS:
            self.db.executemany(
                "INSERT OR IGNORE INTO vocabulary (word) VALUES (?)", ((word,) for word in words)
            )

    def seen(self) -> bytes:
        """The digest of the files that the index is complete for; empty when it is not."""
        row = self.db.execute("SELECT digest FROM seen").fetchone()
        return bytes(row[0]) if row else b""

    def set_seen(self, digest: bytes) -> None:
        """Note what the index is complete for, or (empty) that it is not; belongs into
        `writing`."""
        self.db.execute("DELETE FROM seen")
        if digest:
            self.db.execute("INSERT INTO seen (id, digest) VALUES (1, ?)", (digest,))

    def matching(self, expression: str, *, ranked: bool = False) -> Iterator[tuple[int, float]]:
        """Numbers of the blocks that an FTS5 expression finds; ``ranked`` ones come best first,
        with a rank (BM25) that is the higher the better."""
        rank = "-rank" if ranked else "0.0"
        order = " ORDER BY rank" if ranked else ""
        sql = f"SELECT rowid, {rank} FROM words WHERE words MATCH ?{order}"
        return iter(self.db.execute(sql, (expression,)))

    def _opened(self) -> sqlite3.Connection:
        try:
            return connected(self.path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise unusable(self.path, error) from error
        except OSError as error:
            raise unusable(self.path, error) from error
        self.notice = "The index of contents was damaged or of another version and is made anew."
        try:
            discard(self.path)
            return connected(self.path)
        except (OSError, sqlite3.DatabaseError) as error:
            raise unusable(self.path, error) from error

    def _renew(self) -> None:
        self.db.close()
        try:
            discard(self.path)
        except OSError as error:
            raise unusable(self.path, error) from error
        self.db = self._opened()
        self.notice = "The index of contents was damaged and is made anew."


def bounded(moment: int) -> int:
    """A time as SQLite can keep it: a broken clock may set a file to the year 3000."""
    return max(-_FARTHEST, min(moment, _FARTHEST))


def file_of(block: int) -> int:
    """The number of the file that a block belongs to."""
    return block >> _SHIFT


def is_first(block: int) -> bool:
    """Whether a block is the first one of its file."""
    return not block & ((1 << _SHIFT) - 1)


def _block(kept: bytes) -> Block:
    try:
        return unpacked(kept)
    except ValueError as error:
        raise Damaged("a block is broken") from error
