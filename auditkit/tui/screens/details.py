"""The form with the details of the audit; what was changed in it is one change to undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from auditkit.analysis.completeness import require_issuable
from auditkit.record.audit import Audit
from auditkit.record.model import INFO_DATES
from auditkit.tui.audit_details import (
    DETAILS,
    PEOPLE,
    Detail,
    Values,
    read,
    read_people,
    shown,
    take,
)
from auditkit.tui.screens.form import Field, FormScreen

_WORDS = "What the report says of the audit itself. tab goes on, F8 keeps all of it."


class DetailsScreen(FormScreen):
    """Asks for all details; keeps those that were changed."""

    DEFAULT_CSS = """
    DetailsScreen SavedText { height: 4; }
    """

    def __init__(self, audit: Audit, memory: Values) -> None:
        self._audit, self._before = audit, shown(audit)
        fields = tuple(_field(audit, each, self._before[each.name]) for each in DETAILS)
        super().__init__("Audit details", fields, memory, words=_WORDS)
        self.changed: list[str] = []

    def take(self, values: Values) -> None:
        """Record what was changed."""
        self.changed = take(self._audit, self._before, values)

    def told(self) -> str:
        """What was done."""
        words = {each.name: each.words for each in DETAILS}
        named = ", ".join(words[name].lower() for name in self.changed)
        return f"Kept: {named}." if named else "Nothing was changed."


def _field(audit: Audit, detail: Detail, value: str) -> Field:
    check: Callable[[str], object] | None = None
    if detail.name == PEOPLE:
        check = read_people
    elif detail.name == "report_issued" and not value:
        check = partial(_issue, audit)
    elif detail.name in INFO_DATES:
        check = partial(read, detail.name)
    return Field(
        detail.name,
        detail.words,
        value,
        required=detail.name == "title",
        hint=detail.hint,
        long=detail.long,
        check=check,
    )


def _issue(audit: Audit, text: str) -> None:
    read("report_issued", text)
    require_issuable(audit)
