"""The form of a corrective-action request: the auditor's part locked, the auditee's to fill in."""

from __future__ import annotations

from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, paragraph
from auditkit.documents.kit.forms import Asked, Field, form_rows
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import Column, Row, pairs, status_cell, table, text_cell
from auditkit.documents.report_parts.findings import criterion, extent
from auditkit.documents.source import NOT_STATED, Source, day
from auditkit.record.model import Car, Finding

TITLE = "Corrective-action request"
METHODS = ("5 whys", "Cause-and-effect diagram", "Fault tree", "Timeline of events", "Other")
ANSWER = (
    Field("car.correction", "Correction (what was put right at once)"),
    Field("car.correction_date", "Date of the correction", Asked.DATE),
    Field("car.extent_check", "Similar cases looked for, and what was found"),
    Field("car.root_cause", "Root cause (why it could happen)"),
    Field("car.root_cause_method", "Method used to find the cause", Asked.CHOICE, METHODS),
    Field("car.corrective_action", "Corrective action (so that it does not happen again)"),
    Field("car.action_owner", "Owner of the action (function)"),
    Field("car.action_due", "Action due", Asked.DATE),
    Field("car.answered_by", "Answered by"),
    Field("car.answered", "Date of the answer", Asked.DATE),
)
"""The auditee's fields; each name after the dot is a field of `Car`."""
GUIDE = (
    "Please fill in the fields of section 2, save the file under its name and send it back. "
    "Section 1 is locked; write to the lead auditor where it is wrong. The protection has no "
    "password: it guards against slips, not against intent."
)


def car_form(source: Source, car: Car) -> Sealed:
    """The form of one CAR."""
    finding = source.audit.finding(car.finding)
    identity = (("auditkit.car", car.id), ("auditkit.car_label", car.label))
    paper = source.paper(f"{TITLE} {car.label}", "car", protected=True, draft=False, extra=identity)
    paper.flow.add(paragraph(f"{TITLE} {car.label}", "FrontHeading"))
    look = shade(finding.grade.value)
    paper.flow.add(
        box(paper.flow.width, look.fill, "F4F6F8", paragraph(GUIDE, "TableText"), "How to answer")
        + NEXT_TO_TABLE
    )
    _issued(source, paper, car, finding)
    _answer(paper, car)
    _follow_up(paper, car)
    return paper.finish()


def _issued(source: Source, paper: Paper, car: Car, finding: Finding) -> None:
    lead, flow = source.audit.lead, paper.flow
    flow.heading("Request (auditor)")
    number = source.audit.info.number or source.audit.info.title
    rows: list[Row] = [
        ("CAR", text_cell(f"{car.label} for finding {finding.label}, audit {number}")),
        ("Issued", f"{day(car.issued)} by {lead.name if lead else NOT_STATED}"),
        ("Issued to", car.issued_to or finding.area or NOT_STATED),
        ("Answer due", text_cell(day(car.response_due), bold=True)),
        ("Grade", status_cell(finding.grade.value)),
        ("Finding", finding.title),
        ("Criterion", criterion(source, finding)),
        ("Requirement", finding.requirement or NOT_STATED),
        ("Objective evidence", finding.objective_evidence or NOT_STATED),
        ("Evidence", _evidence(source, finding)),
        ("Gap", finding.gap or NOT_STATED),
        ("Extent", extent(finding) or NOT_STATED),
        ("Effect", finding.effect or NOT_STATED),
    ]
    flow.add(pairs(flow.width, rows, title="Request of the auditor") + NEXT_TO_TABLE)


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
    flow.heading("Answer (auditee)")
    fields = [(field, getattr(car, field.name.partition(".")[2]) or None) for field in ANSWER]
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
    """What the auditor decided and verified; empty lines while it is not there yet."""
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
