"""A look into a file without leaving the program, whatever the file turns out to be."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.apart import command
from auditkit.evidence.apart import environment as _environment
from auditkit.evidence.extract import is_plain, kind_of
from auditkit.evidence.model import Passage, Text
from auditkit.evidence.opening import open_regular, shown
from auditkit.evidence.patience import Silent, patiently
from auditkit.evidence.reading import PASSAGES, Reading, read_beginning

_SECONDS = 10.0
_WHOLE = 5_000_000  # characters


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file's text.

    ``kind`` says what the file is taken for, in a word or two; ``truncated`` is true when there
    is more than was asked for; ``problem`` is the sentence that says why there is no (more) text.
    """

    kind: str
    passages: tuple[Passage, ...]
    truncated: bool
    problem: str | None


def preview(path: Path, *, limit_chars: int = 20_000) -> Preview:
    """The first ``limit_chars`` characters of the text of ``path``. Never raises for a bad file:
    ``problem`` says what is wrong with it. Formats that need more than decoding are read in a
    process of their own, for at most ten seconds."""
    try:
        return patiently(lambda _: _looked_into(path, limit_chars), int, shown(path))
    except Silent as error:
        return Preview(kind_of(path), (), False, str(error))


def _looked_into(path: Path, limit_chars: int, most: int = PASSAGES) -> Preview:
    kind = kind_of(path)
    try:
        with open_regular(path) as source:
            empty = not os.fstat(source.fileno()).st_size
    except AuditkitError as error:
        return Preview(kind, (), False, str(error))
    if empty:
        return Preview(kind, (), False, "The file is empty.")
    known = kind != "file"
    apart = known and not is_plain(path)
    reading = (_apart if apart else read_beginning)(path, limit_chars, most)
    return Preview(kind, reading.passages, reading.truncated, reading.problem or None)


def whole_text(path: Path) -> Text:
    """The text of a file up to five million characters, read as `preview` does; it says itself
    whether that is all. Raises `AuditkitError` where there is none."""
    try:
        found = patiently(lambda _: _looked_into(path, _WHOLE, _WHOLE), int, shown(path))
    except Silent as error:
        raise AuditkitError(str(error)) from error
    if found.problem and not found.passages:
        raise AuditkitError(found.problem)
    text = Text(found.passages)
    text.whole = not (found.truncated or found.problem)
    return text


def _apart(path: Path, limit_chars: int, most: int) -> Reading:
    arguments = [str(path.absolute()), str(limit_chars), str(most)]
    try:
        done = subprocess.run(
            [*command("auditkit.evidence.worker"), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Reading((), False, f"Reading took longer than {_SECONDS:.0f} s and was ended.")
    except subprocess.CalledProcessError:
        return Reading((), False, "The file made its reader fail, so it has no preview.")
    except (OSError, ValueError) as error:
        return Reading((), False, f"The reader could not be started ({type(error).__name__}).")
    found = tuple(Passage(place, text) for place, text in answer["passages"])
    return Reading(found, bool(answer["truncated"]), str(answer["problem"]))
