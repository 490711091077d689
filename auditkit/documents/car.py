"""The form of a corrective-action request: the auditor's part locked, the auditee's to fill in."""

from __future__ import annotations

from datetime import date

from auditkit.documents.intake import identity
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, paragraph
from auditkit.documents.kit.forms import Asked, Field, form_rows
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import Column, Row, pairs, status_cell, table, text_cell
from auditkit.documents.report_parts.findings import criterion, extent
from auditkit.documents.source import NOT_STATED, Source, day
from auditkit.record.model import Car, CarState, Finding

TITLE = "Corrective-action request"
DUE, GRADE = "Answer due", "Grade"
METHODS = ("5 whys", "Cause-and-effect diagram", "Fault tree", "Timeline of events", "Other")
ANSWER = (
    Field("car.correction", "Correction (what was put right at once)", tall=True),
    Field("car.correction_date", "Date of the correction", Asked.DATE),
    Field("car.extent_check", "Similar cases looked for, and what was found", tall=True),
    Field("car.root_cause", "Root cause (why it could happen)", tall=True),
    Field("car.root_cause_method", "Method used to find the cause", Asked.CHOICE, METHODS),
    Field(
        "car.corrective_action", "Corrective action (so that it does not happen again)", tall=True
    ),
    Field("car.action_owner", "Owner of the action (function)"),
    Field("car.action_due", "Action due", Asked.DATE),
    Field("car.implementation", "Evidence of what was done so far (documents, places)", tall=True),
    Field("car.answered_by", "Answered by (function)"),
    Field("car.answered", "Date of the answer", Asked.DATE),
)
"""The auditee's fields; each name after the dot is a field of `Car`."""
REQUEST_LABELS = (
    "CAR",
    "Issued",
    "Issued to",
    DUE,
    GRADE,
    "Finding",
    "Criterion",
    "Requirement",
    "Objective evidence",
    "Evidence",
    "Gap",
    "Extent",
    "Effect",
)
"""The rows of the request, which is the auditor's part."""
GUIDE = (
    "Please fill in the shaded fields, save the file as it is (.docx) and send it back. Dates are "
    "picked, or written like 2026-11-30. The request itself is locked: write to the lead auditor "
    "where it is wrong. The protection has no password; it guards against slips, not against "
    "intent."
)
OPEN = (CarState.ISSUED, CarState.ANSWERED, CarState.RETURNED)
"""As long as nothing was accepted there is nothing to say of what follows."""


def car_form(source: Source, car: Car) -> Sealed:
    """The form of one CAR."""
    finding = source.audit.finding(car.finding)
    request = request_rows(source, car, finding)
    paper = source.paper(
        f"{TITLE} {car.label}",
        identity.CAR_KIND,
        protected=True,
        draft=False,
        extra=form_properties(car, request),
    )
    paper.flow.add(paragraph(f"{TITLE} {car.label}", "FrontHeading"))
    paper.flow.add(_guide(paper, car, finding) + NEXT_TO_TABLE)
    paper.flow.heading("Request (auditor)")
    rows = [_drawn(label, value, finding) for label, value in request]
    paper.flow.add(pairs(paper.flow.width, rows, title="Request of the auditor") + NEXT_TO_TABLE)
    _answer(paper, car)
    if car.state not in OPEN:
        _follow_up(paper, car)
    return paper.finish()


def form_properties(car: Car, request: identity.Rows) -> tuple[tuple[str, str], ...]:
    """What the form of a request says of itself, beside what every document says."""
    return (
        (identity.CAR, car.id),
        (identity.LABEL, car.label),
        (identity.VERSION, str(identity.FORM)),
        (identity.LOCKED, identity.hash_of_rows(request)),
        (identity.ANSWER, identity.hash_of_rows(answer_rows(car))),
    )


def request_rows(source: Source, car: Car, finding: Finding) -> tuple[tuple[str, str], ...]:
    """The auditor's part, label and text, as the form shows it and as it is known again."""
    lead = source.audit.lead
    number = source.audit.info.number or source.audit.info.title
    values = (
        f"{car.label} for finding {finding.label}, audit {number}",
        f"{day(car.issued)} by {lead.name if lead else NOT_STATED}",
        car.issued_to or finding.area or NOT_STATED,
        day(car.response_due),
        f"{shade(finding.grade.value).symbol} {finding.grade}".strip(),
        finding.title,
        criterion(source, finding),
        finding.requirement or NOT_STATED,
        finding.objective_evidence or NOT_STATED,
        _evidence(source, finding),
        finding.gap or NOT_STATED,
        extent(finding) or NOT_STATED,
        finding.effect or NOT_STATED,
    )
    return tuple(zip(REQUEST_LABELS, values, strict=True))


def answer_rows(car: Car) -> tuple[tuple[str, str], ...]:
    """The auditee's part as the record holds it, name of the field and text."""
    return tuple((each.name, as_text(getattr(car, car_field(each)))) for each in ANSWER)


def as_text(value: str | date | None) -> str:
    """What stands in the record as a form shows it."""
    return value.isoformat() if isinstance(value, date) else value or ""


def car_field(field: Field) -> str:
    """The field of `Car` that a field of the form is about."""
    return field.name.partition(".")[2]


def _guide(paper: Paper, car: Car, finding: Finding) -> str:
    """How to answer, and first of all why an answer came back."""
    words = paragraph(GUIDE, "TableText")
    if car.state is CarState.RETURNED and car.decision_reason:
        words = (
            paragraph(
                f"Your answer was returned on {day(car.decided)}:",
                "TableText",
                properties="<w:b/><w:bCs/>",
            )
            + paragraph(car.decision_reason, "TableText")
            + words
        )
    fill = shade(finding.grade.value).fill
    return box(paper.flow.width, fill, "F4F6F8", words, "How to answer")


def _drawn(label: str, value: str, finding: Finding) -> Row:
    if label == GRADE:
        return (label, status_cell(finding.grade.value))
    return (label, text_cell(value, bold=label == DUE))


def _evidence(source: Source, finding: Finding) -> str:
    lines = []
    for each in source.cited_by_finding.get(finding.id, []):
        evidence = source.evidence.get(each.evidence)
        if evidence is not None:
            place = f", {each.place}" if each.place else ""
            quote = f": \u201c{each.quote}\u201d" if each.quote else ""
            lines.append(f"{evidence.label} {evidence.title}{place}{quote}")
    return "\n".join(lines) or NOT_STATED


def _answer(paper: Paper, car: Car) -> None:
    flow = paper.flow
    flow.heading("Answer (auditee)", new_page=True)
    fields = [(field, getattr(car, car_field(field)) or None) for field in ANSWER]
    columns = (Column("Asked", 0.34), Column("Answer", 0.66))
    flow.add(
        table(
            flow.width,
            columns,
            form_rows(flow, fields),
            title="Answer of the auditee",
            description="Fill in the second column",
        )
        + NEXT_TO_TABLE
    )


def _follow_up(paper: Paper, car: Car) -> None:
    """What the auditor decided and verified; a dash for what is not there yet."""
    flow = paper.flow
    flow.heading("Decision and follow-up (auditor)")
    rows: list[Row] = [
        ("State", status_cell(car.state.value)),
        ("Decision on the answer", _dated(car.decision_reason, day(car.decided))),
        ("Implementation", _dated(car.implementation, day(car.implemented))),
        ("Effectiveness to be shown by", car.effectiveness_criteria or "\u2013"),
        ("Effectiveness check due", day(car.effectiveness_due)),
        ("Result of the check", _dated(car.effectiveness_result, day(car.verified))),
        ("Verified by", car.verified_by or "\u2013"),
    ]
    together: list[Row] = [
        (text_cell(str(row[0]), keep=row is not rows[-1]), row[1]) for row in rows
    ]
    flow.add(pairs(flow.width, together, title="Decision and follow-up") + NEXT_TO_TABLE)


def _dated(text: str, on: str) -> str:
    return f"{text} ({on})" if text else "\u2013"
