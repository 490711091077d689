"""The findings as a table, withdrawn ones too."""

from __future__ import annotations

from auditkit.exchange.tables.index import Index, joined
from auditkit.exchange.tables.model import Column, Table, Value
from auditkit.record.model import Finding
from auditkit.refs import sort_key


def findings(index: Index) -> Table:
    """Every finding with all its parts, by number."""
    every = sorted(index.findings.values(), key=lambda each: sort_key(each.label))
    rows = [_finding(index, each) for each in every]
    return Table("findings", "Findings", _FINDINGS, rows)


_FINDINGS = (
    Column("No.", 8),
    Column("Grade", 22),
    Column("State", 11),
    Column("Title", 40),
    Column("Requirements", 18),
    Column("Checks", 18),
    Column("Requirement in own words", 40),
    Column("Objective evidence", 50),
    Column("Gap", 40),
    Column("Effect", 40),
    Column("Found", 8),
    Column("Sampled", 9),
    Column("Extent", 24),
    Column("Area", 20),
    Column("AI system", 20),
    Column("Reason for the grade", 30),
    Column("Evidence", 16),
    Column("CAR", 10),
    Column("Raised (UTC)", 16),
    Column("Raised by", 18),
    Column("Issued (UTC)", 16),
    Column("Reason of withdrawal", 30),
)


def _finding(index: Index, each: Finding) -> tuple[Value, ...]:
    car = index.cars.get(each.id)
    return (
        each.label,
        each.grade.value,
        each.state.value,
        each.title,
        joined(ref.ref for ref in each.refs),
        joined(ref.ref for ref in each.checks),
        each.requirement,
        each.objective_evidence,
        each.gap,
        each.effect,
        each.extent_found,
        each.extent_sampled,
        each.extent,
        each.area,
        each.ai_system,
        each.grade_reason,
        joined(index.cited_for(each.id)),
        car.label if car else "",
        each.raised,
        each.by,
        each.issued,
        each.withdrawn_reason,
    )
