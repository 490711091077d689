"""The first word of a sentence whose first letter was taken for a command and opened a field."""

from __future__ import annotations

from auditkit.record.audit import Audit


class FirstWord:
    """What was typed since the letter that opened a field, and whether it belonged to the word."""

    def __init__(self) -> None:
        self._typed = ""
        self._known: frozenset[str] = frozenset()

    def begin(self, opener: str) -> None:
        """A letter that may open a field."""
        self._typed = opener

    def follow(self, char: str) -> None:
        """A further letter, typed into that field."""
        self._typed += char

    @property
    def letter(self) -> str:
        """The letter that the command took."""
        return self._typed[:1]

    @property
    def rest(self) -> str:
        """What stands in the field."""
        return self._typed[1:]

    def lost_its_letter(self, audit: Audit) -> bool:
        """Whether only both together are a word: ``m`` and ``anagement``, but not ``e`` and
        ``risk``."""
        if not self._typed.isalpha() or len(self._typed) < 3:
            return False
        if not self._known:
            from auditkit.analysis.vocabulary import vocabulary  # not for the first paint

            self._known = vocabulary(audit.checklists)
        return self._typed.lower() in self._known and self.rest.lower() not in self._known
