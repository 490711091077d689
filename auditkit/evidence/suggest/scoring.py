"""How well a file fits what a requirement wants: three parts, each from 0 to 1, and their sum.

- phrase: the share of an expected document's telling words that stand in the name, in the title,
  in the folder or in a heading; rare words count more than common ones.
- text: how much the text speaks of what is wanted (BM25), against the file that does so most.
- likeness: how like the name is to what the document is usually called, letter by letter.

The weights and the two thresholds were chosen on one half of the labelled folders that
docs/suggest.md names, and measured on the other half.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from auditkit.evidence.contents import Spoken
from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest.naming import is_dull, named_after
from auditkit.evidence.suggest.outlines import Heading, Outline
from auditkit.evidence.suggest.telling import long_form, spelled_out, telling
from auditkit.evidence.suggest.wants import Phrase

Band: TypeAlias = Literal["likely", "perhaps"]
Weigh: TypeAlias = Callable[[str], float]

AS_TITLE: Final = 0.9
IN_TITLE: Final = 0.6
IN_FOLDER: Final = 0.4
IN_HEADING: Final = 0.3
EXPLAINED: Final = 0.5
_PHRASE: Final = 0.5
_TEXT: Final = 0.2
_LIKENESS: Final = 0.3
_MUCH: Final = 12.0  # the rank from which a text speaks of something for certain
_LONG: Final = 0.1  # a long text speaks of everything
_DULL: Final = 0.5
_NAMES_ALONE: Final = 0.97  # without texts the same score means less
LIKELY: Final = 0.62
PERHAPS: Final = 0.51


@dataclass(frozen=True, slots=True)
class Fit:
    """A file with its score from 0 to 1, the phrase that fits it best, and where that stands:
    the words in the name, those in the folder or title, or the heading."""

    entry: FileEntry
    score: float
    phrase: Phrase | None
    in_name: tuple[str, ...]
    elsewhere: tuple[str, ...]
    heading: Heading | None
    spoken: Spoken | None
    likeness: float = 0.0
    """How like the name or title is to what a wanted document is called, from 0 to 1."""


def band(score: float) -> Band | None:
    """What a score means; none: that nobody would look at the file for this."""
    return "likely" if score >= LIKELY else "perhaps" if score >= PERHAPS else None


def can_fit(score: float) -> bool:
    """Whether a file with this score by name and headings may fit once its text is heard."""
    return score + _TEXT >= PERHAPS


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file when it is scored."""

    entry: FileEntry
    name: tuple[str, ...]
    words: frozenset[str]
    """Those of the name, short ones spelled out."""
    folder: frozenset[str]
    outline: Outline


def known(entry: FileEntry, outline: Outline) -> File:
    """A file by its name, folder and headings."""
    name = telling(named_after(entry.folder, entry.name))
    return File(entry, name, spelled_out(name), spelled_out(telling(entry.folder)), outline)


class Question:
    """A requirement's phrases and how much each of their words tells."""

    def __init__(self, phrases: Sequence[Phrase], weigh: Weigh) -> None:
        self.phrases = tuple(phrases)
        self._weighed = [
            (phrase, {word: weigh(word) for word in phrase.words}) for phrase in phrases
        ]
        self._called = [" ".join(phrase.words) for phrase in phrases if phrase.documented]

    def fit(self, file: File, spoken: Spoken | None, strongest: float, *, by_text: bool) -> Fit:
        """How well a file fits. ``strongest`` is the rank of the file whose text speaks most of
        what is wanted; without ``by_text`` names alone are judged."""
        best = 0.0
        found: Phrase | None = None
        for phrase, weights in self._weighed:
            share = phrase.worth * _share(phrase, weights, file)
            if share > best:
                best, found = share, phrase
        text = _text(spoken, strongest) if spoken else 0.0
        if is_dull(file.name):
            best, text = best * _DULL, text * _DULL
        likeness = self._likeness(file)
        score = _PHRASE * best + _LIKENESS * likeness
        if by_text:
            score += _TEXT * text
        else:
            score *= _NAMES_ALONE / (_PHRASE + _LIKENESS)
        return _told(file, found, score, spoken, likeness)

    def _likeness(self, file: File) -> float:
        title = file.outline.title
        by_title = AS_TITLE * self._like(title) if title and title != file.name else 0.0
        return max(self._like(file.name), by_title)

    def _like(self, words: tuple[str, ...]) -> float:
        from rapidfuzz import fuzz, process

        text = " ".join(part for word in words for part in long_form(word))
        best = process.extractOne(text, self._called, scorer=fuzz.token_sort_ratio)
        return best[1] / 100 if best else 0.0


def _share(phrase: Phrase, weights: Mapping[str, float], file: File) -> float:
    """The share of a phrase that a file's name, title and folder have, or one of its headings. A
    title counts like a name where names say nothing, as ``P-07.docx``."""
    outline = file.outline
    words, titled = file.words, outline.title_words
    whole = len(weights) > 1 and outline.heading_of(phrase.words) is not None
    heading = IN_HEADING * whole
    if words.isdisjoint(weights) and titled.isdisjoint(weights):
        return heading
    found = in_title = 0.0
    for word, weight in weights.items():
        if word in titled:
            in_title += weight
        if word in words:
            found += weight
        elif word in titled:
            found += weight * IN_TITLE
        elif word in file.folder:
            found += weight * IN_FOLDER
    total = sum(weights.values())
    by_name = found / total * _explained(file.name, weights)
    by_title = AS_TITLE * in_title / total * _explained(outline.title, weights)
    return max(by_name, by_title, heading)


def _explained(name: tuple[str, ...], weights: Mapping[str, float]) -> float:
    """What is taken off for words of a name that have nothing to do with the phrase."""
    told = sum(not weights.keys().isdisjoint((word, *long_form(word))) for word in name)
    return (1 + EXPLAINED * told / max(1, len(name))) / (1 + EXPLAINED)


def _text(spoken: Spoken, strongest: float) -> float:
    part = spoken.rank / strongest * min(1.0, strongest / _MUCH)
    return part / (1 + _LONG * math.log2(max(1, spoken.blocks)))


def _told(
    file: File, phrase: Phrase | None, score: float, spoken: Spoken | None, likeness: float
) -> Fit:
    wanted = phrase.words if phrase else ()
    in_name = tuple(word for word in wanted if word in file.words)
    elsewhere = tuple(
        word
        for word in wanted
        if word not in file.words and (word in file.outline.title_words or word in file.folder)
    )
    heading = file.outline.heading_of(wanted) if wanted else None
    return Fit(file.entry, score, phrase, in_name, elsewhere, heading, spoken, likeness)
