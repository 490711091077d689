"""What is asked for each step of a corrective-action request, and how it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from auditkit.errors import UsageError
from auditkit.record.cars import NEEDED
from auditkit.record.model import CarState

Asked = tuple[tuple[str, str, bool], ...]
"""Field of the request, what is asked, and whether the step needs it."""

ANSWER: Asked = (
    ("correction", "Correction: what was put right at once", False),
    ("extent_check", "Similar cases looked for, and found", False),
    ("root_cause", "Root cause", False),
    ("root_cause_method", "Method (5 why, fishbone ...)", False),
    ("corrective_action", "Corrective action against the cause", False),
    ("action_owner", "Owner of the action (function)", False),
    ("action_due", "Action due", False),
    ("answered_by", "Answered by (function)", False),
    ("answered", "Answered on", False),
)

_VERIFIED: Asked = (
    ("effectiveness_result", "What the check of effectiveness showed", True),
    ("verified", "Verified on", True),
    ("verified_by", "Verified by (independent of the action)", True),
)

STEPS: Mapping[CarState, Asked] = {
    CarState.ANSWERED: tuple(
        (name, words, name in NEEDED[CarState.ANSWERED]) for name, words, _ in ANSWER
    ),
    CarState.ACCEPTED: (
        ("decided", "Accepted on", True),
        ("decision_reason", "Why the answer is accepted", False),
        ("effectiveness_criteria", "What will show that it worked", False),
        ("effectiveness_due", "Check effectiveness by", False),
    ),
    CarState.RETURNED: (
        ("decision_reason", "Why the answer is returned", True),
        ("decided", "Returned on", True),
    ),
    CarState.IMPLEMENTED: (
        ("implementation", "Evidence that the action was carried out", True),
        ("implemented", "Implemented on", True),
    ),
    CarState.EFFECTIVE: _VERIFIED,
    CarState.NOT_EFFECTIVE: _VERIFIED,
}

DUE: Asked = (
    ("response_due", "Answer due", True),
    ("action_due", "Action due", False),
    ("effectiveness_due", "Check of effectiveness due", False),
)

LONG = frozenset(
    {
        "correction",
        "extent_check",
        "root_cause",
        "corrective_action",
        "decision_reason",
        "effectiveness_criteria",
        "implementation",
        "effectiveness_result",
    }
)
"""What is answered in paragraphs."""
DATES = frozenset(
    {
        "answered",
        "decided",
        "implemented",
        "verified",
        "action_due",
        "correction_date",
        "effectiveness_due",
        "response_due",
    }
)


def typed_path(text: str) -> Path:
    """A path as it was typed or dropped into the terminal, which may quote it.

    Raises `UsageError` for the home folder of somebody unknown.
    """
    plain = text.strip()
    for quote in ("'", '"'):
        if len(plain) > 1 and plain.startswith(quote) and plain.endswith(quote):
            plain = plain[1:-1]
    try:
        return Path(plain).expanduser()
    except RuntimeError as error:
        raise UsageError(f"There is no file {plain}.", "Check its name.") from error


def typed_fields(values: Mapping[str, str]) -> dict[str, Any]:
    """Typed texts as fields of a request; raises `UsageError` for a date that is none."""
    return {
        name: (typed_date(text) if text else None) if name in DATES else text
        for name, text in values.items()
    }


def typed_date(text: str) -> date:
    """A date as it was typed; raises `UsageError`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date.", "Write it as 2026-03-31.") from error
