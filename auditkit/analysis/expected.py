"""Which documents a requirement expects, and whether the evidence register shows them.

The register knows names of files, not what they are: a document counts as seen when the name of a
file holds its telling words. What is not recognized so is asked, never claimed to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.words import parts, plain, stem, words
from auditkit.record.audit import Audit
from auditkit.record.model import Evidence, EvidenceKind, Ref
from auditkit.refs import requirement_of

MATCH_RULE = (
    "A document counts as cited when the name of a file that is cited for the requirement holds "
    "its telling words: all of them, or two thirds where there are more than three. Where files "
    "are cited but none is named so, the auditor has to say which one it is."
)
_ALL_OF = 3
_COMMON = frozenset(
    stem(word)
    for word in words(
        "a ai aims all an and any are as at by data document documentation documented each "
        "evidence for from how in information is it itself its kept management new of on or "
        "other own process processes record records result results standard system systems "
        "taken that the their they this to used with"
    )
)


class Seen(StrEnum):
    """How far the register shows a document, best first."""

    CITED = "cited"
    REGISTERED = "registered, not cited here"
    UNNAMED = "not recognized by name"
    NOT_SEEN = "not seen"


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the criteria ask for, and the evidence that is or may be it."""

    name: str
    seen: Seen
    labels: tuple[str, ...]
    """The files that are named so; for `Seen.UNNAMED` those that are cited for the requirement."""


def expected_documents(audit: Audit) -> dict[Ref, tuple[Expected, ...]]:
    """What each requirement expects; requirements that ask for no document are left out."""
    named = {
        each: _telling(f"{each.title} {each.path}")
        for each in audit.evidence()
        if each.kind is EvidenceKind.FILE
    }
    cited = _files_cited(audit, {each.id: each for each in named})
    return {
        ref: tuple(
            _expected(name, cited.get(ref, {}), named) for name in requirement.documents_required
        )
        for checklist in audit.checklists
        for requirement in checklist.requirements()
        if requirement.documents_required
        for ref in (Ref(checklist.id, requirement.ref),)
    }


def _files_cited(audit: Audit, files: Mapping[str, Evidence]) -> dict[Ref, dict[Evidence, None]]:
    found: dict[Ref, dict[Evidence, None]] = {}
    for each in audit.citations():
        if each.ref and each.evidence in files:
            ref = Ref(each.checklist, requirement_of(each.ref))
            found.setdefault(ref, {})[files[each.evidence]] = None
    return found


def _expected(
    name: str, cited: Iterable[Evidence], named: Mapping[Evidence, frozenset[str]]
) -> Expected:
    here = list(cited)
    wanted = _telling(name)
    matching = [each for each in named if _covers(wanted, named[each])]
    for seen, files in (
        (Seen.CITED, [each for each in here if each in matching]),
        (Seen.REGISTERED, matching),
        (Seen.UNNAMED, here),
    ):
        if files:
            return Expected(name=name, seen=seen, labels=tuple(each.label for each in files))
    return Expected(name=name, seen=Seen.NOT_SEEN, labels=())


def _covers(wanted: frozenset[str], have: frozenset[str]) -> bool:
    held = len(wanted & have)
    needed = len(wanted) if len(wanted) <= _ALL_OF else -(-2 * len(wanted) // 3)
    return bool(wanted) and held >= needed


def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell documents apart, in one form; short names count as what they
    stand for (``SoA``)."""
    plain_words = [word.lower() for word in words(plain(name))]
    spelled = [each for word in plain_words for each in SYNONYMS.get(word, ())]
    split = [part for word in words(plain(name)) for part in parts(word)]
    every = (*plain_words, *split, *(word for each in spelled for word in each.split()))
    return frozenset(stem(word) for word in every if not word.isdigit()) - _COMMON
