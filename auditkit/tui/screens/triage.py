"""Interview lines that are filed nowhere yet, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from auditkit.analysis.filing import Proposal
from auditkit.analysis.filing.of_audit import recent_refs
from auditkit.errors import AuditkitError
from auditkit.record.model import Grade, Note, Ref, Verdict
from auditkit.tui.capturing import file_in_step, is_filed
from auditkit.tui.command import PROPOSALS
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.key_words import brought_back, taken_back
from auditkit.tui.narrowing import narrowed
from auditkit.tui.said import filed, proposal_label, said
from auditkit.tui.screens.base import AppScreen, heading
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import content, label, set_title
from auditkit.tui.triage_words import way_on
from auditkit.tui.widgets.bars import CommandFooter, StatusBar
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.workers.running import run_latest

_UNDO = "triage.undo"


class RequirementScreen(PickerScreen):
    """Gives the reference of a requirement or check, as the record writes it."""

    TITLE_TEXT = "File under"

    def __init__(self, hits: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._hits = hits

    def lines(self, query: str) -> Sequence[Line]:
        """Requirements that hold every word typed."""
        lines = (Line(key, label(text)) for key, text in self._hits)
        return narrowed(((line, (line.left.plain,), "") for line in lines), query)


class TriageScreen(AppScreen):
    """A list of lines, and what the one under the cursor may belong to."""

    WHERE = "triage"
    BINDINGS = bindings_for("triage", priority=True)
    AUTO_FOCUS = "#lines"
    CSS_PATH = "triage.tcss"

    def __init__(self, line: str = "") -> None:
        """``line``: the note on which the cursor stands at first."""
        super().__init__()
        self._first = line
        self._all = False
        self._proposals: tuple[Proposal, ...] = ()
        self._held = ""
        """The note that was just filed: it stays under the cursor for a further digit."""
        self._held_refs: list[Ref] = []
        """Where it was filed meanwhile."""
        self._step = ""
        """The step of undo that its digits are."""

    def compose(self) -> ComposeResult:
        """Lines above; below the whole line, what to do with it, and its proposals."""
        yield StatusBar()
        yield LineList(id="lines", empty=_next_words())
        yield Static(id="whole", markup=False)
        yield Static(id="way", markup=False)
        yield LineList(id="proposals", title="May belong to", empty="No requirement is proposed.")
        yield CommandFooter(self.WHERE)

    def on_mount(self) -> None:
        """Only the lines take the focus."""
        self.query_one("#proposals", LineList).can_focus = False
        self.show()
        if self._first:
            self.query_one("#lines", LineList).move_to(self._first)
            self._propose()
        self.refresh_footer()

    def show(self) -> None:
        """Everything anew."""
        self.refresh_status()
        notes = self._notes()
        listing = self.query_one("#lines", LineList)
        listing.set_lines(
            [Line(each.id, label(said(each)), label(filed(each))) for each in notes], listing.key
        )
        count = len(self.session.audit.unfiled_notes())
        set_title(listing, "Interview lines", f"{count} unfiled" if count else "all filed")
        self._show_proposals()
        self._propose()

    def refresh_status(self) -> None:
        """Title, counts and the saved word."""
        self.query_one(StatusBar).show(heading(self.session), self.session.saved_words())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Proposals follow the cursor; what was just filed goes from the list."""
        if message.lines.id == "lines":
            if self._held and message.key != self._held:
                self._let_go()
                self.show()
            else:
                self._propose()

    async def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A click on the line edits it."""
        if message.lines.id == "lines":
            await self.app.run_action("edit", self)

    def on_screen_resume(self) -> None:
        """Lines may have been entered meanwhile."""
        super().on_screen_resume()
        self.show()

    def action_file_digit(self, digit: int) -> None:
        """File the line under a proposal."""
        if digit > len(self._proposals):
            by_hand = f"{key_of('triage.search')} files by hand."
            raise AuditkitError(f"There is no proposal {digit} for this line.", by_hand)
        self._file(self._proposals[digit - 1].ref)

    def action_search_by_hand(self) -> None:
        """A requirement by its number or title."""
        note, audit = self._note, self.session.audit
        hits = [
            (str(Ref(checklist.id, each.ref)), f"{each.ref} {each.title}")
            for checklist in audit.checklists
            for each in checklist.requirements()
        ]

        def give(key: str | None) -> None:
            if key:
                checklist, _, ref = key.partition(":")
                self._file(Ref(checklist, ref), note)

        self.kit.ask(RequirementScreen(hits), give)

    def action_edit(self) -> None:
        """Correct the words."""
        from auditkit.tui.screens.form import Field, FormScreen

        note = self._note
        memory = self.session.form_memory.setdefault(f"line {note.id}")
        field = Field("text", "Line", note.text, required=True)
        form = FormScreen("Correct the line", (field,), memory)

        def give(values: dict[str, str] | None) -> None:
            if values is not None:
                self.session.audit.edit_note(note.id, values["text"])
                self.show()

        self.kit.ask(form, give)

    def action_verdict(self, word: str) -> None:
        """A verdict on a check of the requirement that the line is filed under."""
        verdict = Verdict(word)

        def give(check: Ref) -> None:
            self.session.audit.set_verdict([check], verdict)
            self.show()
            back = taken_back(_UNDO)
            self.say(f"{check.ref}: {verdict}. down goes to the next line, {back}.")

        self._ask_check("conforms" if verdict is Verdict.CONFORMS else "failed", give)

    def action_draft(self, grade: str) -> None:
        """A draft finding with the line as objective evidence; a nonconformity also says that a
        check does not conform."""
        if Grade[grade].nonconformity:
            self._ask_check("failed", lambda check: self._draft(Grade[grade], check), finding=True)
        else:
            self._draft(Grade[grade], self._place(self._note))

    def _draft(self, grade: Grade, ref: Ref) -> None:
        from auditkit.analysis.drafting import Said, draft_finding
        from auditkit.tui.screens.finding import FindingScreen

        note = self._note
        finding = draft_finding(
            self.session.audit,
            grade,
            ref,
            evidence=note.text,
            said=[Said(note.text, note.speaker)],
        )
        self.app.push_screen(FindingScreen(finding.id), lambda _: self.show())

    def _ask_check(self, word: str, go_on: Callable[[Ref], None], *, finding: bool = False) -> None:
        from auditkit.tui.screens.which_check import ask_check

        ask_check(self, self._place(self._note), word, go_on, finding=finding)

    def _place(self, note: Note) -> Ref:
        """The requirement that a verdict or finding is for; raises `AuditkitError`."""
        refs = self._refs(note)
        if not refs:
            first = f"File it first (1-5 or {key_of('triage.search')})."
            raise AuditkitError("This line is filed nowhere yet.", first)
        return refs[-1]

    def _refs(self, note: Note) -> list[Ref]:
        """Where a line is filed; where it was filed last while the cursor stood on it, comes
        last."""
        if not note.ref:
            return []
        own = Ref(note.checklist, note.ref)
        held = self._held_refs if note.id == self._held else []
        there = [each for each in held if is_filed(self.session.audit, note, each)]
        return there if own in there else [own, *there]

    def action_remove(self) -> None:
        """Take the line away."""
        self.session.audit.remove_note(self._note.id)
        self.show()
        self.say(f"Line taken away; {brought_back(_UNDO)}.")

    def action_filter(self) -> None:
        """Filed lines of the last day as well."""
        self._all = not self._all
        self._first = ""
        self._let_go()
        self.show()
        self.say("Lines of the last day, filed or not." if self._all else "Unfiled lines only.")

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys."""
        from auditkit.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.WHERE))

    @property
    def _note(self) -> Note:
        key = self.query_one("#lines", LineList).key
        for note in self.session.audit.notes():
            if note.id == key:
                return note
        more = f"{key_of('triage.filed')} shows filed lines, too."
        raise AuditkitError("There is no line here.", more)

    def _notes(self) -> list[Note]:
        notes = self.session.audit.notes()
        last = notes[-1].at.astimezone().date() if notes else None
        return [
            each
            for each in notes
            if not each.ref
            or each.id in (self._held, self._first)
            or (self._all and each.at.astimezone().date() == last)
        ]

    def _file(self, ref: Ref, note: Note | None = None) -> None:
        note = note or self._note
        if note.id != self._held:
            self._let_go()
            self._held = note.id
        self._step = file_in_step(self.session.audit, note.id, ref, self._step)
        self._held_refs = [each for each in self._held_refs if each != ref] + [ref]
        self.kit.filer.learn()
        self.show()
        left = len(self.session.audit.unfiled_notes())
        told = f"Filed under {ref.ref}. {left} left." if left else f"Filed: {ref.ref}."
        self.say(told if left else f"{told} {_next_words()}")

    def _let_go(self) -> None:
        self._held, self._held_refs, self._step = "", [], ""

    def _propose(self) -> None:
        key = self.query_one("#lines", LineList).key
        note = next((each for each in self.session.audit.notes() if each.id == key), None)
        self.query_one("#whole", Static).update(content(note.text if note else ""))
        words = way_on(self.session.audit, note, self._refs(note)) if note else ""
        self.query_one("#way", Static).update(content(words))
        recent = recent_refs(self.session.audit)

        async def ask() -> None:
            found = (
                await self.kit.filer.propose(note.text, note.speaker, recent, typing=False)
                if note
                else ()
            )
            self._proposals = found[:PROPOSALS]
            self._show_proposals()

        if key != self._held or not self._proposals:
            self._proposals = ()
            self._show_proposals()
            run_latest(self, "propose", ask)

    def _show_proposals(self) -> None:
        self.query_one("#proposals", LineList).set_lines(
            [
                Line(str(n), proposal_label(n, each))
                for n, each in enumerate(self._proposals, start=1)
            ]
        )


def _next_words() -> str:
    back, on = key_of("triage.back"), key_of("go.next")
    return (
        f"Every interview line is filed. Next: {back}, then {on} goes to the next untested check."
    )
