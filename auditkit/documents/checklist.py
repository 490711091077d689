"""The checklist as a working paper: every check with its question, verdict and evidence; or blank,
to be printed and written on."""

from __future__ import annotations

from dataclasses import replace

from auditkit.checklist.model import Check, Checklist, Requirement, Section
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.flow import Flow
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
BLANK = "Audit checklist to write on"
_ROOM = (
    Column("Check", 1),
    Column("Question", 4.4),
    Column("What would show conformity", 3.4),
    Column("Verdict: OK, no, n/a", 1.5),
    Column("Evidence seen, and where", 3.4),
)
_LINES = "\n\n\n"
"""What keeps room for a hand."""


def checklist_paper(source: Source, progress: Progress) -> Sealed:
    """The working paper of the whole audit, on landscape pages."""
    return _Paper(source, "checklist", TITLE).written(progress)


def blank_checklist(source: Source, progress: Progress) -> Sealed:
    """The same questions with nothing filled in; what the record holds does not show."""
    return _Blank(source, "checklist-blank", BLANK).written(progress)


class _Paper:
    """A checklist with what was judged."""

    DRAFT: bool | None = None
    """Whether it is marked as a draft; that of the audit where it is not said."""

    def __init__(self, source: Source, kind: str, title: str) -> None:
        self._source = replace(source, page=source.page.turned())
        self._title = title
        self._paper = self._source.paper(title, kind, draft=self.DRAFT)

    def written(self, progress: Progress) -> Sealed:
        """All sections of all criteria."""
        source, flow = self._source, self._paper.flow
        flow.add(paragraph(self._title, "FrontHeading"))
        status = "" if self.DRAFT is False else f" {source.status}."
        flow.add(paragraph(f"{source.organization}.{status}", "Subtitle"))
        sections = [(each, one) for each in source.audit.checklists for one in each.sections]
        for number, (checklist, section) in enumerate(sections, start=1):
            progress(f"section {section.ref}", number, len(sections))
            self._section(checklist, section)
        return self._paper.finish()

    def _section(self, checklist: Checklist, section: Section) -> None:
        flow = self._paper.flow
        flow.heading(f"{checklist.standard}, {section.ref} {section.title}", numbered=False)
        for requirement in section.requirements:
            flow.heading(f"{requirement.ref} {requirement.title}", 2, numbered=False)
            flow.add(paragraph(requirement.intent, settings="<w:keepNext/>"))
            flow.add(self._checks(flow, checklist, requirement) + NEXT_TO_TABLE)
            flow.add(self._below(Ref(checklist.id, requirement.ref)))

    def _checks(self, flow: Flow, checklist: Checklist, requirement: Requirement) -> str:
        source, labels = self._source, dict[str, list[str]]()
        for each in source.cited_by_ref.get(Ref(checklist.id, requirement.ref), []):
            if each.evidence in source.evidence:
                labels.setdefault(each.ref, []).append(source.evidence[each.evidence].label)
        rows = [_row(source, checklist, each, labels) for each in requirement.checks]
        return table(flow.width, _COLUMNS, rows, title=f"Checks of {requirement.ref}")

    def _below(self, ref: Ref) -> str:
        note = self._source.audit.note_text(ref)
        return paragraph(f"Auditor's note: {note}") if note else ""


class _Blank(_Paper):
    """A checklist with room for a hand."""

    DRAFT = False

    def _checks(self, flow: Flow, checklist: Checklist, requirement: Requirement) -> str:
        rows = [[c.id, c.question, c.conformity, _LINES, ""] for c in requirement.checks]
        return table(
            flow.width, _ROOM, rows, title=f"Checks of {requirement.ref} of {checklist.id}"
        )

    def _below(self, ref: Ref) -> str:
        return paragraph(f"Notes on {ref.ref}:{_LINES}")


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
