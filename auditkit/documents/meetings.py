"""The sheets of the opening and the closing meeting: agenda with what the record says to each
point, attendance with lines to sign, and for the closing what has to be answered by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditkit.analysis.ageing import AgedCar, aged_cars
from auditkit.analysis.timetable import TEAM
from auditkit.documents.agendas import Point, closing_points, opening_points
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, laid, paragraph
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import bold
from auditkit.documents.kit.look import NAVY
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import (
    KEEP_NEXT,
    Cell,
    Column,
    Row,
    pairs,
    status_cell,
    table,
    text_cell,
    weight_of,
)
from auditkit.documents.plan import session_place, session_time, who
from auditkit.documents.report import Progress
from auditkit.documents.shared import NOTHING, due_words, head, kept, without_request
from auditkit.documents.signing import attendance_list, room_to_write, signatures
from auditkit.documents.source import NOT_STATED, Source, day
from auditkit.record.model import (
    Finding,
    FindingState,
    Grade,
    Role,
    Session,
    SessionKind,
)
from auditkit.record.phrase import phrase

OPENING, CLOSING = "Opening meeting", "Closing meeting"
_BLANK = 3
"""Rows for people whom nobody expected."""
_SMALL = 12
"""Rows of a table that is never torn apart."""
_AGENDA = (
    Column("No.", 0.6),
    Column("Point", 2.5),
    Column("From the record", 6.6),
    Column("Noted", 1.7),
)
_FINDINGS = (
    Column("No.", 0.9),
    Column("Grade", 2.5),
    Column("Finding", 4.2),
    Column("Criterion", 1.7),
    Column("CAR", 1.1),
    Column("Initials", 0.9),
)
_ANSWERS = (
    Column("CAR", 1.1),
    Column("Finding", 1),
    Column("Owner", 2.6),
    Column("State", 1.7),
    Column("Next step", 2),
    Column("Due", 2.6),
)
_PHRASE_NOTE = (
    "These eight words name the record as it stood when this sheet was made. Kept on signed paper, "
    "they show later whether the record still contains that state."
)
_PRESENTED = (
    "A signature says that the findings were presented and understood; it does not say that "
    "everybody agrees. What is not agreed is noted above."
)


def opening_meeting(source: Source, progress: Progress) -> Sealed:
    """The sheet of the opening meeting."""
    paper = _begun(source, OPENING, "opening", SessionKind.OPENING)
    progress("agenda", 1, 2)
    _agenda(paper.flow, opening_points(source))
    progress("attendance", 2, 2)
    _attendance(source, paper.flow, SessionKind.OPENING)
    return paper.finish()


def closing_meeting(source: Source, progress: Progress) -> Sealed:
    """The sheet of the closing meeting, with findings, answers due and the head of the record."""
    paper = _begun(source, CLOSING, "closing", SessionKind.CLOSING)
    progress("agenda", 1, 4)
    _agenda(paper.flow, closing_points(source))
    progress("findings", 2, 4)
    _findings(source, paper.flow)
    progress("answers", 3, 4)
    _answers(source, paper.flow)
    progress("attendance", 4, 4)
    _attendance(source, paper.flow, SessionKind.CLOSING)
    _signed(source, paper.flow)
    return paper.finish()


def _meeting(source: Source, kind: SessionKind) -> Session | None:
    return next((each for each in source.audit.sessions() if each.kind is kind), None)


def _begun(source: Source, title: str, name: str, kind: SessionKind) -> Paper:
    paper = source.paper(title, name, draft=False)
    head(source, paper, title)
    found, info = _meeting(source, kind), source.audit.info
    rows = [
        ("Audit", info.title),
        ("Day and time", f"{day(found.day)}, {session_time(found)}" if found else "Not planned."),
        ("Place", session_place(found) if found else NOT_STATED),
        ("Audit client", who(source, Role.AUDIT_CLIENT)),
        ("Lead auditor", who(source, Role.LEAD_AUDITOR)),
        ("Remark", found.remark if found and found.remark else NOTHING),
    ]
    paper.flow.add(pairs(paper.flow.width, rows, title=title) + NEXT_TO_TABLE)
    return paper


def _agenda(flow: Flow, points: Sequence[Point]) -> None:
    flow.heading("Agenda")
    rows: list[Row] = [
        (str(number), text_cell(point, bold=True), _said(said or NOT_STATED), room_to_write())
        for number, (point, said) in enumerate(points, start=1)
    ]
    flow.add(table(flow.width, _AGENDA, rows, title="Agenda", first_column=False) + NEXT_TO_TABLE)


def _said(text: str) -> Cell:
    """Each line a paragraph of its own."""
    lines = text.split("\n")
    xml = "".join(paragraph(each, "TableText") for each in lines)
    return Cell(xml, weight=weight_of(text), breaks=len(lines) - 1)


def _findings(source: Source, flow: Flow) -> None:
    flow.heading("Findings")
    asking = [f for f in source.audit.findings() if f.grade is not Grade.STRENGTH]
    if not asking:
        flow.add(paragraph("No finding of these grades was raised."))
        return
    flow.caption("Table", "Findings, majors first")
    rows = [_finding(source, each) for each in asking]
    flow.add(table(flow.width, _FINDINGS, rows, title="Findings, majors first") + NEXT_TO_TABLE)


def _finding(source: Source, finding: Finding) -> Row:
    car = source.cars.get(finding.id)
    draft = "Draft: " if finding.state is FindingState.DRAFT else ""
    return (
        finding.label,
        status_cell(finding.grade.value),
        text_cell(f"{draft}{finding.title}"),
        text_cell(", ".join(ref.ref for ref in finding.refs) or NOTHING),
        text_cell(car.label if car else NOTHING),
        "",
    )


def _answers(source: Source, flow: Flow) -> None:
    flow.heading("Requests for corrective action")
    waiting = [each for each in aged_cars(source.audit, source.today) if not each.closed]
    if waiting:
        waiting.sort(key=lambda each: (each.due is None, each.due or source.today))
        flow.caption("Table", "Open requests, in the order of their next date")
        rows = [_answer(each, source.today) for each in waiting]
        shown = kept(rows[:-1]) + rows[-1:] if len(rows) <= _SMALL else rows
        flow.add(table(flow.width, _ANSWERS, shown, title="Open requests") + NEXT_TO_TABLE)
    else:
        flow.add(paragraph("No request is open."))
    if said := without_request(source):
        flow.add(paragraph(said))


def _answer(each: AgedCar, today: date) -> Row:
    return (
        each.car.label,
        text_cell(each.finding.label),
        text_cell(each.owner or "Not named"),
        status_cell(each.car.state.value),
        text_cell(each.step),
        text_cell(due_words(each.due, today) or NOTHING),
    )


def _attendance(source: Source, flow: Flow, kind: SessionKind) -> None:
    """Who is noted, who is expected beside them, and room for others: on a page of its own, so
    that one sheet goes round."""
    flow.heading("Attendance", new_page=True)
    rows = [*_noted(source, kind), *_expected(source, kind)]
    flow.add(attendance_list(flow.width, rows, _BLANK))


def _noted(source: Source, kind: SessionKind) -> list[tuple[str, str, str]]:
    found = _meeting(source, kind)
    noted = source.audit.attendance(found.id) if found else ()
    return [(each.function, each.name, "was there") for each in noted]


def _expected(source: Source, kind: SessionKind) -> list[tuple[str, str, str]]:
    """The team and the functions that were asked, as far as nobody has noted them."""
    found = _meeting(source, kind)
    noted = source.audit.attendance(found.id) if found else ()
    names = {each.name.casefold() for each in noted if each.name}
    functions = {each.function.casefold() for each in noted}
    team = [each for each in source.audit.people if each.role in (*TEAM, Role.OBSERVER)]
    asked = found.auditees if found else ()
    return [
        *((p.function or p.role.value, p.name, "") for p in team if p.name.casefold() not in names),
        *((each, "", "") for each in asked if each.casefold() not in functions),
    ]


def _signed(source: Source, flow: Flow) -> None:
    """Signatures, beneath the words that tie the paper to the record: whoever holds it can later
    tell whether the record still contains the state that was shown."""
    flow.heading("State of the record, signatures")
    head_of_record = f"Head {source.audit.head}, {day(source.today)}"
    inner = (
        laid(bold(phrase(source.audit.digest)), settings=KEEP_NEXT)
        + paragraph(head_of_record, "TableText", settings=KEEP_NEXT)
        + paragraph(_PHRASE_NOTE, "TableText", settings=KEEP_NEXT)
    )
    flow.add(box(flow.width, NAVY, "F4F6F8", inner, "State of the record"))
    flow.add(laid("", "SpacerLine", settings=KEEP_NEXT) + paragraph(_PRESENTED, settings=KEEP_NEXT))
    lead = source.audit.lead
    parts = (
        ("Lead auditor", lead.name if lead else ""),
        ("Audit client", ""),
        ("Auditee", ""),
    )
    flow.add(signatures(flow.width, parts, title="Signatures"))
