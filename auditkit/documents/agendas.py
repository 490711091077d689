"""What is said at the opening and the closing meeting, point by point, as far as the record
knows it.

The points are those of ISO 19011, 6.4.3 and 6.4.10, in our own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditkit.analysis.counts import finding_counts
from auditkit.analysis.timetable import TEAM
from auditkit.documents.plan import SAMPLES, left_out
from auditkit.documents.report_parts.annexes import GRADES
from auditkit.documents.report_parts.frame import SAMPLING_NOTE
from auditkit.documents.shared import NOTHING, drafts_among, planned_words
from auditkit.documents.source import Source, day
from auditkit.record.cars import DAYS_TO_ANSWER
from auditkit.record.model import CarState, Grade, Role
from auditkit.text import plural

Point = tuple[str, str]
"""A point of an agenda, and what the record says to it; empty where it says nothing."""
_TO_ANSWER = (CarState.ISSUED, CarState.RETURNED)
"""States in which a request waits for the answer of the auditee."""
_STOPPING = (
    "Where it shows that the objectives cannot be reached, or where people would be in danger, the "
    "lead auditor tells the audit client and the auditee why; together they change, go on with or "
    "end the audit."
)


def opening_points(source: Source) -> Sequence[Point]:
    """The agenda of the opening meeting."""
    info = source.audit.info
    return (
        ("Introductions, attendance", _team(source)),
        ("Objectives", _lines(info.objectives)),
        ("Scope and criteria", _joined(info.scope, f"Criteria: {source.criteria}")),
        ("Plan and timetable confirmed, changes agreed", planned_words(source)),
        ("Methods and samples", _joined(info.method, info.sampling, SAMPLES)),
        ("How team and auditees speak to each other", info.communication),
        ("Resources, guides, access, safety", _joined(info.logistics, info.resources)),
        ("Confidentiality and information security", info.confidentiality),
        ("How findings are graded and reported", _grading()),
        ("When the audit may be stopped", _STOPPING),
        ("Feedback and objections", info.appeals),
        ("Questions", NOTHING),
    )


def closing_points(source: Source) -> Sequence[Point]:
    """The agenda of the closing meeting."""
    info = source.audit.info
    strengths = [f.title for f in source.audit.findings() if f.grade is Grade.STRENGTH]
    apart = left_out(source)
    return (
        ("Attendance, thanks", _team(source)),
        ("Evidence is a sample", SAMPLING_NOTE),
        ("Objectives and scope again", _joined(_lines(info.objectives), info.scope)),
        (
            "What was not audited, and why",
            _lines(apart) or "Nothing is recorded as left out.",
        ),
        ("Obstacles", info.obstacles or "None recorded."),
        ("Strengths", _lines(strengths) or "None recorded."),
        ("Findings, each with grade and criterion", _counted(source)),
        ("Opinions that differ", info.diverging_opinions or "None recorded."),
        ("Conclusion", info.conclusion),
        ("Decisions asked of management", _lines(info.decisions) or "None recorded."),
        ("Next steps", _next_steps(source)),
        ("Feedback and objections", info.appeals),
    )


def _team(source: Source) -> str:
    team = [each for each in source.audit.people if each.role in (*TEAM, Role.OBSERVER)]
    return _lines(f"{each.name}, {each.role}" for each in team)


def _grading() -> str:
    grades = [f"{grade.value.capitalize()}: {meaning}" for grade, meaning in GRADES.items()]
    dates = ", ".join(f"{n} days for a {grade}" for grade, n in DAYS_TO_ANSWER.items())
    answer = (
        "Each nonconformity is followed by a request for corrective action; unless something else "
        f"is agreed, it is answered within {dates}."
    )
    return _lines((*grades, answer))


def _counted(source: Source) -> str:
    counts = finding_counts(source.audit)
    return (
        _lines(
            plural(count, grade.value, _MANY.get(grade, "")) + drafts_among(source, grade)
            for grade, count in counts.items()
            if count
        )
        or "None."
    )


_MANY = {
    Grade.MAJOR: "major nonconformities",
    Grade.MINOR: "minor nonconformities",
    Grade.OFI: "opportunities for improvement",
}


def _next_steps(source: Source) -> str:
    waiting = [c.response_due for c in source.audit.cars() if c.state in _TO_ANSWER]
    due = source.audit.info.report_due
    return _lines(
        (
            f"{plural(len(waiting), 'request')} still to be answered, the first by "
            f"{day(min(waiting))}."
            if waiting
            else "No request waits for an answer.",
            f"Report due {day(due)}." if due else "The date of the report is not recorded.",
            "Corrections and corrective actions are verified after their dates; a request closes "
            "when its action has proved effective.",
        )
    )


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _joined(*parts: str) -> str:
    return "\n".join(each.strip() for each in parts if each.strip())
