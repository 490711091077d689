"""A requirement as an auditor reads it in an interview: what to ask first, then the rest."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from auditkit.analysis.standing import requirement_standing
from auditkit.checklist.model import Check, Kind, Requirement
from auditkit.record.model import Ref
from auditkit.tui.commands import key_of
from auditkit.tui.outline import VERDICT_WORDS
from auditkit.tui.said import said
from auditkit.tui.session import Session
from auditkit.tui.text import HEADING, content, joined


def requirement_title(session: Session) -> str:
    """What stands in the frame of the pane."""
    row = session.row
    if row is None:
        return "Nothing to show"
    if session.requirement is None:
        return f"{row.name} {row.text}"
    return f"{session.requirement.ref} {session.audit.requirement(session.requirement).title}"


def requirement_content(session: Session) -> Content:
    """The pane beside the outline: the check under the cursor first, then its requirement."""
    row = session.row
    if row is None:
        other = key_of("view.filter")
        return content(f"Nothing fits what is shown. Press {other} to show other checks.")
    if session.ref is None or session.requirement is None:
        return content("Enter folds and unfolds. Verdicts are given on requirements and checks.")
    requirement = session.audit.requirement(session.ref)
    parts: list[Content] = []
    if session.ref != session.requirement:
        parts += _check(session, session.audit.check(session.ref))
        parts += [_said(session), _named("Meant", requirement.intent)]
    else:
        parts += [content(requirement.intent), _questions(session, requirement), _said(session)]
    parts += _hints(requirement)
    return Content("\n").join(part for part in parts if part.plain)


def _said(session: Session) -> Content:
    return _list("Said", [said(each) for each in session.audit.notes(session.requirement)])


def _check(session: Session, check: Check) -> list[Content]:
    given = session.verdict_here()
    verdict = f"{given.verdict}" if given else ""
    if given and given.reason:
        verdict = f"{verdict}: {given.reason}"
    return [
        _named("Ask", check.question),
        _named("Obligation", check.obligation),
        _named("Conforms if", check.conformity),
        _named("By", ", ".join(check.methods)),
        _named("Verdict", verdict),
    ]


def _questions(session: Session, requirement: Requirement) -> Content:
    checklist = session.requirement.checklist if session.requirement else ""
    lines = []
    for check in requirement.checks:
        verdict = session.audit.verdict(Ref(checklist, check.id)).verdict
        letter = check.id.rpartition("/")[2]
        lines.append(f"{letter} {VERDICT_WORDS[verdict]:>3}  {check.question}")
    return content("\n".join(joined(line) for line in lines))


def _hints(requirement: Requirement) -> list[Content]:
    control = requirement.kind is Kind.CONTROL
    related = "; ".join(f"{key}: {', '.join(refs)}" for key, refs in requirement.related.items())
    return [
        _named("Ask whom", ", ".join(requirement.ask)),
        _named("Required", "; ".join(requirement.documents_required)),
        _named("Usual", "; ".join(requirement.documents_usual)),
        _list("Look", requirement.hints),
        _list("Often fails", requirement.typical_failures),
        _named("Concerns", ", ".join(requirement.roles)),
        _named("Related", related),
        _named("Annex C", ", ".join(requirement.annex_c)),
        content("A control: cite 6.1.3 or 8.3 and the SoA as criterion." if control else ""),
    ]


def _named(name: str, text: str) -> Content:
    if not text.strip():
        return Content("")
    return Content.styled(f"{name}  ", HEADING) + content(text)


def _list(name: str, items: Iterable[str]) -> Content:
    return _named(name, "\n".join(f"· {joined(item)}" for item in items)) if items else Content("")


def counts_line(session: Session) -> str:
    """How far the requirement is, for the frame."""
    if session.requirement is None:
        return ""
    standing = requirement_standing(session.audit, session.requirement)
    return f"{standing.judged}/{standing.total} checks · {standing.verdict}"
