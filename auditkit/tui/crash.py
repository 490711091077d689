"""What is left of a crash: a report of places in the program, without anything of the audit."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from auditkit import __version__
from auditkit.errors import AuditkitError
from auditkit.files import is_folder, write_bytes
from auditkit.text import one_line


def report(error: BaseException | None, folder: Path | None, *, saved: bool = True) -> str:
    """Write the report into the audit's ``.cache``, or else where temporary files go; gives the
    one line for the terminal.

    Whatever an error carries may quote the audit: its message, its notes, the line of a syntax
    error, local variables, and any name that was made while the program ran. What is written are
    names that stand in the source of loaded modules, and numbers of lines.
    """
    now = datetime.now(UTC)
    there = folder is not None and is_folder(folder)  # one that was moved is not made anew
    target = (folder / ".cache" if folder and there else Path(tempfile.gettempdir())) / (
        f"crash-{now:%Y%m%dT%H%M%S}.txt"
    )
    kept = "what was typed is kept" if saved else "what was typed last could NOT be saved"
    said = f"auditkit ended by an error of its own; {kept}."
    try:
        write_bytes(target, _text(error, now).encode())
    except AuditkitError as problem:
        return f"{said} {problem}"
    return f"{said} Report: {one_line(str(target))}"


def _text(error: BaseException | None, now: datetime) -> str:
    lines = [
        f"auditkit {__version__}, {now.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()}, {platform.system()}",
    ]
    for number, each in enumerate(_causes(error)):
        lines.append(f"{'because of ' if number else ''}{_kind(type(each))}")
        lines += _places(each.__traceback__)
    return "\n".join([*lines, ""])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, each once."""
    seen: list[BaseException] = []
    while error is not None and not any(error is each for each in seen):
        yield error
        seen.append(error)
        error = error.__cause__ or error.__context__


def _kind(kind: type[BaseException]) -> str:
    """The name of an error's class, when its module knows it by that name."""
    module = sys.modules.get(kind.__module__)
    known = getattr(module, kind.__name__, None) is kind
    return f"{kind.__module__}.{kind.__name__}" if known else "an error without a known name"


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Module, line and function of each frame; nothing of code that was made at run time."""
    while trace is not None:
        code = trace.tb_frame.f_code
        name = trace.tb_frame.f_globals.get("__name__", "")
        module = sys.modules.get(name) if isinstance(name, str) else None
        known = getattr(module, "__file__", None) == code.co_filename
        place = f"{name}:{trace.tb_lineno} {code.co_name}" if known else "?"
        yield place
        trace = trace.tb_next
