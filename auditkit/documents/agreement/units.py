"""What a reader sees of a document, as a row of units: paragraphs and table rows, each with the
heading it stands under; then headers, footers and the figures of charts. Styles, layout and the
table of contents do not count; what is hidden is not there, what is struck out says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from auditkit.documents.agreement.margins import around, charts
from auditkit.documents.agreement.opened import BODY, STYLES, OpenedDocument
from auditkit.documents.kit.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_SOFT = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTENTS = re.compile(r"(toc|contents) ?\d|(toc|contents) heading", re.IGNORECASE)
_HEADING = re.compile(r"(front )?heading ?\d?", re.IGNORECASE)
_CHART = "Charts"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pict"})


class Unit(NamedTuple):
    """A paragraph (one cell) or a table row, with the last heading before it."""

    cells: tuple[str, ...]
    under: str
    in_table: bool
    heading: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two units the same."""
        return tuple(plain(cell) for cell in self.cells)


def plain(text: str) -> str:
    """A text for comparing: one space between words, no invisible characters."""
    return " ".join(_SOFT.sub("", text).split())


def units(document: OpenedDocument) -> list[Unit]:
    """The units of a document in their order; empty paragraphs are none."""
    tree = document.tree(BODY)
    names = _style_names(document.tree(STYLES))
    found: list[Unit] = []
    under = ""
    for block in _blocks(tree) if tree is not None else ():
        if block.tag == f"{W}tbl":
            found += [Unit(row, under, True) for row in _rows(block) if any(map(plain, row))]
            continue
        text, style = _text(block), names.get(_style(block), _style(block))
        if not plain(text) or _CONTENTS.fullmatch(style):
            continue
        heading = bool(_HEADING.fullmatch(style))
        under = plain(text) if heading else under
        found.append(Unit((text,), under, False, heading))
    found += [Unit((text,), where, False) for where, text in around(document)]
    return [*found, *(Unit((text,), _CHART, False) for text in charts(document))]


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables; content controls and other wrappers are looked into."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: _Element) -> Iterator[tuple[str, ...]]:
    for row in table.iter(f"{W}tr"):
        if row.getparent() is table or _wrapped(row, table):
            yield tuple("\n".join(map(_text, _blocks(cell))) for cell in _cells(row))


def _wrapped(row: _Element, table: _Element) -> bool:
    """Whether a row belongs to this table and not to one inside it."""
    return next(row.iterancestors(f"{W}tbl"), None) is table


def _cells(row: _Element) -> Iterator[_Element]:
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr"), None) is row:
            yield cell


def _text(block: _Element) -> str:
    parts: list[str] = []
    _collect(block, parts)
    return "".join(parts)


def _collect(element: _Element, parts: list[str]) -> None:
    """Text as it is read when all tracked changes are accepted."""
    for child in element:
        if child.tag in _SKIPPED or (child.tag == f"{W}r" and _marked(child, "vanish")):
            continue
        if child.tag == f"{W}r" and (_marked(child, "strike") or _marked(child, "dstrike")):
            struck: list[str] = []
            _collect(child, struck)
            parts.append(f"[struck out: {''.join(struck)}]" if "".join(struck).strip() else "")
        elif child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif child.tag == f"{W}tab":
            parts.append("\t" if element.tag == f"{W}r" else "")
        elif isinstance(child.tag, str):
            _collect(child, parts)


def _marked(run: _Element, name: str) -> bool:
    """Whether the run itself is set so; ``w:val`` may say that it is not."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off")


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _style_names(styles: _Element | None) -> dict[str, str]:
    """Style ids to names: ids differ between languages, names do not."""
    every = styles.iter(f"{W}style") if styles is not None else ()
    names = {}
    for each in every:
        name = each.find(f"{W}name")
        if name is not None:
            names[each.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names
