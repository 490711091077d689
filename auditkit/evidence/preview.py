"""A look into a file without leaving the program, whatever the file turns out to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditkit.evidence.model import Passage


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
    ``problem`` says what is wrong with it."""
    return Preview("file", (), False, f"There is no preview for {path.suffix or 'this file'}.")
