"""What a reader sees outside the text: headers, footers, the mark across the page, charts.

Word and LibreOffice number and divide these parts as they like, and put page numbers in: each text
counts once, whatever part it stands in, and what a field computes does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditkit.documents.agreement.opened import OpenedDocument
from auditkit.documents.kit.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_V = "{urn:schemas-microsoft-com:vml}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PART = re.compile(r"word/(header|footer)\d*\.xml")
_CHART = re.compile(r"word/charts/chart[^/]*\.xml")


def around(document: OpenedDocument) -> Iterator[tuple[str, str]]:
    """Where each text stands (``Header``, ``Footer``, ``Watermark``) and the text."""
    found: set[tuple[str, str]] = set()
    for name in document.parts:
        part = _PART.fullmatch(name)
        root = document.tree(name) if part else None
        if part is None or root is None:
            continue
        for paragraph in root.iter(f"{W}p"):
            if text := _unfielded(paragraph).strip():
                found.add((part[1].capitalize(), text))
        for shape in root.iter(f"{_V}textpath"):
            if text := (shape.get("string") or "").strip():
                found.add(("Watermark", text))
    yield from sorted(found)


def charts(document: OpenedDocument) -> Iterator[str]:
    """The series of each chart: its name, and each category with its figure."""
    for name in sorted(each for each in document.parts if _CHART.fullmatch(each)):
        root = document.tree(name)
        for series in root.iter(f"{_C}ser") if root is not None else ():
            title = ", ".join(_values(series, "tx"))
            pairs = zip(_values(series, "cat"), _values(series, "val"))
            yield f"{title}: " + "; ".join(f"{category} {value}" for category, value in pairs)


def _values(series: _Element, kind: str) -> list[str]:
    return [
        _figure(each.text or "")
        for part in series.iter(f"{_C}{kind}")
        for each in part.iter(f"{_C}v")
    ]


def _figure(value: str) -> str:
    """``16`` and ``16.0`` are one figure."""
    return value[:-2] if value.endswith(".0") and value[:-2].isdigit() else value


def _unfielded(paragraph: _Element) -> str:
    """A text without the results of its fields."""
    parts: list[str] = []
    depth, result = 0, False
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}fldChar"):
        if node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            result = kind == "separate" if depth else False
        elif node.tag == f"{W}tab":
            parts.append(" ")
        elif not (depth and result) and not _inside(node, f"{W}fldSimple"):
            parts.append(node.text or "")
    return " ".join("".join(parts).split())


def _inside(node: _Element, tag: str) -> bool:
    return next(node.iterancestors(tag), None) is not None
