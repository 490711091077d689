"""The dashboard: how far the audit is, what was found, whether the organization appears ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from auditkit.analysis.counts import (
    car_counts,
    draft_findings,
    finding_counts,
    overdue_cars,
    uncited_evidence,
)
from auditkit.analysis.progress import SectionProgress, progress
from auditkit.analysis.readiness import StageReadiness, readiness
from auditkit.record.model import CarState, Ref
from auditkit.tui.commands import bindings_for
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.text import BAD, GOOD, HEADING, content, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList

_BAR = 12


class DashboardScreen(AuditScreen):
    """Figures of the analysis, and ways to go on."""

    WHERE = "dashboard"
    BINDINGS = bindings_for("dashboard", priority=True)
    AUTO_FOCUS = "#sections"
    CSS_PATH = "dashboard.tcss"

    def body(self) -> ComposeResult:
        """Progress and figures above, readiness and how to go on below."""
        with Horizontal(id="above"):
            yield LineList(id="sections", title="Progress")
            with VerticalScroll(id="figures", classes="pane", can_focus=False) as pane:
                set_title(pane, "Findings and CARs")
                yield Static(id="figures-text", markup=False)
        with Horizontal(id="below"):
            with VerticalScroll(id="ready", classes="pane", can_focus=True) as pane:
                set_title(pane, "Ready for certification? Why not?")
                yield Static(id="ready-text", markup=False)
            with Vertical(id="further"):
                yield LineList(id="continue", title="Continue")

    def show(self) -> None:
        """All figures anew."""
        super().show()
        done = progress(self.session.audit)
        sections = self.query_one("#sections", LineList)
        sections.set_lines([_section(each, self.size.width) for each in done.sections])
        set_title(sections, "Progress", f"{done.judged} of {done.total} checks judged")
        self.query_one("#figures-text", Static).update(self._figures())
        ready = readiness(self.session.audit, date.today())
        text = Content("\n").join([*_stage(ready.stage1), *_stage(ready.stage2)])
        self.query_one("#ready-text", Static).update(text)
        self.query_one("#continue", LineList).set_lines(self._further())

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter goes there."""
        self.action_open()

    def action_open(self) -> None:
        """Go to the section, or to what is to be continued."""
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

    def _figures(self) -> Content:
        audit = self.session.audit
        lines = [
            f"{GRADE_WORDS[grade]:<4}{count:>4}  {grade}"
            for grade, count in finding_counts(audit).items()
        ]
        cars = [f"{state} {count}" for state, count in car_counts(audit).items() if count]
        late = len(overdue_cars(audit, date.today()))
        lines += [
            "",
            f"Drafts, not issued {len(draft_findings(audit))}",
            f"CARs: {', '.join(cars) or 'none'}",
            f"CARs overdue {late}",
            f"Evidence registered {len(audit.evidence())}, "
            f"cited nowhere {len(uncited_evidence(audit))}",
        ]
        return content("\n".join(lines))

    def _further(self) -> Sequence[Line]:
        session = self.session
        lines = []
        if session.requirement is not None:
            here = session.requirement
            title = session.audit.requirement(here).title
            lines.append(Line(f"ref {here}", label(f"{here.ref} {title}"), label("was open")))
        for finding in draft_findings(session.audit)[:8]:
            title = finding.title or "(no title yet)"
            lines.append(
                Line(f"finding {finding.id}", label(f"{finding.label} {title}"), label("draft"))
            )
        if any(car.state is CarState.ANSWERED for car in session.audit.cars()):
            lines.append(Line("go cars", label("CARs answered: accept or return"), label("4")))
        lines.append(Line("go documents", label("Write the documents"), label("5")))
        return lines


def _section(section: SectionProgress, width: int) -> Line:
    first = section.standings[0].ref if section.standings else None
    filled = round(_BAR * section.judged / section.checks) if section.checks else 0
    bar = "█" * filled + "░" * (_BAR - filled) if width >= 100 else ""
    figures = label(f"{section.judged}/{section.checks}")
    figures.pad_left(max(1, 8 - figures.cell_len))
    count = label(f" {bar}") + figures
    count.pad_left(1)
    fails = label(f"NO {section.failing}" if section.failing else "", BAD)
    right = fails + count
    key = f"ref {first}" if first else f"none {section.ref}"
    return Line(key, label(f"{section.ref} {section.title}"), right)


def _stage(stage: StageReadiness) -> list[Content]:
    head = Content.styled(f"{stage.name}: {stage.word}", GOOD if stage.ready else HEADING)
    return [head, *(content(f"· {reason}") for reason in stage.reasons), Content("")]


SCREEN = DashboardScreen
