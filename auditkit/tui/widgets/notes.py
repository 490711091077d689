"""The running note of a requirement: WRITE mode, saved while one types."""

from __future__ import annotations

from auditkit.tui.commands import bindings_for
from auditkit.tui.widgets.saved_text import SavedText


class Notes(SavedText):
    """A text field whose few commands are keys that no text needs."""

    BINDINGS = bindings_for("write", priority=True)

    def action_leave_write(self) -> None:
        """Back to browsing; everything is kept."""
        self._ask("action_leave_write")

    def action_link_evidence(self) -> None:
        """Find evidence and put its label at the cursor."""
        self._ask("action_link_evidence")

    def action_stamp(self) -> None:
        """The time."""
        self._ask("stamp")

    def action_finding_from_text(self) -> None:
        """A finding from the selected text."""
        self._ask("finding_from_text")

    def action_write_next(self) -> None:
        """The next untested requirement."""
        self._ask("write_next")

    def _ask(self, name: str) -> None:
        getattr(self.screen, name)()
