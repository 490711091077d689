"""What is still open in an audit that somebody is about to close."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditkit.analysis.counts import draft_findings, nonconformities_without_car, open_cars
from auditkit.analysis.progress import progress
from auditkit.record.audit import Audit

CLOSED = "A closed audit is only read: nothing in it changes until it is opened again."
"""What closing means."""

_LINES = ("interview line is filed nowhere", "interview lines are filed nowhere")
_DRAFTS = ("finding is a draft", "findings are drafts")
_UNASKED = ("nonconformity has no CAR yet", "nonconformities have no CAR yet")
_CARS = ("CAR is not closed as effective", "CARs are not closed as effective")
_CHECKS = ("check is untested", "checks are untested")


class Where(StrEnum):
    """Where one sees to something that is open."""

    LINES = "interview lines"
    FINDINGS = "findings"
    CARS = "CARs"
    CHECKS = "checks"
    REPORT = "report"


class OpenPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is open, in words with its count."""

    text: str
    where: Where


def open_points(audit: Audit) -> tuple[OpenPoint, ...]:
    """Everything that is open, in the order in which one would see to it."""
    done = progress(audit)
    counted = (
        (len(audit.unfiled_notes()), *_LINES, Where.LINES),
        (len(draft_findings(audit)), *_DRAFTS, Where.FINDINGS),
        (len(nonconformities_without_car(audit)), *_UNASKED, Where.FINDINGS),
        (len(open_cars(audit)), *_CARS, Where.CARS),
        (done.total - done.judged, *_CHECKS, Where.CHECKS),
    )
    points = [
        OpenPoint(text=f"{count} {one if count == 1 else many}", where=where)
        for count, one, many, where in counted
        if count
    ]
    if audit.info.report_issued is None:
        points.append(OpenPoint(text="The report is not issued", where=Where.REPORT))
    return tuple(points)
