"""The log of all corrective-action requests: where each stands, how old it is, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from auditkit import text
from auditkit.analysis.ageing import BUCKETS, OLDEST, AgedCar, aged_cars
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import (
    Cell,
    Column,
    Row,
    pairs,
    runs_cell,
    status_cell,
    table,
    text_cell,
)
from auditkit.documents.kit.tiles import Tile, tiles
from auditkit.documents.report import Progress
from auditkit.documents.shared import NOTHING, count, head, kept, without_request
from auditkit.documents.source import Source, day, short_day
from auditkit.record.model import Car, CarState, FindingState, Grade
from auditkit.text import plural

TITLE = "CAR log"
_LOG = (
    Column("CAR", 1.1),
    Column("Finding", 3.6),
    Column("Grade", 2.2),
    Column("State", 1.8),
    Column("Owner", 2.1),
    Column("Issued", 1.5),
    Column("Next step", 2),
    Column("Due", 1.5),
    Column("Overdue", 1.3),
    Column("Age", 1.1),
)
_DUE = (
    Column("Due", 1.5),
    Column("Overdue", 1.3),
    Column("CAR", 1.1),
    Column("Step", 2.2),
    Column("By", 2.6),
    Column("Finding", 7),
)
_MOST_DUE = 8
_NAME, _TITLE = 80, 200
"""Characters of a name or title in a narrow column; all of it stands with the answers."""
_NOTE = (
    "A request is open until its action was verified as effective. Age is the number of days since "
    "it was issued, for a closed one until it was verified. Overdue counts from the date of the "
    "next step; where the next step is a decision of the audit team no date applies."
)


def car_log(source: Source, progress: Progress) -> Sealed:
    """The log as of a day, on landscape pages: figures, the log itself, answers and decisions."""
    turned = replace(source, page=source.page.turned())
    paper = turned.paper(TITLE, "car-log", draft=False)
    every = aged_cars(turned.audit, turned.today)
    head(turned, paper, TITLE)
    progress("figures", 1, 3)
    _figures(paper, every)
    _without_car(turned, paper)
    if not every:
        paper.flow.add(paragraph("No corrective action was requested."))
        return paper.finish()
    progress("log", 2, 3)
    _due(paper, [each for each in every if not each.closed])
    _log(paper, every)
    _states(paper, every)
    progress("answers and decisions", 3, 3)
    _decisions(paper, every)
    return paper.finish()


def _figures(paper: Paper, every: Sequence[AgedCar]) -> None:
    waiting = [each for each in every if not each.closed]
    late = [each for each in waiting if each.overdue]
    majors = [each for each in waiting if each.finding.grade is Grade.MAJOR]
    row = (
        Tile(len(every), "issued", "E8EEF4"),
        Tile(len(every) - len(waiting), "closed as effective", "DDEFE3"),
        Tile(len(waiting), "open", "E3EDF5"),
        Tile(len(majors), "open, of major nonconformities", "F6DADA"),
        Tile(len(late), "overdue", "F6DADA"),
        Tile(max((each.age for each in waiting), default=0), "days: the oldest open one", "FDF1CF"),
    )
    paper.flow.add(tiles(paper.flow.width, [row], "Key figures") + NEXT_TO_TABLE)


def _without_car(source: Source, paper: Paper) -> None:
    if said := without_request(source):
        paper.flow.add(paragraph(said))


def _due(paper: Paper, waiting: Sequence[AgedCar]) -> None:
    """What is due first; where the next step has no date, nothing is late by itself."""
    dated = sorted(
        (each for each in waiting if each.due is not None), key=lambda each: str(each.due)
    )
    if not dated:
        return
    flow = paper.flow
    flow.heading("What is due next")
    flow.caption("Table", "Open requests in the order in which they are due")
    rows = [
        (
            text_cell(short_day(each.due)),
            _overdue(each),
            runs_cell(flow.link(f"car {each.car.label}", each.car.label)),
            text_cell(each.step),
            text_cell(text.clip(each.waits_for, _NAME) or "Not named"),
            text_cell(text.clip(f"{each.finding.label} {each.finding.title}", _TITLE)),
        )
        for each in dated[:_MOST_DUE]
    ]
    flow.add(table(flow.width, _DUE, kept(rows), title="What is due next") + NEXT_TO_TABLE)


def _log(paper: Paper, every: Sequence[AgedCar]) -> None:
    flow = paper.flow
    flow.heading("The log")
    flow.caption("Table", "All corrective-action requests")
    flow.add(table(flow.width, _LOG, [_row(paper, each) for each in every], title="CAR log"))
    flow.add(paragraph(_NOTE, "SmallText"))


def _row(paper: Paper, each: AgedCar) -> Row:
    car, finding = each.car, each.finding
    withdrawn = " (withdrawn)" if finding.state is FindingState.WITHDRAWN else ""
    return (
        runs_cell(paper.flow.link(f"car {car.label}", car.label)),
        text_cell(f"{finding.label}{withdrawn} {finding.title}"),
        status_cell(finding.grade.value),
        status_cell(car.state.value),
        text_cell(text.clip(each.owner, _NAME) or "Not named"),
        text_cell(short_day(car.issued)),
        text_cell(each.step),
        text_cell(short_day(each.due)),
        _overdue(each),
        text_cell(plural(each.age, "day")),
    )


def _overdue(each: AgedCar) -> Cell:
    if not each.overdue:
        return text_cell(NOTHING)
    return status_cell("overdue", shown=plural(each.overdue, "day"))


def _states(paper: Paper, every: Sequence[AgedCar]) -> None:
    """Both tables add up to all requests."""
    flow = paper.flow
    flow.heading("By state, grade and age")
    grades = [grade for grade in Grade if grade.nonconformity]
    flow.caption("Table", "Requests by state and grade")
    columns = (
        Column("State", 3),
        *(Column(grade.value.capitalize(), 2) for grade in grades),
        Column("All", 1),
    )
    rows: list[Row] = [
        (
            status_cell(state.value),
            *(count(_number(members, grade)) for grade in grades),
            count(len(members)),
        )
        for state in CarState
        for members in ([each for each in every if each.car.state is state],)
    ]
    rows.append(_all([*(_number(every, grade) for grade in grades), len(every)]))
    flow.add(
        table(flow.width, columns, kept(rows), title="Requests by state and grade") + NEXT_TO_TABLE
    )
    _ages(paper, every)


def _ages(paper: Paper, every: Sequence[AgedCar]) -> None:
    flow = paper.flow
    flow.caption("Table", "Age of open requests, and days until closing of the closed ones")
    columns = (Column("Age", 3), Column("Open", 2), Column("Closed", 2), Column("All", 1))
    names = [*(name for _, name in BUCKETS), OLDEST]
    rows: list[Row] = []
    for name in names:
        members = [each for each in every if each.bucket == name]
        closed = sum(each.closed for each in members)
        rows.append(
            (
                text_cell(name),
                count(len(members) - closed),
                count(closed),
                count(len(members)),
            )
        )
    closed = sum(each.closed for each in every)
    rows.append(_all([len(every) - closed, closed, len(every)]))
    flow.add(table(flow.width, columns, kept(rows), title="Requests by age") + NEXT_TO_TABLE)


def _number(members: Sequence[AgedCar], grade: Grade) -> int:
    return sum(each.finding.grade is grade for each in members)


def _all(numbers: Sequence[int]) -> Row:
    return (text_cell("All", bold=True), *(text_cell(str(n), bold=True) for n in numbers))


def _decisions(paper: Paper, every: Sequence[AgedCar]) -> None:
    flow = paper.flow
    flow.heading("Answers and decisions", new_page=True)
    for each in every:
        title = f"{each.car.label} for {each.finding.label}: {each.finding.title}"
        flow.heading(title, 2, f"car {each.car.label}")
        told = _told(each.car)
        whole = sum(len(value) for _, value in told) < _TOO_LONG
        rows: list[Row] = [(label, text_cell(value)) for label, value in told]
        made = kept(rows) if whole else [*rows[:-1], *kept(rows[-1:])]
        flow.add(pairs(flow.width, made, title=title, label_share=0.2) + NEXT_TO_TABLE)


_TOO_LONG = 2600
"""Characters; a block that cannot fit a page must be free to break."""


def _told(car: Car) -> list[tuple[str, str]]:
    """What is recorded of a request; what is not there yet is left away, but for the answer."""
    parts = (
        ("State", f"{car.state}; issued {day(car.issued)} to {car.issued_to or 'nobody named'}"),
        ("Answer due", day(car.response_due)),
        ("Answered", _when(car.answered_by, car.answered)),
        ("Correction", _when(car.correction, car.correction_date)),
        ("Similar cases", car.extent_check),
        ("Root cause", _with(car.root_cause, car.root_cause_method)),
        ("Corrective action", car.corrective_action),
        ("Owner of the action", _when(car.action_owner, car.action_due, "due ")),
        ("Decision on the answer", _when(car.decision_reason, car.decided)),
        ("Implementation", _when(car.implementation, car.implemented)),
        (
            "Effectiveness shown by",
            _when(car.effectiveness_criteria, car.effectiveness_due, "due "),
        ),
        (
            "Result of the check",
            _when(_with(car.effectiveness_result, car.verified_by), car.verified),
        ),
    )
    return [(label, value) for label, value in parts if value]


def _when(text: str, on: date | None, word: str = "") -> str:
    """``text (due 3 May 2026)``, or the date alone where nothing is written."""
    if on is None:
        return text
    return f"{text} ({word}{day(on)})" if text else f"{word}{day(on)}"


def _with(text: str, also: str) -> str:
    return f"{text} ({also})" if text and also else text
