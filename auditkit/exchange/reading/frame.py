"""What the audit was: objectives, scope, criteria, dates, people, method and limits."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.exchange.reading.html import (
    NOTHING,
    Markup,
    bullets,
    element,
    facts,
    joined,
    prose,
    said,
    section,
    table,
)
from auditkit.exchange.reading.source import NOT_RECORDED, Source, day, span
from auditkit.record.model import Person, Role

_AUDITING = (Role.LEAD_AUDITOR, Role.AUDITOR, Role.TECHNICAL_EXPERT, Role.OBSERVER)
_SAMPLING_NOTE = (
    "Auditing rests on samples of the information that was available. Conformity that was found "
    "does not show that no nonconformity exists outside the samples; what is shown as untested was "
    "not judged at all."
)


def frame(source: Source) -> Markup:
    """The chapter on the frame of the audit."""
    info = source.audit.info
    return section(
        "frame",
        "Frame of the audit",
        element("h3", "Objectives"),
        bullets(map(said, info.objectives)) or element("p", NOT_RECORDED, class_="quiet"),
        element("h3", "Scope"),
        prose(info.scope, NOT_RECORDED),
        _systems(source),
        element("h3", "Criteria"),
        _criteria(source),
        element("h3", "Dates and places"),
        _dates(source),
        element("h3", "Audit team"),
        _team(source),
        element("h3", "Audit client and auditees, by function"),
        _others(source),
        element("h3", "Method and sampling"),
        prose(info.method, NOT_RECORDED),
        prose(info.sampling),
        element("p", _SAMPLING_NOTE),
        element("h3", "Limits"),
        _limits(source),
    )


def _systems(source: Source) -> Markup:
    rows = [(said(s.name), said(s.role), said(s.purpose)) for s in source.audit.systems]
    if not rows:
        return NOTHING
    columns = ("AI system", "Role of the organization", "Purpose")
    return table("AI systems in scope", columns, rows)


def _criteria(source: Source) -> Markup:
    rows = [
        (each.standard, each.title, each.checklist, element("code", each.sha256))
        for each in source.audit.criteria
    ]
    columns = ("Standard", "Title", "Checklist", "SHA-256 of the checklist")
    return table("Audit criteria, each with the checklist that was used", columns, rows)


def _dates(source: Source) -> Markup:
    info = source.audit.info
    rows = (
        ("Announced", day(info.announced)),
        ("Audit activities", span(info.starts, info.ends)),
        ("Audited period", span(info.period_from, info.period_to)),
        ("Report issued", day(info.report_issued) or "Not yet"),
        ("Audit closed", day(info.closed)),
        ("Places", joined(map(said, info.locations), "; ")),
        ("Distribution", joined(map(said, info.distribution), "; ")),
    )
    return facts(rows)


def _team(source: Source) -> Markup:
    rows = [
        (
            each.role.value.capitalize(),
            said(each.function),
            said(each.name),
            said(each.independent_of) if each.independent_of else "No statement recorded",
        )
        for each in source.audit.people
        if each.role in _AUDITING
    ]
    columns = ("Part in the audit", "Function", "Name", "Independence")
    return table("Audit team", columns, rows, kind="named") if rows else _not_recorded()


def _others(source: Source) -> Markup:
    """Auditees stand here by their function: a report judges a system, not people."""
    people = [each for each in source.audit.people if each.role not in _AUDITING]
    rows = [(_function(each), said(each.unit), each.role.value) for each in people]
    columns = ("Function", "Unit", "Part in the audit")
    return (
        table("Audit client and auditees", columns, rows, kind="named") if rows else _not_recorded()
    )


def _function(person: Person) -> Markup:
    return said(person.function or "Function not recorded")


def _not_recorded() -> Markup:
    return element("p", NOT_RECORDED, class_="quiet")


def _limits(source: Source) -> Markup:
    info = source.audit.info
    left_out: Iterable[Markup] = (
        joined((said(each.what), ": ", said(each.reason or NOT_RECORDED)))
        for each in info.not_audited
    )
    return facts(
        (
            ("Not audited", bullets(left_out) or "Nothing that was planned is recorded so."),
            ("Obstacles", prose(info.obstacles, "None recorded.")),
            ("Diverging opinions", prose(info.diverging_opinions, "None recorded.")),
        )
    )
