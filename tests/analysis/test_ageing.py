"""How old requests are, what they wait for, and how late they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from auditkit.analysis.ageing import NEXT_STEP, aged_cars
from auditkit.analysis.counts import overdue_cars
from auditkit.analysis.unresolved import open_nonconformities
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, Finding, Grade

Issue = Callable[[Grade, str], Finding]


def test_a_request_ages_until_it_is_closed_and_is_late_the_day_after(
    audit: Audit, issue: Issue, answer: Callable[[str], None]
) -> None:
    finding = issue(Grade.MAJOR, "5.2")
    car = audit.issue_car(finding.id, issued_to="Head of AI")
    due = car.response_due
    for days, late in ((0, 0), (1, 1), (40, 40)):
        (one,) = aged_cars(audit, due + timedelta(days=days))
        assert (one.overdue, one.waits_for) == (late, "Head of AI")
        assert one.age == (due - car.issued).days + days
    assert one.state_words == f"CAR-001 issued, answer due {due}"
    answer(car.label)
    (one,) = aged_cars(audit, date(2026, 5, 3))
    assert (one.step, one.due, one.overdue) == ("implementation", date(2026, 5, 1), 2)
    assert one.state_words == "CAR-001 accepted, implementation due 2026-05-01"
    audit.advance_car(car.label, CarState.IMPLEMENTED, implementation="x", implemented=car.issued)
    (one,) = aged_cars(audit, date(2026, 5, 3))
    assert (one.waits_for, one.overdue, one.closed) == ("Audit team", 0, False)
    assert one.state_words == "CAR-001 implemented, effectiveness check"
    audit.advance_car(
        car.label,
        CarState.EFFECTIVE,
        effectiveness_result="x",
        verified=car.issued + timedelta(days=33),
        verified_by="Lena Auditor",
    )
    (one,) = aged_cars(audit, car.issued + timedelta(days=4000))
    assert one.state_words == "CAR-001 effective"
    assert (one.age, one.closed, one.waits_for, one.bucket) == (33, True, "", "31 to 60 days")


def test_ages_fall_into_classes_without_a_gap(audit: Audit, issue: Issue) -> None:
    car = audit.issue_car(issue(Grade.MINOR, "5.2").id)
    names = [aged_cars(audit, car.issued + timedelta(days=n))[0].bucket for n in range(100)]
    assert [names.count(each) for each in dict.fromkeys(names)] == [31, 30, 30, 9]
    assert aged_cars(audit, car.issued - timedelta(days=9))[0].age == 0


def test_every_state_has_a_next_step() -> None:
    assert set(NEXT_STEP) == set(CarState)


def test_late_ones_are_those_that_are_counted(audit: Audit, issue: Issue) -> None:
    for ref in ("5.2", "7.2", "7.3"):
        audit.issue_car(issue(Grade.MINOR, ref).id)
    today = audit.cars()[0].response_due + timedelta(days=1)
    audit.edit_car("CAR-002", response_due=today)
    late = {each.car.label for each in aged_cars(audit, today) if each.overdue}
    assert late == {each.label for each in overdue_cars(audit, today)} == {"CAR-001", "CAR-003"}


def test_the_request_of_a_withdrawn_finding_is_told(audit: Audit, issue: Issue) -> None:
    finding = issue(Grade.MINOR, "5.2")
    audit.issue_car(finding.id)
    assert [each.label for each, _ in open_nonconformities(audit)] == ["F-001"]
    audit.withdraw_finding(finding.id, "there is one")
    (one,) = aged_cars(audit, date(2026, 5, 3))
    assert one.finding.label == "F-001"
    assert open_nonconformities(audit) == []
