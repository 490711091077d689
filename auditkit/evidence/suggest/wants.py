"""What is looked for: the phrases by which people call the documents that a requirement expects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from auditkit.evidence.suggest.telling import telling
from auditkit.evidence.words import plain, words

_TITLE: Final = 0.8
_KEYWORD: Final = 0.8
_ALONE: Final = 0.7  # of what a phrase is worth that is a single word: it means many things
_DETAIL: Final = 4  # letters
_ASIDE = re.compile(r"\([^)]*\)")
_REST = re.compile(r"[,:;]")


@dataclass(frozen=True, slots=True)
class Wants:
    """What a requirement asks for: its title, keywords, the documents it expects, and further
    texts (its checks) with words that stand in such documents."""

    title: str
    keywords: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody calls a document, its telling words, and what an occurrence is worth."""

    text: str
    words: tuple[str, ...]
    worth: float
    documented: bool = True
    """Whether it is the name of a document, not a keyword."""


def phrases(wants: Wants) -> tuple[Phrase, ...]:
    """The phrases of a requirement, those of expected documents first.

    Of ``AIMS scope statement, approved and dated`` the head is taken: the rest describes what the
    document has to be like, not what it is called.
    """
    found: dict[tuple[str, ...], Phrase] = {}
    for text, worth, documented in _texts(wants):
        told = telling(text)
        if told and told not in found:
            alone = len(told) == 1 and not documented
            found[told] = Phrase(text, told, worth * _ALONE if alone else worth, documented)
    return tuple(found.values())


def detail_words(wants: Wants) -> frozenset[str]:
    """The telling words of the further texts, as they are written there."""
    found = (word for text in wants.details for word in words(plain(text.lower())))
    return frozenset(
        word for word in found if len(word) >= _DETAIL and word.isalpha() and telling(word)
    )


def spread(wants: Iterable[Wants]) -> Counter[str]:
    """In how many of the requirements each word is looked for: what many of them want (a policy,
    a record, something of AI) tells them apart the least."""
    found: Counter[str] = Counter()
    for each in wants:
        found.update({word for phrase in phrases(each) for word in phrase.words})
    return found


def _texts(wants: Wants) -> Iterator[tuple[str, float, bool]]:
    for text in wants.documents:
        yield _REST.split(_ASIDE.sub("", text), maxsplit=1)[0].strip(), 1.0, True
    yield wants.title, _TITLE, True
    for text in wants.keywords:
        yield text, _KEYWORD, False
