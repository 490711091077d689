"""Files from the disk as facts, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from auditkit.evidence.model import Cancelled, FileEntry, Passage, never
from auditkit.evidence.preview import preview
from auditkit.evidence.smell.child import PropertyReader
from auditkit.evidence.smell.facts import Facts, Properties
from auditkit.evidence.smell.nature import OFFICE, PAPERS
from auditkit.evidence.smell.properties import of_mail

Text = Callable[[FileEntry], Sequence[Passage]]
"""Gives the passages of a file, none where there are none."""
_CHARACTERS = 300_000  # of a file are looked at
_MAIL = frozenset({"mail", "Outlook mail"})


def text_of(entry: FileEntry) -> tuple[Passage, ...]:
    """The beginning of a file's text, read as for a preview: hostile files in a process of their
    own, for seconds."""
    return preview(entry.absolute, limit_chars=_CHARACTERS).passages


def facts(
    entries: Iterable[FileEntry], *, text: Text = text_of, cancelled: Cancelled = never
) -> Iterator[Facts]:
    """What is known of each file that may be a document or a mail; ends early when cancelled.

    ``text`` may come from an index. One file is in memory at a time. Raises nothing for what is
    on the disk.
    """
    with PropertyReader() as reader:
        for entry in entries:
            if cancelled():
                return
            bare = Facts(entry)
            if bare.kind in PAPERS or bare.kind in _MAIL:
                passages = _limited(text(entry))
                yield Facts(entry, passages, _properties(bare, passages, reader))


def _properties(bare: Facts, passages: Sequence[Passage], reader: PropertyReader) -> Properties:
    if bare.kind in _MAIL:
        return of_mail(passages)
    return reader.read(bare.entry.absolute) if bare.kind in OFFICE else Properties()


def _limited(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Of a long text the beginning; headers and footers come last, and are kept."""
    found: list[Passage] = []
    left = _CHARACTERS
    for passage in passages:
        edge = passage.place.startswith(("header ", "footer "))
        if left > 0 or edge:
            found.append(Passage(passage.place, passage.text[: max(left, 500)]))
            left -= len(passage.text)
    return tuple(found)
