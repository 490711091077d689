"""Hashing many files at once: reading and hashing both leave the interpreter free for others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import Cancelled, Fingerprint, WorkCancelled, never
from auditkit.evidence.opening import Vanished

THREADS = min(4, os.cpu_count() or 1)
_WORTH_A_THREAD = 256 << 10
"""Bytes from which handing a file to a thread costs less than it saves."""


class Hashed(NamedTuple):
    """One file's fingerprint, or why there is none."""

    number: int
    """Its place among the paths asked for."""
    fingerprint: Fingerprint | None
    vanished: bool
    problem: str


def hash_all(
    paths: Sequence[Path],
    *,
    threads: int = THREADS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Cancelled = never,
) -> Iterator[Hashed]:
    """The fingerprints of many files, as they come. ``progress`` is told how many of all are
    done. Raises `WorkCancelled` on request, and nothing for what is on the disk."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="hash")
    try:
        for done, hashed in enumerate(_each(pool, paths, cancelled), start=1):
            if progress is not None:
                progress(done, len(paths))
            yield hashed
    finally:
        pool.shutdown(cancel_futures=True)


def _each(
    pool: ThreadPoolExecutor, paths: Sequence[Path], cancelled: Cancelled
) -> Iterator[Hashed]:
    """Large files in the threads, and meanwhile the small ones here."""
    large = [number for number, path in enumerate(paths) if _size(path) >= _WORTH_A_THREAD]
    waiting = [pool.submit(_one, number, paths[number], cancelled) for number in large]
    apart = set(large)
    for number, path in enumerate(paths):
        if number not in apart:
            yield _one(number, path, cancelled)
    for each in as_completed(waiting):
        yield each.result()


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except (OSError, ValueError):
        return 0


def _one(number: int, path: Path, cancelled: Cancelled) -> Hashed:
    try:
        return Hashed(number, fingerprint(path, cancelled=cancelled), False, "")
    except WorkCancelled:
        raise
    except Vanished as error:
        return Hashed(number, None, True, error.what)
    except AuditkitError as error:
        return Hashed(number, None, False, error.what)
