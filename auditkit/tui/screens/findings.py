"""The board of findings: open, issue one or many, withdraw, issue CARs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.content import Content

from auditkit.errors import AuditkitError
from auditkit.record.findings import missing_for_issue
from auditkit.record.model import Finding, FindingState
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.finding_board import Order, Shown, board_detail, board_lines, shown_findings
from auditkit.tui.key_words import finding_keys, taken_back
from auditkit.tui.screens.confirm import ConfirmScreen, given_words
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.history import HistoryScreen
from auditkit.tui.screens.listing import ListingScreen
from auditkit.tui.screens.notice import NoticeScreen
from auditkit.tui.screens.requesting import offer_car, request_car
from auditkit.tui.widgets.line_list import Line, LineList

T = TypeVar("T")


class FindingsScreen(ListingScreen):
    """By grade, by clause or by label; withdrawn ones stay visible at the end."""

    WHERE = "findings"
    HEADING = "Findings"
    BINDINGS = bindings_for("findings", priority=True)

    def __init__(self) -> None:
        super().__init__()
        self._shown, self._order = Shown.ALL, Order.GRADE
        self._marked: set[str] = set()

    def show(self) -> None:
        """Everything anew; marks stay on what is still a draft."""
        drafts = {e.id for e in self.session.audit.findings() if e.state is FindingState.DRAFT}
        self._marked &= drafts
        self.EMPTY = self.query_one("#lines", LineList).empty = self._empty_words()
        super().show()

    def _empty_words(self) -> str:
        if self.session.audit.findings(include_withdrawn=True):
            return f"No finding here: {self._shown}. {key_of('finding.filter')} shows others."
        screen = f"audit screen ({key_of('go.audit')})"
        return f"No finding yet. On a check of the {screen}: {finding_keys(3)}."

    def lines(self) -> Sequence[Line]:
        """One line a finding."""
        audit = self.session.audit
        found = shown_findings(audit, self._shown, self._order)
        return board_lines(audit, found, self._order, self._marked, self.app.size.width)

    def summary(self) -> str:
        """How many, which of them, in which order, and how many are marked."""
        audit = self.session.audit
        parts = [f"{len(audit.findings())} findings"]
        if self._shown is not Shown.ALL:
            count = len(shown_findings(audit, self._shown, self._order))
            parts.append(f"{count} shown: {self._shown}")
        parts += [f"by {self._order}"]
        parts += [f"{len(self._marked)} marked"] if self._marked else []
        return " · ".join(parts)

    def detail(self, key: str) -> tuple[str, Content]:
        """The finding as it will read in the report, and what stands around it."""
        finding = self.session.audit.finding(key)
        text = board_detail(self.session.audit, finding)
        return f"{finding.label} {finding.grade}: {finding.title}", text

    def reference(self) -> str:
        """The label of the finding."""
        return self.session.audit.finding(self.chosen).label

    def on_resize(self) -> None:
        """The columns fit the width."""
        super().on_resize()
        if self.is_mounted:
            self.show()

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter opens the editor."""
        self.action_open()

    def action_open(self) -> None:
        """Open the editor."""
        self.open_finding(self.chosen)

    def action_filter(self) -> None:
        """The next selection."""
        self._shown = _following(list(Shown), self._shown)
        self.show()
        self.say(f"Showing: {self._shown}. {key_of('finding.filter')} shows the next selection.")

    def action_sort(self) -> None:
        """The next order."""
        self._order = _following(list(Order), self._order)
        self.show()
        self.say(f"Sorted by {self._order}.")

    def action_mark(self) -> None:
        """Mark a draft, or take its mark away, and go to the next line."""
        finding = self.session.audit.finding(self.chosen)
        if finding.state is not FindingState.DRAFT:
            raise AuditkitError(
                f"{finding.label} is {finding.state}.", "Marks are for issuing, so only on drafts."
            )
        self._marked ^= {finding.id}
        self.show()
        self.query_one("#lines", LineList).action_move(1)

    def action_issue(self) -> None:
        """Issue what is marked, or what is under the cursor; says what each lacks, and asks."""
        audit = self.session.audit
        names = self._marked or {self.chosen}
        chosen = [each for each in audit.findings(include_withdrawn=True) if each.id in names]
        for each in chosen:
            if each.state is not FindingState.DRAFT:
                raise AuditkitError(
                    f"{each.label} is {each.state} already; only drafts are issued."
                )
        lacking = {each.id: self._lacks(each) for each in chosen}
        ready = [each for each in chosen if not lacking[each.id]]
        told = [
            f"{e.label} cannot be issued yet: {lacking[e.id]}." for e in chosen if e not in ready
        ]
        if not ready and len(told) == 1:
            raise AuditkitError(told[0], "Complete it in the finding editor (enter).")
        if not ready:
            self.app.push_screen(NoticeScreen("None of them can be issued yet", told))
            return
        question = [f"{each.label} {each.grade}: {each.title}" for each in ready]
        title = f"Issue {len(ready)} findings?" if len(ready) > 1 else f"Issue {ready[0].label}?"
        form = ConfirmScreen(
            title, [*question, *told, "", given_words()], yes="issues", no="leaves them drafts"
        )
        self.kit.ask(form, lambda agreed: self._issue(ready) if agreed else None)

    def _issue(self, ready: Sequence[Finding]) -> None:
        labels = ", ".join(each.label for each in ready)
        with self.session.audit.group(f"{labels} issued"):
            for each in ready:
                self.session.audit.issue_finding(each.id)
        self.show()
        if len(ready) == 1 and ready[0].grade.nonconformity:
            offer_car(self, ready[0].id, lambda: self.say(f"{labels} issued."))
        else:
            issue = key_of("car.request")
            self.say(f"{labels} issued. {issue} issues a CAR for a nonconformity.")

    def _lacks(self, finding: Finding) -> str:
        cited = self.session.audit.citations(finding=finding.id)
        return "; ".join(missing_for_issue(finding, cited))

    def action_withdraw(self) -> None:
        """Withdraw, with a reason."""
        finding = self.session.audit.finding(self.chosen)
        if finding.state is FindingState.WITHDRAWN:
            who = f"{key_of('history')} shows by whom."
            raise AuditkitError(f"{finding.label} is withdrawn already.", who)
        memory = self.session.form_memory.setdefault(f"withdraw {finding.id}")
        field = Field("reason", "Why", required=True)
        form = FormScreen(f"Withdraw {finding.label}", (field,), memory)

        def give(values: Values | None) -> None:
            if values is not None:
                self.session.audit.withdraw_finding(finding.id, values["reason"])
                self.show()
                self.say(f"{finding.label} withdrawn; {taken_back()}.")

        self.kit.ask(form, give)

    def action_issue_car(self) -> None:
        """Issue a CAR for an issued nonconformity; asks to whom and until when."""
        request_car(self, self.chosen)

    def action_history(self) -> None:
        """Who changed what in this finding; in all where there is none."""
        key = self.query_one("#lines", LineList).key
        if not key:
            super().action_history()
            return
        finding = self.session.audit.finding(key)
        self.app.push_screen(HistoryScreen(finding=finding.id, title=finding.label))


def _following(every: Sequence[T], one: T) -> T:
    return every[(every.index(one) + 1) % len(every)]


SCREEN = FindingsScreen
