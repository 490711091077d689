"""Evidence register and generated documents."""

from __future__ import annotations

from collections import Counter

from auditkit.exchange.reading.html import (
    Content,
    Markup,
    anchor,
    element,
    joined,
    said,
    section,
    table,
)
from auditkit.exchange.reading.source import Source, moment
from auditkit.record.model import Evidence, EvidenceKind

_NOTE = (
    "Effective is the date or period the evidence speaks of, as the auditor recorded it. The "
    "SHA-256 names the exact file that was seen."
)


def register(source: Source) -> Markup:
    """The chapter with every piece of evidence."""
    every = source.audit.evidence()
    if not every:
        return section("evidence", "Evidence register", element("p", "No evidence is registered."))
    used = Counter(each.evidence for each in source.audit.citations())
    rows = [_row(each, used[each.id]) for each in every]
    columns = ("No.", "Title and place", "Effective", "Cited", "SHA-256")
    return section(
        "evidence",
        "Evidence register",
        element("p", _NOTE),
        table("Evidence register", columns, rows, kind="register named"),
    )


def _row(evidence: Evidence, citations: int) -> tuple[Content, ...]:
    return (
        element("span", evidence.label, id=anchor("evidence", evidence.label), class_="label"),
        _place(evidence),
        said(evidence.effective or "not stated"),
        str(citations),
        _hash(evidence),
    )


def _place(evidence: Evidence) -> Markup:
    place = evidence.path if evidence.kind is EvidenceKind.FILE else evidence.source
    if not place or place == evidence.title:
        return said(evidence.title)
    return joined((said(evidence.title), element("br"), element("small", said(place))))


def _hash(evidence: Evidence) -> Content:
    if evidence.kind is not EvidenceKind.FILE:
        return f"{evidence.kind}, no file"
    return element("code", evidence.sha256) if evidence.sha256 else "not hashed yet"


def documents(source: Source) -> Markup:
    """The chapter on the documents that were generated."""
    rows = [
        (
            said(each.path),
            each.kind,
            moment(each.at),
            element("code", each.head),
            _code(each.sha256),
        )
        for each in source.audit.documents()
    ]
    columns = ("File", "Kind", "Written", "From state", "SHA-256")
    made = (
        table("Generated documents", columns, rows, kind="register named")
        if rows
        else element("p", "No document was generated.")
    )
    return section("documents", "Documents", made)


def _code(text: str) -> Markup:
    return element("code", text)
