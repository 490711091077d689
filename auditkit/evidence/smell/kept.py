"""What is kept of a file for comparing it with others when its text is gone from memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from auditkit.evidence.model import FileEntry
from auditkit.evidence.smell import control, nature
from auditkit.evidence.smell.facts import Facts, Spot


@dataclass(frozen=True, slots=True)
class Kept:
    """A few answers about one file."""

    entry: FileEntry
    kind: str
    created: datetime | None
    governs: bool
    """It lays down rules, and is neither a template nor set aside nor of somebody else."""
    approved: bool
    identified: bool
    draft: bool
    unsigned: bool
    """It has a place for an approval, which is empty."""
    set_aside: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing files found: the file to ask about, and the other ones it concerns."""

    entry: FileEntry
    spots: tuple[Spot, ...]
    others: tuple[FileEntry, ...] = ()


def kept_of(facts: Facts, *, draft: bool) -> Kept:
    """The answers about a file; ``draft`` says whether it was found to mark itself as one."""
    aside = nature.is_set_aside(facts)
    own = not (aside or nature.is_template(facts) or nature.is_external(facts))
    return Kept(
        facts.entry,
        facts.kind,
        facts.properties.created,
        governs=own and bool(facts.passages) and nature.governs(facts),
        approved=control.approved(facts) and not draft,
        identified=control.identified(facts),
        draft=draft,
        unsigned=any(control.empty_approvals(facts)),
        set_aside=aside,
    )


def by_root(kept: Iterable[Kept]) -> Iterator[list[Kept]]:
    """The files of each evidence root, by path."""
    ordered = sorted(kept, key=lambda each: (each.entry.root, each.entry.path))
    for _, files in groupby(ordered, key=lambda each: each.entry.root):
        yield list(files)
