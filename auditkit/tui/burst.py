"""Telling a sentence from commands: who types fast into a list, letters that mean nothing there
among them, believes to be writing.

Four letters within 1.2 seconds, at least three different and one without a command, are prose
(digits and signs are none: they lead to screens and searches). What holds, by simulation: a
sentence at 40 to 120 words a minute (a key every 0.1 to 0.3 seconds) is told within its first
twelve keys, and 30 commands at two keys a second never are. Nobody is told who takes longer than
0.4 seconds for a letter, and at 30 words a minute, where a space takes a place among the four,
only a word of four letters is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Sequence

WINDOW = 1.2
"""Seconds."""
KEPT = 2 * WINDOW
"""Seconds for which keys are known: signs that stand before those of the last moment."""
FAST = 0.3
"""Seconds between letters of who goes on typing while a command opens a field."""
BRACKETS = "[]"
"""Signs that lead to another place of the list, as digits lead to another screen."""
_LETTERS = 4
_DIFFERENT = 3


class Burst:
    """The letters typed in the last moment."""

    def __init__(self) -> None:
        self._typed: deque[tuple[float, str]] = deque()

    def press(self, char: str, at: float, commands: Container[str]) -> bool:
        """Take in one printable key; ``at`` is in seconds. Says whether it is prose now."""
        self._typed.append((at, char))
        while at - self._typed[0][0] > KEPT:
            self._typed.popleft()
        typed = [each for then, each in self._typed if at - then <= WINDOW and each.isalpha()]
        return (
            len(typed) >= _LETTERS
            and len(set(typed)) >= _DIFFERENT
            and any(each not in commands for each in typed)
        )

    def skip_leads(self) -> int:
        """Forget what was typed before the sentence: letters of some time before, and what led to
        where it was begun, which are digits, brackets, and signs that came some time before. A
        sign right before the sentence belongs to it, and so does a number with a space behind it.
        Says how many keys these were."""
        typed = list(self._typed)
        begun = self._begun()
        first = next((n for n in range(begun, len(typed)) if not _is_sign(typed[n][1])), begun)
        led = [n for n in range(begun + 1, first + 1) if _leads(*typed[n - 1], *typed[n])]
        skipped = max(led, default=begun)
        for _ in range(skipped):
            self._typed.popleft()
        return skipped

    def _begun(self) -> int:
        """The first key of the last moment; signs and spaces right before it come with it."""
        typed = list(self._typed)
        begun = next(n for n, (at, _) in enumerate(typed) if typed[-1][0] - at <= WINDOW)
        while begun and not typed[begun - 1][1].isalpha() and _at_once(typed, begun):
            begun -= 1
        return begun

    @property
    def text(self) -> str:
        """What was typed."""
        return "".join(char for _, char in self._typed)

    def forget(self) -> None:
        """Begin anew: what comes next belongs to nothing before."""
        self._typed.clear()


def _at_once(typed: Sequence[tuple[float, str]], number: int) -> bool:
    return typed[number][0] - typed[number - 1][0] <= FAST


def _is_sign(char: str) -> bool:
    """Also a digit."""
    return not char.isalpha() and not char.isspace()


def _leads(at: float, char: str, next_at: float, after: str) -> bool:
    """Whether a digit or sign is no part of a sentence that the next key belongs to."""
    if char.isdigit():
        return not after.isdigit() and not after.isspace()
    return char in BRACKETS or (next_at - at > FAST and not after.isspace())
