"""Going through files and gathering the questions they raise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import FileEntry
from auditkit.evidence.smell.copies import drafts_left_behind
from auditkit.evidence.smell.facts import Context, Digest, Facts, Spot
from auditkit.evidence.smell.kept import Kept, kept_of
from auditkit.evidence.smell.rules import RULES

DRAFT = "draft"
_LONGEST = 200  # characters of the words shown
_ALIKE = 5  # files with the same words
_MOST = 50  # further places named


@dataclass(frozen=True, slots=True)
class Smell:
    """One question, and what gave rise to it. ``places`` are further places of the same in the
    file, ``others`` other files it concerns."""

    rule: str
    entry: FileEntry
    place: str
    words: str
    places: tuple[str, ...] = ()
    others: tuple[FileEntry, ...] = ()

    @property
    def question(self) -> str:
        """What an auditor may ask aloud."""
        return RULES[self.rule].question


def sha256(entry: FileEntry) -> str:
    """The hash of a file on the disk, empty where it cannot be read."""
    try:
        return fingerprint(entry.absolute).sha256
    except AuditkitError:
        return ""


def smells(
    files: Iterable[Facts], context: Context, *, digest: Digest = sha256
) -> tuple[Smell, ...]:
    """The questions that files raise, by path. Takes the files one at a time and keeps no text,
    so that a thousand of them may come from a generator."""
    found: list[Smell] = []
    kept: list[Kept] = []
    for facts in files:
        own = list(_in_one(facts, context))
        found += own
        kept.append(kept_of(facts, draft=any(each.rule == DRAFT for each in own)))
    answered = drafts_left_behind(kept)
    found = [each for each in found if each.rule != DRAFT or each.entry not in answered]
    found = [*_joined(found), *_between(kept, context, digest)]
    order = list(RULES)
    return tuple(
        sorted(found, key=lambda each: (each.entry.root, each.entry.path, order.index(each.rule)))
    )


def _in_one(facts: Facts, context: Context) -> Iterator[Smell]:
    """At most one question of a rule about a file, whatever the number of places."""
    for name, rule in RULES.items():
        spots = tuple(rule.in_one(facts, context)) if rule.in_one else ()
        if spots:
            yield _smell(name, facts.entry, spots)


def _joined(found: Iterable[Smell]) -> Iterator[Smell]:
    """The same words in many files of a root are one question about all of them."""
    alike: dict[tuple[str, str, str], list[Smell]] = defaultdict(list)
    for each in found:
        alike[each.rule, each.entry.root, each.words.casefold()].append(each)
    for group in alike.values():
        if len(group) < _ALIKE:
            yield from group
        else:
            first, *rest = sorted(group, key=lambda each: each.entry.path)
            yield replace(first, others=tuple(each.entry for each in rest))


def _between(kept: Sequence[Kept], context: Context, digest: Digest) -> Iterator[Smell]:
    for name, rule in RULES.items():
        if rule.between:
            found = rule.between(kept, context)
        elif rule.by_hash:
            found = rule.by_hash(kept, digest)
        else:
            continue
        for each in found:
            yield _smell(name, each.entry, each.spots, each.others)


def _smell(
    rule: str, entry: FileEntry, spots: Sequence[Spot], others: tuple[FileEntry, ...] = ()
) -> Smell:
    first = spots[0]
    further = dict.fromkeys(each.place for each in spots if each.place != first.place)
    words = " ".join(first.words.split())[:_LONGEST]
    return Smell(rule, entry, first.place, words, tuple(further)[:_MOST], others)
