"""All findings: open, issue, withdraw, request corrective action."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from auditkit.analysis.soundness import concerns, unsound
from auditkit.record.model import Finding
from auditkit.tui.commands import bindings_for
from auditkit.tui.extent import extent_words
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen, named
from auditkit.tui.text import BAD, label
from auditkit.tui.widgets.line_list import Line, LineList


class FindingsScreen(ListingScreen):
    """Majors first; withdrawn ones stay visible at the end."""

    WHERE = "findings"
    HEADING = "Findings"
    EMPTY = "No finding yet. On a check of the audit screen (1): m minor, M major, o OFI."
    BINDINGS = bindings_for("findings", priority=True)

    def lines(self) -> Sequence[Line]:
        """One line a finding."""
        audit = self.session.audit
        unsound_ones = unsound(audit)
        return [
            self._line(each, each.label in unsound_ones)
            for each in audit.findings(include_withdrawn=True)
        ]

    def summary(self) -> str:
        """How many."""
        return f"{len(self.session.audit.findings())} findings"

    def detail(self, key: str) -> tuple[str, Content]:
        """The finding as it will read in the report."""
        finding = self.session.audit.finding(key)
        register = {each.id: each for each in self.session.audit.evidence()}
        cited = "\n".join(
            f"{register[c.evidence].label} {register[c.evidence].title} {c.place}".rstrip()
            for c in self.session.audit.citations(finding=finding.id)
            if c.evidence in register
        )
        text = named(
            (
                ("Criterion", ", ".join(r.ref for r in (*finding.refs, *finding.checks))),
                ("Requirement", finding.requirement),
                ("Evidence", finding.objective_evidence),
                ("Cited", cited),
                ("Since then", "\n".join(concerns(self.session.audit, finding))),
                ("Gap", finding.gap),
                ("Extent", extent_words(finding)),
                ("Effect", finding.effect),
                ("Area", finding.area),
                ("Withdrawn", finding.withdrawn_reason),
            )
        )
        return f"{finding.label} {finding.grade}: {finding.title}", text

    def reference(self) -> str:
        """The label of the finding."""
        return self.session.audit.finding(self.chosen).label

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter opens the editor."""
        self.action_open()

    def action_open(self) -> None:
        """Open the editor."""
        self.open_finding(self.chosen)

    def action_issue(self) -> None:
        """Issue; says what is missing."""
        issued = self.session.audit.issue_finding(self.chosen)
        self.show()
        self.say(f"{issued.label} issued.")

    def action_withdraw(self) -> None:
        """Withdraw, with a reason."""
        finding = self.session.audit.finding(self.chosen)
        form = FormScreen(f"Withdraw {finding.label}", (Field("reason", "Why", required=True),))

        def give(values: Values | None) -> None:
            if values is not None:
                self.session.audit.withdraw_finding(finding.id, values["reason"])
                self.show()
                self.say(f"{finding.label} withdrawn; u takes that back.")

        self.kit.ask(form, give)

    def action_issue_car(self) -> None:
        """Request corrective action for an issued nonconformity."""
        car = self.session.audit.issue_car(self.chosen)
        self.show()
        self.say(f"{car.label} issued, answer due {car.response_due}. 4 shows it; 5 writes forms.")

    def _line(self, finding: Finding, is_unsound: bool) -> Line:
        car = self.session.audit.car_of(finding.id)
        refs = ", ".join(ref.ref for ref in finding.refs)
        title = finding.title or "(no title yet)"
        style = BAD if finding.grade.nonconformity else ""
        word = GRADE_WORDS[finding.grade]
        left = label(f"{finding.label} {word} {refs}: {title}", style)
        mark = " · EVIDENCE?" if is_unsound else ""
        return Line(finding.id, left, label(f"{finding.state} {car.label if car else ''}{mark}"))


SCREEN = FindingsScreen
