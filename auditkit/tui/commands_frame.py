"""Commands on the audit as a whole: its details, closing it, and leaving it for another one."""

from __future__ import annotations

from auditkit.tui.command import MODES, Command
from auditkit.tui.command import command as _c

_ALL = " ".join(MODES)

FRAME: tuple[Command, ...] = (
    _c(
        "audit.details",
        "E",
        "details",
        "details|audit details",
        "Title, lead auditor, team, scope, objectives, dates and what else the report says of the "
        "audit.",
        _ALL,
        changes=True,
        also="lead auditor, team, title, scope, objectives, dates, criteria, settings, people",
    ),
    _c(
        "audit.close",
        "C",
        "close_audit",
        "close|close the audit",
        "Close the audit, or open it again: lists what is open, then asks.",
        _ALL,
        changes=True,
        also="finish, end, reopen, open again, complete",
    ),
    _c(
        "audit.other",
        "B",
        "other_audit",
        "audits|another audit",
        "Back to the list of audits; asks first. This one is saved and let go of.",
        _ALL,
        also="switch, start, list of audits, open, other, new audit",
    ),
)
