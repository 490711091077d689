"""OpenDocument (LibreOffice and others): texts, spreadsheets and presentations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.package import Package, Token, tokens
from auditkit.evidence.model import Passage

_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_MOST_BLANKS = 100  # one tag may ask for any number of them
_UNSEEN = frozenset({"tracked-changes", "settings", "forms"})


def odt(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``paragraph 12``, ``heading 3.2 Scope``, ``table 2, row 3``. Raises `Unreadable`."""
    yield from _Text().read(_content(source, limits))


def ods(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``sheet Register, row 14``. Raises `Unreadable`."""
    yield from _Sheets().read(_content(source, limits))


def odp(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``slide 3``. Raises `Unreadable`."""
    yield from _Slides().read(_content(source, limits))


def _content(source: BinaryIO, limits: Limits) -> str:
    package = Package(source, limits)
    if "content.xml" not in package.names:
        raise Unreadable("This is no OpenDocument file: its text is missing.")
    if "<manifest:encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable("The file is protected by a password.")
    return package.read("content.xml")


@dataclass(slots=True)
class _Reading:
    """What the three kinds share: text between tags, and the parts that nobody sees."""

    text: list[str] = field(default_factory=list)
    unseen: int = 0
    open_paragraphs: int = 0

    def read(self, xml: str) -> Iterator[Passage]:
        for token in tokens(xml):
            if token.name in _UNSEEN:
                self.unseen = max(0, self.unseen + _step(token))
            elif not self.unseen:
                self._gather(token)
                yield from self._take(token)

    def _gather(self, token: Token) -> None:
        if token.name in _BLANKS and token.opens:
            self.text.append(_BLANKS[token.name] * _count(token, "text:c", _MOST_BLANKS))
        if token.name in ("p", "h"):
            self.open_paragraphs = max(0, self.open_paragraphs + _step(token))
        if self.open_paragraphs:
            self.text.append(token.tail)

    def _take(self, token: Token) -> Iterator[Passage]:
        raise NotImplementedError

    def _taken(self) -> str:
        text = "".join(self.text).strip()
        self.text.clear()
        return text


@dataclass(slots=True)
class _Text(_Reading):
    paragraphs: int = 0
    tables: int = 0
    row: int = 0
    depth: int = 0  # of tables in tables
    cells: list[str] = field(default_factory=list)

    def _take(self, token: Token) -> Iterator[Passage]:
        if token.name in ("p", "h") and token.closes:
            yield from self._paragraph(heading=token.name == "h")
        elif token.name in ("table", "table-row", "table-cell"):
            yield from self._table(token)

    def _paragraph(self, *, heading: bool) -> Iterator[Passage]:
        if self.depth:
            self.text.append(" ")
        elif text := self._taken():
            self.paragraphs += 1
            place = f"heading {text[:80]}" if heading else f"paragraph {self.paragraphs}"
            yield Passage(place, text)

    def _table(self, token: Token) -> Iterator[Passage]:
        if token.name == "table":
            self.depth = max(0, self.depth + _step(token))
            if self.depth == 1 and token.opens:
                self.tables += 1
                self.row = 0
        elif self.depth == 1 and token.closes and token.name == "table-cell":
            self.cells.append(" ".join(self._taken().split()))
        elif self.depth == 1 and token.closes:
            self.row += 1
            yield Passage(f"table {self.tables}, row {self.row}", _joined(self.cells))
            self.cells.clear()


@dataclass(slots=True)
class _Sheets(_Reading):
    sheet: str = ""
    row: int = 0
    repeated: int = 1
    cells: list[str] = field(default_factory=list)

    def _take(self, token: Token) -> Iterator[Passage]:
        if token.name == "table" and token.opens:
            self.sheet, self.row = token.get("table:name"), 0
        elif token.name == "p" and token.closes:
            self.text.append(" ")
        elif token.name == "table-cell" and token.closes:
            self.cells.append(" ".join(self._taken().split()))
        elif token.name == "table-row":
            yield from self._row(token)

    def _row(self, token: Token) -> Iterator[Passage]:
        if token.opens:
            # Rows that are alike are stored once; as a rule they are the empty ones at the end.
            self.repeated = _count(token, "table:number-rows-repeated", 1 << 24)
        if token.closes:
            text = _joined([cell for cell in self.cells if cell])
            yield Passage(f"sheet {self.sheet}, row {self.row + 1}", text)
            self.row += self.repeated
            self.cells.clear()


@dataclass(slots=True)
class _Slides(_Reading):
    slide: int = 0

    def _take(self, token: Token) -> Iterator[Passage]:
        if token.name == "page" and token.opens:
            self.slide += 1
        elif token.name in ("p", "h") and token.closes:
            self.text.append("\n")
        if token.name == "page" and token.closes:
            lines = (line.strip() for line in self._taken().split("\n"))
            yield Passage(f"slide {self.slide}", "\n".join(line for line in lines if line))


def _step(token: Token) -> int:
    """How much deeper a tag leads: an empty one leads nowhere."""
    return int(token.opens) - int(token.closes)


def _count(token: Token, name: str, most: int) -> int:
    text = token.get(name)
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _joined(cells: list[str]) -> str:
    return " | ".join(cells) if any(cells) else ""
