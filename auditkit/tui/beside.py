"""What stands beside a requirement where there is room: its findings in full, and its history."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from auditkit.analysis.ageing import aged
from auditkit.analysis.told import Telling
from auditkit.record.model import Finding
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.session import Session
from auditkit.tui.text import BAD, HEADING, content, joined

_LATEST = 40
"""Changes shown; t shows all of them."""


def beside(session: Session) -> Content:
    """Findings and history of the requirement or check under the cursor."""
    if session.ref is None:
        return content("Findings and history of a requirement stand here.")
    found = session.audit.findings_of(session.ref)
    parts = [_heading("Findings"), *(_finding(session, each) for each in found)]
    if not found:
        parts.append(content("None yet."))
    return Content("\n").join([*parts, content(""), _heading("History"), *_history(session)])


def _finding(session: Session, finding: Finding) -> Content:
    style = BAD if finding.grade.nonconformity else ""
    told = [finding.title or "(no title yet)", finding.gap, *_requests(session, finding)]
    head = content(f"{finding.label} {GRADE_WORDS[finding.grade]} {finding.state}", style)
    return Content("\n").join([head, *(content(joined(each)) for each in told if each)])


def _requests(session: Session, finding: Finding) -> list[str]:
    car = session.audit.car_of(finding.id)
    return [aged(car, finding, date.today()).state_words] if car else []


def _history(session: Session) -> list[Content]:
    telling = Telling(session.audit)
    lines = [
        f"{each.at.astimezone():%Y-%m-%d %H:%M} {telling.sentence(each)}"
        f"{' (undone)' if each.undone else ''}, {each.by}"
        for each in session.audit.acts(session.requirement, _LATEST)
    ]
    return [content(joined(line)) for line in lines] or [content("Nothing was changed here yet.")]


def _heading(text: str) -> Content:
    return Content.styled(text, HEADING)
