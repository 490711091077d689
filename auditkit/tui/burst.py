"""Telling a sentence from commands: who types fast into a list, letters that mean nothing there
among them, believes to be writing.

Four letters within 1.2 seconds, at least three different and one without a command, are prose
(digits and signs are none: they lead to screens and searches):
simulated for 30 to 120 words a minute, every sentence is told after two or three marks, and 30
commands at two keys a second never are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container

WINDOW = 1.2
"""Seconds."""
_LETTERS = 4
_DIFFERENT = 3


class Burst:
    """The letters typed in the last moment."""

    def __init__(self) -> None:
        self._typed: deque[tuple[float, str]] = deque()

    def press(self, char: str, at: float, commands: Container[str]) -> bool:
        """Take in one printable key; ``at`` is in seconds. Says whether it is prose now."""
        self._typed.append((at, char))
        while at - self._typed[0][0] > WINDOW:
            self._typed.popleft()
        typed = [each for _, each in self._typed if each.isalpha()]
        return (
            len(typed) >= _LETTERS
            and len(set(typed)) >= _DIFFERENT
            and any(each not in commands for each in typed)
        )

    def skip_signs(self) -> int:
        """Forget digits and signs right before the first letter: they led to another screen. One
        with a space behind it belongs to the sentence. Says how many there were."""
        chars = [char for _, char in self._typed]
        first = next((n for n, char in enumerate(chars) if char.isalpha() or char.isspace()), 0)
        if not first or chars[first].isspace():
            return 0
        for _ in range(first):
            self._typed.popleft()
        return first

    @property
    def text(self) -> str:
        """What was typed."""
        return "".join(char for _, char in self._typed)

    def forget(self) -> None:
        """Begin anew: what comes next belongs to nothing before."""
        self._typed.clear()
