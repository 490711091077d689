"""Where the words of a document stand, gathered in one walk: what fields are found by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.documents.intake.words import (
    ADDED,
    LEAVES,
    REMOVED,
    SKIPPED,
    child,
    joined,
    local,
    pieces,
    runs_on,
    sign,
    text_of,
    value,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALIKE = 3  # copies of one control that are looked at
_NOT_WORD = re.compile(r"\W+")


@dataclass
class Index:
    """Where the words of a document stand, gathered in one walk through it."""

    wanted: frozenset[str]
    """Bookmarks that are followed; a file may hold any number of others."""
    controls: dict[str, list[_Element]] = field(default_factory=lambda: defaultdict(list))
    bookmarks: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[_Element]] = field(default_factory=dict)
    changes: int = 0
    """Tracked changes that nobody accepted yet."""
    _open: dict[str, list[str]] = field(default_factory=dict)

    def has_row(self, label: str) -> bool:
        """Whether a row begins with a label."""
        return label_key(label) in self.rows

    def row(self, label: str) -> str:
        """The words beside a label, empty where there is none."""
        cells = self.rows.get(label_key(label), [])
        return joined(piece for cell in cells for piece in (*pieces(cell), "\n"))

    def walk(self, element: _Element) -> None:
        """Take in everything below an element."""
        for each in element:
            name = local(each)
            self._note(each, name)
            if name in SKIPPED:
                continue
            if name in LEAVES:
                self._say(sign(each, name))
            else:
                self.walk(each)
            if name == "p" and not runs_on(each):
                self._say("\n")

    def _note(self, element: _Element, name: str) -> None:
        if name in REMOVED or name in ADDED:
            self.changes += 1
        elif name == "sdt":
            settings = child(element, "sdtPr")
            tag = value(child(settings, "tag")) if settings is not None else ""
            if tag and len(self.controls[tag]) < _ALIKE:
                self.controls[tag].append(element)
        elif name == "bookmarkStart":
            known = value(element, "name")
            if known in self.wanted and known not in self.bookmarks:
                self._open[value(element, "id")] = self.bookmarks[known] = []
        elif name == "bookmarkEnd":
            self._open.pop(value(element, "id"), None)
        elif name == "tr" and not _deleted(element):
            label, *cells = _cells(element) or [element]
            if cells:
                self.rows.setdefault(label_key(text_of(label)), cells)

    def _say(self, words: str) -> None:
        for parts in self._open.values():
            parts.append(words)


def index_of(body: _Element, bookmarks: Iterable[str]) -> Index:
    """Everything that fields with these bookmarks can be found by."""
    index = Index(frozenset(bookmarks))
    index.walk(body)
    return index


def label_key(label: str) -> str:
    """A label as it is compared: its words, without case and signs."""
    return _NOT_WORD.sub(" ", label[:200]).strip().casefold()


def _cells(row: _Element) -> list[_Element]:
    """The cells of a row, also those inside content controls; not those of tables in them."""
    found: list[_Element] = []
    for each in row:
        found += [each] if local(each) == "tc" else _cells(each)
    return found


def _deleted(row: _Element) -> bool:
    settings = child(row, "trPr")
    return settings is not None and child(settings, "del") is not None
