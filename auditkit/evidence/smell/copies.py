"""Files that are the same under several names, and approved documents with a newer version beside
them that nobody has approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditkit.evidence.model import FileEntry
from auditkit.evidence.smell.facts import NAME, Context, Digest, Spot
from auditkit.evidence.smell.kept import Found, Kept, by_root
from auditkit.evidence.smell.nature import OFFICE
from auditkit.evidence.versions import document, rank

_SMALLEST = 512  # bytes: shorter files are alike by chance
_COMPARED = OFFICE | {"CSV", "mail", "Outlook mail"}


def same_file(kept: Sequence[Kept], digest: Digest) -> Iterator[Found]:
    """Byte for byte the same under different names below one root. A copy of the same name in
    another folder is a copy; only files of the same size are read."""
    for files in by_root(kept):
        sizes = _grouped((each.entry.size, each.entry) for each in files if _is_compared(each))
        for alike in sizes:
            same = _grouped((hash_, each) for each in alike if (hash_ := digest(each)))
            for entries in same:
                if len({each.name.casefold() for each in entries}) > 1:
                    names = " = ".join(dict.fromkeys(each.name for each in entries))
                    yield Found(entries[0], (Spot(NAME, names),), tuple(entries[1:]))


def newer_unapproved(kept: Sequence[Kept], _: Context) -> Iterator[Found]:
    """The newest version of a document marks itself as a draft, and one before it is approved."""
    for versions in _documents(kept):
        newest = versions[-1]
        before = [each for each in versions[:-1] if each.approved and _older(each, newest)]
        if newest.draft and before:
            words = f"{before[-1].entry.name} approved, {newest.entry.name} not"
            yield Found(newest.entry, (Spot(NAME, words),), (before[-1].entry,))


def drafts_left_behind(kept: Sequence[Kept]) -> frozenset[FileEntry]:
    """Drafts that have an approved version beside them: of the same version, of a later one, or
    of an earlier one, which `newer_unapproved` asks about."""
    return frozenset(
        each.entry
        for versions in _documents(kept)
        if any(each.approved for each in versions)
        for each in versions
        if each.draft
    )


def _documents(kept: Sequence[Kept]) -> Iterator[list[Kept]]:
    """The files that are versions of one document, the newest last."""
    found: dict[tuple[str, str, str], list[Kept]] = defaultdict(list)
    for each in kept:
        core = document(each.entry.name) if each.kind in OFFICE | {"Markdown"} else None
        if core and not each.set_aside:
            found[each.entry.root, each.entry.folder, core].append(each)
    for versions in found.values():
        if len(versions) > 1:
            yield sorted(versions, key=lambda each: (rank(each.entry.name), each.entry.path))


def _older(one: Kept, other: Kept) -> bool:
    """A version that is really lower, or no version in either name."""
    first, second = rank(one.entry.name)[1], rank(other.entry.name)[1]
    return first < second or not (first or second)


def _is_compared(each: Kept) -> bool:
    return each.kind in _COMPARED and each.entry.size >= _SMALLEST


def _grouped(pairs: Iterable[tuple[object, FileEntry]]) -> Iterator[list[FileEntry]]:
    found: dict[object, list[FileEntry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return (group for group in found.values() if len(group) > 1)
