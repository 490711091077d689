"""Overview of the corrective-action requests."""

from __future__ import annotations

from auditkit.analysis.ageing import aged_cars
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid, paragraph
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import KEEP_NEXT, Column, Row, runs_cell, status_cell, table
from auditkit.documents.report_parts.findings import OVERVIEW
from auditkit.documents.shared import next_step
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
    steps = {
        each.car.id: next_step(each, source.today) for each in aged_cars(source.audit, source.today)
    }
    labels = {each.id: each.label for each in source.audit.findings(include_withdrawn=True)}
    shown = {each.id for each in source.shown_findings.values()}
    rows: list[Row] = []
    for car in every:
        label = labels.get(car.finding, "\u2013")
        finding = flow.link(f"finding {label}", label) if car.finding in shown else runs(label)
        rows.append(
            [
                runs_cell(flow.bookmark(f"car {car.label}", runs(car.label))),
                runs_cell(finding),
                car.action_owner or car.issued_to or "\u2013",
                day(car.issued),
                status_cell(car.state.value),
                steps.get(car.id, "\u2013"),
            ]
        )
    columns = [
        Column("CAR", 1.2),
        Column("Finding", 1.1),
        Column("Owner", 2.4),
        Column("Issued", 2),
        Column("State", 1.8),
        Column("Next step", 2.8),
    ]
    flow.caption("Table", "Corrective-action requests and where they stand")
    flow.add(table(flow.width, columns, rows, title="Corrective-action requests") + NEXT_TO_TABLE)
