"""Findings that may be the same one twice: about the same requirement, or in words alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from auditkit.record.model import Finding, Ref
from auditkit.text import fold

ALIKE = 0.6
"""From this share of their words on (0 to 1), two findings are worth a look."""
_MOST = 5
_LONGEST = 600  # characters: what comes later decides nothing
_STEM = 6  # letters: owners, owned and owner are one word, nearly


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """Another finding, and why it may be the same."""

    finding: Finding
    likeness: float
    """Of the words, 0 to 1."""
    shared: tuple[str, ...]
    """The checks, or else the requirements, that both cite."""

    @property
    def why(self) -> str:
        """In words."""
        if self.shared:
            return f"also {', '.join(self.shared)}"
        return "words alike"


def similar(finding: Finding, others: Iterable[Finding]) -> tuple[Alike, ...]:
    """Those of ``others`` that may be the same finding, the most alike first, five at most."""
    looked = (_alike(finding, other) for other in others if other.id != finding.id)
    found = [each for each in looked if each.shared or each.likeness >= ALIKE]
    found.sort(key=lambda each: (-each.likeness - (0.5 if each.shared else 0), each.finding.label))
    return tuple(found[:_MOST])


def _alike(one: Finding, other: Finding) -> Alike:
    checks = [each.ref for each in _about(one.checks) if each in _about(other.checks)]
    refs = [each.ref for each in _about(one.refs) if each in _about(other.refs)]
    return Alike(finding=other, likeness=_likeness(one, other), shared=tuple(checks or refs))


def _about(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """What it is about: where controls are cited, the clauses beside them (see
    `criterion_notice`) say nothing about that."""
    return tuple(each for each in refs if each.ref.startswith("A.")) or refs


def _likeness(one: Finding, other: Finding) -> float:
    """The share of words of the titles, or of titles and gaps together: whichever is closer."""
    from rapidfuzz.distance import Indel

    titles = _words(one.title), _words(other.title)
    wholes = _words(f"{one.title} {one.gap}"), _words(f"{other.title} {other.gap}")
    pairs = [pair for pair in (titles, wholes) if all(pair)]
    return max((Indel.normalized_similarity(a, b) for a, b in pairs), default=0.0)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The beginnings of the words, each once and in one order."""
    return tuple(sorted({word[:_STEM] for word in re.findall(r"\w+", fold(text[:_LONGEST]))}))
