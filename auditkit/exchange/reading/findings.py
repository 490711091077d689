"""Findings, majors first, and the corrective-action requests with their answers."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.analysis.counts import overdue_cars
from auditkit.exchange.reading.html import (
    NOTHING,
    Content,
    Markup,
    anchor,
    bullets,
    element,
    facts,
    joined,
    link,
    prose,
    said,
    section,
    status,
    table,
)
from auditkit.exchange.reading.source import NOT_RECORDED, Source, day
from auditkit.record.findings import GRADES, criterion_notice
from auditkit.record.model import Car, Citation, Finding, FindingState, Grade

_TITLES = {
    Grade.MAJOR: "Major nonconformities",
    Grade.MINOR: "Minor nonconformities",
    Grade.OFI: "Opportunities for improvement",
    Grade.OBSERVATION: "Observations",
    Grade.STRENGTH: "Strengths",
}


def findings(source: Source) -> Markup:
    """The chapter on findings."""
    every = source.audit.findings()
    if not every:
        return section("findings", "Findings", element("p", "No finding was raised."))
    groups = [(grade, [each for each in every if each.grade is grade]) for grade in GRADES]
    return section(
        "findings",
        "Findings",
        _overview(source, every),
        *(
            section(
                anchor("grade", grade),
                f"{_TITLES[grade]} ({len(members)})",
                *(_finding(source, each) for each in members),
                level=3,
            )
            for grade, members in groups
            if members
        ),
        _withdrawn(source),
    )


def _overview(source: Source, every: tuple[Finding, ...]) -> Markup:
    rows = [
        (
            link("finding", each.label),
            status(each.grade),
            said(each.title),
            ", ".join(ref.ref for ref in each.refs),
            each.state.value,
            link("car", source.cars[each.id].label) if each.id in source.cars else "",
        )
        for each in every
    ]
    columns = ("No.", "Grade", "Finding", "Criterion", "State", "CAR")
    return table("Findings in order of their weight", columns, rows)


def _finding(source: Source, finding: Finding) -> Markup:
    mark = " (draft)" if finding.state is FindingState.DRAFT else ""
    name = anchor("finding", finding.label)
    heading = element("h4", f"{finding.label}{mark} ", said(finding.title), id=f"{name}-title")
    rows = facts(_parts(source, finding))
    return element("article", heading, rows, id=name, aria_labelledby=f"{name}-title")


def _parts(source: Source, finding: Finding) -> list[tuple[str, Content]]:
    asks = finding.grade.nonconformity
    needed = NOT_RECORDED if asks else ""
    return [
        ("Grade", joined((status(finding.grade), _why(finding)))),
        ("Criterion", _criterion(source, finding)),
        ("Requirement", prose(finding.requirement, needed)),
        ("Objective evidence", prose(finding.objective_evidence, NOT_RECORDED)),
        ("Cited", _cited(source, source.cited_by_finding.get(finding.id, []))),
        ("Gap", prose(finding.gap, needed)),
        ("Extent", said(_extent(finding)) if _extent(finding) else needed),
        ("Effect", prose(finding.effect)),
        ("Area", said(finding.area) if finding.area else NOTHING),
        ("AI system", said(finding.ai_system) if finding.ai_system else NOTHING),
        ("CAR", _car_of(source, finding) if asks else NOTHING),
    ]


def _why(finding: Finding) -> Content:
    return joined((". ", said(finding.grade_reason))) if finding.grade_reason else ""


def _criterion(source: Source, finding: Finding) -> Content:
    lines = [
        f"{source.standard(ref.checklist)}, {ref.ref} {source.audit.requirement(ref).title}"
        for ref in finding.refs
    ]
    notice = criterion_notice(finding)
    return _listed([*lines, notice] if notice else lines) or NOT_RECORDED


def _listed(items: Sequence[Content]) -> Content:
    """A list where there is more than one."""
    return bullets(items) if len(items) > 1 else joined(items)


def _extent(finding: Finding) -> str:
    found, sampled = finding.extent_found, finding.extent_sampled
    counted = f"{found} of {sampled}" if found is not None and sampled is not None else ""
    return f"{counted} {finding.extent}".strip()


def _cited(source: Source, cited: list[Citation]) -> Content:
    return (
        _listed([_citation(source, each) for each in cited]) or "No registered evidence is cited."
    )


def _citation(source: Source, citation: Citation) -> Markup:
    evidence = source.evidence.get(citation.evidence)
    if evidence is None:
        return element("span", "Evidence that is no longer registered")
    parts: list[Content] = [link("evidence", evidence.label), " ", said(evidence.title)]
    if citation.place:
        parts += [", ", said(citation.place)]
    if citation.quote:
        parts += [": ", element("q", citation.quote, dir="auto")]
    return joined(parts)


def _car_of(source: Source, finding: Finding) -> Content:
    car = source.cars.get(finding.id)
    if car is None:
        return "No corrective action was requested yet."
    return joined((link("car", car.label), ": ", car.state.value))


def _withdrawn(source: Source) -> Markup:
    rows = [
        (each.label, each.grade.value, said(each.title), said(each.withdrawn_reason))
        for each in source.findings.values()
        if each.state is FindingState.WITHDRAWN
    ]
    columns = ("No.", "Grade", "Finding", "Reason")
    return table("Withdrawn findings", columns, rows) if rows else NOTHING


def cars(source: Source) -> Markup:
    """The chapter on corrective-action requests."""
    every = source.audit.cars()
    late = {each.id for each in overdue_cars(source.audit, source.today)}
    made = [_car(source, each, each.id in late) for each in every]
    return section(
        "cars",
        "Corrective-action requests",
        *(made or [element("p", "No corrective action was requested.")]),
    )


def _car(source: Source, car: Car, late: bool) -> Markup:
    finding = source.findings.get(car.finding)
    name = anchor("car", car.label)
    title = joined((f"{car.label}: ", said(finding.title if finding else "")))
    rows: list[tuple[str, Content]] = [
        ("State", joined((status(car.state), " (overdue)" if late else ""))),
        ("Finding", _finding_of(finding)),
        ("Issued", f"{day(car.issued)}, answer due {day(car.response_due)}"),
        ("Asked of", said(car.issued_to) if car.issued_to else NOTHING),
        *_answer(car),
    ]
    heading = element("h3", title, id=f"{name}-title")
    return element("article", heading, facts(rows), id=name, aria_labelledby=f"{name}-title")


def _finding_of(finding: Finding | None) -> Content:
    if finding is None:
        return "Not in the record"
    if finding.state is FindingState.WITHDRAWN:
        return f"{finding.label} (withdrawn)"
    return joined((link("finding", finding.label), ", ", finding.grade.value))


def _answer(car: Car) -> list[tuple[str, Content]]:
    """What came back, as far as it did."""
    owner = joined(
        (said(car.action_owner), f", due {day(car.action_due)}" if car.action_due else "")
    )
    return [
        ("Correction", _text(car.correction, day(car.correction_date))),
        ("Similar cases", prose(car.extent_check)),
        ("Root cause", _text(car.root_cause, _method(car))),
        ("Corrective action", prose(car.corrective_action)),
        ("Owner", owner if car.action_owner else NOTHING),
        ("Answered", _by(day(car.answered), car.answered_by)),
        ("Decision", _text(car.decision_reason, day(car.decided))),
        ("Implementation", _text(car.implementation, day(car.implemented))),
        ("Effectiveness criteria", prose(car.effectiveness_criteria)),
        ("Effectiveness due", day(car.effectiveness_due)),
        ("Effectiveness", prose(car.effectiveness_result)),
        ("Verified", _by(day(car.verified), car.verified_by)),
    ]


def _method(car: Car) -> str:
    return f"Method: {car.root_cause_method}" if car.root_cause_method else ""


def _text(text: str, below: str) -> Markup:
    """A text with what belongs to it (its date, its method) in a line below."""
    return joined((prose(text), element("p", below, class_="quiet") if below else NOTHING))


def _by(when: str, who: str) -> Markup:
    return joined((when, " by " if when and who else "", said(who) if who else NOTHING))
