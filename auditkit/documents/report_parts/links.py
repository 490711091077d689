"""Numbers that lead to what they name: findings, CARs, evidence, requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditkit import text
from auditkit.documents.kit.blocks import laid
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import runs, starts_rtl
from auditkit.documents.source import Source
from auditkit.record.model import Ref

_LABEL = re.compile(r"\b(?:F|E|CAR)-\d+\b")


def linked(source: Source, flow: Flow, value: str) -> str:
    """Runs of a text in which the label of everything that has a place in the report leads
    there."""
    clean = text.xml(value)
    parts: list[str] = []
    end = 0
    for found in _LABEL.finditer(clean):
        key = _key(source, found.group())
        if key:
            parts += [runs(clean[end : found.start()]), flow.link(key, found.group())]
            end = found.end()
    return "".join(parts) + runs(clean[end:])


def linked_paragraphs(
    source: Source, flow: Flow, texts: Iterable[str], style: str, settings: str = ""
) -> str:
    """Paragraphs of one style, as the items of a list, with links."""
    return "".join(
        laid(linked(source, flow, each), style, settings=settings, rtl=starts_rtl(each))
        for each in texts
    )


def ref_key(ref: Ref) -> str:
    """The key of a requirement's row in the table of its clause."""
    return f"ref {ref.checklist} {ref.ref.partition('/')[0]}"


def ref_links(flow: Flow, refs: Iterable[Ref]) -> str:
    """References, each a link to its row in the table of its clause."""
    return runs(", ").join(flow.link(ref_key(each), each.ref) for each in refs)


def _key(source: Source, label: str) -> str:
    if label in source.shown_findings:
        return f"finding {label}"
    if label in source.labels:
        return f"{'car' if label.startswith('CAR') else 'evidence'} {label}"
    return ""
