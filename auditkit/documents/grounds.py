"""What reasons stand on: the findings, requirements and evidence that they can be followed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditkit.analysis.ageing import aged
from auditkit.analysis.readiness import Reason
from auditkit.analysis.standing import Standing, all_standings
from auditkit.documents.kit.blocks import NEXT_TO_TABLE
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import (
    Cell,
    Column,
    Row,
    runs_cell,
    status_cell,
    table,
    text_cell,
)
from auditkit.documents.shared import (
    STANDING,
    cited_labels,
    evidence_table,
    labels_cell,
    next_step,
    standing_row,
)
from auditkit.documents.source import Source
from auditkit.record.model import Finding

_FINDINGS = (
    Column("No.", 1),
    Column("Grade", 2.2),
    Column("Finding", 3.5),
    Column("CAR", 2.5),
    Column("Evidence", 1.65),
)


def grounds(source: Source, paper: Paper, reasons: Iterable[Reason]) -> None:
    """A chapter with a row, and a bookmark, for everything that a reason names."""
    against = list(reasons)
    named = {label for each in against for label in (*each.findings, *each.cars)}
    refs = {ref for each in against for ref in each.refs}
    findings = [
        each
        for each in source.audit.findings(include_withdrawn=True)
        if _named(source, each, named)
    ]
    standings = [each for each in all_standings(source.audit) if each.ref in refs]
    if not standings and not findings:
        return
    paper.flow.heading("What the reasons stand on")
    cited = [
        *(each for ref in refs for each in source.cited_by_ref.get(ref, [])),
        *(each for finding in findings for each in source.cited_by_finding.get(finding.id, [])),
    ]
    used = {each.evidence for each in cited}
    labels = {source.evidence[each].label for each in used if each in source.evidence}
    known = frozenset((*labels, *(each.label for each in findings)))
    _findings(source, paper, findings, known)
    _requirements(source, paper, standings, known)
    title = "Evidence under these findings and requirements"
    if shown := evidence_table(source, paper.flow, used, title):
        paper.flow.caption("Table", title)
        paper.flow.add(shown + NEXT_TO_TABLE)


def _named(source: Source, finding: Finding, labels: set[str]) -> bool:
    car = source.cars.get(finding.id)
    return finding.label in labels or (car is not None and car.label in labels)


def _findings(
    source: Source, paper: Paper, findings: Sequence[Finding], known: frozenset[str]
) -> None:
    if not findings:
        return
    flow = paper.flow
    flow.caption("Table", "Findings and CARs that the reasons name")
    rows = [_finding(source, paper, each, known) for each in findings]
    flow.add(table(flow.width, _FINDINGS, rows, title="Findings and CARs") + NEXT_TO_TABLE)


def _finding(source: Source, paper: Paper, finding: Finding, known: frozenset[str]) -> Row:
    cited = source.cited_by_finding.get(finding.id, [])
    return (
        runs_cell(paper.flow.bookmark(f"finding {finding.label}", runs(finding.label))),
        status_cell(finding.grade.value),
        text_cell(finding.title),
        _car(source, paper, finding),
        labels_cell(paper.flow, "evidence", cited_labels(source, cited), known=known),
    )


def _car(source: Source, paper: Paper, finding: Finding) -> Cell:
    car = source.cars.get(finding.id)
    if car is None:
        return text_cell("None issued")
    stands = aged(car, finding, source.today)
    said = f" {car.state}" + ("" if stands.closed else f", {next_step(stands, source.today)}")
    return runs_cell(paper.flow.bookmark(f"car {car.label}", runs(car.label)) + runs(said))


def _requirements(
    source: Source, paper: Paper, standings: Sequence[Standing], known: frozenset[str]
) -> None:
    if not standings:
        return
    flow, title = paper.flow, "Requirements that the reasons name"
    flow.caption("Table", title)
    rows = [
        standing_row(
            source,
            flow,
            each,
            runs_cell(flow.bookmark(f"requirement {each.ref}", runs(each.ref.ref))),
            known,
        )
        for each in standings
    ]
    flow.add(table(flow.width, STANDING, rows, title=title) + NEXT_TO_TABLE)
