"""Where a registered file may be now that it is not where it was: another folder, another drive,
another name.

First by contents (size, then hash), then by name, and by the words that were quoted from it; where
names lead nowhere, in files of the same kind and about the same size. The answers are candidates;
a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path
from typing import Literal, TypeAlias

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.locate import locate
from auditkit.evidence.model import Cancelled, FileEntry, Fingerprint, Passage, never

Why: TypeAlias = Literal["same contents", "same name", "similar name", "same words"]
Read: TypeAlias = Callable[[Path], Iterable[Passage]]
"""Gives the text of a file; may raise `AuditkitError`."""

_NAMES = 8  # files with the closest names that are looked into
_LIKELY = 12  # files of the same kind and about the same size that are looked into
_TWICE = 2.0  # times as big, or as small, is about the same size
_ALIKE = 70  # likeness of two names without suffix, 0 to 100, from which they are candidates


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be the one that is missing."""

    entry: FileEntry
    why: Why
    quotes: int = 0
    """How many of the quotations stand in it, word for word or reworded."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a file that is missing."""

    path: str
    """Below its root, as it was registered."""
    known: Fingerprint
    quotes: tuple[str, ...] = ()


def seek(
    wanted: Wanted,
    entries: Sequence[FileEntry],
    read: Read,
    *,
    cancelled: Cancelled = never,
) -> list[Candidate]:
    """Candidates, best first. Where the very contents are found, only files with those.

    Raises `WorkCancelled` on request, and nothing for what is on the disk.
    """
    same = [Candidate(entry, "same contents") for entry in _same(wanted, entries, cancelled)]
    if same:
        return sorted(same, key=lambda each: -_likeness(wanted.path, each.entry.path))
    found = [
        Candidate(entry, why, _quoted(wanted, entry, read, cancelled))
        for entry, why in _named(wanted, entries)
    ]
    if wanted.quotes:
        # A name that is only similar, with none of the words: there are many of those.
        found = [each for each in found if each.quotes or each.why == "same name"]
        if not any(each.quotes for each in found):
            found += _worded(wanted, entries, read, cancelled)
    return sorted(
        found,
        key=lambda each: (-each.quotes, each.why, -_likeness(wanted.path, each.entry.path)),
    )


def _same(
    wanted: Wanted, entries: Iterable[FileEntry], cancelled: Cancelled
) -> Iterator[FileEntry]:
    for entry in entries:
        if entry.size == wanted.known.size and entry.size:
            try:
                if fingerprint(entry.absolute, cancelled=cancelled).sha256 == wanted.known.sha256:
                    yield entry
            except AuditkitError as error:
                if cancelled():
                    raise error


def _named(wanted: Wanted, entries: Iterable[FileEntry]) -> list[tuple[FileEntry, Why]]:
    from rapidfuzz import fuzz, process

    name, suffix = _name(wanted.path), _suffix(wanted.path)
    fitting = [entry for entry in entries if _suffix(entry.path) == suffix]
    same: list[tuple[FileEntry, Why]] = [
        (entry, "same name") for entry in fitting if _name(entry.path) == name
    ]
    close = process.extract(
        name.removesuffix(suffix),
        [_name(entry.path).removesuffix(suffix) for entry in fitting],
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
        limit=_NAMES + len(same),
    )
    alike = (fitting[number] for _, _, number in close)
    return [*same, *((each, "similar name") for each in alike if _name(each.path) != name)]


def _worded(
    wanted: Wanted, entries: Iterable[FileEntry], read: Read, cancelled: Cancelled
) -> Iterator[Candidate]:
    """Files that have words quoted from the missing one, whatever they are called: renamed and
    edited. Only those of its kind, the closest in size."""
    size, suffix = max(1, wanted.known.size), _suffix(wanted.path)
    likely = (
        each
        for each in entries
        if _suffix(each.path) == suffix and size / _TWICE <= each.size <= size * _TWICE
    )
    for entry in nsmallest(_LIKELY, likely, key=lambda each: (abs(each.size - size), each.path)):
        if quotes := _quoted(wanted, entry, read, cancelled):
            yield Candidate(entry, "same words", quotes)


def _quoted(wanted: Wanted, entry: FileEntry, read: Read, cancelled: Cancelled) -> int:
    if not wanted.quotes:
        return 0
    try:
        passages = list(read(entry.absolute))
    except AuditkitError:
        return 0
    outcomes = [locate(each, "", passages, cancelled=cancelled).outcome for each in wanted.quotes]
    return sum(outcome in ("same", "moved", "reworded") for outcome in outcomes)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other))


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _suffix(path: str) -> str:
    return Path(path).suffix.casefold()
