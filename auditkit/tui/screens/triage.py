"""Interview lines that are filed nowhere yet, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from auditkit.analysis.filing import Proposal
from auditkit.analysis.filing.of_audit import recent_refs
from auditkit.errors import AuditkitError
from auditkit.record.model import Grade, Note, Ref
from auditkit.tui.capturing import MOST, file_under
from auditkit.tui.commands import bindings_for
from auditkit.tui.said import filed, proposal_label, said
from auditkit.tui.screens.base import AppScreen, heading
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import content, label, set_title
from auditkit.tui.widgets.bars import CommandFooter, StatusBar
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.workers.running import run_latest

NEXT = "Every interview line is filed. Next: esc, then n goes to the next untested check."


class RequirementScreen(PickerScreen):
    """Gives the reference of a requirement or check, as the record writes it."""

    TITLE_TEXT = "File under"

    def __init__(self, hits: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._hits = hits

    def lines(self, query: str) -> Sequence[Line]:
        """Requirements that hold every word typed."""
        words = query.casefold().split()
        return [
            Line(key, label(text))
            for key, text in self._hits
            if all(word in text.casefold() for word in words)
        ]


class TriageScreen(AppScreen):
    """A list of lines, and what the one under the cursor may belong to."""

    WHERE = "triage"
    BINDINGS = bindings_for("triage", priority=True)
    AUTO_FOCUS = "#lines"
    DEFAULT_CSS = """
    TriageScreen #proposals { height: 7; }
    TriageScreen #whole { height: auto; max-height: 5; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        self._proposals: tuple[Proposal, ...] = ()
        self._held = ""
        """The note that was just filed: it stays under the cursor for a further digit."""

    def compose(self) -> ComposeResult:
        """Lines above, the whole line and its proposals below."""
        yield StatusBar()
        yield LineList(id="lines", empty=NEXT)
        yield Static(id="whole", markup=False)
        yield LineList(id="proposals", title="May belong to", empty="No requirement is proposed.")
        yield CommandFooter(self.WHERE)

    def on_mount(self) -> None:
        """Only the lines take the focus."""
        self.query_one("#proposals", LineList).can_focus = False
        self.show()
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
                self._held = ""
                self.show()
            else:
                self._propose()

    async def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A click on the line edits it."""
        if message.lines.id == "lines":
            await self.app.run_action("edit", self)

    def on_key(self, event: events.Key) -> None:
        """Keys typed here mean nothing outside."""
        if event.is_printable:
            event.stop()

    def action_file_digit(self, digit: int) -> None:
        """File the line under a proposal."""
        if digit > len(self._proposals):
            raise AuditkitError(f"There is no proposal {digit} for this line.", "/ files by hand.")
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
        form = FormScreen("Correct the line", (Field("text", "Line", note.text, required=True),))

        def give(values: dict[str, str] | None) -> None:
            if values is not None:
                self.session.audit.edit_note(note.id, values["text"])
                self.show()

        self.kit.ask(form, give)

    def action_draft(self, grade: str) -> None:
        """A draft finding with the line as objective evidence."""
        from auditkit.tui.screens.finding import FindingScreen

        note = self._note
        if not note.ref:
            raise AuditkitError("This line is filed nowhere yet.", "File it first (1-5 or /).")
        finding = self.session.audit.raise_finding(
            Grade[grade],
            "",
            refs=(Ref(note.checklist, note.ref),),
            objective_evidence=note.text,
        )
        self.app.push_screen(FindingScreen(finding.id), lambda _: self.show())

    def action_remove(self) -> None:
        """Take the line away."""
        self.session.audit.remove_note(self._note.id)
        self.show()
        self.say("Line taken away; u brings it back.")

    def action_filter(self) -> None:
        """Filed lines of the last day as well."""
        self._all = not self._all
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
        raise AuditkitError("There is no line here.", "F shows filed lines, too.")

    def _notes(self) -> list[Note]:
        notes = self.session.audit.notes()
        last = notes[-1].at.astimezone().date() if notes else None
        return [
            each
            for each in notes
            if not each.ref
            or each.id == self._held
            or (self._all and each.at.astimezone().date() == last)
        ]

    def _file(self, ref: Ref, note: Note | None = None) -> None:
        note = note or self._note
        file_under(self.session.audit, note.id, ref)
        self._held = note.id
        self.show()
        left = len(self.session.audit.unfiled_notes())
        self.say(f"Filed under {ref.ref}. {left} left." if left else f"Filed: {ref.ref}. {NEXT}")

    def _propose(self) -> None:
        key = self.query_one("#lines", LineList).key
        note = next((each for each in self.session.audit.notes() if each.id == key), None)
        self.query_one("#whole", Static).update(content(note.text if note else ""))
        recent = recent_refs(self.session.audit)

        async def ask() -> None:
            found = (
                await self.kit.filer.propose(note.text, note.speaker, recent, typing=False)
                if note
                else ()
            )
            self._proposals = found[:MOST]
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
