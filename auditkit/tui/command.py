"""One command: what a person can do, its keys and its words."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

MODES = ("dashboard", "audit", "evidence", "findings", "cars", "documents")
"""The screens behind the number keys, in their order."""
PROPOSALS = 5
"""Requirements that are proposed for an interview line, each with a digit."""
DIGITS = "".join(map(str, range(1, PROPOSALS + 1)))


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    ``keys`` are Textual key names, the first is the one that is shown; ``where`` names the
    screens; ``rank`` orders the footer (0: not there, 1 first).
    """

    id: str
    keys: str
    action: str
    short: str
    label: str
    help: str
    where: tuple[str, ...]
    rank: int = 0
    changes: bool = False
    """Whether it changes the record: refused, with the reason, where the audit is read-only."""
    also: tuple[str, ...] = ()
    """Other names that people look for it under, in the menu."""
    together: str = ""
    """The word under which its key and those of its neighbours stand as one below: ``screens``."""
    lasts: bool = False
    """Whether undo cannot take back what it does: a letter waits whether a sentence follows."""

    @property
    def key(self) -> str:
        """The first key as it is shown to people."""
        return shown_key(self.keys.split(",")[0])

    @property
    def all_keys(self) -> str:
        """All keys as they are shown to people."""
        return " or ".join(shown_key(key) for key in self.keys.split(","))


_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "minus": "-",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "escape": "esc",
    "plus": "+",
}


def shown_key(key: str) -> str:
    """A key name as people write it: ``question_mark`` is ``?``, ``ctrl+r`` is ``^r``."""
    name = _NAMES.get(key, key)
    if name.startswith("ctrl+"):
        return f"^{name[5:]}"
    return name.upper() if name[:1] == "f" and name[1:].isdigit() else name


def joined_keys(commands: Sequence[Command]) -> str:
    """The first keys of commands as one: ``0-5`` where they follow each other, else each."""
    shown = [each.key for each in commands]
    in_a_row = "".join(shown) in string.digits and len(shown) > 1
    return f"{shown[0]}-{shown[-1]}" if in_a_row else "/".join(shown)


def command(
    id: str,
    keys: str,
    action: str,
    labels: str,
    help: str,
    where: str,
    rank: int = 0,
    *,
    changes: bool = False,
    also: str = "",
    together: str = "",
    lasts: bool = False,
) -> Command:
    """A command from one line of the table; ``labels`` is ``short|long``, ``where`` has words,
    ``also`` other names with commas between them."""
    short, _, long = labels.partition("|")
    places = tuple(where.split())
    others = tuple(each.strip() for each in also.split(",") if each.strip())
    return Command(
        id, keys, action, short, long or short, help, places, rank, changes, others, together, lasts
    )
