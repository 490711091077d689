"""A template to begin with: every style that documents use, and every usual placeholder."""

from __future__ import annotations

from datetime import date

from auditkit.documents.kit.base import Properties
from auditkit.documents.kit.blocks import PAGE_BREAK_BEFORE, paragraph
from auditkit.documents.kit.foundation import OwnFoundation
from auditkit.documents.kit.page import Page
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.sections import Frame
from auditkit.documents.kit.tables import pairs
from auditkit.documents.template.placeholders import BODY_MARK

_MADE = date(2026, 1, 1)
"""The same file every time."""
_CONTROL = (
    ("Report number", "report.number"),
    ("Version", "report.status"),
    ("Audit criteria", "audit.criteria"),
    ("Audit dates", "audit.dates"),
    ("Audited period", "audit.period"),
    ("Lead auditor", "audit.lead"),
    ("Distribution", "audit.distribution"),
)


def starter(page: Page, language: str = "en-GB") -> Sealed:
    """The starter template, as a document: change its styles, logo and words in Word."""
    frame = Frame(
        "[[report.kind]] \u00b7 [[report.number]]",
        "[[audit.organization]]",
        "[[audit.classification]]",
        draft=False,
        origin="record [[record.head]]",
    )
    properties = Properties("Audit template", "", "auditkit", _MADE, language, draft=False)
    paper = Paper(OwnFoundation(page, frame, properties), cover=True)
    flow = paper.flow
    flow.add(paragraph("[[audit.classification]]", "Classification"))
    flow.add(paragraph("[[report.kind]]", "Title"))
    flow.add(paragraph("[[audit.title]]", "Subtitle"))
    flow.add(paragraph("[[audit.organization]]", "CoverText"))
    rows = [(label, f"[[{name}]]") for label, name in _CONTROL]
    flow.add(pairs(flow.width, rows, title="Document control"))
    flow.add(paragraph(f"[[{BODY_MARK}]]", settings=PAGE_BREAK_BEFORE))
    return paper.finish()
