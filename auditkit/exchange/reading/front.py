"""The top of the page: what this is, and the result at a glance."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.analysis.counts import car_counts, finding_counts, overdue_cars
from auditkit.analysis.progress import Progress, progress
from auditkit.analysis.readiness import StageReadiness, readiness
from auditkit.exchange.reading.html import (
    NOTHING,
    Content,
    Markup,
    bullets,
    element,
    facts,
    joined,
    prose,
    said,
    section,
)
from auditkit.exchange.reading.source import Source, span
from auditkit.record.model import Grade
from auditkit.record.phrase import phrase

_MANY = {
    Grade.MAJOR: "major nonconformities",
    Grade.MINOR: "minor nonconformities",
    Grade.OFI: "opportunities for improvement",
    Grade.OBSERVATION: "observations",
    Grade.STRENGTH: "strengths",
}
_READINESS_NOTE = (
    "Computed from the record by stated rules: a stage appears ready when no reason stands against "
    "it. It is no promise about the decision of a certification body."
)


def title_block(source: Source) -> Markup:
    """The head of the page."""
    info = source.audit.info
    lead = source.audit.lead
    return element(
        "header",
        element("p", said(info.organization or "Internal audit"), class_="over"),
        element("h1", said(info.title)),
        _draft(source),
        facts(
            (
                ("Status", source.status),
                ("Number", said(info.number) if info.number else NOTHING),
                ("Criteria", "; ".join(each.standard for each in source.audit.criteria)),
                ("Audit activities", span(info.starts, info.ends)),
                ("Lead auditor", said(lead.name) if lead else NOTHING),
                ("Classification", said(info.classification)),
                ("Record head", element("code", source.audit.head)),
                ("Head phrase", phrase(source.audit.digest)),
            )
        ),
    )


def _draft(source: Source) -> Markup:
    if not source.draft:
        return NOTHING
    text = "DRAFT: the report of this audit was not issued yet. Everything here may still change."
    return element("p", text, class_="draft", role="note")


def glance(source: Source) -> Markup:
    """Conclusion, figures and readiness."""
    info, done = source.audit.info, progress(source.audit)
    return section(
        "glance",
        "At a glance",
        prose(info.conclusion, "No conclusion is recorded yet."),
        _decisions(source),
        element("h3", "Checks"),
        _bar(done),
        element("h3", "Findings and corrective action"),
        _figures(source),
        element("h3", "Readiness for a certification audit"),
        element("p", _READINESS_NOTE),
        _readiness(source),
    )


def _decisions(source: Source) -> Markup:
    asked = source.audit.info.decisions
    if not asked:
        return NOTHING
    return joined(
        (element("h3", "Decisions asked of management"), bullets(map(said, asked), kind="ol"))
    )


def _bar(done: Progress) -> Markup:
    """How the checks stand: words and numbers first, a bar of the same for the eye."""
    counts = {
        "conform": sum(each.conforming for each in done.sections),
        "do not conform": sum(each.failing for each in done.sections),
        "not applicable": sum(each.not_applicable for each in done.sections),
        "untested": done.total - done.judged,
    }
    parts = joined(
        element("span", class_=_class(word), style=f"flex-grow:{count}")
        for word, count in counts.items()
        if count
    )
    legend = bullets(
        joined((element("span", class_=f"swatch {_class(word)}"), f"{count} {word}"))
        for word, count in counts.items()
    )
    judged = f"{done.judged} of {done.total} checks were judged. Untested is not conforming."
    return joined(
        (
            element("p", judged),
            element("div", parts, class_="bar", aria_hidden="true"),
            element("div", legend, class_="legend"),
        )
    )


def _class(word: str) -> str:
    return f"part-{word.replace(' ', '-')}"


def _figures(source: Source) -> Markup:
    counted = finding_counts(source.audit).items()
    grades = {grade if count == 1 else _MANY[grade]: count for grade, count in counted}
    states = {str(state): count for state, count in car_counts(source.audit).items()}
    late = len(overdue_cars(source.audit, source.today))
    return facts(
        (
            ("Findings", _counted(grades)),
            ("Corrective-action requests", _counted(states)),
            ("Overdue", f"{late} of them" if late else NOTHING),
            ("Evidence", f"{len(source.evidence)} registered"),
        )
    )


def _counted(counts: Mapping[str, int]) -> Content:
    return "; ".join(f"{count} {word}" for word, count in counts.items() if count) or "None."


def _readiness(source: Source) -> Markup:
    state = readiness(source.audit, source.today)
    return element("div", _stage(state.stage1), _stage(state.stage2), class_="stages")


def _stage(stage: StageReadiness) -> Markup:
    return element(
        "div",
        element("h4", f"{stage.name}: {stage.word}"),
        bullets(stage.reasons) or element("p", "No reason stands against it."),
        class_="stage ready" if stage.ready else "stage",
    )
