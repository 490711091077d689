"""Which characters of a path made it a match."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.evidence.align import align
from auditkit.evidence.expand import Vocabulary
from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.words import lowered, part_spans, plain_with_origins

Span = tuple[int, int]
_FOLDER = 0.8
_ACCEPTED = 0.3


def highlight(terms: Sequence[str], path: str, vocabulary: Vocabulary) -> tuple[Span, ...]:
    """Spans (start, end) into ``path``, in order and not overlapping."""
    text, origins = plain_with_origins(path)
    spans: list[Span] = []
    for term in terms:
        spans += _term(term, text, vocabulary)
    if not spans:
        reading = align("".join(terms), text)
        spans = [(at, at + 1) for at in reading.positions] if reading else []
    return _merged([(origins[start], origins[end - 1] + 1) for start, end in spans])


def _term(term: str, text: str, vocabulary: Vocabulary) -> list[Span]:
    found = _word(term, text, vocabulary)
    if found is not None:
        return [found]
    at = lowered(text).rfind(term)
    if at >= 0:
        return [(at, at + len(term))]
    for phrase in SYNONYMS.get(term, ()):
        spans = [_word(word, text, vocabulary) for word in phrase.split()]
        whole = [span for span in spans if span is not None]
        if len(whole) == len(spans):
            return whole
    return []


def _word(term: str, text: str, vocabulary: Vocabulary) -> Span | None:
    """The part of the path that answers the word best."""
    name_at = text.rfind("/") + 1
    best = _ACCEPTED
    found: Span | None = None
    for start, end, part in part_spans(text):
        weight = vocabulary.weight(term, part) * (1.0 if start >= name_at else _FOLDER)
        if weight > best:
            best = weight
            found = (start, start + len(term)) if part.startswith(term) else (start, end)
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
