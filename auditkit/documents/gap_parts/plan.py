"""The whole plan: every requirement that something is open about, step by step."""

from __future__ import annotations

from auditkit.analysis.expected import Expected, Seen
from auditkit.analysis.gaps import STEPS, Gap, GapAssessment
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column, Row, runs_cell, table, text_cell
from auditkit.documents.shared import run_of, short_list, word_cell
from auditkit.documents.source import Source
from auditkit.record.model import Finding, FindingState, Ref
from auditkit.text import plural

_MOST_FINDINGS = 5
"""Findings told in full for one requirement; of more only the numbers."""


def plan(source: Source, paper: Paper, found: GapAssessment) -> None:
    """The chapter with one table a step."""
    flow = paper.flow
    flow.heading("The plan in order", new_page=True)
    if not found.plan:
        flow.add(paragraph("Nothing is open."))
        return
    number = 0
    for index, step in enumerate(STEPS):
        members = [each for each in found.plan if each.step == index]
        if not members:
            continue
        flow.heading(f"{step.name} ({len(members)})", 2)
        flow.add(paragraph(step.why, settings="<w:keepNext/>"))
        rows = [_plan_row(source, paper, number + n, each) for n, each in enumerate(members, 1)]
        number += len(members)
        flow.caption("Table", step.name)
        flow.add(table(flow.width, _PLAN, rows, title=step.name) + NEXT_TO_TABLE)


_PLAN = (
    Column("No.", 0.7),
    Column("Requirement", 2.4),
    Column("Verdict", 1.9),
    Column("What is open", 5),
    Column("Effort", 1.1),
)


def _plan_row(source: Source, paper: Paper, number: int, gap: Gap) -> Row:
    key = f"gap {gap.ref}"
    return (
        str(number),
        runs_cell(
            paper.flow.bookmark(key, runs(gap.ref.ref)) + runs(f" {gap.standing.title}"),
            weight=len(gap.standing.title),
        ),
        word_cell(gap.standing.verdict.value),
        text_cell("\n".join(_open(source, gap))),
        text_cell(gap.effort.value),
    )


def _open(source: Source, gap: Gap) -> list[str]:
    """What is open about a requirement, a line each."""
    lines = [_finding(source, each) for each in gap.nonconformities[:_MOST_FINDINGS]]
    if rest := [each.label for each in gap.nonconformities[_MOST_FINDINGS:]]:
        noun = plural(len(rest), "more nonconformity", "more nonconformities")
        lines.append(f"{noun}: {short_list(rest)}")
    for check in gap.failing:
        obligation = source.audit.check(Ref(gap.ref.checklist, check)).obligation
        lines.append(f"{check} does not conform: {obligation}")
    if gap.untested:
        verb = "is" if len(gap.untested) == 1 else "are"
        lines.append(
            f"{plural(len(gap.untested), 'check')} {verb} untested: {run_of(gap.untested)}"
        )
    for each in gap.documents:
        if each.seen is Seen.NOT_SEEN:
            lines.append(f"Not seen: {each.name}")
        elif each.seen is not Seen.CITED:
            lines.append(f"{each.seen.value.capitalize()}: {each.name} ({_where(each)})")
    if gap.after:
        lines.append(f"Comes after {gap.after}, which it carries out")
    return lines


def _finding(source: Source, finding: Finding) -> str:
    car = source.cars.get(finding.id)
    draft = "draft, " if finding.state is FindingState.DRAFT else ""
    stands = f"{car.label} {car.state}" if car else f"{draft}no CAR"
    return f"{finding.label} {finding.grade}: {finding.title} ({stands})"


def _where(expected: Expected) -> str:
    shown = short_list(expected.labels, 4)
    return f"is it {shown}?" if expected.seen is Seen.UNNAMED else shown
