"""Results clause by clause: what each requirement came to, what was seen, what was noted."""

from __future__ import annotations

from auditkit.analysis.progress import SectionProgress, progress
from auditkit.analysis.standing import RequirementVerdict, Standing
from auditkit.exchange.reading.html import (
    NOTHING,
    Content,
    Markup,
    bullets,
    element,
    joined,
    link,
    prose,
    said,
    section,
    status,
    table,
)
from auditkit.exchange.reading.source import Source, moment
from auditkit.record.model import Note, Ref, Verdict

_VERDICTS = {
    RequirementVerdict.CONFORMS: "Conform",
    RequirementVerdict.DOES_NOT_CONFORM: "Do not conform",
    RequirementVerdict.PARTLY: "Partly tested",
    RequirementVerdict.UNTESTED: "Untested",
    RequirementVerdict.NOT_APPLICABLE: "Not applicable",
}
_MOST_LINKS = 12


def results(source: Source) -> Markup:
    """The chapter with one table a section of the criteria."""
    sections = progress(source.audit).sections
    return section(
        "results",
        "Results clause by clause",
        _overview(sections),
        *(_section(source, number, each) for number, each in enumerate(sections, start=1)),
        _unfiled(source),
    )


def _overview(sections: tuple[SectionProgress, ...]) -> Markup:
    rows: list[tuple[Content, ...]] = [
        (
            f"{each.ref} {each.title}",
            str(len(each.standings)),
            *(str(each.requirements_with(verdict) or "") for verdict in _VERDICTS),
        )
        for each in sections
    ]
    columns = ("Section", "Requirements", *_VERDICTS.values())
    return table("Requirements per section by derived verdict", columns, rows, kind="figures")


def _section(source: Source, number: int, part: SectionProgress) -> Markup:
    standard = source.standard(part.checklist)
    rows = [_row(source, each) for each in part.standings]
    columns = ("Requirement", "Verdict", "Checks", "Evidence", "Findings", "Notes")
    return section(
        f"section-{number}",
        f"{part.ref} {part.title}",
        table(f"{standard}, {part.ref}: results", columns, rows, kind="clauses"),
        level=3,
    )


def _row(source: Source, standing: Standing) -> tuple[Content, ...]:
    ref = standing.ref
    cited = (source.evidence.get(each.evidence) for each in source.cited_by_ref.get(ref, []))
    labels = dict.fromkeys(each.label for each in cited if each is not None)
    found = source.findings_by_ref.get(ref, [])
    return (
        joined((element("strong", ref.ref), f" {standing.title}")),
        status(standing.verdict),
        _checks(source, standing),
        _links("evidence", list(labels)),
        _links("finding", [each.label for each in found]),
        _notes(source, ref),
    )


def _checks(source: Source, standing: Standing) -> Markup:
    """How many were judged; and by name each that does not simply conform."""
    lines: list[Content] = []
    for check in source.audit.requirement(standing.ref).checks:
        given = source.audit.verdict(Ref(standing.ref.checklist, check.id))
        if given.verdict in (Verdict.DOES_NOT_CONFORM, Verdict.NOT_APPLICABLE):
            why = joined((": ", said(given.reason))) if given.reason else NOTHING
            lines.append(joined((f"{check.id} {given.verdict}", why)))
    judged = f"{standing.judged} of {standing.total} judged"
    untested = f", {standing.untested} untested" if 0 < standing.untested < standing.total else ""
    return joined((f"{judged}{untested}", bullets(lines)))


def _links(kind: str, labels: list[str]) -> Markup:
    shown = joined((link(kind, each) for each in labels[:_MOST_LINKS]), ", ")
    more = len(labels) - _MOST_LINKS
    return joined((shown, f" and {more} more")) if more > 0 else shown


def _notes(source: Source, ref: Ref) -> Markup:
    return joined((prose(source.audit.note_text(ref)), *map(_note, source.audit.notes(ref))))


def _note(note: Note) -> Markup:
    mark = f" [{note.mark}]" if note.mark else ""
    speaker = joined((", ", said(note.speaker))) if note.speaker else NOTHING
    head = element("span", moment(note.at), mark, speaker, class_="quiet")
    return element("div", head, prose(note.text), class_="note")


def _unfiled(source: Source) -> Markup:
    notes = source.audit.unfiled_notes()
    if not notes:
        return NOTHING
    return section("notes", "Notes under no requirement", *map(_note, notes), level=3)
