"""The journals of an opened audit, line by line and no further than the audit itself has read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.folder import JOURNAL
from auditkit.record.line import START, BadLine, decode
from auditkit.record.reading import SUFFIX, Place, journal_paths
from auditkit.text import one_line


def verified_lines(path: Path, lines: int, chain: str) -> Iterator[bytes]:
    """The first ``lines`` lines of a journal, each verified as it is read.

    The bytes that were verified are the ones handed out, whatever happens to the file meanwhile.
    Raises `AuditkitError` where the file no longer holds these lines.
    """
    previous = START
    try:
        with path.open("rb") as stream:
            for _ in range(lines):
                line = stream.readline()
                previous = decode(line[:-1], previous)[1]
                yield line
    except BadLine as error:
        raise _changed(path, str(error)) from error
    except OSError as error:
        raise _changed(path, error.strerror or str(error)) from error
    if previous != chain:
        raise _changed(path, "it is another history")


def unread_rest(audit: Audit) -> list[tuple[str, str]]:
    """Journals of the audit folder of which the opened audit believes less than stands there
    (damage, an unfinished line, lines of another process), each with that in words."""
    places, found = audit.places(), []
    for path in journal_paths(audit.folder / JOURNAL):
        place = places.get(path.name.removesuffix(SUFFIX), Place())
        if path.stat().st_size > place.size:
            reason = f"what follows line {place.lines} was not believed when it was opened"
            found.append((one_line(path.name), reason))
    return found


def _changed(path: Path, reason: str) -> AuditkitError:
    return AuditkitError(
        f"The journal {one_line(path.name)} is no longer what this audit was opened from: "
        f"{one_line(reason)}.",
        "Open the audit again, then pack it.",
    )
