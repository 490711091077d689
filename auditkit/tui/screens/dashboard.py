"""The dashboard: how far the audit is, what was found, whether the organization appears ready."""

from __future__ import annotations

from datetime import date, datetime

from textual.app import ComposeResult
from textual.containers import Horizontal

from auditkit.analysis.progress import progress
from auditkit.errors import AuditkitError
from auditkit.record.model import Ref
from auditkit.tui import dashboard_lines as made
from auditkit.tui.commands import bindings_for
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.text import set_title
from auditkit.tui.widgets.line_list import LineList

ROOMY = 100
"""Columns from which progress has bars."""
_ASIDE = {False: 34, True: 46}
"""Columns of the panes on the right, as in the style sheet."""


_COMMANDS = {
    "triage": "triage",
    "problems": "problems",
    "details": "details",
    "close": "close_audit",
    "other": "other_audit",
}
"""Lines that are a command by themselves."""


class DashboardScreen(AuditScreen):
    """Four lists; enter goes to what the line under the cursor is about."""

    WHERE = "dashboard"
    BINDINGS = bindings_for("dashboard", priority=True)
    AUTO_FOCUS = "#sections"
    CSS_PATH = "dashboard.tcss"
    PANES = ("sections", "figures", "ready", "continue")

    def body(self) -> ComposeResult:
        """Progress and figures above, readiness and how to go on below."""
        with Horizontal(id="above"):
            yield LineList(id="sections", title="Progress", marks=False)
            yield LineList(id="figures", title="Findings, CARs, evidence", marks=False)
        with Horizontal(id="below"):
            yield LineList(id="ready", title="Ready for certification? Why not?", marks=False)
            yield LineList(id="continue", title="Plan, and how to go on", marks=False)

    def show(self) -> None:
        """All figures anew."""
        super().show()
        audit, today = self.session.audit, date.today()
        roomy = self.app.size.width >= ROOMY
        done = progress(audit)
        sections = self.query_one("#sections", LineList)
        sections.set_lines([made.section_line(each, roomy) for each in done.sections])
        set_title(sections, "Progress", f"{done.judged} of {done.total} checks judged")
        unread = len(self.kit.library.problems)
        self.query_one("#figures", LineList).set_lines(made.figure_lines(audit, unread, today))
        width = self.app.size.width - _ASIDE[roomy]
        self.query_one("#ready", LineList).set_lines(made.ready_lines(audit, today, width))
        further = made.further_lines(self.session, datetime.now())
        self.query_one("#continue", LineList).set_lines(further)

    def on_resize(self) -> None:
        """What does not fit a row goes on in the next."""
        super().on_resize()
        if self.is_mounted:
            self.show()

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter goes there."""
        self.call_next(self.app.run_action, "open", self)

    async def action_open(self) -> None:
        """Go to what the line under the cursor is about."""
        focused = self.focused
        if not isinstance(focused, LineList) or not focused.key:
            return
        kind, _, key = focused.key.partition(" ")
        if kind == "ref":
            checklist, _, ref = key.partition(":")
            self.session.go(Ref(checklist, ref))
            self.action_go("audit")
        elif kind == "go":
            self.action_go(key)
        elif kind == "finding":
            self.open_finding(key)
        elif kind == "car":
            self.session.keep_place("cars", self.session.audit.car(key).id)
            self.action_go("cars")
        elif kind in _COMMANDS:
            await self.app.run_action(_COMMANDS[kind], self)
        else:  # a section or a session without requirements
            raise AuditkitError(f"{key} names no requirement.", "There is nothing to open.")


SCREEN = DashboardScreen
