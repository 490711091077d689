"""Names in double brackets, as ``[[report.number]]``, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from auditkit import text
from auditkit.documents.kit.xml import W

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

BODY_MARK = "auditkit.body"
"""Where the document itself goes, in a paragraph of its own."""
MEANINGS = {
    "report.kind": "what the document is, as 'Internal audit report'",
    "report.number": "number of the report",
    "report.status": "DRAFT with its date, or the date of issue",
    "report.date": "day the document was made",
    "audit.title": "title of the audit",
    "audit.organization": "the organization audited",
    "audit.scope": "scope of the audit",
    "audit.objectives": "objectives of the audit, one a line",
    "audit.criteria": "the standards, with their editions",
    "audit.dates": "first and last day of the audit",
    "audit.period": "the period audited",
    "audit.locations": "locations, one a line",
    "audit.lead": "name of the lead auditor",
    "audit.distribution": "who receives the report, one a line",
    "audit.classification": "classification",
    "record.head": "first digits of the state of the record",
    "record.phrase": "that state in eight words",
}
"""All placeholders but the body, and what they stand for."""
_NAME = re.compile(r"\[\[\s*([a-z][a-z0-9_.]*)\s*\]\]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def stories(document: Document) -> Iterator[_Element]:
    """Everything that holds text: body, headers, footers, notes."""
    yield document.element.body
    seen: set[int] = set()
    for relation in document.part.rels.values():
        if relation.is_external or id(relation.target_part) in seen:
            continue
        seen.add(id(relation.target_part))
        if relation.reltype.endswith(("/header", "/footer", "/footnotes", "/endnotes")):
            element = getattr(relation.target_part, "element", None)
            if element is not None:
                yield element


def paragraphs(root: _Element) -> Iterator[tuple[_Element, list[_Element], str]]:
    """Paragraphs with their own text elements and what those say together."""
    for paragraph in root.iter(f"{W}p"):
        own = [t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph]
        yield paragraph, own, "".join(each.text or "" for each in own)


def named(document: Document) -> Iterator[str]:
    """All names in a document, in their order."""
    for root in stories(document):
        for _, _, said in paragraphs(root):
            yield from _NAME.findall(said)


def anchor(document: Document) -> _Element | None:
    """The paragraph that the body replaces: the first that holds nothing but its mark."""
    for paragraph, _, said in paragraphs(document.element.body):
        found = _NAME.fullmatch(said.strip())
        if found and found[1] == BODY_MARK:
            return paragraph
    return None


def fill(document: Document, values: Mapping[str, str]) -> None:
    """Put the values in; the mark of the body and unknown names stay as they are."""
    for root in stories(document):
        for _, own, said in list(paragraphs(root)):
            # From the right, so that the places further left still hold.
            for found in reversed(list(_NAME.finditer(said))):
                if found[1] in values:
                    _replace(own, *found.span(), text.xml(values[found[1]]))


def _replace(own: list[_Element], start: int, end: int, value: str) -> None:
    """Replace a span that may reach over several runs; the first of them gives the look."""
    at, first = 0, None
    for each in own:
        said = each.text or ""
        left, right = max(start - at, 0), min(end - at, len(said))
        at += len(said)
        if left >= right:
            continue
        each.text = said[:left] + (value if first is None else "") + said[right:]
        each.set(_SPACE, "preserve")
        first = each if first is None else first
    if first is not None and "\n" in (first.text or ""):
        _break(first)


def _break(element: _Element) -> None:
    """Line breaks inside a text element become Word's own."""
    first, *rest = (element.text or "").split("\n")
    element.text = first
    at = element
    for line in rest:
        broken = element.makeelement(f"{W}br", {})
        more = deepcopy(element)
        more.text = line
        at.addnext(broken)
        broken.addnext(more)
        at = more
