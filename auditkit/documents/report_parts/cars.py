"""Overview of the corrective-action requests."""

from __future__ import annotations

from auditkit.analysis.counts import due_date, overdue_cars
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid, paragraph
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import KEEP_NEXT, Column, Row, runs_cell, status_cell, table
from auditkit.documents.report_parts.findings import OVERVIEW
from auditkit.documents.source import Source, day


def cars(source: Source, paper: Paper) -> None:
    """The chapter on corrective action."""
    flow, every = paper.flow, source.audit.cars()
    flow.heading("Corrective-action requests")
    if not every:
        flow.add(paragraph("No corrective action was requested."))
        return
    if source.shown_findings:
        seen = runs("The findings they answer stand in ") + flow.see(OVERVIEW) + runs(".")
        flow.add(laid(seen, settings=KEEP_NEXT))
    late = {car.id for car in overdue_cars(source.audit, source.today)}
    labels = {each.id: each.label for each in source.audit.findings(include_withdrawn=True)}
    shown = {each.id for each in source.shown_findings.values()}
    rows: list[Row] = []
    for car in every:
        label = labels.get(car.finding, "\u2013")
        finding = flow.link(f"finding {label}", label) if car.finding in shown else runs(label)
        overdue = " (overdue)" if car.id in late else ""
        rows.append(
            [
                runs_cell(flow.bookmark(f"car {car.label}", runs(car.label))),
                runs_cell(finding),
                car.action_owner or car.issued_to or "\u2013",
                day(car.issued),
                status_cell(car.state.value),
                f"{day(due_date(car))}{overdue}",
            ]
        )
    columns = [
        Column("CAR", 1.2),
        Column("Finding", 1.1),
        Column("Owner", 2.8),
        Column("Issued", 2),
        Column("State", 1.8),
        Column("Next step due", 2.2),
    ]
    flow.caption("Table", "Corrective-action requests and where they stand")
    flow.add(table(flow.width, columns, rows, title="Corrective-action requests") + NEXT_TO_TABLE)
