"""The CAR log as it was written: every request once, counts that add up, days that are right."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import docx
import pytest

from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import CarState

from .sample import TODAY
from .shown import dash, links_and_places, table_of, text_of, tiles_of


@pytest.fixture(scope="module")
def made(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the rich audit."""
    target = tmp_path_factory.mktemp("log") / "log.docx"
    return write(rich, "car-log", target, today=TODAY).path


def test_every_request_stands_once_with_state_owner_and_dates(rich: Audit, made: Path) -> None:
    rows = {row[0]: row for row in table_of(made, "CAR log")[1:]}
    assert list(rows) == [each.label for each in rich.cars()]
    for car in rich.cars():
        finding, row = rich.finding(car.finding), rows[car.label]
        assert row[1] == f"{finding.label} {finding.title}"
        assert row[2].endswith(finding.grade.value)
        assert row[3].endswith(car.state.value)
        assert row[4] == (car.action_owner or car.issued_to)
        assert row[9] == f"{(TODAY - car.issued).days} days"


def test_overdue_counts_from_the_date_of_the_next_step(rich: Audit, made: Path) -> None:
    late = {
        car.label: (TODAY - car.response_due).days
        for car in rich.cars()
        if car.state is CarState.ISSUED and car.response_due < TODAY
    }
    rows = {row[0]: row[8] for row in table_of(made, "CAR log")[1:]}
    assert late, "the sample has overdue ones"
    for label, shown in rows.items():
        days = late.get(label, 0)
        assert shown == ("\u2013" if not days else f"\u25a0 {days} day{'s' if days > 1 else ''}")


def test_counts_reconcile(rich: Audit, made: Path) -> None:
    tiles, every = tiles_of(made), len(rich.cars())
    assert tiles["issued"] == every == tiles["closed as effective"] + tiles["open"]
    states = table_of(made, "Requests by state and grade")[1:]
    assert [row[0].split(" ", 1)[1] for row in states[:-1]] == [each.value for each in CarState]
    for row in states:
        assert dash(row[1]) + dash(row[2]) == dash(row[3])
    for state, row in zip(CarState, states):
        assert dash(row[3]) == sum(car.state is state for car in rich.cars())
    ages = table_of(made, "Requests by age")[1:]
    for table in (states, ages):
        for column in range(1, len(table[0])):
            assert sum(dash(row[column]) for row in table[:-1]) == dash(table[-1][column])
        assert dash(table[-1][-1]) == every


def test_answers_are_told_and_each_number_leads_to_its_answer(rich: Audit, made: Path) -> None:
    links, places = links_and_places(made)
    assert links <= places
    shown = text_of(made)
    for car in rich.cars():
        for value in (car.root_cause, car.corrective_action, car.correction):
            assert value in shown


def test_it_lies_on_landscape_pages_and_is_no_draft(rich: Audit, made: Path) -> None:
    for section in docx.Document(str(made)).sections:
        assert section.page_width > section.page_height
        assert "DRAFT" not in "".join(each.text for each in section.header.paragraphs)


def test_an_audit_without_requests_says_so(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New") as audit:
        path = write(audit, "car-log", tmp_path / "log.docx", today=TODAY).path
    assert "No corrective action was requested." in text_of(path)
    assert tiles_of(path)["issued"] == 0


def test_what_is_due_next_comes_in_the_order_of_dates(rich: Audit, tmp_path: Path) -> None:
    path = write(rich, "car-log", tmp_path / "l.docx", today=TODAY + timedelta(days=90)).path
    rows = table_of(path, "What is due next")[1:]
    days = [_day(row[0]) for row in rows]
    assert len(days) > 1
    assert days == sorted(days)


def _day(text: str) -> date:
    from datetime import datetime

    return datetime.strptime(text, "%d %b %Y").date()
