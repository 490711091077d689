"""The texts of a requirement that a spoken line is held against, and what each kind counts."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from auditkit.checklist.model import Requirement


class Field(StrEnum):
    """Kinds of text, by how people come to use their words."""

    NAMES = "names"
    """Title, keywords, documents."""
    DUTIES = "duties"
    """Intent, obligations, what would show conformity."""
    HINTS = "hints"
    QUESTIONS = "questions"
    FAILURES = "failures"
    PHRASES = "phrases"


class Weight(NamedTuple):
    """What a hit counts: of the word itself, and of its group (`concepts`)."""

    word: float
    group: float


WEIGHTS = {
    Field.NAMES: Weight(0.29, 0.34),
    Field.DUTIES: Weight(0.27, 0.20),
    Field.HINTS: Weight(0.20, 0.33),
    Field.QUESTIONS: Weight(0.35, 0.11),
    Field.FAILURES: Weight(0.39, 0.24),
    Field.PHRASES: Weight(0.15, 0.35),
}
"""Made by ``python benchmarks/filing.py --fit``: the weights under which the accepted requirements
of the tuning lines, and of phrases left out of the index in turn, are the most likely ones."""


def texts(requirement: Requirement) -> Iterator[tuple[Field, str]]:
    """All texts of a requirement that count, each with its kind."""
    yield Field.NAMES, requirement.title
    for documents in (requirement.documents_required, requirement.documents_usual):
        yield from ((Field.NAMES, text) for text in documents)
    yield from ((Field.NAMES, text) for text in requirement.keywords)
    yield Field.DUTIES, requirement.intent
    for check in requirement.checks:
        yield Field.DUTIES, check.obligation
        yield Field.DUTIES, check.conformity
        yield Field.QUESTIONS, check.question
    yield from ((Field.HINTS, text) for text in requirement.hints)
    yield from ((Field.FAILURES, text) for text in requirement.typical_failures)
    yield from ((Field.PHRASES, text) for text in requirement.phrases)
