"""Words in a finding that make a reader ask: opinions, advice, a second finding, names of people.

Each rule gives the words and where they stand. What is quoted, and what a document is reported to
say, is a fact about that document: it raises no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditkit.record.model import Person


def _by_letter(alternatives: Iterable[str]) -> str:
    """One pattern for many, grouped by first letter: a third of the time."""
    groups: dict[str, list[str]] = {}
    for each in alternatives:
        groups.setdefault(each[0], []).append(each[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in groups.items())


_POOR = (
    "recall|precision|accuracy|sensitivity|specificity|calibration|light|lighting|visibility|contrast|"
    "resolution|reception|signal|connection|connectivity|weather|eyesight|vision|hearing|health|"
    "housing|households?|families|people|patients?|countries|districts?|regions?|areas?"
)
_BAD = "debts?|loans?|sectors?|blocks?|requests?|gateway|actors?|weather|pixels?|bots?|faith"
_LAZY = "loading|loaded|evaluation|initiali[sz]ation|learning|learners?|imports?"
"""Nouns before which such a word is a term or a fact of its trade."""
_JUDGING = re.compile(
    r"\b(seems?|appears? to|probably|apparently|presumably|supposedly|looks (?:like|as if)|"
    r"may have|(?:we|I) (?:think|feel|believe|guess|suspect|doubt)|in (?:my|our) (?:opinion|view)|"
    r"obviously|clearly|evidently|undoubtedly|surely|hopefully|no doubt|of course|"
    r"(?:un)?fortunately|regrettably|sadly|luckily|alarmingly|surprisingly|worryingly|frankly|"
    r"not really|somewhat|poorly|sloppy|sloppily|careless(?:ly)?|negligently|"
    r"(?:is|are|was|were) negligent|"
    r"disappointing(?:ly)?|inadequate(?:ly)?|insufficient(?:ly)?)\b",
    re.IGNORECASE,
)
_REPROACHES = (
    *("a mess", "a joke", "a farce", "a disgrace", "a nightmare", "a scandal", "a shambles"),
    *("a chaos", "the mess", "complete mess", "real mess", "total mess", "such a mess", "messy"),
    r"a (?:complete |total |real )?(?:disaster|catastrophe)(?! (?:recovery|plan|relief|exercise))",
    *(rf"poor(?! (?:{_POOR})\b)", "badly", rf"bad(?! (?:{_BAD})\b)", "messed up", "in chaos"),
    *(
        "chaotic(?:ally)?",
        "haphazard(?:ly)?",
        r"intolerabl[ey](?! risks?\b)",
        "unprofessional(?:ly)?",
    ),
    r"unacceptabl[ey](?! (?:risk|practice|level|use|limit)s?\b)",
    *(rf"lazy(?! (?:{_LAZY})\b)", "lazily", "shodd(?:y|ily)", "slapdash", "slipshod", "half-baked"),
    *("amateurish(?:ly)?", "half-hearted(?:ly)?", "incompeten(?:t|ce)", "irresponsibl[ey]"),
    *(
        "reckless(?:ly)?",
        "clueless",
        "stupid(?:ly)?",
        "silly",
        "foolish(?:ly)?",
        "ridiculous(?:ly)?",
    ),
    *("absurd(?:ly)?", "laughable", "embarrassing(?:ly)?", "shameful(?:ly)?", "disgraceful(?:ly)?"),
    *("scandalous(?:ly)?", "appalling(?:ly)?", "shocking(?:ly)?", "terribl[ey]", "horribl[ey]"),
    *("horrendous", "awful(?:ly)?", "dreadful(?:ly)?", "dismal", "abysmal", "woeful(?:ly)?"),
    *("deplorabl[ey]", "pathetic", "lousy", "useless", "worthless", "rubbish", "nonsense"),
    *("not good enough", "not up to scratch", "below par", "sub-?par"),
)
_WEAK = (
    r"(?:is|are|was|were|been|very|too|rather|quite|really|extremely) weak(?! (?:at|in|on)\b)",
    r"(?:not|never|hardly|nobody) (?:(?:even|really|ever) )?(?:bother(?:s|ed)?|cares?|cared)",
)
_REPROACH = re.compile(rf"\b({_by_letter(_REPROACHES)}|{'|'.join(_WEAK)})(?!\w)", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(possibly|perhaps|might|maybe)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:should|ought to|needs? to be|it would be (?:better|good|advisable|helpful)|"
    r"consider \w+ing|(?:we|I|auditors?|team) (?:strongly )?(recommend|suggest|advise|propose)s?|"
    r"(?:is|are) (?:strongly )?(recommended|advised|advisable) (?:to|that)|"
    r"(recommendation|suggestion)(?=:))\b",
    re.IGNORECASE,
)
_RATING = (
    "(?:rat|grad|scor|describ|judg)e(?:s|d)?|class(?:es|ed)|classif(?:y|ies|ied)|label(?:s|led|ed)?|"
    "(?:mark|rank|call|assess)(?:s|es|ed)?"
)
_RATED = re.compile(
    rf"\b(?:{_RATING}) (?:the|it|them|this|these|its|their|an?)\b"
    r"(?:(?! (?:and|but|so) |[,;:.!?]).)*$|"
    rf"\b(?:{_RATING})(?: [\w-]+){{0,5}}? as (?:\w+ )?$|"
    rf"\b(?:{_RATING})(?<=ed) (?:\w+ly |very )?$|"
    r"\b(?:say|said|state|report|complain|note|claim|find|found|conclude)(?:s|d|ed)? that\b"
    r"(?:(?! (?:but|so) |[;.!?]).)*$|"
    r"\b\w+, \w+(?:,? (?:and|or))? $",
    re.IGNORECASE,
)
"""Before a reproach: somebody else's judgement that is told, or one of several grades."""
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
_LOOKED_BACK = 300
"""Characters: longer sentences are read from there on only, so that typing stays quick."""
_SURNAME = 4  # letters: shorter ones are too often words


class Hit(NamedTuple):
    """Words that a rule is about, and where in the text they begin."""

    words: str
    start: int


def opinions(text: str, *, of_effect: bool = False) -> Iterator[Hit]:
    """Opinions and hedges. What a gap may lead to is a possibility, and is said as one."""
    yield from _hits(_JUDGING, text)
    yield from _untold(_REPROACH, text, _RATED)
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
    surname = name.rpartition(" ")[2]
    if not name or surname.casefold() not in text.casefold():
        return
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
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
    yield from _untold(rule, text, _REPORTED)


def _untold(rule: re.Pattern[str], text: str, told: re.Pattern[str]) -> Iterator[Hit]:
    """What a rule finds where no words before it, in its sentence, make it somebody else's."""
    for hit in _hits(rule, text):
        before = text[max(0, hit.start - _LOOKED_BACK) : hit.start]
        if not told.search(_SENTENCE.split(before)[-1]):
            yield hit


def _own_words(text: str) -> str:
    """The text with blanks in place of what it quotes."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)
