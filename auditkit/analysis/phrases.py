"""Words in a finding that make a reader ask: opinions, advice, a second finding, names of people.

Each rule gives the words and where they stand. What is quoted, and what a document is reported to
say, is a fact about that document: it raises no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditkit.record.model import Person

_JUDGING = re.compile(
    r"\b(seems?|appears? to|probably|apparently|presumably|supposedly|looks (?:like|as if)|"
    r"may have|I think|(?:we|I) (?:feel|believe)|in (?:my|our) (?:opinion|view)|obviously|clearly|"
    r"of course|unfortunately|not really|somewhat|poorly|sloppy|careless(?:ly)?|negligent(?:ly)?|"
    r"disappointing(?:ly)?|inadequate(?:ly)?|insufficient(?:ly)?)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"\b(possibly|perhaps|might|maybe)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:should|ought to|needs? to be|it would be (?:better|good|advisable|helpful)|"
    r"consider \w+ing|(?:we|I|auditors?|team) (?:strongly )?(recommend|suggest|advise|propose)s?|"
    r"(?:is|are) (?:strongly )?(recommended|advised|advisable) (?:to|that)|"
    r"(recommendation|suggestion)(?=:))\b",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"\b(in addition(?! to\b)|furthermore|moreover|also,|besides,|secondly|apart from that|"
    r"(?:a second|another|a further) (?:finding|gap|issue|nonconformity|point|problem))(?!\w)",
    re.IGNORECASE,
)
_UNMET = re.compile(
    r"\b(there (?:is|are|was|were) no|(?:is|are|was|were|has|have|had|does|do|did|could) "
    r"(?:not|never)|none of|never|missing|lack(?:s|ed)?|fail(?:s|ed)|"
    r"no (?:approval|decision|evidence|plan|process|record|result|review|test)s?|"
    r"without (?:approval|evidence|record|review|test)\w*)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|«[^»\n]*»|(?<!\w)'[^'\n]*'(?!\w)")
_REPORTED = re.compile(
    r"\b(?:says?|said|states?|stated|asks?|demands?|prescribes?|provides?|plans?|requires?|notes?|"
    r"recorded|according to)\b(?! (?:nothing|little|no)\b)(?:(?! (?:and|but|so) |[;.!?]).)*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;]\s|\n")
_SURNAME = 4  # letters: shorter ones are too often words


class Hit(NamedTuple):
    """Words that a rule is about, and where in the text they begin."""

    words: str
    start: int


def opinions(text: str, *, of_effect: bool = False) -> Iterator[Hit]:
    """Opinions and hedges. What a gap may lead to is a possibility, and is said as one."""
    yield from _hits(_JUDGING, text)
    if not of_effect:
        yield from _unreported(_POSSIBLE, text)


def advice(text: str) -> Iterator[Hit]:
    """What tells somebody to do something."""
    yield from _unreported(_ADVICE, text)


def seconds(text: str) -> Iterator[Hit]:
    """Where a second finding may begin."""
    yield from _hits(_SECOND, text)


def unmet(text: str) -> Iterator[Hit]:
    """Words with which an obligation that was not met is told."""
    yield from _hits(_UNMET, text)


def names(text: str, person: Person) -> Iterator[Hit]:
    """The name of a person as a whole, or where that is not in the text, the surname."""
    name = " ".join(person.name.split())
    if not name:
        return
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    surname = name.rpartition(" ")[2]
    if found is None and len(surname) >= _SURNAME and surname[0].isupper() and surname != name:
        found = re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", text)
    if found is not None:
        yield Hit(person.name, found.start())


def first_of_each(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The same words once, where they stand first."""
    seen: set[str] = set()
    for each in hits:
        if each.words.casefold() not in seen:
            seen.add(each.words.casefold())
            yield each


def _hits(rule: re.Pattern[str], text: str) -> Iterator[Hit]:
    for found in rule.finditer(_own_words(text)):
        group = found.lastindex or 0
        yield Hit(found[group], found.start(group))


def _unreported(rule: re.Pattern[str], text: str) -> Iterator[Hit]:
    for hit in _hits(rule, text):
        before = _SENTENCE.split(text[: hit.start])[-1]
        if not _REPORTED.search(before):
            yield hit


def _own_words(text: str) -> str:
    """The text with blanks in place of what it quotes."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)
