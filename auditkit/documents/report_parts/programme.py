"""What the audit means for the audit programme: facts of the record that later audits take up."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.analysis.ageing import aged_cars
from auditkit.analysis.standing import RequirementVerdict
from auditkit.documents.kit.paper import Paper
from auditkit.documents.report_parts.links import linked_paragraphs
from auditkit.documents.shared import short_list
from auditkit.documents.source import Source, day
from auditkit.record.model import CarState
from auditkit.text import plural

_OPEN = (RequirementVerdict.PARTLY, RequirementVerdict.UNTESTED)


def programme(source: Source, paper: Paper) -> None:
    """The section on implications for the audit programme."""
    paper.flow.heading("Implications for the audit programme", 2)
    told = list(_implications(source)) or ["The record shows nothing that a later audit takes up."]
    paper.flow.add(linked_paragraphs(source, paper.flow, told, "ListBullet"))


def _implications(source: Source) -> Iterator[str]:
    sections = source.progress.sections
    untested = [s.ref.ref for part in sections for s in part.standings if s.verdict in _OPEN]
    if untested:
        noun = plural(len(untested), "requirement was", "requirements were")
        yield f"{noun} not tested in full: {short_list(untested)}."
    for each in source.audit.info.not_audited:
        yield f"Not audited: {each.what}."
    waiting = [each for each in aged_cars(source.audit, source.today) if not each.closed]
    if waiting:
        verb = "request is" if len(waiting) == 1 else "requests are"
        yield f"{len(waiting)} corrective-action {verb} open and wait for follow-up."
    checks = [each for each in waiting if each.car.state is CarState.IMPLEMENTED and each.due]
    if checks:
        shown = [f"{each.car.label} due {day(each.due)}" for each in checks]
        yield f"Effectiveness still to be checked: {short_list(shown)}."
