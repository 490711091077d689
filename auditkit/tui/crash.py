"""What is left of a crash: a report of places in the program, without anything of the audit."""

from __future__ import annotations

import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from auditkit import __version__
from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.text import one_line


def report(error: BaseException | None, folder: Path | None) -> str:
    """Write the report into the audit's ``.cache``; gives the one line for the terminal.

    Messages of errors and local variables may quote the audit, so neither is written.
    """
    now = datetime.now(UTC)
    target = (folder / ".cache" if folder else Path(tempfile.gettempdir())) / (
        f"crash-{now:%Y%m%dT%H%M%S}.txt"
    )
    try:
        write_bytes(target, _text(error, now).encode())
    except AuditkitError as problem:
        return f"auditkit ended by an error of its own; what was typed is kept. {problem}"
    return (
        "auditkit ended by an error of its own; what was typed is kept. "
        f"Report: {one_line(str(target))}"
    )


def _text(error: BaseException | None, now: datetime) -> str:
    head = [
        f"auditkit {__version__}, {now.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()}, {platform.system()}",
        type(error).__name__,
    ]
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return "\n".join([*head, *(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames), ""])
