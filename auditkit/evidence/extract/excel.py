"""Excel workbooks: one passage a row, its cells joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.package import Package, Token, attributes, tokens
from auditkit.evidence.model import Passage

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH = datetime(1899, 12, 30)


def xlsx(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``sheet Register, row 14``. Raises `Unreadable` when it is no workbook."""
    package = Package(source, limits)
    workbook = package.read("xl/workbook.xml")
    if not workbook:
        raise Unreadable("This is no Excel workbook: its list of sheets is missing.")
    shared = _shared(package.read("xl/sharedStrings.xml"))
    dates = _date_styles(package.read("xl/styles.xml"))
    parts = package.related("xl/workbook.xml")
    for token in tokens(workbook):
        if token.name == "sheet" and token.opens:
            known = attributes(token.attributes)
            xml = package.read(parts.get(known.get("r:id", known.get("id", "")), ""))
            for row, text in _Sheet(shared, dates).rows(xml):
                yield Passage(f"sheet {known.get('name', '')}, row {row}", text)


def _shared(xml: str) -> list[str]:
    """The texts that cells refer to by number."""
    found: list[str] = []
    pieces: list[str] = []
    phonetic = False  # how to pronounce a text: not part of it
    for token in tokens(xml):
        if token.name == "t" and token.opens and not phonetic:
            pieces.append(token.tail)
        elif token.name == "rPh":
            phonetic = token.opens and not token.closes
        elif token.name == "si" and token.closes:
            found.append("".join(pieces))
            pieces.clear()
    return found


def _date_styles(xml: str) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a date."""
    formats = set(map(str, _DATE_FORMATS))
    found: set[str] = set()
    inside = False
    number = 0
    for token in tokens(xml):
        if token.name == "numFmt" and _shows_date(token.get("formatCode")):
            formats.add(token.get("numFmtId"))
        elif token.name == "cellXfs":
            inside = token.opens
        elif inside and token.name == "xf" and token.opens:
            if token.get("numFmtId") in formats:
                found.add(str(number))
            number += 1
    return frozenset(found)


def _shows_date(code: str) -> bool:
    bare = _NOT_FORMAT.sub("", code).lower()
    return "yy" in bare or "mmm" in bare or "dd" in bare


@dataclass(slots=True)
class _Sheet:
    """The reading of one sheet, tag by tag."""

    shared: Sequence[str]
    dates: frozenset[str]
    cells: list[str] = field(default_factory=list)
    kind: str = ""
    style: str = ""
    text: str = ""
    row: int = 0

    def rows(self, xml: str) -> Iterator[tuple[int, str]]:
        for token in tokens(xml):
            if token.name == "row":
                if token.opens:
                    number = token.get("r")
                    self.row = int(number) if _is_number(number) else self.row + 1
                if token.closes and any(self.cells):
                    yield self.row, " | ".join(cell for cell in self.cells if cell)
                    self.cells.clear()
            else:
                self._take(token)

    def _take(self, token: Token) -> None:
        if token.name == "c" and token.opens:
            known = attributes(token.attributes)
            self.kind, self.style, self.text = known.get("t", "n"), known.get("s", ""), ""
        elif token.name in ("v", "t") and token.opens:
            self.text += token.tail
        if token.name == "c" and token.closes:
            self.cells.append(" ".join(self._value().split()))

    def _value(self) -> str:
        if self.kind == "s":
            known = _is_number(self.text) and int(self.text) < len(self.shared)
            return self.shared[int(self.text)] if known else ""
        if self.kind == "b":
            return "TRUE" if self.text == "1" else "FALSE"
        if self.kind == "n" and self.style in self.dates:
            return _attempt(_date, self.text)
        return self.text


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _attempt(convert: Callable[[str], str], text: str) -> str:
    try:
        return convert(text)
    except (ValueError, OverflowError):
        return text


def _date(text: str) -> str:
    moment = _EPOCH + timedelta(days=float(text))
    whole_day = (moment.hour, moment.minute) == (0, 0)
    return moment.strftime("%Y-%m-%d" if whole_day else "%Y-%m-%d %H:%M")
