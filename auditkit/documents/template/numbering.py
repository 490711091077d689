"""Our lists beside those of a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditkit.documents.kit.inline import NAMESPACES
from auditkit.documents.kit.numbering import numbering_xml
from auditkit.documents.kit.xml import W, take_out

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_NUMBER = re.compile(r'(<w:numId w:val=")(\d+)(")')


def part_of(document: Document) -> _Element:
    """The numbering part of a document, an empty one where it has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.numbering import NumberingPart

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            element: _Element = relation.target_part.element
            return element
    element = parse_xml(f"<w:numbering {NAMESPACES}/>")
    part = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        element,
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return element


def offset_of(numbering: _Element) -> int:
    """What our list numbers are raised by."""
    return max((_value(each, "numId") for each in numbering.iter(f"{W}num")), default=0)


def rewrite(body: str, offset: int) -> str:
    """A body with its lists under their numbers in the template. Number 0 means no list."""
    return _NUMBER.sub(lambda m: f"{m[1]}{int(m[2]) + offset if int(m[2]) else 0}{m[3]}", body)


def add_lists(numbering: _Element, restarts: int, ids: Mapping[str, str], offset: int) -> None:
    """Add our lists. ``ids`` are the styles that were added: only those are bound to a level."""
    from docx.oxml import parse_xml

    ours: _Element = parse_xml(numbering_xml(restarts))
    kinds = [_value(each, "abstractNumId") for each in numbering.iter(f"{W}abstractNum")]
    raised = max(kinds, default=0)
    first = numbering.find(f"{W}num")
    for each in list(ours):
        if each.tag == f"{W}abstractNum":
            _raise(each, "abstractNumId", raised)
            _bind(each, ids)
            first.addprevious(each) if first is not None else numbering.append(each)
        else:
            _raise(each, "numId", offset)
            for named in each.iter(f"{W}abstractNumId"):
                _raise(named, "val", raised)
            _append_number(numbering, each)


def _append_number(numbering: _Element, number: _Element) -> None:
    """Behind the last ``w:num``: what follows in the part has to stay last."""
    last = numbering.findall(f"{W}num")
    if last:
        last[-1].addnext(number)
        return
    kinds = numbering.findall(f"{W}abstractNum")
    kinds[-1].addnext(number)


def _bind(kind: _Element, ids: Mapping[str, str]) -> None:
    for style in list(kind.iter(f"{W}pStyle")):
        named = style.get(f"{W}val", "")
        if named in ids:
            style.set(f"{W}val", ids[named])
        else:
            take_out(style)


def _raise(element: _Element, name: str, by: int) -> None:
    element.set(f"{W}{name}", str(_value(element, name) + by))


def _value(element: _Element, name: str) -> int:
    value = element.get(f"{W}{name}", "0")
    return int(value) if value.removeprefix("-").isdecimal() else 0
