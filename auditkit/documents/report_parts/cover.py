"""Cover page and contents."""

from __future__ import annotations

from auditkit.documents.kit.blocks import PAGE_BREAK_BEFORE, paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import pairs
from auditkit.documents.report_parts.versions import version
from auditkit.documents.source import NOT_STATED, Source, span


def cover(source: Source, paper: Paper, title: str) -> None:
    """Number, title, organization, period, version, lead auditor, distribution, classification."""
    if paper.has_cover:
        return
    info, flow = source.audit.info, paper.flow
    lead = source.audit.lead
    flow.add(paragraph(info.classification, "Classification"))
    flow.add(paragraph(title, "Title"))
    flow.add(paragraph(" ".join(info.title.split()), "Subtitle"))
    if info.organization:
        flow.add(paragraph(" ".join(info.organization.split()), "CoverText"))
    flow.add(paragraph(f"Audit criteria: {source.criteria}", "CoverText", settings=_ROOM))
    rows = [
        ("Report number", info.number or NOT_STATED),
        ("Version", version(source)),
        ("Audit dates", span(info.starts, info.ends)),
        ("Audited period", span(info.period_from, info.period_to)),
        ("Lead auditor", lead.name if lead else NOT_STATED),
        ("Distribution", "\n".join(info.distribution) or NOT_STATED),
        ("Classification", info.classification),
    ]
    flow.add(pairs(flow.width, rows, title="Document control"))


def contents(paper: Paper) -> None:
    """The table of contents on a page of its own."""
    paper.flow.add(paragraph("Contents", "FrontHeading", settings=PAGE_BREAK_BEFORE))
    paper.contents_here()


_ROOM = '<w:spacing w:after="1400"/>'
