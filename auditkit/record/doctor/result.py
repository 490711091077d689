"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "problem"]
"""A note is worth knowing and wrong with nothing."""
Step = Literal["", "journals", "snapshot", "checklists", "permissions", "folders", "leftovers"]
"""What a repair can do about it; empty where it would have to guess."""


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was looked at."""

    check: str
    """What was looked at, in a word or two."""
    level: Level
    text: str
    """In one sentence."""
    remedy: str = ""
    step: Step = ""
