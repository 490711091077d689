"""The database file: its layout, opening it, and telling damage from trouble that passes.

``file`` holds the files as they were read, ``block`` their texts (`blocks`), ``words`` the
inverted index over them, which keeps no text of its own; ``vocabulary`` every word of letters;
``seen`` what the index is complete for. One process may write while others read (write-ahead
log).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from auditkit.errors import AuditkitError
from auditkit.text import one_line

VERSION: Final = 1
_APPLICATION: Final = 0x41554349
_WAIT = 30.0  # seconds for another writer
_AGAIN = 0.02  # seconds
TOKENIZE: Final = "tokenize='porter unicode61 remove_diacritics 2'"
_SCHEMA: Final = f"""
CREATE TABLE root (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
CREATE TABLE file (
  id INTEGER PRIMARY KEY, root INTEGER NOT NULL, path BLOB NOT NULL,
  size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, state INTEGER NOT NULL, note TEXT NOT NULL,
  UNIQUE (root, path)
);
CREATE TABLE block (id INTEGER PRIMARY KEY, kept BLOB NOT NULL);
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE seen (id INTEGER PRIMARY KEY CHECK (id = 1), digest BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (text, further, content='', {TOKENIZE});
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION};
"""


class Damaged(sqlite3.DatabaseError):
    """The file is another database than ours, or what it holds is not ours."""


def connected(path: Path) -> sqlite3.Connection:
    """Open the database, made when there is none. Raises `Damaged` when it is none of ours, and
    what SQLite and the operating system raise."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(path)
    db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        _log_ahead(db)
        db.execute("PRAGMA synchronous = NORMAL")
        if not _tables(db):
            _create(db)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if (version, application) != (VERSION, _APPLICATION):
            raise Damaged("another version")
        return db
    except BaseException:
        db.close()
        raise


def _log_ahead(db: sqlite3.Connection) -> None:
    """Turn on the write-ahead log. Where another connection opens the file in the same moment,
    SQLite says at once that it is locked, without the wait that it was told."""
    end = time.monotonic() + _WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            held = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not held or time.monotonic() > end:
                raise
            time.sleep(_AGAIN)


def _make(path: Path) -> None:
    """An empty file that is its owner's alone; SQLite gives its side files the same mode.

    One that is there is not opened: closing it would take away the locks that this process has
    on it (sqlite.org/howtocorrupt.html, section 2.2).
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise


def _create(db: sqlite3.Connection) -> None:
    """Lay out the tables, unless another process has just done it."""
    db.execute("BEGIN IMMEDIATE")
    if not _tables(db):
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
    db.execute("COMMIT")


def _tables(db: sqlite3.Connection) -> Sequence[object]:
    return db.execute("SELECT name FROM sqlite_master LIMIT 1").fetchall()


def discard(path: Path) -> None:
    """Take the database away with its side files. Raises `OSError`."""
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
        name.unlink(missing_ok=True)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Damage is what making the file anew heals; a full disk or a lock is not."""
    if isinstance(error, Damaged):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def unusable(path: Path, error: OSError | sqlite3.DatabaseError) -> AuditkitError:
    """The sentence for a database that cannot be opened, read or written."""
    if "fts5" in str(error) and "no such module" in str(error):
        return AuditkitError(
            "This Python's SQLite has no full-text search (FTS5).", "Use another Python."
        )
    reason = one_line(getattr(error, "strerror", None) or str(error))
    return AuditkitError(
        f"The index of contents {one_line(str(path))} cannot be used: {reason}.",
        "Make room, make the folder writable, or end what else works on it; the index may be"
        " deleted.",
    )
