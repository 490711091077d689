"""What stands beside a finding while it is written: its grade, every check, similar findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from auditkit.analysis.similar import Alike, similar
from auditkit.analysis.soundness import concerns
from auditkit.analysis.wording import COMPLETE, OK, STOP, Remark, WordingCheck, checks
from auditkit.record.audit import Audit
from auditkit.record.model import Finding
from auditkit.tui.commands import key_of
from auditkit.tui.linked import citation_line
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.session import Session
from auditkit.tui.text import BAD, GOOD, HEADING, WARN, content
from auditkit.tui.widgets.line_list import Line

_KEYS = {"refs": ("editor.criteria", "cites more"), "grade": ("editor.grade", "asks")}
"""Commands of the editor for what a remark is about, where that is no text."""
_NAMES = {"objective_evidence": "evidence", "refs": "criterion", "finding": ""}


def finding_checks(audit: Audit, finding: Finding) -> tuple[WordingCheck, ...]:
    """Every check of a finding as it stands in the record."""
    citations = audit.citations(finding=finding.id)
    return checks(finding, citations, audit.people, concerns(audit, finding))


def beside(audit: Audit, finding: Finding, looked: Sequence[WordingCheck], short: bool) -> Content:
    """The pane beside the text. Where it is ``short``, what is in order is one line at the end."""
    alike = similar(finding, audit.findings())
    said = f"{finding.grade}:{' ' if short else chr(10)}{finding.grade_reason or _no_reason()}"
    grade = content(said)
    if not short:
        like = [content(f"similar: {_alike(each)}") for each in alike]
        return Content("\n").join([grade, *(_check(finding, each) for each in looked), *like])
    to_look = list(_in_rows(finding, looked))
    rest = {
        "similar": ", ".join(each.finding.label for each in alike),
        OK: " · ".join(each.name for each in looked if not each.remarks),
    }
    lines = [content(f"{name}: {told}") for name, told in rest.items() if told]
    return Content("\n").join([*to_look, *lines, grade])


def cited_lines(session: Session, name: str) -> list[Line]:
    """The evidence that a finding cites."""
    register = {each.id: each for each in session.audit.evidence()}
    return [
        citation_line(session, each, register[each.evidence])
        for each in session.audit.citations(finding=name)
        if each.evidence in register
    ]


def standing_words(looked: Sequence[WordingCheck]) -> str:
    """Whether anything stands against issuing a draft, and how much there is to look at."""
    stops = sum(remark.stops for each in looked for remark in each.remarks)
    return f"{f'{stops} to complete first' if stops else 'can be issued'} · {looks_words(looked)}"


def looks_words(looked: Sequence[WordingCheck]) -> str:
    """How much there is to look at that stops nothing."""
    looks = sum(not remark.stops for each in looked for remark in each.remarks)
    return f"{looks} to look at" if looks else "nothing to look at"


def similar_words(audit: Audit, finding: Finding) -> list[str]:
    """The findings of this audit that may be the same one, one line each."""
    return [_alike(each) for each in similar(finding, audit.findings())]


def place_of(finding: Finding, remark: Remark) -> str:
    """The field that a remark is about, with the line where it has several."""
    name = _NAMES.get(remark.field, remark.field)
    text = str(getattr(finding, remark.field, ""))
    if remark.start < 0 or "\n" not in text:
        return name
    return f"{name}, line {text.count(chr(10), 0, remark.start) + 1}"


def _check(finding: Finding, check: WordingCheck) -> Content:
    style = BAD if check.word == STOP else WARN if check.remarks else GOOD
    head = content(f"{check.word:<4} ", style)
    name = "to be completed first:" if check.name == COMPLETE and check.remarks else check.name
    lines = [head + content(name, HEADING if check.remarks else "")]
    lines += [content(f"  {_told(finding, each)}") for each in check.remarks]
    return Content("\n").join(lines)


def _in_rows(finding: Finding, looked: Sequence[WordingCheck]) -> Iterator[Content]:
    """What stops it as one row, then a row for each check that has something to look at."""
    stops = [_told(finding, each) for check in looked for each in check.remarks if each.stops]
    if stops:
        yield _row(STOP, "to be completed first", stops, BAD)
    for check in looked:
        if looks := [_told(finding, each) for each in check.remarks if not each.stops]:
            yield _row("LOOK", check.name, looks, WARN)


def _row(word: str, name: str, told: Sequence[str], style: str) -> Content:
    return content(f"{word} ", style) + content(f"{name}: ", HEADING) + content(" · ".join(told))


def _told(finding: Finding, remark: Remark) -> str:
    """A remark, where it belongs, and the key that sees to it."""
    place = place_of(finding, remark)
    told = f"{place}: {remark.text}" if place else remark.text
    command, does = _KEYS.get(remark.field, ("", ""))
    return f"{told} {key_of(command)} {does}." if command else told


def _no_reason() -> str:
    return f"no reason noted (stops nothing; {key_of('editor.grade')} asks)"


def _alike(each: Alike) -> str:
    found = each.finding
    title = found.title or "(no title yet)"
    return f"{found.label} {GRADE_WORDS[found.grade]} {title} ({each.why})"
