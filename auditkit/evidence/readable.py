"""Whether a file can be read at this moment, which is asked before it is cited."""

from __future__ import annotations

from pathlib import Path

from auditkit.evidence.model import Cancelled
from auditkit.evidence.opening import open_regular, refusal, shown
from auditkit.evidence.patience import patiently

_SECONDS = 2.0
"""The person waits meanwhile, and a disk that gives a file to read does so at once."""


def require_readable(path: Path) -> None:
    """Raise `AuditkitError` where the file is gone, no regular file, may not be read, or lies on a
    disk that does not answer within `_SECONDS`."""

    def look(_: Cancelled) -> None:
        with open_regular(path) as source:
            try:
                source.read(1)
            except OSError as error:
                raise refusal(path, error) from error

    patiently(look, int, shown(path), seconds=_SECONDS)
