"""The finding editor: what should be, what was seen, how they differ; remarks while one types."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static, TextArea

from auditkit.errors import AuditkitError
from auditkit.record.findings import lacking
from auditkit.record.model import Finding, FindingState, Grade
from auditkit.tui.autosave import TextKey
from auditkit.tui.citing import Cited
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.extent import extent_words
from auditkit.tui.finding_looks import (
    beside,
    cited_lines,
    finding_checks,
    looks_words,
    place_of,
    standing_words,
)
from auditkit.tui.heading import Heading
from auditkit.tui.key_words import brought_back
from auditkit.tui.refusal import refusal
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.confirm import ConfirmScreen, given_words
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.screens.picker import Choice
from auditkit.tui.screens.requesting import offer_car
from auditkit.tui.text import block, label, set_title
from auditkit.tui.widgets.bars import CommandFooter, StatusBar
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.saved_text import SavedText

FIELDS = (
    ("title", "Title: the finding in one line", True),
    ("requirement", "Requirement: what should be, in own words", False),
    ("objective_evidence", "Objective evidence: what was seen", False),
    ("gap", "Gap: how the two differ", False),
    ("extent", "Extent: n of N, of what (3 of 10 training records)", True),
    ("effect", "Effect: why it matters", False),
    ("area", "Area: function or process that owns it", True),
)
_TITLES = {name: title for name, title, _ in FIELDS}

NARROW = 100
"""Columns below which the checks stand below the text, on few lines."""


class FindingScreen(AppScreen):
    """One finding; every field is saved while one types."""

    WHERE = "editor"
    BINDINGS = bindings_for("editor", priority=True)
    AUTO_FOCUS = "#title"
    CSS_PATH = "finding.tcss"
    PANES = ("fields", "remarks", "cited")

    def __init__(self, name: str) -> None:
        super().__init__()
        self._finding_id = name
        self._warned = False

    def compose(self) -> ComposeResult:
        """Fields on the left, what to look at before issuing on the right."""
        yield StatusBar()
        with Horizontal(id="editor"):
            with VerticalScroll(id="fields", can_focus=False):
                for name, title, single in FIELDS:
                    yield SavedText(id=name, title=title, single=single)
            with Vertical(id="aside"):
                with VerticalScroll(id="remarks", classes="pane", can_focus=False):
                    yield Static(id="remark-text", markup=False)
                empty = f"None: {key_of('editor.evidence')} cites evidence"
                yield LineList(id="cited", title="Evidence cited", empty=empty, marks=False)
        yield CommandFooter("editor")

    @property
    def finding(self) -> Finding:
        """The finding as it is recorded now."""
        return self.session.audit.finding(self._finding_id)

    def on_key(self, event: events.Key) -> None:
        """Letters typed before the focus is set, or into what cannot be changed."""
        take_early_key(self, event)
        if event.is_printable and self.session.read_only:
            raise refusal(self.session.audit)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Who changes what was given to the auditee already is told so, once."""
        name = message.text_area.id or ""
        told = self._warned or self.finding.state is not FindingState.ISSUED
        if not told and message.text_area.text != block(_text(self.finding, name)):
            self._warned = True
            self.say(f"{self.finding.label} is issued: this change shows as an amendment.")

    def action_field(self) -> None:
        """The next field, or what stands beside the fields."""
        self.focus_next()

    def on_mount(self) -> None:
        """Fill in the fields."""
        self._finding_id = self.finding.id
        for name, _, _ in FIELDS:
            field = self.query_one(f"#{name}", SavedText)
            field.read_only = self.session.read_only
            field.show_text(TextKey("finding", self._finding_id, name), _text(self.finding, name))
        if self.finding.state is not FindingState.DRAFT:
            self._only_read()
        self.show()

    def _only_read(self) -> None:
        """What was given to the auditee is opened to be read: a key that was meant for something
        else changes no word of it."""
        fields = self.query_one("#fields")
        for field in fields.query(SavedText):
            field.move_cursor((0, 0))  # read from the beginning
        fields.can_focus = True
        fields.focus()

    def show(self) -> None:
        """Remarks, evidence and the bar anew."""
        self.refresh_status()
        self.refresh_footer()
        self.query_one("#cited", LineList).set_lines(cited_lines(self.session, self._finding_id))

    def refresh_footer(self) -> None:
        """Only keys that mean something now; on a small screen tab is named beside the mode."""
        draft = self.finding.state is FindingState.DRAFT
        idle = () if draft else ("editor.issue", "editor.remove")
        small = ("editor.field",) if self.panes.small else ()
        self.query_one(CommandFooter).leave_out(frozenset((*idle, *small)))
        super().refresh_footer()

    def refresh_status(self) -> None:
        """The saved word, and what the wording rules say of the text as it is saved."""
        finding = self.finding
        refs = ", ".join(ref.ref for ref in (*finding.refs, *finding.checks))
        left = f"{finding.label} {finding.grade} · {finding.state} · {refs}"
        self.query_one(StatusBar).show(Heading(left), self.session.saved_words())
        self._refresh_looks(finding)

    def _refresh_looks(self, finding: Finding) -> None:
        """Every check of the text as it is saved, and findings like it."""
        looked = finding_checks(self.session.audit, finding)
        narrow = self.app.size.width < NARROW
        text = beside(self.session.audit, finding, looked, narrow)
        self.query_one("#remark-text", Static).update(text)
        draft = finding.state is FindingState.DRAFT
        told = standing_words(looked) if draft else looks_words(looked)
        set_title(self.query_one("#remarks"), "Before you issue", told)
        cited = ", ".join(each.ref for each in finding.refs) or "no requirement"
        told = f"cites {cited} · {key_of('editor.criteria')} changes that"
        set_title(self.query_one("#requirement"), _TITLES["requirement"], told)

    def on_resize(self) -> None:
        """The pane beside the text says as much as it has room for."""
        if self.is_mounted:
            self.refresh_status()

    def action_back(self) -> None:
        """Back; the draft is kept."""
        self.kit.save_texts()
        finding = self.finding
        self.dismiss(None)
        if finding.state is FindingState.DRAFT and not self.session.read_only:
            self.app.call_after_refresh(self.kit.tell, f"{finding.label} is kept as a draft.")

    def action_grade(self) -> None:
        """The grade by questions, or chosen by hand."""
        from auditkit.tui.screens.grade import GradeScreen

        self.kit.save_texts()
        self.kit.ask(GradeScreen(f"Grade of {self.finding.label}"), self._take_grade)

    def _take_grade(self, given: tuple[Grade, str] | str | None) -> None:
        if isinstance(given, tuple):
            grade, reason = given
            self.session.audit.edit_finding(self._finding_id, grade=grade, grade_reason=reason)
            self.show()
            self.say(f"{self.finding.label}: {grade}.")  # its reason stands beside the text
        elif given is not None:
            self._grade_by_hand()

    def _grade_by_hand(self) -> None:
        lines = [Line(grade.name, label(grade)) for grade in Grade]

        def give(name: str | None) -> None:
            if name:
                self.session.audit.edit_finding(self._finding_id, grade=Grade[name])
                self.show()

        self.kit.ask(Choice("Grade", lines), give)

    def action_link_evidence(self) -> None:
        """Cite evidence for this finding."""
        from auditkit.tui.screens.finder import FinderScreen

        self.kit.save_texts()

        def back(cited: list[Cited] | None) -> None:
            self.show()
            self.tell_cited(cited, self.finding.label)

        self.app.push_screen(FinderScreen(finding=self._finding_id), back)

    def action_criteria(self) -> None:
        """Which requirements it cites."""
        from auditkit.tui.screens.criteria import CriteriaScreen

        self.kit.save_texts()
        self.app.push_screen(CriteriaScreen(self.session.audit, self._finding_id, self.show))

    def action_issue(self) -> None:
        """Issue it; says what is missing, shows what there is to look at, and asks."""
        self.kit.save_texts()
        finding = self.finding
        if finding.state is not FindingState.DRAFT:
            raise AuditkitError(f"{finding.label} is {finding.state} already.")
        missing = lacking(finding, self.session.audit.citations(finding=finding.id))
        if missing:
            self._point_at(next(iter(missing)))
            raise AuditkitError(
                f"{finding.label} cannot be issued yet: {'; '.join(missing.values())}.",
                self._how_to_write(next(iter(missing))),
            )
        looked = finding_checks(self.session.audit, finding)
        told = [
            f"LOOK {place_of(finding, remark)}: {remark.text}"
            for each in looked
            for remark in each.remarks
        ]
        words = [f"{finding.grade}: {finding.title}", *told, given_words()]
        form = ConfirmScreen(
            f"Issue {finding.label}?", words, yes="issues it", no="leaves it a draft"
        )
        self.kit.ask(form, lambda agreed: self._issue() if agreed else None)

    def _point_at(self, field: str) -> None:
        """The cursor in the field to be written."""
        if field in _TITLES:
            self.query_one(f"#{field}").focus()

    def _how_to_write(self, field: str) -> str:
        if field in _TITLES:
            return f"The cursor is in '{_TITLES[field].partition(':')[0]}'."
        return f"{key_of('editor.criteria' if field == 'refs' else 'editor.evidence')} cites some."

    def _issue(self) -> None:
        self.session.audit.issue_finding(self._finding_id)
        self.query_one("#remarks").focus()  # what is pressed next is not meant for its words
        self.show()
        finding = self.finding
        told = f"{finding.label} issued."
        if finding.grade.nonconformity and self.session.audit.car_of(finding.id) is None:
            offer_car(self, finding.id, lambda: self.say(told))
        else:
            self.say(told)

    def action_remove(self) -> None:
        """Throw the draft away; undo brings it back."""
        self.kit.save_texts()
        name = self.finding.label
        self.session.audit.remove_finding(self._finding_id)
        self.dismiss(None)
        self.app.call_after_refresh(self.kit.tell, f"{name} removed; {brought_back()}.")


def _text(finding: Finding, name: str) -> str:
    return extent_words(finding) if name == "extent" else str(getattr(finding, name))


SCREEN = FindingScreen
