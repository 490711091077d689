"""The corrective-action requests as a table."""

from __future__ import annotations

from auditkit.analysis.ageing import NEXT_STEP
from auditkit.analysis.counts import due_date
from auditkit.exchange.tables.index import Index
from auditkit.exchange.tables.model import Column, Table, Value
from auditkit.record.model import Car


def cars(index: Index) -> Table:
    """Every request with the answer, the decision and what was verified."""
    rows = [_car(index, each) for each in index.audit.cars()]
    return Table("cars", "Corrective-action requests", _CARS, rows)


_CARS = (
    Column("CAR", 10),
    Column("Finding", 9),
    Column("Grade", 22),
    Column("Title of the finding", 40),
    Column("State", 14),
    Column("Issued", 12),
    Column("Issued to", 20),
    Column("Answer due", 12),
    Column("Next step", 22),
    Column("Next step due", 14),
    Column("Correction", 40),
    Column("Corrected on", 12),
    Column("Similar cases", 30),
    Column("Root cause", 40),
    Column("Method", 16),
    Column("Corrective action", 40),
    Column("Owner of the action", 20),
    Column("Action due", 12),
    Column("Answered", 12),
    Column("Answered by", 18),
    Column("Decided", 12),
    Column("Reason of the decision", 30),
    Column("Implementation", 40),
    Column("Implemented", 12),
    Column("Effectiveness criteria", 30),
    Column("Effectiveness check due", 14),
    Column("Result of the check", 40),
    Column("Verified", 12),
    Column("Verified by", 18),
)


def _car(index: Index, each: Car) -> tuple[Value, ...]:
    finding = index.findings.get(each.finding)
    return (
        each.label,
        finding.label if finding else "",
        finding.grade.value if finding else "",
        finding.title if finding else "",
        each.state.value,
        each.issued,
        each.issued_to,
        each.response_due,
        NEXT_STEP[each.state],
        due_date(each),
        each.correction,
        each.correction_date,
        each.extent_check,
        each.root_cause,
        each.root_cause_method,
        each.corrective_action,
        each.action_owner,
        each.action_due,
        each.answered,
        each.answered_by,
        each.decided,
        each.decision_reason,
        each.implementation,
        each.implemented,
        each.effectiveness_criteria,
        each.effectiveness_due,
        each.effectiveness_result,
        each.verified,
        each.verified_by,
    )
