"""What stands beside a finding while it is written: its grade, every check, similar findings."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from auditkit.analysis.similar import Alike, similar
from auditkit.analysis.soundness import concerns
from auditkit.analysis.wording import COMPLETE, OK, STOP, Remark, WordingCheck, checks
from auditkit.record.audit import Audit
from auditkit.record.model import Finding
from auditkit.tui.commands import key_of
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.text import BAD, GOOD, HEADING, WARN, content

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
    to_look = [_check(finding, each) for each in looked if each.remarks]
    rest = {
        "similar": ", ".join(each.finding.label for each in alike),
        OK: " · ".join(each.name for each in looked if not each.remarks),
    }
    lines = [content(f"{name}: {told}") for name, told in rest.items() if told]
    return Content("\n").join([*to_look, *lines, grade])


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
    for remark in check.remarks:
        place = place_of(finding, remark)
        told = f"  {place}: {remark.text}" if place else f"  {remark.text}"
        command, does = _KEYS.get(remark.field, ("", ""))
        lines.append(content(f"{told} {key_of(command)} {does}." if command else told))
    return Content("\n").join(lines)


def _no_reason() -> str:
    return f"no reason noted (stops nothing; {key_of('editor.grade')} asks)"


def _alike(each: Alike) -> str:
    found = each.finding
    title = found.title or "(no title yet)"
    return f"{found.label} {GRADE_WORDS[found.grade]} {title} ({each.why})"
