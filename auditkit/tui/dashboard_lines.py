"""The lines of the dashboard: figures, what stands against readiness, the plan, how to go on.

The key of a line says where enter leads: ``ref``, ``finding``, ``car``, ``go`` and which one, or
a command by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from rich.text import Text

from auditkit.analysis.actions import Action, actions
from auditkit.analysis.counts import (
    draft_findings,
    issued_counts,
    open_cars,
    overdue_cars,
    uncited_evidence,
)
from auditkit.analysis.progress import SectionProgress
from auditkit.analysis.readiness import StageReadiness, readiness
from auditkit.analysis.soundness import unsound
from auditkit.analysis.timetable import PlannedDay, planned_days
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, FileStanding
from auditkit.text import plural
from auditkit.tui.commands import key_of
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.session import Session
from auditkit.tui.text import BAD, GOOD, HEADING, MUTED, WARN, joined, label, wrapped
from auditkit.tui.widgets.line_list import Line

_BAR = 12
_MOST_DRAFTS = 8
_ROW = 26
"""Columns that grades take in a pane of a screen of 80."""


def section_line(section: SectionProgress, roomy: bool) -> Line:
    """One section: how much of it is judged, as a bar where there is room."""
    first = section.standings[0].ref if section.standings else None
    full = filled(section.judged, section.checks)
    bar = "█" * full + "░" * (_BAR - full) if roomy else ""
    figures = label(f"{section.judged}/{section.checks}")
    figures.pad_left(max(1, 8 - figures.cell_len))
    count = label(f" {bar}") + figures
    count.pad_left(1)
    fails = label(f"NO {section.failing}" if section.failing else "", BAD)
    key = f"ref {first}" if first else f"none {section.ref}"
    return Line(key, label(f"{section.ref} {section.title}"), fails + count)


def figure_lines(audit: Audit, unread: int, today: date) -> list[Line]:
    """Findings, requests, and the health of the evidence; what is nought of what could be wrong
    is left out. ``unread`` is the number of files that cannot be read."""
    drafts = draft_findings(audit)
    answered = [each for each in audit.cars() if each.state is CarState.ANSWERED]
    shaken = unsound(audit)
    lines = [
        _figure("go findings", "Findings issued", len(audit.findings()) - len(drafts)),
        *(Line("go findings", label(f"· {each}")) for each in _counts(audit)),
        *_wrong("go findings", "Drafts, not issued", len(drafts), ""),
        _figure("go cars", "CARs open", len(open_cars(audit))),
        *_wrong("go cars", "· overdue", len(overdue_cars(audit, today))),
        *_wrong("go cars", "· answers to decide on", len(answered), WARN),
        _figure("go evidence", "Evidence registered", len(audit.evidence())),
        *(
            line
            for standing in (FileStanding.CHANGED, FileStanding.MISSING, FileStanding.UNREADABLE)
            for line in _wrong("go evidence", f"· {standing}", _standing(audit, standing))
        ),
        *_wrong("go evidence", "· cited nowhere", len(uncited_evidence(audit)), WARN),
        *_wrong("problems", "Files that cannot be read", unread, WARN),
    ]
    first = next(iter(shaken), "")
    return [*lines, *_wrong(f"finding {first}", "Findings: evidence not as it was", len(shaken))]


def ready_lines(audit: Audit, today: date, width: int) -> list[Line]:
    """Both stages with the shortest list of things to do until nothing stands against them; a
    line of it is as long as it is, in rows of ``width`` columns."""
    ready = readiness(audit, today)
    todo = actions(audit, today)
    first = [each for each in todo if each.stage1]
    rest = [each for each in todo if not each.stage1]
    before = "all of the above" if first and not rest else ""
    return [
        *_stage(ready.stage1, first, "", width),
        *_stage(ready.stage2, rest, before, width),
    ]


def further_lines(session: Session, now: datetime) -> list[Line]:
    """Where one was, the plan of the day, and what waits for the auditor."""
    audit = session.audit
    lines = [*_here(session), *plan_lines(audit, now)]
    if unfiled := len(audit.unfiled_notes()):
        told = f"File {plural(unfiled, 'interview line')}"
        lines.append(Line("triage", label(told, WARN), _key("triage")))
    if any(car.state is CarState.ANSWERED for car in audit.cars()):
        lines.append(Line("go cars", label("Decide on CAR answers"), _key("go.cars")))
    for finding in draft_findings(audit)[:_MOST_DRAFTS]:
        title = finding.title or "(no title yet)"
        lines.append(
            Line(f"finding {finding.id}", label(f"{finding.label} {title}"), label("draft"))
        )
    again = "Open the audit again" if audit.sealed else "Close the audit"
    return [
        *lines,
        Line("go documents", label("Write the documents"), _key("go.documents")),
        Line("details", label("Audit details"), _key("audit.details")),
        Line("close", label(again), _key("audit.close")),
        Line("other", label("Another audit"), _key("audit.other")),
    ]


def plan_lines(audit: Audit, now: datetime) -> Iterator[Line]:
    """The sessions of today, or else of the next day that has some."""
    day = next((each for each in planned_days(audit) if each.day >= now.date()), None)
    if day is None:
        return
    yield Line("plan", label(_day_words(day, now.date()), HEADING), selectable=False)
    for each in day.sessions:
        first = f"ref {each.refs[0]}" if each.refs else f"session {each.label}"
        at_work = day.day == now.date() and each.starts <= now.time() <= each.ends
        right = label("now" if at_work else ", ".join(r.ref for r in each.refs[:3]))
        yield Line(
            first, label(f"{each.starts:%H:%M} {each.title}", WARN if at_work else ""), right
        )


def _counts(audit: Audit) -> Iterator[str]:
    """Issued findings by grade, in two rows where one would be cut in the narrow pane."""
    found = [f"{GRADE_WORDS[grade]} {count}" for grade, count in issued_counts(audit).items()]
    rows = [found] if len(" ".join(found)) <= _ROW else [found[:2], found[2:]]
    return (" ".join(row) for row in rows if row)


def _key(command: str) -> Text:
    """The key in force of a command, as no figure could be."""
    return label(f"key {key_of(command)}", MUTED)


def filled(done: int, total: int) -> int:
    """How much of the bar is full: all of it only when all is done, none only when nothing is."""
    if not 0 < done < total:
        return _BAR if done and total else 0
    return min(_BAR - 1, max(1, round(_BAR * done / total)))


def _day_words(day: PlannedDay, today: date) -> str:
    return f"Today, {day.day}" if day.day == today else f"Next in the plan, {day.day}"


def _here(session: Session) -> Iterator[Line]:
    if session.requirement is not None:
        here = session.requirement
        title = session.audit.requirement(here).title
        yield Line(f"ref {here}", label(f"{here.ref} {title}"), label("was open"))


def _stage(stage: StageReadiness, todo: Sequence[Action], before: str, width: int) -> list[Line]:
    style = GOOD if stage.ready else HEADING
    said = f"{stage.name}: {stage.word}" + (f": {before}" if before and not stage.ready else "")
    lines = [Line(f"stage {stage.name}", label(said, style), selectable=False)]
    for number, each in enumerate(todo):
        lines += _todo(each, f"{stage.name} {number}", width)
    return lines


def _todo(action: Action, name: str, width: int) -> Iterator[Line]:
    due = (
        f"late since {action.due}" if action.overdue else f"due {action.due}" if action.due else ""
    )
    told = "; ".join(each for each in (action.next, due) if each)
    text = joined(f"{action.text} ({told})" if told else action.text)
    for row, part in enumerate(wrapped(text, max(20, width - 7))):
        said = label(part, BAD if action.overdue else "")
        said.pad_left(2 if row else 0)
        key = f"{_target(action)}" if not row else f"{name} {row}"
        yield Line(key, said, selectable=not row)


def _target(action: Action) -> str:
    """Where one goes to do it: to the request while it is the next step, else to the finding."""
    if action.cars:
        return f"car {action.cars[0]}"
    if action.findings:
        return f"finding {action.findings[0]}"
    return f"ref {action.refs[0]}" if action.refs else "go audit"


def _figure(key: str, words: str, count: int, style: str = "") -> Line:
    return Line(key, label(words, style), label(str(count), style))


def _wrong(key: str, words: str, count: int, style: str = BAD) -> Iterator[Line]:
    if count:
        yield _figure(key, words, count, style)


def _standing(audit: Audit, standing: FileStanding) -> int:
    looks = (audit.verification(each.id) for each in audit.evidence())
    return sum(look is not None and look.standing is standing for look in looks)
