"""Examining the journals and the snapshot made from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from auditkit.record.doctor.result import Result, Step
from auditkit.record.folder import SNAPSHOT
from auditkit.record.opening import Opened
from auditkit.record.proof import snapshot_state
from auditkit.record.reading import Reading
from auditkit.text import one_line

FROM_COPY = "'auditkit doctor --repair --from COPY' takes it from a pack, a backup or a colleague."
SET_ASIDE = (
    f"{FROM_COPY} Where there is no copy, 'auditkit doctor --repair --set-aside' keeps what "
    "stands before the damage and sets the rest aside by name."
)
GIVE_UP = (
    f"{FROM_COPY} Where there is no copy, 'auditkit doctor --repair --set-aside' goes on without "
    "them."
)
TOLERANCE = timedelta(seconds=2)
"""By which a clock may be put back (synchronizing) without a word."""


def journals(opened: Opened, device: str) -> Iterator[Result]:
    """Chains, unfinished lines, and what others have noted of the journals."""
    for each in opened.problems:
        if each.kind == "damage":
            step: Step = "journals" if _has_repairable_feed(opened, each.device) else ""
            yield Result("journals", "problem", each.text, SET_ASIDE, step)
        elif each.kind == "torn":
            yield _torn(each.text, each.device == device)
        else:
            remedy = GIVE_UP if each.kind == "missing" else FROM_COPY
            yield Result("journals", "problem", each.text, remedy)
    lines = sum(each.lines for each in opened.readings)
    if not lines:
        yield Result("journals", "problem", "No journal holds a readable line.", FROM_COPY)
    elif not opened.problems:
        count = len(opened.readings)
        text = f"{lines} lines in {count} {'journal' if count == 1 else 'journals'}; chains hold."
        yield Result("journals", "ok", text)


def snapshot(opened: Opened) -> Result:
    """audit.json against the fold of the journals."""
    state = snapshot_state(opened)
    if state in ("equal", "older"):
        return Result("snapshot", "ok", f"{SNAPSHOT} equals the fold of the lines it stands on.")
    if state == "none":
        return Result("snapshot", "note", f"{SNAPSHOT} is not there.", step="snapshot")
    texts = {
        "strange": f"{SNAPSHOT} is not as auditkit wrote it.",
        "ahead": f"{SNAPSHOT} names lines that are not in the journals.",
        "different": f"{SNAPSHOT} differs from what the journals fold to.",
    }
    remedy = "It is a copy: --repair sets it aside and makes it anew from the journals."
    return Result("snapshot", "problem", texts[state], remedy, "snapshot")


def rivals(opened: Opened) -> Iterator[Result]:
    """Fields in which values written apart from each other wait for a decision."""
    found = opened.state.rivals()
    if found:
        table, identity, name = next(iter(found))
        yield Result(
            "rivals",
            "note",
            f"{len(found)} fields hold different values written apart, the first is "
            f"{one_line(name)} of {one_line(table)} {one_line(identity)}; the last one in the "
            "order of the journals is shown.",
            "Writing the field anew decides it.",
        )


def clock(opened: Opened, now: datetime | None = None) -> Iterator[Result]:
    """Steps back of the wall clock, and times ahead of it. The record does not depend on it."""
    now = now or datetime.now(UTC)
    any_step = False
    for reading in opened.readings:
        times = _times(reading)
        back = [one - other for one, other in pairwise(times) if one - other > TOLERANCE]
        if back:
            any_step = True
            yield Result(
                "clock",
                "note",
                f"The clock of {one_line(reading.device)} was put back while it wrote, "
                f"{'once' if len(back) == 1 else f'{len(back)} times'}, by up to "
                f"{_length(max(back))}; the order of changes does not depend on it.",
            )
        ahead = [each for each in times if each > now + timedelta(days=1)]
        if ahead:
            any_step = True
            text = f"{len(ahead)} lines of {one_line(reading.device)} are dated in the future."
            yield Result("clock", "note", text, "Check the clocks of both computers.")
    if not any_step:
        yield Result("clock", "ok", "Times go forward in every journal.")


def _torn(text: str, own: bool) -> Result:
    if own:
        remedy = "It was never confirmed; the next opening, or --repair, sets it aside by name."
        return Result("journals", "problem", text, remedy, "journals")
    remedy = "It belongs to another device: copy that journal again."
    return Result("journals", "note", text, remedy)


def _has_repairable_feed(opened: Opened, device: str) -> bool:
    from auditkit.record.doctor.mending import mended_feed

    reading = next(each for each in opened.readings if each.device == device)
    return mended_feed(reading) is not None


def _times(reading: Reading) -> list[datetime]:
    times = []
    for change in reading.changes:
        try:
            at = datetime.fromisoformat(change.at)
        except ValueError:
            continue
        times.append(at if at.tzinfo else at.replace(tzinfo=UTC))
    return times


def _length(step: timedelta) -> str:
    if step >= timedelta(days=2):
        return f"{step.days} days"
    hours = step.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours >= 2 else f"{step.total_seconds() / 60:.0f} minutes"
