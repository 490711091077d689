"""The audit screen: outline, requirement, running note, and what is linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from auditkit.checklist.model import Kind
from auditkit.errors import AuditkitError
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.tui.autosave import TextKey
from auditkit.tui.citing import Cited
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.key_words import brought_back, finding_keys
from auditkit.tui.linked import SAID, linked_lines
from auditkit.tui.outline import GRADE_WORDS, Row, Show
from auditkit.tui.requirement_view import counts_line, requirement_content, requirement_title
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.text import BAD, GOOD, HEADING, MUTED, WARN, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.notes import Notes

if TYPE_CHECKING:
    from auditkit.analysis.drafting import Said

_PANES = ("outline", "requirement", "note", "linked")
WIDE = 160
"""Columns from which a fourth pane stands on the right."""
_CLAUSE = "A clause, no control: say why it cannot apply here. Readiness lists it."
"""Readiness counts a clause that is left out as a reason against it, see `left_out`."""
_WORD_STYLES = {"OK": GOOD, "NO": BAD, "···": MUTED, "n/a": MUTED}


class AuditMainScreen(AuditScreen):
    """Where an auditor spends the day."""

    WHERE = "audit"
    BINDINGS = bindings_for("audit", priority=True)
    AUTO_FOCUS = "#outline"
    CSS_PATH = "audit.tcss"
    PANES = _PANES
    _lines: dict[str, tuple[Row, Line]] = {}
    """The outline as it is shown; only rows that changed are made anew."""
    _due = ""
    """What is to be said as soon as all around the outline shows what the outline is on."""

    def body(self) -> ComposeResult:
        """Outline on the left, everything about one requirement on the right."""
        with Horizontal(id="panes"):
            empty = f"Nothing to show; press {key_of('view.filter')}."
            yield LineList(id="outline", title="Checklist", empty=empty)
            with Vertical(id="right"):
                with VerticalScroll(id="requirement", can_focus=True):
                    yield Static(id="requirement-text", markup=False)
                yield Notes(id="note", title="Note", hint=_note_hint())
                title, empty = "Evidence and findings", _unlinked()
                yield LineList(id="linked", title=title, empty=empty, marks=False)
            with VerticalScroll(id="beside", classes="pane", can_focus=True) as pane:
                set_title(pane, "Findings and history")
                yield Static(id="beside-text", markup=False)

    def show(self) -> None:
        """Everything anew; the outline keeps its place."""
        super().show()
        self._show_outline()
        self._show_right()

    def _show_outline(self) -> None:
        rows = self.session.outline.rows()
        outline = self.query_one("#outline", LineList)
        known, self._lines = self._lines, {}
        for row in rows:
            drawn = known.get(row.key)
            self._lines[row.key] = drawn if drawn and drawn[0] == row else (row, _line(row))
        outline.set_lines([line for _, line in self._lines.values()], self.session.key)
        self.session.key = outline.key
        kind = self.session.outline.show
        set_title(outline, "Checklist" if kind is Show.ALL else f"Checklist: {kind}")

    def _judged(self, verdict: Verdict, said: str) -> None:
        """The word in the outline and the next check come with the next frame, the rest after
        it: it takes five times as long to lay out."""
        self._step_on(verdict)
        self._show_outline()
        self._due = said
        self.call_after_refresh(self._catch_up)

    def _catch_up(self) -> None:
        """Whatever works on the right side does so on what the outline is on."""
        if self._due:
            said, self._due = self._due, ""
            self.refresh_status()
            self._show_right()
            self.say(said)

    def on_resize(self) -> None:
        """The pane on the right appears with its words."""
        if self.is_mounted:
            self._show_beside()

    def reference(self) -> str:
        """The requirement or check under the cursor."""
        return self.session.ref.ref if self.session.ref else ""

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The right side follows the outline."""
        if message.lines.id == "outline":
            self.session.key = message.key
            self._show_right()

    async def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Enter unfolds, or opens what is linked."""
        if message.lines.id == "linked":
            self._open_linked(message.key)
            return
        row = self.session.row
        if row is not None and row.folded is not None:
            self.session.outline.fold(row.key)
            self.show()
        else:
            await self.app.run_action("write", self)

    def action_verdict(self, word: str) -> None:
        """A verdict for the check, or for all untested checks of the requirement; which of them
        does not conform is asked."""
        verdict = Verdict(word)
        if verdict is Verdict.DOES_NOT_CONFORM:
            self._with_check(lambda: self._judged(verdict, self.session.judge(verdict)))
        else:
            self._judged(verdict, self.session.judge(verdict))

    def action_not_applicable(self) -> None:
        """Not applicable, with its reason."""
        from auditkit.tui.screens.form import Field, FormScreen

        targets = self.session.targets()
        named = targets[0].ref if len(targets) == 1 else f"{len(targets)} checks"
        field = Field("reason", "Why", required=True)
        clause = self.session.audit.requirement(targets[0]).kind is Kind.CLAUSE
        words = _CLAUSE if clause else ""
        memory = self.session.form_memory.setdefault(f"not applicable {self.session.key}")
        form = FormScreen(f"{named}: not applicable", (field,), memory, words=words)

        def give(values: dict[str, str] | None) -> None:
            if values is not None:
                said = self.session.judge(Verdict.NOT_APPLICABLE, values["reason"])
                self._judged(Verdict.NOT_APPLICABLE, said)

        self.kit.ask(form, give)

    def action_raise_finding(self, grade: str) -> None:
        """Draft a finding and open it; a nonconformity stands on a check, which is asked for."""
        if Grade[grade].nonconformity:
            self._with_check(lambda: self._draft(Grade[grade]), finding=True)
        else:
            self._draft(Grade[grade])

    def action_item_findings(self) -> None:
        """The findings of this requirement."""
        if self.session.requirement is None:
            raise AuditkitError("A section has no findings of its own.", "Go to a requirement.")
        findings = self.session.audit.findings_of(self.session.requirement)
        if not findings:
            self.say(f"No finding here yet: {finding_keys()}.")
        elif len(findings) == 1:
            self.open_finding(findings[0].id)
        else:
            self.query_one("#linked", LineList).focus()
            self.query_one("#linked", LineList).move_to(findings[0].id)

    def action_write(self) -> None:
        """Write the note."""
        if self.session.requirement is None:
            raise AuditkitError("A section has no note.", "Go to a requirement or a check.")
        self._begin_to_write()

    def action_link_evidence(self) -> None:
        """The finder."""
        from auditkit.tui.screens.finder import FinderScreen

        ref = self.session.ref
        if ref is None:
            raise AuditkitError("Evidence is cited for a requirement or a check.", "Go to one.")
        notes = self.query_one(Notes)
        writing = notes.has_focus

        def back(cited: list[Cited] | None) -> None:
            if writing and cited:
                notes.insert("".join(f"[{each.label}] " for each in cited))
            self.show()
            self.tell_cited(cited, ref.ref)

        self.app.push_screen(FinderScreen(ref), back)

    def action_next_untested(self, step: int) -> None:
        """The next untested check."""
        found = self.session.next_untested(step)
        self.show()
        if found is None:
            self.say("Every check has a verdict.")

    def action_section(self, step: int) -> None:
        """The next section."""
        if not self.session.section(step):
            self.say("That was the last section." if step > 0 else "That was the first section.")
        self.show()

    def action_filter(self) -> None:
        """Which checks are shown."""
        kind = self.session.cycle_filter()
        self.show()
        self.say(f"Showing: {kind}. {key_of('view.filter')} shows the next kind.")

    def action_read(self) -> None:
        """The whole requirement on the whole screen."""
        pane = self.query_one("#requirement")
        self.set_focus(pane)
        self._zoom()

    def action_zoom(self) -> None:
        """The pane with the focus, as large as the screen."""
        self._zoom()

    def action_unzoom(self) -> None:
        """All panes again."""
        self.remove_class("-zoom", *(f"-zoom-{name}" for name in (*_PANES, "beside")))

    def action_remove_citation(self) -> None:
        """Take away the citation under the cursor of the evidence pane."""
        self._catch_up()
        linked = self.query_one("#linked", LineList)
        if not linked.has_focus or not linked.key.startswith("c:"):
            key = key_of("citation.remove")
            wrong = f"{key} takes a citation away in the evidence pane."
            raise AuditkitError(wrong, "Go there (tab).")
        self.session.audit.remove_citation(linked.key[2:])
        self.show()
        self.say(f"Citation taken away; {brought_back()}.")

    def action_leave_write(self) -> None:
        """Back to the outline."""
        self.set_focus(self.query_one("#outline"))

    def stamp(self) -> None:
        """The time, at the cursor of the note."""
        self.query_one(Notes).insert(f"{datetime.now():%H:%M} ")

    def finding_from_text(self) -> None:
        """A minor nonconformity whose evidence is the selected text, or the line; what somebody
        said there is cited."""
        self.kit.save_texts()
        notes = self.query_one(Notes)
        line = notes.document.get_line(min(notes.selection)[0])
        text = (notes.selected_text or line).strip()
        self._with_check(lambda: self._draft_from(text, line), finding=True)

    def write_next(self) -> None:
        """The next untested requirement, still writing."""
        self.action_next_untested(1)
        self._begin_to_write()

    def _begin_to_write(self) -> None:
        self._catch_up()
        notes = self.query_one(Notes)
        self.set_focus(notes)
        notes.open_line()

    def _zoom(self) -> None:
        zoomed = self.has_class("-zoom")
        self.action_unzoom()
        if not zoomed and self.focused is not None and self.focused.id is not None:
            self.add_class("-zoom", f"-zoom-{self.focused.id}")
            self.say(f"{key_of('view.all')} or {key_of('zoom')}: back to all panes")

    def _with_check(self, go_on: Callable[[], None], *, finding: bool = False) -> None:
        """Go on with the cursor on a check; asks which where it is on a requirement. ``finding``:
        one is drafted for it."""
        from auditkit.tui.screens.which_check import ask_check

        ref = self.session.ref
        if ref is None:
            go_on()  # says what is missing
            return

        def chosen(check: Ref) -> None:
            self.session.go_to_check(check)
            go_on()

        ask_check(self, ref, "failed", chosen, finding=finding)

    def _draft(self, grade: Grade, evidence: str = "", said: Sequence[Said] = ()) -> None:
        finding = self.session.raise_finding(grade, evidence, said)
        self.show()
        self.open_finding(finding.id)

    def _draft_from(self, text: str, line: str) -> None:
        """The words of a note as evidence. Part of a line was said by whom the line names."""
        from auditkit.analysis.drafting import Said, said_in

        audit = self.session.audit
        said = said_in(audit, text)
        whole = said_in(audit, line)
        if said and whole and not said[0].speaker:
            said = (Said(said[0].words, whole[0].speaker), *said[1:])
        self._draft(Grade.MINOR, text, said)
        if not any(each.speaker for each in said):
            self.app.call_after_refresh(self.kit.tell, _nobody_named())

    def _step_on(self, verdict: Verdict) -> None:
        """After an easy verdict the next check is in front; after a bad one there is more to do."""
        row = self.session.row
        easy = verdict in (Verdict.CONFORMS, Verdict.NOT_APPLICABLE)
        if not easy or row is None or row.kind != "check":
            return
        rows = self.session.outline.rows()
        here = next((i for i, each in enumerate(rows) if each.key == row.key), None)
        if here is not None and here + 1 < len(rows):
            self.session.key = rows[here + 1].key

    def _show_right(self) -> None:
        session = self.session
        self.query_one("#requirement-text", Static).update(requirement_content(session))
        pane = self.query_one("#requirement")
        set_title(pane, requirement_title(session), counts_line(session))
        pane.scroll_home(animate=False)
        notes = self.query_one(Notes)
        owner = session.requirement
        notes.read_only = owner is None or session.read_only
        notes.placeholder = "" if owner is None else _note_hint()
        notes.show_text(TextKey("note", str(owner)) if owner else None, session.note())
        set_title(notes, f"Note {owner.ref}" if owner else "Note")
        linked = self.query_one("#linked", LineList)
        linked.empty = _unlinked() if session.ref else ""
        linked.set_lines(linked_lines(session))
        self._show_beside()

    def _show_beside(self) -> None:
        """Only where it is seen: reading the history takes time."""
        if self.app.size.width >= WIDE:
            from auditkit.tui.beside import beside

            self.query_one("#beside-text", Static).update(beside(self.session))
            self.query_one("#beside").scroll_home(animate=False)

    def _open_linked(self, key: str) -> None:
        if key.startswith("c:"):
            citation = next(c for c in self.session.audit.citations() if c.id == key[2:])
            self.session.keep_place("evidence", citation.evidence)
            self.app.switch_mode("evidence")
        elif key.startswith(SAID):
            self.kit.triage(key.removeprefix(SAID))
        else:
            self.open_finding(key)


def _note_hint() -> str:
    return f"{key_of('note.write')} writes here; saved while you type"


def _unlinked() -> str:
    link, draft = key_of("evidence.link"), key_of("finding.minor")
    return f"Nothing linked yet: {link} links evidence, {draft} drafts a finding."


def _nobody_named() -> str:
    find, say = key_of("editor.evidence"), key_of("finder.statement")
    return f"Not cited yet, the line names nobody: {find}, then {say} takes down who said it."


def _line(row: Row) -> Line:
    fold = "" if row.folded is None else ("▸ " if row.folded else "▾ ")
    bold = HEADING if row.kind in ("section", "checklist") else ""
    left = label(f"{fold}{row.name} {row.text}", bold)
    left.pad_left(2 * row.depth)
    first, _, grade = row.word.partition(" ")
    style = _WORD_STYLES.get(first, "")
    if grade and grade != GRADE_WORDS[Grade.STRENGTH]:
        style = BAD if grade in ("MAJ", "min") else WARN
    return Line(row.key, left, label(row.word, style))


SCREEN = AuditMainScreen
