"""Which characters of a path made it a match."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditkit.evidence.align import align
from auditkit.evidence.expand import Vocabulary
from auditkit.evidence.postings import ACCEPTED, FOLDER
from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.terms import SYNONYM, short_names
from auditkit.evidence.words import date_parts, lowered, part_spans, plain_with_origins

Span = tuple[int, int]
_LITERAL = FOLDER * 0.96  # the word itself or its other number, in the name or a folder
_NATURAL = 0.45  # a reading of one word of several as an abbreviation that is worth showing


def highlight(terms: Sequence[str], path: str, vocabulary: Vocabulary) -> tuple[Span, ...]:
    """Spans (start, end) into ``path``, in order and not overlapping."""
    text, origins = plain_with_origins(path)
    spans: list[Span] = []
    least = 0.0 if len(terms) == 1 else _NATURAL
    for term in terms:
        spans += _term(term, text, vocabulary, least)
    for short, _ in short_names(terms):
        whole = rf"(?<![^\W_]){short}(?![^\W_])"
        spans += [found.span() for found in re.finditer(whole, lowered(text))]
    if not spans:
        spans = _letters("".join(terms), text, 0.0)
    return _merged([(origins[start], origins[end - 1] + 1) for start, end in spans])


def _term(term: str, text: str, vocabulary: Vocabulary, least: float) -> list[Span]:
    """What is written there, then what it is short for, then what is only like it."""
    found, weight = _word(term, text, vocabulary)
    if found is not None and weight > SYNONYM:
        return [found]
    for phrase in (*SYNONYMS.get(term, ()), " ".join(date_parts(term))):
        answers = [_word(word, text, vocabulary) for word in phrase.split()]
        whole = [span for span, weight in answers if span is not None and weight >= _LITERAL]
        if whole and len(whole) == len(answers):
            return whole
    at = lowered(text).rfind(term)
    if at >= 0:
        return [(at, at + len(term))]
    letters = _letters(term, text, max(least, weight))
    return [found] if found is not None and not letters else letters


def _word(term: str, text: str, vocabulary: Vocabulary) -> tuple[Span | None, float]:
    """The part of the path that answers the word best, and how well."""
    name_at = text.rfind("/") + 1
    best = ACCEPTED
    found: Span | None = None
    for start, end, part in part_spans(text):
        weight = vocabulary.weight(term, part) * (1.0 if start >= name_at else FOLDER)
        if weight > best:
            best = weight
            begun = part.startswith(term)
            found = (start, min(end, start + len(term)) if begun else end)
    return found, best if found is not None else 0.0


def _letters(letters: str, text: str, least: float) -> list[Span]:
    """The letters of an abbreviation, in the name if it has them all; nothing for a reading less
    natural than ``least``."""
    name_at = text.rfind("/") + 1
    for start in (name_at, 0):
        reading = align(letters, text[start:])
        if reading is not None and reading.score >= least:
            return [(start + at, start + at + 1) for at in reading.positions]
    return []


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
