"""The Statement of Applicability: what the organization states about every control, beside what
the audit found. Nothing is filled in: what nobody has stated stands as undecided or unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from auditkit.analysis.applicability import (
    ControlStanding,
    SoaCounts,
    control_standings,
    soa_counts,
)
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import (
    Cell,
    Column,
    Row,
    runs_cell,
    status_cell,
    table,
    text_cell,
)
from auditkit.documents.kit.tiles import Tile, tiles
from auditkit.documents.report import Progress
from auditkit.documents.shared import NOTHING, head, labels_cell
from auditkit.documents.signing import signatures
from auditkit.documents.source import Source
from auditkit.record.model import (
    Applicability,
    Evidence,
    EvidenceKind,
    Finding,
    FindingState,
    Implementation,
    SoaEntry,
)
from auditkit.refs import sort_key
from auditkit.text import plural

TITLE = "Statement of Applicability"
NO_CONTROLS = (
    "None of the criteria of this audit has controls that a statement could be made about."
)
_COLUMNS = (
    Column("Control", 3),
    Column("Stated", 1.6),
    Column("Why included or excluded", 3.5),
    Column("Status stated", 1.9),
    Column("Owner and evidence named", 2.9),
    Column("Audit", 1.7),
    Column("Evidence", 1.5),
    Column("Findings", 1.5),
)
_REMARKS = (Column("Control", 3), Column("What does not fit together", 7), Column("Findings", 1.2))
_EVIDENCE = (Column("No.", 1), Column("Title and place", 6), Column("Effective", 2.2))
_FINDINGS = (Column("No.", 1), Column("Grade", 2.2), Column("Finding", 7))
_SHADES: Mapping[Applicability | Implementation, str] = {
    Applicability.UNDECIDED: "untested",
    Applicability.EXCLUDED: "not applicable",
    Implementation.IMPLEMENTED: "implemented",
    Implementation.PARTLY: "partly tested",
    Implementation.PLANNED: "answered",
    Implementation.NOT_IMPLEMENTED: "returned",
    Implementation.UNKNOWN: "untested",
}
"""The status whose colour and symbol go with what is stated."""
_TALL = 250
"""Characters of a reason from which on its row is a tall one."""
_NOTE = (
    "Stated, why, status, owner and evidence named are what the organization states; they were "
    "recorded by the audit team as they stand and nothing was filled in. Audit, evidence and "
    "findings are what the audit found. Untested is not conforming."
)


def statement_of_applicability(source: Source, progress: Progress) -> Sealed:
    """Every control of every checklist that has controls, on landscape pages."""
    turned = replace(source, page=source.page.turned())
    paper = turned.paper(TITLE, "soa")
    controls = control_standings(turned.audit)
    head(turned, paper, TITLE)
    if not controls:
        paper.flow.add(paragraph(NO_CONTROLS))
        return paper.finish()
    progress("figures", 1, 3)
    _figures(paper, soa_counts(controls))
    _remarks(turned, paper, controls)
    progress("controls", 2, 3)
    _controls(turned, paper, controls)
    progress("findings and evidence", 3, 3)
    _findings(turned, paper, controls)
    _evidence(paper, controls)
    _approval(turned, paper)
    return paper.finish()


def _figures(paper: Paper, counts: SoaCounts) -> None:
    """Undecided comes first: it is what is still to be done."""
    status = counts.status
    open_status = status[Implementation.NOT_IMPLEMENTED] + status[Implementation.UNKNOWN]
    row = (
        Tile(counts.undecided, "undecided", "E3E3E3"),
        Tile(counts.applicable, "applicable", "E8EEF4"),
        Tile(counts.excluded, "excluded", "F4F6F8"),
        Tile(status[Implementation.IMPLEMENTED], "stated as implemented", "DDEFE3"),
        Tile(status[Implementation.PARTLY], "partly implemented", "E3EDF5"),
        Tile(status[Implementation.PLANNED], "planned", "E3EDF5"),
        Tile(open_status, "not implemented or unknown", "FDF1CF"),
        Tile(counts.remarked, "with something that does not fit", "F6DADA"),
    )
    flow = paper.flow
    flow.add(tiles(flow.width, [row], "Key figures") + NEXT_TO_TABLE)
    flow.add(paragraph(f"{plural(counts.total, 'control')} in all. {_NOTE}"))


def _remarks(source: Source, paper: Paper, controls: Sequence[ControlStanding]) -> None:
    flow = paper.flow
    several = len({each.ref.checklist for each in controls}) > 1
    flow.heading("Where statement and audit do not fit together")
    found = [each for each in controls if each.remarks]
    if not found:
        flow.add(paragraph("Nothing was noticed."))
        return
    flow.caption("Table", "Questions to the organization, by control")
    rows: list[Row] = [
        (
            runs_cell(
                runs(f"{source.audit.checklist(each.ref.checklist).short} " if several else "")
                + flow.link(f"control {each.ref}", each.ref.ref)
                + runs(f" {each.title}"),
                weight=len(each.title),
            ),
            text_cell("\n".join(each.remarks)),
            _links(flow, "finding", each.findings),
        )
        for each in found
    ]
    title = "Where statement and audit do not fit together"
    flow.add(table(flow.width, _REMARKS, rows, title=title) + NEXT_TO_TABLE)


def _controls(source: Source, paper: Paper, controls: Sequence[ControlStanding]) -> None:
    flow = paper.flow
    for number, (name, members) in enumerate(
        groupby(controls, key=lambda each: each.ref.checklist)
    ):
        standard = source.audit.checklist(name).standard
        flow.heading(f"Controls of {standard}", new_page=not number)
        for (ref, title), group in groupby(
            members, key=lambda each: (each.section, each.section_title)
        ):
            flow.heading(f"{ref} {title}", 2)
            flow.caption("Table", f"{standard}, {ref}")
            rows = [_row(paper, each) for each in group]
            flow.add(table(flow.width, _COLUMNS, rows, title=f"Controls of {ref}"))
            flow.add(NEXT_TO_TABLE)


def _row(paper: Paper, each: ControlStanding) -> Row:
    flow, entry = paper.flow, each.entry
    why = _why(entry)
    tall = len(why) > _TALL
    return (
        runs_cell(
            flow.bookmark(f"control {each.ref}", runs(each.ref.ref)) + runs(f" {each.title}"),
            weight=len(each.title),
        ),
        _stated(entry.applicability),
        text_cell(why),
        _status(entry, tall=tall),
        text_cell(_named(entry)),
        _word(each.standing.verdict.value, each.standing.verdict.value, tall=tall),
        _links(flow, "evidence", each.evidence),
        _links(flow, "finding", each.findings),
    )


def _links(flow: Flow, kind: str, named: Sequence[Evidence | Finding]) -> Cell | str:
    """All of them have their place further down."""
    labels = [each.label for each in named]
    return labels_cell(flow, kind, labels, known=frozenset(labels))


def _stated(word: Applicability) -> Cell:
    known = _SHADES.get(word)
    return _word(known, word.value, tall=False) if known else text_cell(word.value, bold=True)


def _status(entry: SoaEntry, *, tall: bool) -> Cell | str:
    """Nobody asks how far a control is implemented that is not stated as applicable."""
    applies = entry.applicability is Applicability.APPLICABLE
    if not applies and entry.status is Implementation.UNKNOWN:
        return NOTHING
    return _word(_SHADES[entry.status], entry.status.value, tall=tall)


def _word(status: str, shown: str, *, tall: bool) -> Cell:
    """A word with the symbol and the colour of a status, in a tall row without the colour, which
    would outshout the row."""
    if tall:
        return text_cell(f"{shade(status).symbol} {shown}".strip(), bold=True)
    return status_cell(status, shown=shown)


def _why(entry: SoaEntry) -> str:
    grounds = f"Ground: {', '.join(entry.grounds)}" if entry.grounds else ""
    said = "\n".join(filter(None, (entry.reason.strip(), grounds)))
    if said or entry.applicability is Applicability.UNDECIDED:
        return said or NOTHING
    return "No reason is stated."


def _named(entry: SoaEntry) -> str:
    systems = f"For: {', '.join(entry.systems)}" if entry.systems else ""
    return "\n".join(filter(None, (entry.owner, entry.named_evidence, systems))) or NOTHING


def _findings(source: Source, paper: Paper, controls: Sequence[ControlStanding]) -> None:
    flow = paper.flow
    named = {finding.id for each in controls for finding in each.findings}
    every = [each for each in source.audit.findings() if each.id in named]
    if not every:
        return
    flow.heading("Findings that are named")
    flow.caption("Table", "Findings that cite a control")
    rows = [_finding(paper, each) for each in every]
    flow.add(table(flow.width, _FINDINGS, rows, title="Findings that cite a control"))
    flow.add(NEXT_TO_TABLE)


def _finding(paper: Paper, finding: Finding) -> Row:
    draft = "Draft: " if finding.state is FindingState.DRAFT else ""
    return (
        runs_cell(paper.flow.bookmark(f"finding {finding.label}", runs(finding.label))),
        status_cell(finding.grade.value),
        text_cell(f"{draft}{finding.title}"),
    )


def _evidence(paper: Paper, controls: Sequence[ControlStanding]) -> None:
    flow = paper.flow
    every = {item.id: item for each in controls for item in each.evidence}
    if not every:
        return
    flow.heading("Evidence that is named")
    flow.caption("Table", "Evidence cited for a control")
    ordered = sorted(every.values(), key=lambda item: sort_key(item.label))
    rows = [_item(paper, each) for each in ordered]
    flow.add(table(flow.width, _EVIDENCE, rows, title="Evidence cited for a control"))
    flow.add(NEXT_TO_TABLE)


def _item(paper: Paper, item: Evidence) -> Row:
    place = item.path if item.kind is EvidenceKind.FILE else item.source
    where = f"{item.title}\n{place}" if place and place != item.title else item.title
    return (
        runs_cell(paper.flow.bookmark(f"evidence {item.label}", runs(item.label))),
        text_cell(where),
        text_cell(item.effective or "not stated"),
    )


def _approval(source: Source, paper: Paper) -> None:
    flow = paper.flow
    flow.heading("Agreed")
    flow.add(
        paragraph(
            "By signing, the organization confirms that what is stated here is what it states; the "
            "audit team that it was recorded so.",
            settings="<w:keepNext/>",
        )
    )
    lead = source.audit.lead
    parts = (("Organization", ""), ("Audit team", lead.name if lead else ""))
    flow.add(signatures(flow.width, parts, title="Agreed"))
