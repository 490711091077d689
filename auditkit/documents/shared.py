"""What several documents show in the same way: their head, links to labels, counts in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from auditkit.analysis.ageing import AgedCar
from auditkit.analysis.counts import draft_findings, nonconformities_unasked
from auditkit.analysis.progress import SectionProgress
from auditkit.analysis.soundness import standing_word
from auditkit.analysis.standing import RequirementVerdict, Standing
from auditkit.analysis.timetable import planned_days
from auditkit.documents.kit.blocks import paragraph
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import runs
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import (
    Cell,
    Column,
    Row,
    runs_cell,
    status_cell,
    table,
    text_cell,
)
from auditkit.documents.source import Source, day, span
from auditkit.record.model import Citation, Evidence, EvidenceKind, Finding, FindingState, Grade
from auditkit.refs import sort_key
from auditkit.text import plural

NOTHING = "\u2013"
_MOST_LABELS = 12
_A_LINE = 2
"""Labels of a line in a narrow column: were they free to run on, they would break at hyphens."""
STANDING = (
    Column("Ref.", 0.9),
    Column("Requirement", 2.9),
    Column("Verdict", 2.1),
    Column("Checks", 2.1),
    Column("Findings", 1.6),
    Column("Evidence", 1.6),
)
VERDICTS = (
    RequirementVerdict.CONFORMS,
    RequirementVerdict.DOES_NOT_CONFORM,
    RequirementVerdict.PARTLY,
    RequirementVerdict.UNTESTED,
    RequirementVerdict.NOT_APPLICABLE,
)
"""Derived verdicts in the order in which tables show them."""
_EVIDENCE = (Column("No.", 0.9), Column("Title and place", 5), Column("Verified", 1.6))
_PLACEHOLDER = '<w:rStyle w:val="PlaceholderText"/>'


def head(source: Source, paper: Paper, title: str) -> None:
    """Title, number, organization, criteria and the day the document speaks of; a line or two,
    whatever their length."""
    names = (source.audit.info.number, source.organization, source.criteria)
    width = paper.flow.width * 6 // 10
    held = [fit(each, width=width, points=8, lines=1) for each in names if each]
    paper.flow.add(paragraph(title, "FrontHeading"))
    said = " \u00b7 ".join((*held, f"as of {day(source.today)}"))
    paper.flow.add(paragraph(said, "SmallText"))


def verdict_counts(section: SectionProgress) -> list[str]:
    """Requirements of a section per derived verdict, in the order in which tables show them."""
    return [count(section.requirements_with(each)) for each in VERDICTS]


def count(number: int) -> str:
    """A number in a table; a dash for none, so that the eye finds what there is."""
    return str(number) if number else NOTHING


def labels_cell(
    flow: Flow, kind: str, labels: Iterable[str], *, known: frozenset[str] | None = None
) -> Cell | str:
    """Labels of things of a ``kind``, each a link to its place in the document; with ``known``
    only those that have one. Of very many only the first are named."""
    unique = list(dict.fromkeys(labels))
    if not unique:
        return NOTHING
    shown = [
        flow.link(f"{kind} {each}", each) if known is None or each in known else runs(each)
        for each in unique[:_MOST_LABELS]
    ]
    lines = [runs(", ").join(shown[at : at + _A_LINE]) for at in range(0, len(shown), _A_LINE)]
    more = len(unique) - len(shown)
    return runs_cell(
        runs(",\n").join(lines) + (runs(f"\nand {more} more") if more > 0 else ""),
        breaks=len(lines) - (more <= 0),
    )


def kept(rows: Iterable[Row]) -> list[Row]:
    """Rows that stay on one page with each other and with what follows the table: for a table
    that is never longer than half a page, and for the last one of a document, behind which else
    an empty page may come."""
    return [
        [_kept(text_cell(each) if isinstance(each, str) else each) for each in row] for row in rows
    ]


def _kept(cell: Cell) -> Cell:
    place = '<w:pStyle w:val="TableText"/>'
    xml = cell.xml.replace(f"{place}<w:keepNext/>", place).replace(place, f"{place}<w:keepNext/>")
    return Cell(xml, cell.fill, cell.weight)


def word_cell(word: str) -> Cell:
    """A status in a tall row: its word and symbol, without the fill that would outshout the row."""
    return text_cell(f"{shade(word).symbol} {word}".strip(), bold=True)


def standing_row(
    source: Source,
    flow: Flow,
    standing: Standing,
    first: Cell | str,
    known: frozenset[str],
) -> Row:
    """How a requirement stands, for a table with `STANDING` columns; ``first`` is the cell with its
    reference, ``known`` are the labels that have a place in the document."""
    found = [each.label for each in source.findings_by_ref.get(standing.ref, [])]
    cited = source.cited_by_ref.get(standing.ref, [])
    return (
        first,
        text_cell(standing.title),
        status_cell(standing.verdict.value),
        text_cell(checks_words(standing)),
        labels_cell(flow, "finding", found, known=known),
        labels_cell(flow, "evidence", cited_labels(source, cited), known=known),
    )


def cited_labels(source: Source, cited: Iterable[Citation]) -> list[str]:
    """Labels of the evidence of citations, in their order."""
    found = {each.evidence for each in cited if each.evidence in source.evidence}
    return sorted((source.evidence[each].label for each in found), key=sort_key)


def evidence_table(source: Source, flow: Flow, used: Collection[str], title: str) -> str:
    """A row, and a bookmark, for each piece of evidence of which the id is given; empty for
    none."""
    rows: list[Row] = [
        (
            runs_cell(flow.bookmark(f"evidence {each.label}", runs(each.label))),
            text_cell(_place(each)),
            text_cell(NOTHING if word == "statement" else word),
        )
        for each in source.audit.evidence()
        if each.id in used
        for word in (standing_word(source.audit, each),)
    ]
    return table(flow.width, _EVIDENCE, rows, title=title) if rows else ""


def _place(evidence: Evidence) -> str:
    place = evidence.path if evidence.kind is EvidenceKind.FILE else evidence.source
    if not place or place == evidence.title:
        return evidence.title
    return f"{evidence.title}\n{place}"


def checks_words(standing: Standing) -> str:
    """``8 of 9 judged; 1 not conforming``."""
    parts = [f"{standing.judged} of {standing.total} judged"]
    for number, words in (
        (standing.failing, "not conforming"),
        (standing.not_applicable, "not applicable"),
        (standing.untested, "untested"),
    ):
        if number:
            parts.append(f"{number} {words}")
    return "; ".join(parts)


def run_of(ids: Iterable[str]) -> str:
    """Ids of checks of one requirement, those that follow each other as a span:
    ``6.1.2/a to d, f``."""
    every = list(ids)
    if not every:
        return ""
    base = every[0].partition("/")[0]
    names = [each.partition("/")[2] for each in every]
    spans: list[list[str]] = []
    for name in names:
        if spans and _follows(spans[-1][-1], name):
            spans[-1].append(name)
        else:
            spans.append([name])
    shown = (f"{each[0]} to {each[-1]}" if len(each) > 2 else ", ".join(each) for each in spans)
    return f"{base}/{', '.join(shown)}"


def _follows(before: str, name: str) -> bool:
    return len(before) == len(name) == 1 and ord(name) == ord(before) + 1


def short_list(names: Sequence[str], most: int = 8) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def due_words(due: date | None, today: date) -> str:
    """``due 6 November 2026``, and by how many days it is overdue; empty without a date."""
    if due is None:
        return ""
    late = (today - due).days
    return f"due {day(due)}" + (f", {plural(late, 'day')} overdue" if late > 0 else "")


def next_step(stands: AgedCar, today: date) -> str:
    """``new answer due 6 November 2026, 18 days overdue``: what a request waits for, the date of
    that and how late it is; the same words wherever a request is shown."""
    return f"{stands.step} {due_words(stands.due, today)}".strip()


def labels_of(findings: Iterable[Finding], most: int = 8) -> str:
    """Labels of findings, drafts named as such."""
    return short_list(
        [
            f"{each.label} (draft)" if each.state is FindingState.DRAFT else each.label
            for each in findings
        ],
        most,
    )


def drafts_among(source: Source, grade: Grade) -> str:
    """``, 1 of them a draft``: how many findings of a grade were not issued yet; empty for none."""
    number = sum(each.grade is grade for each in draft_findings(source.audit))
    return f", {number} of them {'a draft' if number == 1 else 'drafts'}" if number else ""


def without_request(source: Source) -> str:
    """A sentence about the nonconformities that nobody was asked to correct yet; empty where there
    is none."""
    found = nonconformities_unasked(source.audit)
    if not found:
        return ""
    noun = plural(len(found), "nonconformity has", "nonconformities have")
    return f"{noun} no request yet: {labels_of(found)}."


def planned_words(source: Source) -> str:
    """How many sessions are planned, and when."""
    days = planned_days(source.audit)
    if not days:
        return "No session is planned."
    number = sum(len(each.sessions) for each in days)
    return (
        f"{plural(number, 'session')} on {plural(len(days), 'day')}, "
        f"{span(days[0].day, days[-1].day)}; see the audit plan."
    )


def to_be_added(what: str) -> str:
    """A place that the organization has to fill in, visibly empty."""
    return runs(f"To be added by the organization: {what}", _PLACEHOLDER)
