"""What the board of findings lists, in which order, and what it says of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from enum import StrEnum

from rich.text import Text
from textual.content import Content

from auditkit.analysis.ageing import aged
from auditkit.analysis.soundness import concerns, unsound
from auditkit.record.audit import Audit
from auditkit.record.model import Car, Finding, FindingState
from auditkit.refs import sort_key
from auditkit.tui.commands import key_of
from auditkit.tui.extent import extent_words
from auditkit.tui.finding_looks import finding_checks, place_of, similar_words
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.screens.listing import named
from auditkit.tui.text import BAD, HEADING, MUTED, clipped, label
from auditkit.tui.widgets.line_list import Line

ROOMY = 100
"""Columns from which owner and evidence stand on the line as well."""
_OWNER = 16
_HEADS = f"{'state':<9} {'evidence':<11} {'owner':<{_OWNER}} {'CAR':<7}"
CHANGED = "EVIDENCE?"
"""On a finding whose evidence changed or is gone."""


class Shown(StrEnum):
    """Which findings the board shows."""

    ALL = "all"
    DRAFT = "drafts"
    ISSUED = "issued"
    NONCONFORMITIES = "nonconformities"
    CHANGED = "evidence changed or gone"


class Order(StrEnum):
    """In which order they stand; by grade they are grouped as well."""

    GRADE = "grade"
    CLAUSE = "clause"
    LABEL = "label"


def shown_findings(audit: Audit, shown: Shown, order: Order) -> list[Finding]:
    """The findings that fit; withdrawn ones only among all, at the end."""
    changed = unsound(audit) if shown is Shown.CHANGED else {}
    fits: Mapping[Shown, Callable[[Finding], bool]] = {
        Shown.ALL: lambda _: True,
        Shown.DRAFT: lambda each: each.state is FindingState.DRAFT,
        Shown.ISSUED: lambda each: each.state is FindingState.ISSUED,
        Shown.NONCONFORMITIES: lambda each: each.grade.nonconformity,
        Shown.CHANGED: lambda each: each.label in changed,
    }
    every = audit.findings(include_withdrawn=shown is Shown.ALL)
    found = [each for each in every if fits[shown](each)]
    if order is Order.CLAUSE:
        found.sort(key=lambda each: (sort_key(_clauses(each)), sort_key(each.label)))
    elif order is Order.LABEL:
        found.sort(key=lambda each: sort_key(each.label))
    return sorted(found, key=lambda each: each.state is FindingState.WITHDRAWN)


def board_lines(
    audit: Audit, findings: Sequence[Finding], order: Order, marked: Set[str], width: int
) -> list[Line]:
    """One line a finding; by grade below headings that count."""
    changed = unsound(audit)
    cars = {each.finding: each for each in audit.cars()}
    cited: dict[str, set[str]] = {}
    for each in audit.citations():
        cited.setdefault(each.finding, set()).add(each.evidence)
    lines: list[Line] = []
    group = ""
    for finding in findings:
        if order is Order.GRADE and (name := _group(finding)) != group:
            group = name
            count = sum(_group(each) == group for each in findings)
            heads = _HEADS if width >= ROOMY and not lines else ""
            lines.append(_heading(f"{group} {count}", heads))
        right = _right(
            finding,
            len(cited.get(finding.id, ())),
            finding.label in changed,
            cars.get(finding.id),
            width,
        )
        lines.append(Line(finding.id, _left(finding, finding.id in marked), right))
    return lines


def board_detail(audit: Audit, finding: Finding) -> Content:
    """Everything that is known of a finding, what to look at first."""
    register = {each.id: each for each in audit.evidence()}
    cited = "\n".join(
        f"{register[c.evidence].label} {register[c.evidence].title} {c.place}".rstrip()
        for c in audit.citations(finding=finding.id)
        if c.evidence in register
    )
    return named(
        (
            ("Since then", "\n".join(concerns(audit, finding))),
            ("Criterion", ", ".join(r.ref for r in (*finding.refs, *finding.checks))),
            ("Requirement", finding.requirement),
            ("Evidence", finding.objective_evidence),
            ("Cited", cited or _uncited()),
            ("Gap", finding.gap),
            ("Extent", extent_words(finding)),
            ("Effect", finding.effect),
            ("Owner", _owner(finding, audit.car_of(finding.id))),
            ("AI system", finding.ai_system),
            ("Grade", _because(finding)),
            ("CAR", _car_words(audit, finding)),
            ("Look at", _looks(audit, finding)),
            ("Similar", "\n".join(similar_words(audit, finding))),
            ("Raised", _raised(finding)),
            ("Withdrawn", finding.withdrawn_reason),
        )
    )


def _uncited() -> str:
    return f"nothing yet; enter, then {key_of('editor.evidence')} cites evidence"


def _left(finding: Finding, is_marked: bool) -> Text:
    mark = "*" if is_marked else " "
    title = finding.title or "(no title yet)"
    style = BAD if finding.grade.nonconformity else ""
    if finding.state is FindingState.WITHDRAWN:
        style = MUTED
    word = GRADE_WORDS[finding.grade]
    text = label(f"{finding.label} {word} {_clauses(finding)}: {title}", style)
    return Text(f"{mark} ", end="").append_text(text)


def _right(finding: Finding, cited: int, changed: bool, car: Car | None, width: int) -> Text:
    health = f" {CHANGED}" if changed else ""
    request = car.label if car else ""
    if width < ROOMY:
        return label(f"{finding.state} {request}{health}")
    evidence = f"{cited}{health}" if cited else "none"
    owner = clipped(label(_owner(finding, car)).plain, _OWNER)
    line = f"{finding.state:<9} {evidence:<11} {_to_width(owner, _OWNER)} {request:<7}"
    return Text(line, BAD if changed else "", end="")


def _owner(finding: Finding, car: Car | None) -> str:
    """The function that owns it; where none is written, the one that has to answer."""
    return finding.area or (car.issued_to if car else "")


def _to_width(text: str, width: int) -> str:
    return text + " " * max(0, width - Text(text).cell_len)


def _heading(left: str, right: str) -> Line:
    return Line(f"group {left}", label(left, HEADING), Text(right, MUTED, end=""), selectable=False)


def _group(finding: Finding) -> str:
    withdrawn = finding.state is FindingState.WITHDRAWN
    return str(finding.state) if withdrawn else str(finding.grade)


def _clauses(finding: Finding) -> str:
    return ", ".join(ref.ref for ref in finding.refs)


def _because(finding: Finding) -> str:
    return f"{finding.grade}: {finding.grade_reason}" if finding.grade_reason else ""


def _car_words(audit: Audit, finding: Finding) -> str:
    car = audit.car_of(finding.id)
    if car is not None:
        return aged(car, finding, date.today()).state_words
    if finding.grade.nonconformity and finding.state is FindingState.ISSUED:
        return f"none yet; {key_of('car.request')} issues one"
    return ""


def _looks(audit: Audit, finding: Finding) -> str:
    told = (
        f"{place}: {remark.text}" if (place := place_of(finding, remark)) else remark.text
        for check in finding_checks(audit, finding)
        for remark in check.remarks
        if remark.field != "evidence"  # told under "Since then"
    )
    return "\n".join(told)


def _raised(finding: Finding) -> str:
    raised, issued = (
        at.astimezone().strftime("%Y-%m-%d") if at else ""
        for at in (finding.raised, finding.issued)
    )
    by = f"by {finding.by}" if finding.by else ""
    return ", ".join(each for each in (raised, issued and f"issued {issued}", by) if each)
