"""What the board of corrective-action requests shows: columns or groups, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from textual.content import Content

from auditkit.analysis.ageing import AgedCar, aged_cars
from auditkit.analysis.answer import remark_line, remarks_on_answer
from auditkit.record.audit import Audit
from auditkit.record.cars import NEXT_STATES, missing_for
from auditkit.record.model import Car, CarState, Finding
from auditkit.text import plural
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.screens.listing import named
from auditkit.tui.text import BAD, HEADING, MUTED, WARN, label
from auditkit.tui.widgets.line_list import Line

COLUMNS: tuple[tuple[str, tuple[CarState, ...]], ...] = (
    ("issued", (CarState.ISSUED,)),
    ("answered", (CarState.ANSWERED,)),
    ("accepted/returned", (CarState.RETURNED, CarState.NOT_EFFECTIVE, CarState.ACCEPTED)),
    ("implemented", (CarState.IMPLEMENTED,)),
    ("closed", (CarState.EFFECTIVE,)),
)
"""Columns of the board, in the order a request goes through them."""
GROUPS = (
    CarState.ANSWERED,
    CarState.ISSUED,
    CarState.RETURNED,
    CarState.NOT_EFFECTIVE,
    CarState.ACCEPTED,
    CarState.IMPLEMENTED,
    CarState.EFFECTIVE,
)
"""Groups of the list: what waits for the auditor's decision comes first."""
_FAR = 60
"""Days from which a date is told rather than the days until it."""


def in_order(audit: Audit, today: date) -> list[AgedCar]:
    """All requests, those that are late the longest first."""
    return sorted(aged_cars(audit, today), key=lambda each: -each.overdue)


def grouped_lines(cars: Sequence[AgedCar], today: date) -> list[Line]:
    """A heading for each state that has requests, then those."""
    lines: list[Line] = []
    for state in GROUPS:
        own = [each for each in cars if each.car.state is state]
        if own:
            first = ": look at these first" if state is CarState.ANSWERED else ""
            heading = label(f"{state} {len(own)}{first}", HEADING)
            lines.append(Line(f"state {state}", heading, selectable=False))
            lines += [_grouped(each, today) for each in own]
    return lines


def column_lines(cars: Iterable[AgedCar], states: Sequence[CarState], today: date) -> list[Line]:
    """A few lines a request: what it is, and how it stands."""
    lines: list[Line] = []
    for each in cars:
        if each.car.state in states:
            grade, finding = GRADE_WORDS[each.finding.grade], each.finding
            lines.append(Line(each.car.id, label(f"{each.car.label} {grade} {finding.label}")))
            below = [(stands(each, today), _style(each))]
            if len(states) > 1:
                below.insert(0, (str(each.car.state), ""))
            lines += [_below(each, text, style) for text, style in below]
    return lines


def column_count(cars: Iterable[AgedCar], states: Sequence[CarState]) -> str:
    """How many stand in a column, and how many of them are late."""
    own = [each for each in cars if each.car.state in states]
    late = sum(each.overdue > 0 for each in own)
    return f"{len(own)}{f' · {late} late' if late else ''}"


def stands(each: AgedCar, today: date) -> str:
    """How it stands in time, in words: ``late 12 days``."""
    if each.closed:
        return f"closed {each.car.verified or ''}".rstrip()
    if each.overdue:
        return f"late {_days(each.overdue)}"
    if each.due is None:
        since = each.car.answered if each.car.state is CarState.ANSWERED else None
        return f"waits {_days(max(0, (today - since).days))}" if since else each.step
    ahead = (each.due - today).days
    if ahead == 0:
        return "due today"
    return f"due in {_days(ahead)}" if ahead < _FAR else f"due {each.due}"


def board_summary(cars: Sequence[AgedCar]) -> str:
    """How many are open and late."""
    open_ = sum(not each.closed for each in cars)
    late = sum(each.overdue > 0 and not each.closed for each in cars)
    return f"{open_} open · {late} overdue"


def car_detail(each: AgedCar, today: date) -> Content:
    """The request with its answer: what to look at and what it lacks first."""
    car, finding = each.car, each.finding
    issued = f"{car.issued} to {car.issued_to or 'nobody named'}"
    waits = f"{each.step}, {each.waits_for or 'nobody named'}: {stands(each, today)}"
    return named(
        (
            ("Finding", f"{finding.label} {finding.grade}: {finding.title}"),
            ("Waits for", "" if each.closed else waits),
            ("Look at", "\n".join(remarks(car, finding, today))),
            ("Needs", "\n".join(needs(car))),
            ("Issued", f"{issued}; {_days(each.age)} old"),
            ("Correction", _with(car.correction, car.correction_date)),
            ("Extent check", car.extent_check),
            ("Root cause", _with(car.root_cause, car.root_cause_method)),
            ("Action", _with(car.corrective_action, car.action_owner, car.action_due)),
            ("Answered", _with(car.answered or "", car.answered_by)),
            ("Decision", _with(car.decided or "", car.decision_reason)),
            ("Implemented", _with(car.implemented or "", car.implementation)),
            ("Effective if", _with(car.effectiveness_criteria, car.effectiveness_due)),
            ("Verified", _with(car.verified or "", car.verified_by, car.effectiveness_result)),
        )
    )


def idle_commands(car: Car | None) -> frozenset[str]:
    """The commands that would be refused for a request as it stands, or for none at all."""
    if car is None:
        return frozenset({"car.answer", "car.advance", "car.due", "car.import", "car.finding"})
    closed = {"car.answer", "car.advance", "car.due"} if car.state is CarState.EFFECTIVE else set()
    awaited = CarState.ANSWERED in (car.state, *NEXT_STATES[car.state])
    return frozenset(closed if awaited else {*closed, "car.import"})


def remarks(car: Car, finding: Finding, today: date) -> list[str]:
    """Questions that an answer raises, as long as nobody decided on it."""
    if car.state is not CarState.ANSWERED:
        return []
    return [remark_line(each) for each in remarks_on_answer(car, finding, today)]


def needs(car: Car) -> Iterator[str]:
    """What it lacks for each state that may follow, and who may not verify it."""
    for state in NEXT_STATES[car.state]:
        lacking = missing_for(car, state, {})
        yield f"to be {state}: {', '.join(lacking) or 'nothing more'}"
    if car.state is CarState.IMPLEMENTED:
        if not car.effectiveness_criteria.strip():
            yield "what would show that it worked was not agreed"
        if car.action_owner.strip():
            yield f"verified by somebody other than {car.action_owner}, who owns the action"


def _grouped(each: AgedCar, today: date) -> Line:
    grade, finding = GRADE_WORDS[each.finding.grade], each.finding
    left = label(f"{each.car.label} {grade} {finding.label} {finding.title}")
    left.pad_left(2)
    return Line(each.car.id, left, label(stands(each, today), _style(each)))


def _below(each: AgedCar, text: str, style: str) -> Line:
    said = label(text, style)
    said.pad_left(2)
    return Line(f"of {each.car.id}", said, selectable=False)


def _style(each: AgedCar) -> str:
    if each.closed:
        return MUTED
    return BAD if each.overdue else WARN if each.car.state is CarState.ANSWERED else ""


def _days(count: int) -> str:
    return plural(count, "day")


def _with(first: object, *more: object) -> str:
    return " · ".join(str(each) for each in (first, *more) if each)
