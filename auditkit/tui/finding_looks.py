"""What stands beside a finding while it is written: its grade, every check, similar findings."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from auditkit.analysis.similar import Alike, similar
from auditkit.analysis.soundness import concerns
from auditkit.analysis.wording import OK, Remark, WordingCheck, checks
from auditkit.record.audit import Audit
from auditkit.record.model import Finding
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.text import BAD, GOOD, HEADING, content

_NAMES = {"objective_evidence": "evidence", "refs": "criterion", "finding": ""}


def finding_checks(audit: Audit, finding: Finding) -> tuple[WordingCheck, ...]:
    """Every check of a finding as it stands in the record."""
    citations = audit.citations(finding=finding.id)
    return checks(finding, citations, audit.people, concerns(audit, finding))


def beside(audit: Audit, finding: Finding, looked: Sequence[WordingCheck], short: bool) -> Content:
    """The pane beside the text. Where it is ``short``, what is in order is one line at the end."""
    alike = similar(finding, audit.findings())
    grade = content(f"{finding.grade}: {finding.grade_reason or 'no reason noted, ^g asks'}")
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
    head = content(f"{check.word:<4} ", BAD if check.remarks else GOOD)
    lines = [head + content(check.name, HEADING if check.remarks else "")]
    for remark in check.remarks:
        place = place_of(finding, remark)
        lines.append(content(f"  {place}: {remark.text}" if place else f"  {remark.text}"))
    return Content("\n").join(lines)


def _alike(each: Alike) -> str:
    found = each.finding
    title = found.title or "(no title yet)"
    return f"{found.label} {GRADE_WORDS[found.grade]} {title} ({each.why})"
