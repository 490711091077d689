"""The words in a piece of a Word document, as they read when all changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

REMOVED = frozenset({"del", "moveFrom"})
"""Tracked changes that take text away; `ADDED` ones are read as if they had been accepted."""
ADDED = frozenset({"ins", "moveTo"})
PICTURES = frozenset({"drawing", "pict", "object"})
SKIPPED = REMOVED | {"delText", "instrText", "delInstrText", "Fallback", "rt", "sdtPr", "rPr"}
"""What holds no words for a reader, or the same words once more for old programs."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SIGNS = {"br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "\u2011"}
LEAVES = frozenset({"t", "tab", "sym", *_SIGNS})
"""Elements that are words themselves."""
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def local(element: _Element) -> str:
    """The name of an element without its namespace: strict and transitional files differ there."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute of an element by its name without namespace; empty where it is not there."""
    if element is None:
        return ""
    found = (each for key, each in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return str(next(found, ""))


def child(element: _Element, name: str) -> _Element | None:
    """The first child of that name."""
    return next((each for each in element if local(each) == name), None)


def text_of(element: _Element) -> str:
    """The words inside an element; paragraphs and breaks become line feeds."""
    return joined(pieces(element))


def joined(parts: Iterable[str]) -> str:
    """Pieces of text as one, without blanks around it."""
    return _BREAKS.sub("\n", "".join(parts)).strip()


def pieces(element: _Element) -> list[str]:
    """The words inside an element, piece by piece."""
    found: list[str] = []
    _collect(element, found)
    return found


def _collect(element: _Element, found: list[str]) -> None:
    for each in element:
        name = local(each)
        if name in SKIPPED:
            continue
        if name in LEAVES:
            found.append(sign(each, name))
        else:
            _collect(each, found)
        if name == "p" and not runs_on(each):
            found.append("\n")


def sign(element: _Element, name: str) -> str:
    """What one element at the end of the tree says."""
    if name == "t":
        words = str(element.text or "")
        # Without the mark Word itself does not show blanks at the ends of a run.
        return words if element.get(_PRESERVE) == "preserve" else words.strip(" \t\r\n")
    if name == "tab":
        parent = element.getparent()
        return "\t" if parent is not None and local(parent) == "r" else ""
    if name == "sym":
        return _symbol(value(element, "char"))
    return _SIGNS[name]


def runs_on(paragraph: _Element) -> bool:
    """Whether the end of a paragraph was deleted as a tracked change."""
    settings = child(paragraph, "pPr")
    marks = child(settings, "rPr") if settings is not None else None
    return marks is not None and child(marks, "del") is not None


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else "\ufffd"
