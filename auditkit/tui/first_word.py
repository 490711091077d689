"""The first word of a sentence whose first letters were taken for commands and opened a field."""

from __future__ import annotations

from auditkit.record.audit import Audit
from auditkit.tui.burst import BRACKETS, FAST

APOSTROPHES = "'’"


class FirstWord:
    """What was typed since the first letter, and whether those that opened a field belong to it."""

    def __init__(self) -> None:
        self._lead = ""
        self._typed = ""
        self._eaten = 0
        self._at = 0.0
        self._known: Known | None = None

    def begin(self, char: str, at: float) -> bool:
        """A key where letters are commands, ``at`` in seconds: whether something begins with it."""
        at_once, self._at = at - self._at <= FAST, at
        if char.isalpha():
            return self._letter(char, at_once)
        leads = at_once and not self._typed and bool(self._lead)
        if char in BRACKETS or (char.isspace() and not leads):
            self.end()
            return False
        # A dash behind the digit of a screen begins anew.
        goes_on = leads and (not self._lead[-1].isdigit() or char.isdigit() or char.isspace())
        self._lead = f"{self._lead}{char}" if goes_on else char
        self._typed, self._eaten = "", 0
        return not goes_on

    def _letter(self, char: str, at_once: bool) -> bool:
        goes_on = at_once and bool(self._typed)
        # A digit right before it led to another screen.
        begins = not goes_on and not (at_once and self._lead and not self._lead[-1].isdigit())
        if begins:
            self._lead = ""
        self._typed = f"{self._typed}{char}" if goes_on else char
        self._eaten = len(self._typed)
        return begins

    def follow(self, char: str) -> None:
        """A further letter, typed into that field."""
        if self._typed:
            self._typed += char
        else:
            self._lead = ""

    def end(self) -> None:
        """What comes next belongs to no first word."""
        self._lead, self._typed, self._eaten = "", "", 0

    def stands_off(self, char: str) -> bool:
        """Whether all that was typed is a sign with a space behind it, up to this key: no title
        begins with a space."""
        return not self._typed and bool(self._lead) and " " in f"{self._lead}{char}"

    @property
    def lead(self) -> str:
        """Signs right before it, with their spaces, and a number with a space behind it."""
        return self._lead

    @property
    def typed(self) -> str:
        """All of it; empty where no word is being typed."""
        return self._typed

    @property
    def eaten(self) -> str:
        """The signs and letters that commands took."""
        return f"{self._lead}{self._typed[: self._eaten]}"

    @property
    def rest(self) -> str:
        """What stands in the field."""
        return self._typed[self._eaten :]

    def lost_its_letters(self, audit: Audit) -> bool:
        """Whether only all together are a word: ``m`` and ``anagement``, but not ``e`` and
        ``risk``."""
        whole, rest = (_plain(each) for each in (self._typed, self.rest))
        if not whole.isalpha():
            return False
        if self._known is None:
            self._known = Known(audit)
        known = self._known
        if known.begins_sentences(whole) or not rest:
            return known.begins_sentences(whole) or known.has(whole)
        if self._typed.isupper() and known.has(whole):
            return True
        if known.has(whole) or known.has(rest):
            return len(whole) > 2 and known.has(whole) and not known.has(rest)
        return known.length(whole) >= max(_SURE, known.length(rest) + 2)


_SURE = 4
"""Letters of a word nobody knows that have to begin one that is known: ``Dependa`` for
``dependabot``."""
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "ment")
_SHORTEST = 3


class Known:
    """Words of an audit, also with another ending."""

    def __init__(self, audit: Audit) -> None:
        from auditkit.analysis.vocabulary import beginnings, vocabulary  # not for the first paint

        self._words = vocabulary(audit.checklists)
        self._first = beginnings()
        self._starts: frozenset[str] = frozenset()

    def begins_sentences(self, word: str) -> bool:
        """Whether people begin sentences with it."""
        return word in self._first

    def has(self, word: str) -> bool:
        """Whether it is a word."""
        stems = (word.removesuffix(each) for each in _ENDINGS if word.endswith(each))
        return word in self._words or any(
            len(each) >= _SHORTEST and each in self._words for each in stems
        )

    def length(self, word: str) -> int:
        """How many letters it has in common with the beginning of a word."""
        if not self._starts:
            self._starts = frozenset(w[:n] for w in self._words for n in range(1, len(w) + 1))
        return max((n for n in range(len(word) + 1) if word[:n] in self._starts), default=0)


def _plain(word: str) -> str:
    return "".join(each for each in word.lower() if each not in APOSTROPHES)
