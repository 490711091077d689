"""Findings, majors first, one block each that stays together."""

from __future__ import annotations

from auditkit.analysis.ageing import aged
from auditkit.checklist.model import Kind
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import (
    Cell,
    Column,
    Row,
    pairs,
    runs_cell,
    status_cell,
    table,
    text_cell,
    together,
    weight_of,
)
from auditkit.documents.report_parts.links import ref_key, ref_links
from auditkit.documents.shared import next_step
from auditkit.documents.source import NOT_STATED, Source
from auditkit.record.findings import criterion_notice
from auditkit.record.model import Citation, Finding, FindingState, Grade

_GROUPS = (
    (Grade.MAJOR, "Major nonconformities"),
    (Grade.MINOR, "Minor nonconformities"),
    (Grade.OFI, "Opportunities for improvement"),
    (Grade.OBSERVATION, "Observations"),
)
_LINE = 260  # twips of a line of a block, with its share of the edges of cells
_USABLE = 0.85
"""What a block may take of a page; a longer one must be free to break."""
_BEGINNING = 3
"""Rows that a long block keeps together with its heading and the first lines of the next one."""
_LABEL_SHARE = 0.2
OVERVIEW = "table findings"
"""Key of the caption of the list of all findings."""
_BREAK = "<w:r><w:br/></w:r>"
CONTROL_NOTE = (
    "Controls of Annex A are applied through 6.1.3 and 8.3 and the Statement of Applicability."
)


def findings(source: Source, paper: Paper) -> None:
    """The chapter on findings, with an overview whose numbers are links."""
    flow = paper.flow
    flow.heading("Findings")
    every = source.shown_findings.values()
    asking = [each for each in every if each.grade is not Grade.STRENGTH]
    if not asking:
        flow.add(paragraph("No finding of these grades was raised."))
        return
    flow.caption("Table", "Findings in order of their weight", OVERVIEW)
    flow.add(_overview(source, paper, asking) + NEXT_TO_TABLE)
    for grade, title in _GROUPS:
        members = [each for each in asking if each.grade is grade]
        if members:
            flow.heading(f"{title} ({len(members)})", 2)
        for finding in members:
            block(source, paper, finding)


def strengths(source: Source, paper: Paper) -> None:
    """The chapter on strengths."""
    paper.flow.heading("Strengths")
    found = [each for each in source.shown_findings.values() if each.grade is Grade.STRENGTH]
    if not found:
        paper.flow.add(paragraph("No strength was recorded."))
        return
    paper.flow.heading(f"Good practice worth sharing ({len(found)})", 2)
    for finding in found:
        block(source, paper, finding)


def _overview(source: Source, paper: Paper, every: list[Finding]) -> str:
    columns = [
        Column("No.", 1),
        Column("Grade", 2.3),
        Column("Finding", 4.6),
        Column("Criterion", 1.7),
        Column("CAR", 1.2),
    ]
    rows: list[Row] = []
    for each in every:
        car = source.cars.get(each.id)
        rows.append(
            [
                runs_cell(paper.flow.link(f"finding {each.label}", each.label)),
                status_cell(each.grade.value),
                each.title,
                runs_cell(ref_links(paper.flow, each.refs)) if each.refs else "\u2013",
                runs_cell(paper.flow.link(f"car {car.label}", car.label)) if car else "\u2013",
            ]
        )
    return table(paper.flow.width, columns, rows, title="Findings")


def block(source: Source, paper: Paper, finding: Finding) -> None:
    """One finding: heading and a table of its parts."""
    mark = " (draft)" if finding.state is FindingState.DRAFT else ""
    paper.flow.heading(f"{finding.label}{mark} {finding.title}", 3, f"finding {finding.label}")
    rows = _rows(source, paper, finding)
    width = int(paper.flow.width * (1 - _LABEL_SHARE))
    page = paper.flow.page
    most = (page.height - page.top - page.bottom) * _USABLE / _LINE
    short = sum(cell.lines(width) for _, cell in rows) < most
    made: list[Row] = [(label, cell) for label, cell in rows]
    paper.flow.add(
        pairs(
            paper.flow.width,
            made if short else [*together(made[:_BEGINNING]), *made[_BEGINNING:]],
            title=f"Finding {finding.label}",
            label_share=_LABEL_SHARE,
            whole=short,
        )
        + NEXT_TO_TABLE
    )


def _rows(source: Source, paper: Paper, finding: Finding) -> list[tuple[str, Cell]]:
    asks = finding.grade.nonconformity
    texts = (
        ("Requirement", finding.requirement, asks),
        ("Objective evidence", finding.objective_evidence, True),
        ("Gap", finding.gap, asks),
        ("Extent", extent(finding), asks),
        ("Effect", finding.effect, asks),
        ("Reason for the grade", finding.grade_reason, False),
        ("AI system", finding.ai_system, False),
        ("Area", finding.area, asks),
    )
    rows = [
        ("Grade", status_cell(finding.grade.value)),
        ("Criterion", _criterion(source, paper, finding)),
    ]
    for label, value, needed in texts:
        if value.strip() or needed:
            rows.append((label, text_cell(value if value.strip() else NOT_STATED)))
        if label == "Objective evidence":
            rows.append(("Evidence", _evidence(source, paper, finding)))
            told = source.unsound.get(finding.label)
            if told:
                rows.append(("Since cited", text_cell("\n".join(told))))
    if asks:
        rows.append(("CAR", _car(source, paper, finding)))
    return rows


def criterion(source: Source, finding: Finding) -> str:
    """The criteria of a finding: reference and title, and for controls what makes them binding."""
    lines = [
        f"{source.standard(ref)}, {ref.ref} {source.audit.requirement(ref).title}"
        for ref in finding.refs
    ]
    notice = _control_notice(source, finding)
    return "\n".join([*lines, notice] if notice else lines) or NOT_STATED


def _criterion(source: Source, paper: Paper, finding: Finding) -> Cell:
    """As `criterion`, each reference a link to what was found there."""
    if not finding.refs:
        return text_cell(NOT_STATED)
    lines = [
        runs(f"{source.standard(ref)}, ")
        + paper.flow.link(ref_key(ref), ref.ref)
        + runs(f" {source.audit.requirement(ref).title}")
        for ref in finding.refs
    ]
    notice = _control_notice(source, finding)
    if notice:
        lines.append(runs(notice))
    return runs_cell(_BREAK.join(lines), weight=90 * len(lines))


def _control_notice(source: Source, finding: Finding) -> str:
    """What makes a control binding; empty where none is cited."""
    for ref in finding.refs:
        if ref.ref.startswith("A.") and source.audit.requirement(ref).kind is Kind.CONTROL:
            return criterion_notice(finding) or CONTROL_NOTE
    return ""


def extent(finding: Finding) -> str:
    """``2 of 14 training records``, as far as it is recorded."""
    found, sampled = finding.extent_found, finding.extent_sampled
    counted = f"{found} of {sampled}" if found is not None and sampled is not None else ""
    return f"{counted} {finding.extent}".strip()


def _evidence(source: Source, paper: Paper, finding: Finding) -> Cell:
    cited = source.cited_by_finding.get(finding.id, [])
    if not cited:
        return text_cell("No registered evidence is cited.")
    parts = [_cited(source, paper, each) for each in cited]
    return runs_cell(
        _BREAK.join(xml for xml, _ in parts),
        weight=sum(weight for _, weight in parts),
        breaks=len(parts) - 1,
    )


def _cited(source: Source, paper: Paper, citation: Citation) -> tuple[str, int]:
    """A citation, and its weight."""
    evidence = source.evidence.get(citation.evidence)
    if evidence is None:
        return runs("Evidence that is no longer registered"), 40
    said = "".join(
        (
            f" {evidence.title}",
            f", {citation.place}" if citation.place else "",
            f": \u201c{citation.quote}\u201d" if citation.quote else "",
        )
    )
    link = paper.flow.link(f"evidence {evidence.label}", evidence.label)
    return link + runs(said), weight_of(evidence.label) + weight_of(said)


def _car(source: Source, paper: Paper, finding: Finding) -> Cell:
    car = source.cars.get(finding.id)
    if car is None:
        return text_cell("No corrective action was requested yet.")
    owner = car.action_owner or car.issued_to or "owner not named"
    stands = aged(car, finding, source.today)
    parts = [car.state.value, owner, *([] if stands.closed else [next_step(stands, source.today)])]
    return runs_cell(
        paper.flow.link(f"car {car.label}", car.label) + runs(f" {'; '.join(parts)}"),
        weight=weight_of("; ".join(parts)),
    )
