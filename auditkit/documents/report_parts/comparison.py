"""The chapter that sets this audit beside the one before."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.analysis.comparison import Change, Comparison, Counted, EarlierCar
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column, Row, runs_cell, status_cell, table
from auditkit.documents.report_parts.links import ref_links
from auditkit.documents.source import Source, span
from auditkit.record.audit import Audit
from auditkit.text import plural


def comparison(source: Source, paper: Paper) -> None:
    """The chapter on the comparison; nothing where no previous audit was named."""
    previous, found = source.choices.previous, source.comparison
    if previous is None or found is None:
        return
    flow = paper.flow
    flow.heading("Comparison with the previous audit")
    flow.add(paragraph(f"The previous audit is {named(previous)}. {_basis(found)}"))
    _counts(flow, "Findings of both audits per grade", found.findings)
    if found.requirements:
        _counts(flow, "Requirements of both audits per derived verdict", found.verdicts)
        _changes(flow, found)
    _cars(flow, found)


def named(audit: Audit) -> str:
    """An audit by number, title and dates."""
    info = audit.info
    parts = (info.number, info.title, span(info.starts, info.ends) if info.starts else "")
    return ", ".join(part for part in parts if part)


def summary(found: Comparison) -> str:
    """The comparison in one line."""
    return (
        f"Since the previous audit: {plural(len(found.better), 'requirement')} mended, "
        f"{len(found.worse)} no longer conforming, {len(found.repeated)} not conforming again."
    )


def _basis(found: Comparison) -> str:
    if not found.requirements:
        return "The two audits have no requirement in common; only findings can be counted."
    return (
        f"Both hold {plural(found.requirements, 'requirement')}; only these are compared, by the "
        "verdicts of their checks."
    )


def _counts(flow: Flow, title: str, counted: Sequence[Counted]) -> None:
    flow.caption("Table", title)
    columns = [
        Column("", 4),
        Column("Previous audit", 1.6),
        Column("This audit", 1.6),
        Column("Difference", 1.6),
    ]
    rows: list[Row] = [
        [status_cell(each.name), str(each.before), str(each.now), f"{each.change:+d}"]
        for each in counted
    ]
    flow.add(table(flow.width, columns, rows, title=title) + NEXT_TO_TABLE)


def _changes(flow: Flow, found: Comparison) -> None:
    for title, changes, otherwise in (
        ("Mended", found.better, "No requirement that did not conform conforms now."),
        ("No longer conforming", found.worse, "Nothing that conformed fails now."),
        ("Not conforming again", found.repeated, "No requirement failed in both audits."),
        ("Judged in one of the audits only", found.unknown, ""),
    ):
        if not changes and not otherwise:
            continue
        flow.heading(f"{title} ({len(changes)})", 2)
        if not changes:
            flow.add(paragraph(otherwise))
            continue
        flow.caption("Table", title)
        columns = [
            Column("Reference", 1.2),
            Column("Requirement", 4),
            Column("Previous audit", 2.2),
            Column("This audit", 2.2),
        ]
        rows = [_change(flow, each) for each in changes]
        flow.add(table(flow.width, columns, rows, title=title) + NEXT_TO_TABLE)


def _change(flow: Flow, change: Change) -> Row:
    return [
        runs_cell(ref_links(flow, [change.ref])),
        change.title,
        status_cell(change.before.value),
        status_cell(change.now.value),
    ]


def _cars(flow: Flow, found: Comparison) -> None:
    flow.heading("Corrective action of the previous audit", 2)
    if not found.cars:
        flow.add(paragraph("The previous audit requested no corrective action."))
        return
    flow.add(
        paragraph(
            f"{plural(found.cars, 'request')}: {found.cars_closed} closed as effective in its "
            f"record, {len(found.cars_open)} not."
        )
    )
    if found.cars_open:
        flow.caption("Table", "Requests of the previous audit that its record does not show closed")
        columns = [
            Column("CAR", 1.2),
            Column("Finding", 1.2),
            Column("Title", 4),
            Column("Owner", 2),
            Column("State", 1.8),
        ]
        rows = [_car(each) for each in found.cars_open]
        flow.add(table(flow.width, columns, rows, title="Open requests") + NEXT_TO_TABLE)


def _car(car: EarlierCar) -> Row:
    """Without links: these numbers belong to the other audit."""
    dash = "\u2013"
    return [
        car.label,
        car.finding or dash,
        car.title or dash,
        car.owner or dash,
        status_cell(car.state),
    ]
