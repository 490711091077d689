"""Definitions, versions, sign-off and what this document was made from."""

from __future__ import annotations

from auditkit import __version__
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import mark_for
from auditkit.documents.kit.tables import Column, Row, pairs, status_cell, table, together
from auditkit.documents.report_parts.comparison import named
from auditkit.documents.report_parts.versions import versions
from auditkit.documents.source import NOT_STATED, Source, day
from auditkit.record.model import Grade, Role
from auditkit.record.phrase import phrase

GRADES = {
    Grade.MAJOR: "Affects the ability of the management system to reach its intended results: a "
    "process is missing or broken, control is in serious doubt, or several minor nonconformities "
    "on one requirement add up to a failure of the system.",
    Grade.MINOR: "A single or limited lapse that does not affect that ability.",
    Grade.OFI: "Conforms, but could be better. No corrective action is requested.",
    Grade.OBSERVATION: "An area of concern that may become a nonconformity.",
    Grade.STRENGTH: "Good practice worth sharing.",
}
VERDICTS = {
    "conforms": "All checks of the requirement were judged; none fails.",
    "does not conform": "At least one check fails.",
    "partly tested": "Some checks were judged, none fails; the rest is untested. Not conforming.",
    "untested": "No check was judged. Never counted as conforming.",
    "not applicable": "Does not apply, with a recorded reason.",
}


def annexes(source: Source, paper: Paper) -> None:
    """The last chapters."""
    _definitions(paper)
    _distribution(source, paper)
    versions(source, paper)
    _sign_off(source, paper)
    _origin(source, paper)


def _definitions(paper: Paper) -> None:
    flow = paper.flow
    flow.heading("Definitions")
    for title, meanings in (("Grades of findings", GRADES), ("Verdicts", VERDICTS)):
        flow.caption("Table", title)
        rows: list[Row] = [[status_cell(str(word)), meaning] for word, meaning in meanings.items()]
        columns = [Column(title, 3), Column("Meaning", 7)]
        flow.add(table(flow.width, columns, together(rows), title=title) + NEXT_TO_TABLE)


def _distribution(source: Source, paper: Paper) -> None:
    flow, info = paper.flow, source.audit.info
    flow.heading("Distribution")
    rows = [
        ("Classification", info.classification or NOT_STATED),
        ("Recipients", "\n".join(info.distribution) or NOT_STATED),
    ]
    flow.add(pairs(flow.width, rows, title="Distribution") + NEXT_TO_TABLE)
    flow.add(paragraph("The recipients decide together with the audit client who else gets it."))


def _sign_off(source: Source, paper: Paper) -> None:
    flow = paper.flow
    flow.heading("Sign-off")
    lead = source.audit.lead
    client = next((p for p in source.audit.people if p.role is Role.AUDIT_CLIENT), None)
    roles = [
        ("Lead auditor", lead.name if lead else ""),
        ("Audit client", client.function if client else ""),
    ]
    columns = [Column("Part", 2), Column("Name", 3), Column("Date", 2), Column("Signature", 4)]
    rows = together([part, f"{name}\n\n", "", ""] for part, name in roles)
    flow.add(table(flow.width, columns, rows, title="Sign-off") + NEXT_TO_TABLE)


def _origin(source: Source, paper: Paper) -> None:
    flow = paper.flow
    flow.heading("Origin of this document")
    flow.add(
        paragraph(
            "Generated from the audit record; every figure is computed from it. The content hash "
            "is taken over all parts of this file with a mark in the place of the hash itself.",
            settings="<w:keepNext/>",
        )
    )
    rows = [
        ("Journal head", source.audit.head),
        ("Head in words", phrase(source.audit.digest)),
        ("Content hash (SHA-256)", mark_for(source.audit.digest)),
        ("Made on", day(source.today)),
        ("Program", f"auditkit {__version__}"),
    ]
    previous = source.choices.previous
    if previous is not None:
        rows.append(("Compared with", f"{named(previous)}, journal head {previous.head}"))
    flow.add(pairs(flow.width, together(rows), title="Origin of this document") + NEXT_TO_TABLE)
