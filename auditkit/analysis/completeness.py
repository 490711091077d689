"""What still stands between the record and a report one can sign."""

from __future__ import annotations

from typing import Literal

import msgspec

from auditkit.analysis.counts import draft_findings, nonconformities_without_car
from auditkit.analysis.progress import progress
from auditkit.analysis.readiness import left_out
from auditkit.analysis.standing import all_standings
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.findings import criterion_notice
from auditkit.record.model import AuditInfo, Ref, Verdict

Level = Literal["stop", "warn", "ok"]

FRAME = {
    "organization": "the organization",
    "objectives": "the audit objectives",
    "scope": "the audit scope",
    "starts": "the dates of the audit",
    "method": "the audit method",
    "sampling": "the sampling statement",
    "conclusion": "the audit conclusion",
}
"""What ISO 19011 6.5.1 asks of a report and only the auditor can say."""


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at before a report is issued; ``target`` names what to open."""

    level: Level
    text: str
    target: str = ""


def report_obstacles(audit: Audit) -> tuple[Obstacle, ...]:
    """Everything worth a look, worst first."""
    found = [
        *_drafts(audit),
        *_frame(audit.info),
        *_team(audit),
        *_checks(audit),
        *_left_out(audit),
        *_evidence(audit),
        *_notes(audit),
    ]
    order = {"stop": 0, "warn": 1, "ok": 2}
    return tuple(sorted(found, key=lambda each: order[each.level]))


def stops(audit: Audit) -> tuple[Obstacle, ...]:
    """What the report cannot be issued with; until then every document of it is a draft."""
    return tuple(each for each in report_obstacles(audit) if each.level == "stop")


def require_issuable(audit: Audit) -> None:
    """Raise `UsageError` where something stops the report from being issued."""
    found = [each.text for each in stops(audit)]
    if found:
        raise UsageError(
            f"The report cannot be issued yet: {'; '.join(found)}.", "See to that first."
        )


def _drafts(audit: Audit) -> list[Obstacle]:
    stops = [
        Obstacle(level="stop", text=f"{each.label} is a draft", target=each.label)
        for each in draft_findings(audit)
    ]
    warnings = [
        Obstacle(level="warn", text=f"{each.label} has no CAR yet", target=each.label)
        for each in nonconformities_without_car(audit)
    ]
    return [*stops, *warnings, *_notices(audit)]


def _notices(audit: Audit) -> list[Obstacle]:
    """What is to be said of the criteria of findings, once for all findings that it is true of."""
    told: dict[str, list[str]] = {}
    for each in audit.findings():
        if notice := criterion_notice(each):
            told.setdefault(notice, []).append(each.label)
    return [
        Obstacle(level="warn", text=f"{', '.join(labels)}: {notice}", target=labels[0])
        for notice, labels in told.items()
    ]


def _frame(info: AuditInfo) -> list[Obstacle]:
    missing = [words for field, words in FRAME.items() if not getattr(info, field)]
    text = f"The report lacks {', '.join(missing)}"
    return [Obstacle(level="warn", text=text, target="audit")] if missing else []


def _team(audit: Audit) -> list[Obstacle]:
    if audit.lead is not None:
        return []
    return [Obstacle(level="stop", text="No lead auditor is named", target="audit")]


def _checks(audit: Audit) -> list[Obstacle]:
    done = progress(audit)
    untested = done.total - done.judged
    text = f"{done.judged} of {done.total} checks judged"
    if untested:
        text += f"; {untested} will stand as untested"
    failing = [
        ref.ref
        for ref, each in audit.verdicts().items()
        if each.verdict is Verdict.DOES_NOT_CONFORM and not _explained(audit, ref)
    ]
    found = [Obstacle(level="warn" if untested else "ok", text=text)]
    if failing:
        found.append(
            Obstacle(level="warn", text=f"Does not conform, but no finding: {', '.join(failing)}")
        )
    return found


def _left_out(audit: Audit) -> list[Obstacle]:
    """Clauses judged not applicable; a control may be left out, a clause asks for a look."""
    refs = ", ".join(each.ref for each in left_out(audit, all_standings(audit)))
    text = f"A clause is no control, and was left out as not applicable: {refs}"
    return [Obstacle(level="warn", text=text)] if refs else []


def _explained(audit: Audit, check: Ref) -> bool:
    return any(each.grade.nonconformity for each in audit.findings_of(check))


def _notes(audit: Audit) -> list[Obstacle]:
    unfiled = len(audit.unfiled_notes())
    if not unfiled:
        return []
    what = "interview line is" if unfiled == 1 else "interview lines are"
    text = f"{unfiled} {what} filed under no requirement"
    return [Obstacle(level="warn", text=text, target="lines")]


def _evidence(audit: Audit) -> list[Obstacle]:
    unhashed = [each.label for each in audit.unhashed()]
    if not unhashed:
        return []
    return [Obstacle(level="warn", text=f"Not hashed yet: {', '.join(unhashed)}")]
