"""The checklist as a working paper: every check with its question, verdict and evidence."""

from __future__ import annotations

from dataclasses import replace

from auditkit.checklist.model import Check, Checklist, Requirement, Section
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import Cell, Column, status_cell, table
from auditkit.documents.report import Progress
from auditkit.documents.source import Source
from auditkit.record.model import Ref

TITLE = "Audit checklist"
_COLUMNS = (
    Column("Check", 1),
    Column("Question", 4.4),
    Column("Method", 1.5),
    Column("Verdict", 1.9),
    Column("Evidence", 1.4),
    Column("Reason or remark", 3),
)


def checklist_paper(source: Source, progress: Progress) -> Sealed:
    """The working paper of the whole audit, on landscape pages."""
    turned = replace(source, page=source.page.turned())
    paper = turned.paper(TITLE, "checklist")
    paper.flow.add(paragraph(TITLE, "FrontHeading"))
    paper.flow.add(paragraph(f"{source.organization}. {source.status}.", "Subtitle"))
    sections = [(each, section) for each in source.audit.checklists for section in each.sections]
    for number, (checklist, section) in enumerate(sections, start=1):
        progress(f"section {section.ref}", number, len(sections))
        _section(turned, paper, checklist, section)
    return paper.finish()


def _section(source: Source, paper: Paper, checklist: Checklist, section: Section) -> None:
    flow = paper.flow
    flow.heading(f"{checklist.standard}, {section.ref} {section.title}", numbered=False)
    for requirement in section.requirements:
        flow.heading(f"{requirement.ref} {requirement.title}", 2, numbered=False)
        flow.add(paragraph(requirement.intent, settings="<w:keepNext/>"))
        flow.add(_checks(source, flow, checklist, requirement) + NEXT_TO_TABLE)
        note = source.audit.note_text(Ref(checklist.id, requirement.ref))
        if note:
            flow.add(paragraph(f"Auditor's note: {note}"))


def _checks(source: Source, flow: Flow, checklist: Checklist, requirement: Requirement) -> str:
    labels: dict[str, list[str]] = {}
    for each in source.cited_by_ref.get(f"{checklist.id}:{requirement.ref}", []):
        if each.evidence in source.evidence:
            labels.setdefault(each.ref, []).append(source.evidence[each.evidence].label)
    rows = [_row(source, checklist, each, labels) for each in requirement.checks]
    return table(flow.width, _COLUMNS, rows, title=f"Checks of {requirement.ref}")


def _row(
    source: Source, checklist: Checklist, check: Check, labels: dict[str, list[str]]
) -> list[Cell | str]:
    given = source.audit.verdict(Ref(checklist.id, check.id))
    return [
        check.id,
        check.question,
        ", ".join(check.methods),
        status_cell(given.verdict.value),
        ", ".join(dict.fromkeys(labels.get(check.id, []))),
        given.reason,
    ]
