"""What a file is at this moment: SHA-256, size and modification time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from auditkit.errors import AuditkitError
from auditkit.evidence.model import Cancelled, Fingerprint, WorkCancelled, never
from auditkit.evidence.opening import open_regular, refusal, shown
from auditkit.evidence.patience import patiently

_BLOCK = 1 << 20  # hashing 1 MiB takes about a millisecond, during which other threads run


def fingerprint(
    path: Path,
    *,
    cancelled: Cancelled = never,
    progress: Callable[[int], None] | None = None,
) -> Fingerprint:
    """The fingerprint of the regular file at ``path``.

    ``progress`` is told the bytes read so far, in another thread. Raises `AuditkitError` when the
    file is gone, may not be read, is no regular file, changed while it was read or lies on a disk
    that does not answer, `WorkCancelled` on request.
    """
    reached = 0

    def tell(done: int) -> None:
        nonlocal reached
        reached = done
        if progress is not None:
            progress(done)

    return patiently(
        lambda given_up: taken(path, given_up, tell),
        lambda: reached,
        shown(path),
        cancelled=cancelled,
    )


def taken(path: Path, cancelled: Cancelled, progress: Callable[[int], None]) -> Fingerprint:
    """As `fingerprint`, but for a caller that minds itself whether the disk answers."""
    with open_regular(path) as source:
        before = os.fstat(source.fileno())
        try:
            digest = _sha256(source, before.st_size, cancelled, progress)
        except OSError as error:
            raise refusal(path, error) from error
        after = os.fstat(source.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if digest is None or not same:
        raise AuditkitError(
            f"{shown(path)} changed while it was read.", "Try again when nobody writes to it."
        )
    return Fingerprint(digest, after.st_size, after.st_mtime_ns)


def _sha256(
    source: BinaryIO, size: int, cancelled: Cancelled, progress: Callable[[int], None]
) -> str | None:
    """None for a file that turns out longer than ``size``: it may grow faster than it is read."""
    digest = hashlib.sha256()
    done = 0
    while block := source.read(_BLOCK):
        if cancelled():
            raise WorkCancelled("The file was not read to its end, as asked.")
        digest.update(block)
        done += len(block)
        if done > size:
            return None
        progress(done)
    return digest.hexdigest()
