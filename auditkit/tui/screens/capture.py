"""Interview lines: written down at once, filed by a digit, with nothing else to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from auditkit.analysis.filing import Proposal, captured
from auditkit.analysis.filing.of_audit import recent_refs
from auditkit.errors import AuditkitError
from auditkit.record.model import Note, NoteMark, Ref
from auditkit.tui.capture_words import HINT, about_words, files_words, keys_words
from auditkit.tui.capturing import words_of
from auditkit.tui.citing import Cited, cited_words
from auditkit.tui.command import PROPOSALS
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.said import filed, proposal_label, said
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.screens.once import Dialog
from auditkit.tui.screens.roles import NOBODY, RoleScreen
from auditkit.tui.text import content, joined, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.said_line import SaidLine
from auditkit.tui.widgets.saved_text import Line as TextLine
from auditkit.tui.workers.running import run_latest

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp
    from auditkit.tui.session import Session

_LAST = 4


class CaptureScreen(Dialog[str | None]):
    """A line to type into over the lower part of the screen; gives "triage" where one goes on
    with filing."""

    WHERE = "capture"
    BINDINGS = [
        *bindings_for("capture", priority=True),
        *(
            Binding(f"alt+{digit}", f"choose({digit})", show=False, priority=True)
            for digit in range(1, PROPOSALS + 1)
        ),
    ]
    AUTO_FOCUS = "#said"
    CSS_PATH = "capture.tcss"

    def __init__(self, line: str = "") -> None:
        """``line`` was typed already, before this screen was there."""
        super().__init__()
        self._line = line
        self._proposals: tuple[Proposal, ...] = ()
        self._chosen: list[Ref] = []

    @property
    def kit(self) -> AuditkitApp:
        """The app, as what it is."""
        return cast("AuditkitApp", self.app)

    @property
    def session(self) -> Session:
        """The opened audit."""
        return self.kit.session

    def compose(self) -> ComposeResult:
        """Last lines, the line being typed, proposals, keys."""
        kept = " ".join(part for part in (self.session.capturing.line, self._line) if part)
        with Vertical():
            yield LineList(id="last", empty="What is entered here is on the disk at once.")
            yield SaidLine(kept, id="said", hint=HINT)
            yield Static(id="about", classes="cap", markup=False)
            yield LineList(id="proposals")
            yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        """Only the line takes the focus."""
        for listing in self.query(LineList):
            listing.can_focus = False
        self.session.capturing.settle()
        self.session.capturing.resume(self.session.audit)
        self._is_typed(self.query_one("#said", TextLine).value)
        self.tell_keys()
        self.show()
        self._propose()

    def show(self) -> None:
        """Everything but the line being typed; the bar behind this says when it was saved."""
        audit, capturing = self.session.audit, self.session.capturing
        for screen in self.app.screen_stack:
            if isinstance(screen, AuditScreen):
                screen.refresh_status()
        unfiled = len(audit.unfiled_notes())
        box = self.query_one(Vertical)
        set_title(
            box,
            f"WRITE Interview: {capturing.role or self._nobody()}",
            f"{unfiled} unfiled" if unfiled else "all filed",
        )
        last = audit.notes()[-_LAST:]
        lines = [Line(each.id, label(said(each)), label(filed(each))) for each in last]
        self.query_one("#last", LineList).set_lines(lines, lines[-1].key if lines else "")
        self._show_proposals()

    def _nobody(self) -> str:
        return f"nobody named ({key_of('capture.role')})"

    def say(self, text: str) -> None:
        """Tell something instead of the keys, until the next key."""
        self.tell(text)

    def tell_keys(self) -> None:
        """What was told is read: the keys again."""
        self.tell(keys_words(self.query_one("#foot").size.width or self.app.size.width))

    def tell(self, text: str) -> None:
        """What stands in the last line."""
        self.query_one("#foot", Static).update(content(text))

    def refresh_status(self) -> None:
        """Where saving failed, that is said here too: the bar may be covered."""
        if self.session.trouble is not None:
            self.tell(self.session.saved_words())

    async def _on_message(self, message: Message) -> None:
        """What a person can do something about is one sentence, and the line stays."""
        try:
            await super()._on_message(message)
        except AuditkitError as error:
            self.kit.fail(error)

    def safely(self, work: Callable[[], None]) -> None:
        """What fails for a reason a person can see to is said; the line stays."""
        try:
            work()
        except AuditkitError as error:
            self.kit.fail(error)

    def settle(self) -> None:
        """The digits before were meant to file: a line begins."""
        self.session.capturing.settle()

    def follow_typing(self) -> None:
        """What was typed may show that the digits before it were no filing."""
        capturing, typed = self.session.capturing, self.query_one("#said", TextLine).value
        capturing.line = typed  # at once: the message that saves it may come too late
        if capturing.begins_text(typed):
            self._take_digits_back(typed)
        elif len(typed) > 2:
            capturing.settle()

    @on(Input.Changed)
    def _typed(self) -> None:
        line = self.query_one("#said", TextLine).value
        self._is_typed(line)
        if not line:
            self._chosen.clear()
        self._propose()

    def _is_typed(self, line: str) -> None:
        self.session.capturing.line = line
        self.kit.typed_line()

    def enter_line(self) -> None:
        """Put the line on the disk."""
        capturing, line = self.session.capturing, self.query_one("#said", TextLine).value
        capturing.settle()
        taken = captured(line)
        if not taken.text:
            self._without_words(wants_evidence=taken.wants_evidence)
            return
        chosen = list(self._chosen)
        note = capturing.enter(
            self.session.audit, line, chosen, [each.ref for each in self._proposals[:PROPOSALS]]
        )
        self.kit.typed_line()
        self._chosen.clear()
        with self.prevent(Input.Changed):
            self.query_one("#said", TextLine).value = ""
        filed_under = f"Kept and filed under {note.ref}.{self._wanted()}"
        self.tell(
            filed_under
            if note.ref
            else f"Kept, unfiled. {files_words(proposed=bool(self._proposals))}"
        )
        self.show()
        self._propose()
        if chosen:
            self.kit.filer.learn()

    def _without_words(self, *, wants_evidence: bool) -> None:
        """The sign of evidence alone is about the line before."""
        if not wants_evidence:
            self.tell("There is nothing to keep yet.")
            return
        self.action_find_evidence()
        self._put("")

    def _wanted(self) -> str:
        """What is said of a line that goes with evidence: nothing opens by itself, for one goes on
        typing."""
        key = key_of("capture.evidence")
        return f" {key} finds its evidence." if self.session.capturing.cites else ""

    def on_key(self, event: events.Key) -> None:
        """A digit on an empty line files the line before; no key means anything outside."""
        take_early_key(self, event)
        if event.is_printable:
            event.stop()

    def take_digit(self, char: str, at: float) -> bool:
        """File the line entered last, where a digit on the empty line names a choice; ``at`` as
        for `Capturing.file`."""
        capturing = self.session.capturing
        free = not self.query_one("#said", TextLine).value and bool(self._kept())
        if not free or not capturing.means_filing(char):
            return False
        self.safely(lambda: self._file(char, at))
        return True

    def _file(self, char: str, at: float) -> None:
        ref = self.session.capturing.file(self.session.audit, char, at)
        self.kit.filer.learn()
        further = self._wanted() or " A further digit files it there as well."
        self.tell(f"Filed under {ref.ref}.{further}")
        self.show()

    def action_choose(self, digit: int) -> None:
        """Choose a proposal while one types: enter files at once."""
        if not self.query_one("#said", TextLine).value:
            self.take_digit(str(digit), 0)
            self.session.capturing.settle()  # this key is never text
            return
        if digit > len(self._proposals):
            self.tell(f"There is no proposal {digit} for this line.")
            return
        ref = self._proposals[digit - 1].ref
        if ref in self._chosen:
            self._chosen.remove(ref)
        else:
            self._chosen.append(ref)
        named = ", ".join(each.ref for each in self._chosen)
        self.tell(f"Enter files it under {named}." if named else "Enter keeps it unfiled.")
        self._show_proposals()

    def action_take_back(self) -> None:
        """Undo what was done here last; the words of a line are typed again then."""
        if self.query_one("#said", TextLine).value:
            key = key_of("capture.undo")
            self.tell(f"{key} takes back on an empty line: enter or ^u first.")
            return
        audit = self.session.audit
        step = self.session.capturing.take_last(audit)
        if step.line:
            self._put(step.line)
            self.tell("Taken back; correct it, enter keeps it again.")
        elif step.cited:
            self.tell(f"Taken back: {step.cited} is not cited.")
        else:
            self.tell(f"Taken back: where this was filed: {words_of(audit, step.note)}")
        self.show()
        self._propose()

    def action_role(self) -> None:
        """Who is speaking."""

        def give(role: str | None) -> None:
            if role is not None:
                self.session.capturing.role = "" if role == NOBODY else role
                self.kit.typed_line()
                self.show()
                self._propose()

        self.app.push_screen(RoleScreen(), give)

    def action_close(self, then: str = "") -> None:
        """Back; an unfinished line is there when this opens again."""
        self.session.capturing.settle()
        self.dismiss(then or None)

    def action_save_elsewhere(self) -> None:
        """Another folder for an audit that cannot be saved here."""
        self.kit.save_elsewhere()

    def _kept(self) -> Note | None:
        kept = self.session.capturing.kept
        return next((each for each in self.session.audit.notes() if each.id == kept), None)

    def _take_digits_back(self, typed: str) -> None:
        """What looked like filing is the beginning of a line: undone, and put before it."""
        digits = self.session.capturing.take_back(self.session.audit)
        self._put(f"{digits}{typed}")
        kept = self._kept()
        where = f"filed under {kept.ref}" if kept and kept.ref else "unfiled"
        self.tell(f"{digits} belongs to this line; the line before is {where}.")
        self.show()
        self._propose()

    def _put(self, text: str) -> None:
        """Other words stand in the line."""
        line = self.query_one("#said", TextLine)
        with self.prevent(Input.Changed):
            line.value = text
        line.cursor_position = len(line.value)
        self._is_typed(line.value)

    def action_find_evidence(self) -> None:
        """Evidence for where the line entered last is filed; one that is being typed is entered
        first. Raises `AuditkitError`."""
        from auditkit.tui.screens.finder import FinderScreen

        if captured(self.query_one("#said", TextLine).value).text:
            self.enter_line()
        capturing = self.session.capturing
        kept = self._kept() or next(reversed(self.session.audit.notes()), None)
        ref = capturing.place(kept) if kept else None
        if ref is None:
            files = files_words(proposed=bool(self._proposals))
            then = f"{files} {key_of('capture.evidence')} then."
            raise AuditkitError("Evidence is cited where a line is filed.", then)

        def back(cited: list[Cited] | None) -> None:
            self.show()
            if cited:
                capturing.cited(cited)
                undo = key_of("capture.undo")
                self.tell(f"{cited_words(cited, ref.ref)} {undo} takes that back.")

        named = kept.text if kept and kept.mark is NoteMark.EVIDENCE else ""
        self.app.push_screen(FinderScreen(ref, query=named), back)

    def _propose(self) -> None:
        """Ask the engine about what is typed, or about the line entered last; newest wins."""
        kept, line = self._kept(), self.query_one("#said", TextLine).value
        typed = captured(line).text
        text = typed if line else kept.text if kept else ""
        capturing = self.session.capturing
        recent = recent_refs(self.session.audit)

        async def ask() -> None:
            found = await self.kit.filer.propose(text, capturing.role, recent, typing=bool(typed))
            self._take_proposals(found[:PROPOSALS], typed=bool(typed))

        if text:
            run_latest(self, "propose", ask)
        else:
            self._take_proposals((), typed=True)

    def _take_proposals(self, found: tuple[Proposal, ...], *, typed: bool) -> None:
        """Digits go on meaning what they meant when a line was entered, once one was used."""
        capturing, kept = self.session.capturing, self._kept()
        if not typed and kept is not None:
            if kept.ref or capturing.digits:
                known = {each.ref: each for each in found}
                found = tuple(known[ref] for ref in capturing.choices if ref in known)
                if len(found) != len(capturing.choices):
                    return
            capturing.choices = tuple(each.ref for each in found)
        self._proposals = found
        self._show_proposals()

    def _show_proposals(self) -> None:
        typed, kept = self.query_one("#said", TextLine).value, self._kept()
        lines = [
            Line(str(n), proposal_label(n, each, chosen=each.ref in self._chosen))
            for n, each in enumerate(self._proposals, start=1)
        ]
        listing = self.query_one("#proposals", LineList)
        listing.set_lines(lines)
        words = kept.text if kept is not None else None
        about = about_words(words, typed=bool(typed), proposed=bool(lines))
        self.query_one("#about", Static).update(content(joined(about)))
