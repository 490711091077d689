"""The beginning of a file's text and what stood in the way: what a preview is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.extract import DEFAULT, Unreadable, passages
from auditkit.evidence.model import Passage

PASSAGES = 5_000
"""As many are enough to look at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``problem`` is empty when nothing stood in the way. ``lasting`` says whether the problem
    lies in the file: not in who may read it, what is free of memory, or that it is gone."""

    passages: tuple[Passage, ...]
    truncated: bool
    problem: str
    lasting: bool = True


def read_beginning(path: Path, limit_chars: int, most: int = PASSAGES) -> Reading:
    """Up to ``limit_chars`` characters of the file at ``path``, in at most ``most`` passages;
    raises for no file."""
    found: list[Passage] = []
    left = limit_chars
    try:
        # One character more than asked for shows whether there is more.
        for passage in passages(path, limits=replace(DEFAULT, chars=limit_chars + 1)):
            if left <= 0 or len(found) == most:
                return Reading(tuple(found), True, "")
            piece = passage.text[:left]
            found.append(Passage(passage.place, piece))
            left -= len(piece)
            if len(piece) < len(passage.text):
                return Reading(tuple(found), True, "")
    except AuditkitError as error:
        return Reading(tuple(found), False, str(error), isinstance(error, Unreadable))
    except MemoryError:
        return Reading(tuple(found), True, "Reading the file needs too much memory.", False)
    except Exception as error:  # a parser of foreign data: whatever it raises, the file is at fault
        return Reading(tuple(found), True, f"The file is broken ({type(error).__name__}).")
    return Reading(tuple(found), False, "")
