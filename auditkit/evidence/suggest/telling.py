"""The words that tell what a document is, in one form, whether they stand in a name, in a heading
or in a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.words import parts, plain, stem, words

_STOP: Final = frozenset(
    words(
        "a about all an and any are as at be been by each every for from has have how if in into"
        " is it its may not of on or other own per such than that the their them then these they"
        " this those to was were what when where whether which who with"
    )
)
# The same thing written in two ways, on two sides of an ocean or of a desk.
_SAME: Final = {
    "analyse": "analysis",
    "competency": "competence",
    "continuous": "continual",
    "labeling": "labelling",
    "license": "licence",
    "mgmt": "management",
    "org": "organization",
    "organisation": "organization",
    "programme": "program",
    "vendor": "supplier",
}


def telling(text: str) -> tuple[str, ...]:
    """The telling words of a text, each once, in their order; numbers tell nothing."""
    found = (part for word in words(plain(text)) for part in _forms(word))
    return tuple(dict.fromkeys(found))


def spelled_out(found: tuple[str, ...]) -> frozenset[str]:
    """Telling words with those that short names among them stand for: ``soa`` is also
    ``statement`` and ``applicability``."""
    long = _long_forms()
    return frozenset(found).union(*(form for word in found for form in long.get(word, ())))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    """The parts of a word and the word itself (``SoA`` is told by the whole)."""
    found = (_form(part) for part in (*parts(word), word.lower()))
    return tuple(
        part for part in found if len(part) > 1 and part not in _STOP and not part.isdigit()
    )


def _form(part: str) -> str:
    single = stem(part)
    return _SAME.get(single, single)


def long_form(word: str) -> tuple[str, ...]:
    """The words that a short name stands for first; the word itself where it is none."""
    return _long_forms().get(word, ((word,),))[0]


@lru_cache(maxsize=1)
def _long_forms() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {
        _form(short): tuple(telling(meaning) for meaning in meanings)
        for short, meanings in SYNONYMS.items()
    }
