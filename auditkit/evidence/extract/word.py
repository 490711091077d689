"""Word documents: paragraphs, headings and tables in their order, then notes and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.package import Package, Token, tokens
from auditkit.evidence.model import Passage

_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)", re.IGNORECASE)
_FURTHER = {
    r"word/header\d*\.xml": "header",
    r"word/footer\d*\.xml": "footer",
    r"word/footnotes\.xml": "footnote",
    r"word/endnotes\.xml": "endnote",
    r"word/comments\.xml": "comment",
}
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def docx(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``paragraph 12``, ``heading 3.2 Scope``, ``table 2, row 3``, ``comment 1``.

    Raises `Unreadable` when it is no Word document.
    """
    package = Package(source, limits)
    if "word/document.xml" not in package.names:
        raise Unreadable("This is no Word document: its text is missing.")
    headings = _heading_styles(package.read("word/styles.xml"))
    yield from _Body(headings).read(package.read("word/document.xml"))
    for pattern, word in _FURTHER.items():
        number = 0
        for name in package.matching(pattern):
            for passage in _Body(frozenset()).read(package.read(name)):
                number += 1
                yield Passage(f"{word} {number}", passage.text)


def _heading_styles(xml: str) -> frozenset[str]:
    """The ids of the heading styles. Ids differ by language, the names of styles do not."""
    found = {f"Heading{level}" for level in range(1, 10)} | {"Title"}
    style = ""
    for token in tokens(xml):
        if token.name == "style":
            style = token.get("styleId")
        elif token.name == "name" and _HEADING_STYLE.fullmatch(token.get("val")):
            found.add(style)
    return frozenset(found)


@dataclass(slots=True)
class _Body:
    """The reading of one part, tag by tag."""

    headings: frozenset[str]
    text: list[str] = field(default_factory=list)
    style: str = ""
    cells: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    row: int = 0
    depth: int = 0  # of tables in tables
    fallback: bool = False  # the same text once more, for old programs

    def read(self, xml: str) -> Iterator[Passage]:
        for token in tokens(xml):
            if token.name == "Fallback":
                self.fallback = token.opens and not token.closes
            elif not self.fallback:
                yield from self._take(token)

    def _take(self, token: Token) -> Iterator[Passage]:
        if token.name == "t" and token.opens:
            self.text.append(token.tail)
        elif token.name == "pStyle":
            self.style = token.get("val")
        elif token.name in _BLANKS and token.opens and not token.get("val"):
            self.text.append(_BLANKS[token.name])
        elif token.name == "p" and token.closes:
            yield from self._end_paragraph()
        elif token.name in ("tbl", "tc", "tr"):
            yield from self._table(token)

    def _end_paragraph(self) -> Iterator[Passage]:
        if self.depth:
            self.text.append("\n")
            return
        text = "".join(self.text).strip()
        is_heading = self.style in self.headings
        self.text.clear()
        self.style = ""
        if text:
            self.paragraphs += 1
            place = f"heading {text[:80]}" if is_heading else f"paragraph {self.paragraphs}"
            yield Passage(place, text)

    def _table(self, token: Token) -> Iterator[Passage]:
        if token.name == "tbl":
            self.depth = max(0, self.depth + (1 if token.opens else -1))
            if self.depth == 1 and token.opens:
                self.tables += 1
                self.row = 0
        elif self.depth == 1 and token.closes and token.name == "tc":
            self.cells.append(" ".join("".join(self.text).split()))
            self.text.clear()
        elif self.depth == 1 and token.closes:
            self.row += 1
            yield Passage(f"table {self.tables}, row {self.row}", _joined(self.cells))
            self.cells.clear()


def _joined(cells: list[str]) -> str:
    return " | ".join(cells) if any(cells) else ""
