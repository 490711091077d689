"""The copy of an audit to read without auditkit: one HTML page that a browser opens from a disk,
shows in light and dark, prints, and reads aloud."""

from __future__ import annotations

import re
from datetime import datetime
from importlib.resources import files

from auditkit.exchange.reading.findings import cars, findings
from auditkit.exchange.reading.frame import frame
from auditkit.exchange.reading.front import glance, title_block
from auditkit.exchange.reading.html import Markup, bullets, element, head, joined, safe
from auditkit.exchange.reading.origin import definitions, origin
from auditkit.exchange.reading.register import documents, register
from auditkit.exchange.reading.results import results
from auditkit.exchange.reading.source import Source
from auditkit.record.audit import Audit
from auditkit.text import one_line

_PARTS = {
    "glance": ("At a glance", glance),
    "frame": ("Frame of the audit", frame),
    "findings": ("Findings", findings),
    "cars": ("Corrective-action requests", cars),
    "results": ("Results clause by clause", results),
    "evidence": ("Evidence register", register),
    "documents": ("Documents", documents),
    "definitions": ("Definitions", lambda _: definitions()),
    "origin": ("Origin of this page", origin),
}
# The page may load nothing at all, whatever a record holds and whatever a browser would do.
_DRAFT_ON_PAPER = (
    '@page { @top-right { content: "DRAFT"; color: #a4262c; font: bold 10pt sans-serif; } }\n'
)
"""Browsers that do not know this still print the title, which says the same."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def reading_copy(audit: Audit, at: datetime) -> bytes:
    """The page, in UTF-8, as of ``at`` (UTC). Raises `AuditkitError` as reading the audit does."""
    source = Source(audit, at)
    language = audit.info.language
    page = element(
        "html",
        _head(source),
        _body(source),
        lang=language if _LANGUAGE.fullmatch(language) else "en",
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _head(source: Source) -> Markup:
    title = f"{'DRAFT: ' if source.draft else ''}{one_line(source.audit.info.title)}"
    style = (files("auditkit.exchange.reading") / "style.css").read_text("utf-8")
    style += _DRAFT_ON_PAPER if source.draft else ""
    return head(title, style)


def _body(source: Source) -> Markup:
    listed = bullets(
        element("a", title, href=f"#{identity}") for identity, (title, _) in _PARTS.items()
    )
    return element(
        "body",
        element("a", "Skip to the content", href="#glance", class_="skip"),
        title_block(source),
        element("nav", listed, aria_label="Contents"),
        element("main", *(make(source) for _, make in _PARTS.values())),
        element("footer", element("p", _footer(source))),
    )


def _footer(source: Source) -> Markup:
    info = source.audit.info
    return joined(
        (safe(part) for part in (info.title, info.number, source.status) if part), " \u00b7 "
    )
