"""Hashing many files at once: reading and hashing both leave the interpreter free for others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import Cancelled, Fingerprint, WorkCancelled, never
from auditkit.evidence.opening import Vanished

THREADS = min(4, os.cpu_count() or 1)
_WAITING = 64  # files handed to the threads ahead of their answers


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
    with ThreadPoolExecutor(threads, thread_name_prefix="hash") as pool:
        waiting: set[Future[Hashed]] = set()
        coming = (pool.submit(_one, n, path, cancelled) for n, path in enumerate(paths))
        done_so_far = 0
        while True:
            waiting |= set(islice(coming, _WAITING - len(waiting)))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in done:
                done_so_far += 1
                if progress is not None:
                    progress(done_so_far, len(paths))
                yield each.result()


def _one(number: int, path: Path, cancelled: Cancelled) -> Hashed:
    try:
        return Hashed(number, fingerprint(path, cancelled=cancelled), False, "")
    except WorkCancelled:
        raise
    except Vanished as error:
        return Hashed(number, None, True, error.what)
    except AuditkitError as error:
        return Hashed(number, None, False, error.what)
