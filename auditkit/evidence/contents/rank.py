"""Files by how much they speak of something: for suggesting evidence, not for citing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from auditkit.evidence.contents.blocks import Block
from auditkit.evidence.contents.query import Term
from auditkit.evidence.contents.store import Store, file_of
from auditkit.evidence.contents.text import clean
from auditkit.evidence.model import FileEntry, Passage

_MOST_PHRASES: Final = 60
_OUTLINED: Final = 12  # blocks of a file, some 36,000 characters
_MOST_HEADINGS: Final = 40
_LINE: Final = 100  # characters of a heading
_HEADING: Final = "heading "
_SHEET: Final = "sheet "
_TITLED = re.compile(r"(?:title|name)\s*:\s*[\"']?(.+?)[\"']?$", re.IGNORECASE)
_FRONT: Final = 10  # passages among which a text file names its title


@dataclass(frozen=True, slots=True)
class Spoken:
    """A file that speaks of what was asked: ``rank`` (BM25) of its best block, the higher the
    better, how many ``blocks`` it has, and the number of the best one."""

    entry: FileEntry
    rank: float
    blocks: int
    best: int


def speaking(store: Store, phrases: Sequence[str], limit: int) -> list[Spoken]:
    """The files with any of these phrases in their text, best first."""
    texts = dict.fromkeys(clean(phrase).replace('"', " ") for phrase in phrases[:_MOST_PHRASES])
    terms = (Term(text, quoted=True) for text in texts)
    expression = " OR ".join(term.expression() for term in terms if term.means_anything)
    best: dict[int, tuple[int, float]] = {}
    for block, rank in store.matching(expression, ranked=True) if expression else ():
        best.setdefault(file_of(block), (block, rank))
        if len(best) == limit:
            break
    return list(_spoken(store, best))


def _spoken(store: Store, best: Mapping[int, tuple[int, float]]) -> Iterator[Spoken]:
    for file, (block, rank) in best.items():
        entry = store.entry(file)
        if entry is not None:
            yield Spoken(entry, rank, store.size(file), block)


def outline(store: Store, entry: FileEntry) -> tuple[Passage, ...]:
    """The title, headings and names of sheets in the first part of a file. One without any is
    told by its first line."""
    file = store.number_of(entry)
    blocks = store.blocks_of(file, _OUTLINED) if file is not None else []
    texts = [passage for _, block in blocks for passage in _passages(block)]
    found: dict[str, Passage] = {}
    for number, (place, text) in enumerate(texts):
        heading = _heading(place, text) or (_titled(text) if number < _FRONT else "")
        if heading and len(found) < _MOST_HEADINGS:
            found.setdefault(heading, Passage(place, heading))
    if not found and texts:
        return (Passage(texts[0][0], texts[0][1][:_LINE]),)
    return tuple(found.values())


def place_of(store: Store, number: int, phrases: Sequence[str]) -> tuple[str, str] | None:
    """The first of ``phrases`` that stands in a block as it is written, and its place."""
    block = store.blocks((number,)).get(number)
    if block is None:
        return None
    for phrase in phrases:
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", block.text, re.IGNORECASE)
        if found:
            return phrase, block.places[block.passage_at(found.start())]
    return None


def state(store: Store) -> tuple[int, int]:
    """Another value after every change of the index, by this connection or by another one."""
    (version,) = store.db.execute("PRAGMA data_version").fetchone()
    return int(version), store.db.total_changes


def _passages(block: Block) -> Iterator[tuple[str, str]]:
    for number in range(block.passage_at(block.fresh), len(block.starts)):
        begin, end = block.span(number)
        text = block.text[begin:end].strip()
        if text:
            yield block.places[number], text.partition("\n")[0]


def _heading(place: str, text: str) -> str:
    if place.startswith(_HEADING):
        return place.removeprefix(_HEADING)
    if place.startswith(_SHEET):
        return place.removeprefix(_SHEET).rpartition(", row")[0]
    return text.lstrip("# ")[:_LINE] if text.startswith("#") else ""


def _titled(text: str) -> str:
    """The title that stands in the front matter of a text file: ``title: Testing policy``."""
    found = _TITLED.match(text)
    return found.group(1)[:_LINE] if found else ""
