"""What all screens on an audit share: bars, modes, undo, and one way to speak."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerState

from auditkit.analysis.progress import progress
from auditkit.errors import AuditkitError
from auditkit.tui.citing import Cited, cited_words
from auditkit.tui.commands import commands_for
from auditkit.tui.heading import Heading
from auditkit.tui.issued import found_words
from auditkit.tui.key_words import taken_back
from auditkit.tui.panes import Panes
from auditkit.tui.screens.once import OnceScreen
from auditkit.tui.session import Session
from auditkit.tui.text import label
from auditkit.tui.widgets.bars import CommandFooter, StatusBar

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp

MOST_PROBLEMS = 500
"""Files that cannot be read, as far as one list names them."""


class AppScreen(OnceScreen[Any]):
    """A screen that knows the app and can say one sentence."""

    WHERE = ""
    PANES: ClassVar[tuple[str, ...]] = ()
    """The ids of its panes, in the order in which tab goes through them."""

    @cached_property
    def panes(self) -> Panes:
        """Which of them are seen at the size of the terminal."""
        return Panes(self, self.PANES)

    @property
    def kit(self) -> AuditkitApp:
        """The app, as what it is."""
        return cast("AuditkitApp", self.app)

    @property
    def session(self) -> Session:
        """The opened audit."""
        return self.kit.session

    @property
    def writing(self) -> bool:
        """Whether letters are text now."""
        field = self.focused
        return isinstance(field, Input) or (isinstance(field, TextArea) and not field.read_only)

    def show(self) -> None:
        """Show what the session holds now."""

    def action_undo(self) -> None:
        """Take back the last change."""
        self.kit.save_texts()
        done = self.session.undo()
        self.kit.hash_missing()
        self.show()
        self.say(done)

    def action_redo(self) -> None:
        """Bring back what was undone."""
        done = self.session.redo()
        self.show()
        self.say(done)

    def say(self, text: str) -> None:
        """Tell something for a few seconds in the footer."""
        for footer in self.query(CommandFooter):
            footer.tell(text)

    def tell_cited(self, some: Sequence[Cited] | None, where: str) -> None:
        """What the finder cited, where it cited anything."""
        if some:
            self.say(f"{cited_words(some, where)}{'' if self.writing else f' {taken_back()}.'}")

    def refresh_footer(self) -> None:
        """Show the keys of what has the focus."""
        writing = self.writing
        where = "write" if writing and self.WHERE == "audit" else self.WHERE
        mode = "WRITE" if writing else "BROWSE"
        for footer in self.query(CommandFooter):
            footer.show(where, mode, self.panes.words())

    def on_mount(self) -> None:
        """What is shown first has its room already."""
        self.panes.arrange()

    def on_resize(self) -> None:
        """A small terminal shows one pane at a time."""
        self.call_after_refresh(self._arrange)

    def _arrange(self) -> None:
        if self in self.app.screen_stack:  # one that is gone may have lost what it showed
            self.panes.arrange()
            self.refresh_footer()

    def _compositor_refresh(self) -> None:
        """While updates are held back (at the start, and when the screen changes) Textual draws
        what it then throws away; what is left undrawn is drawn right after."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    async def _on_message(self, message: Message) -> None:
        """Every message to a screen: what a person can do something about is one sentence."""
        try:
            await super()._on_message(message)
        except AuditkitError as error:
            self.kit.fail(error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Work that failed for a reason nobody foresaw is said, and not waited for."""
        if event.state is WorkerState.ERROR:
            name = type(event.worker.error).__name__
            self.say(f"That could not be done ({event.worker.group}: {name}).")

    def action_capture(self) -> None:
        """Write down what is said."""
        self.kit.capture()

    def action_save_elsewhere(self) -> None:
        """Another folder for an audit that cannot be saved here."""
        self.kit.save_elsewhere()

    def action_colours(self) -> None:
        """Choose the theme."""
        from auditkit.tui.screens.picker import Choice
        from auditkit.tui.theme import WORDS
        from auditkit.tui.widgets.line_list import Line

        worn = self.app.theme
        lines = [
            Line(name, label(f"{name}: {words}"), label("now" if name == worn else ""))
            for name, words in WORDS.items()
        ]
        self.kit.ask(Choice("Colours", lines), lambda name: self.kit.wear(name) if name else None)

    def action_menu(self) -> None:
        """All commands of this screen, by name."""
        from auditkit.tui.screens.menu import MenuScreen

        self.app.push_screen(MenuScreen(self.WHERE), self._run_chosen)

    def action_history(self) -> None:
        """Who changed what."""
        from auditkit.tui.screens.history import HistoryScreen

        ref = self.session.requirement if self.WHERE == "audit" else None
        self.app.push_screen(HistoryScreen(ref))

    def action_help(self) -> None:
        """The keys of this screen."""
        from auditkit.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.WHERE))

    def action_notices(self) -> None:
        """What opening found."""
        self.kit.show_found()

    def action_problems(self) -> None:
        """What of the evidence cannot be read."""
        from auditkit.tui.screens.notice import NoticeScreen

        problems = self.kit.library.problems
        told = [f"{each.path}: {each.reason}" for each in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            told.append(f"{len(problems) - MOST_PROBLEMS} more.")
        none = "Nothing that was looked at so far."
        self.app.push_screen(NoticeScreen("Evidence that cannot be read", told or [none]))

    async def _run_chosen(self, command: str | None) -> None:
        chosen = next((c for c in commands_for(self.WHERE) if c.id == command), None)
        if chosen is not None:
            await self.app.run_action(chosen.action, self)

    def on_screen_resume(self) -> None:
        """The footer knows the focus once it is set."""
        self.call_after_refresh(self._arrange)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """The footer follows the focus, and on a small terminal what is seen."""
        self._arrange()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Leaving a text saves it."""
        if self.kit.has_audit and self.session.texts.pending:
            self.kit.save_texts()


class AuditScreen(AppScreen):
    """One of the screens behind the number keys."""

    def compose(self) -> ComposeResult:
        """Bar, body, footer."""
        yield StatusBar()
        yield from self.body()
        yield CommandFooter(self.WHERE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While one writes, letters are text and no command."""
        return not self.writing and super().check_action(action, parameters)

    def body(self) -> ComposeResult:
        """What stands between the bars."""
        yield Widget()

    def show(self) -> None:
        """Show what the session holds now."""
        self.refresh_status()

    def reference(self) -> str:
        """What the copy key copies."""
        return ""

    def on_screen_resume(self) -> None:
        """Other screens may have changed anything."""
        super().on_screen_resume()
        self.show()

    def refresh_status(self) -> None:
        """Title, counts and the saved word."""
        for bar in self.query(StatusBar):
            bar.show(heading(self.session), self.session.saved_words())

    def on_resize(self) -> None:
        """The bar fits its words to the width."""
        self.refresh_status()

    def action_go(self, mode: str) -> None:
        """Another screen; it is where it was left."""
        self.kit.save_texts()
        self.app.switch_mode(mode)

    def action_quit(self) -> None:
        """Leave."""
        self.kit.leave()

    def action_details(self) -> None:
        """Title, people, dates and the like."""
        from auditkit.tui.screens.whole_audit import ask_details

        self.kit.save_texts()
        ask_details(self.kit)

    def action_close_audit(self) -> None:
        """Close the audit, or open it again."""
        from auditkit.tui.screens.whole_audit import ask_closing

        self.kit.save_texts()
        ask_closing(self.kit)

    def action_other_audit(self) -> None:
        """Back to the list of audits, where the person agrees."""
        from auditkit.tui.screens.whole_audit import ask_other

        ask_other(self.kit)

    def action_search(self) -> None:
        """Search everything."""
        from auditkit.tui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen(), self._go_to)

    def action_triage(self) -> None:
        """Interview lines that are filed nowhere yet."""
        self.kit.triage()

    def action_copy_reference(self) -> None:
        """Copy a reference; terminals without a clipboard show it at least."""
        reference = self.reference()
        if reference:
            self.app.copy_to_clipboard(reference)
        self.say(f"copied: {reference}" if reference else "There is nothing to copy here.")

    def action_pane(self, step: int) -> None:
        """The next or previous pane."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_pane_aside(self, step: int) -> None:
        """As `action_pane`, but a letter leads to no place where letters are text: who types a
        sentence by mistake would go on writing there."""
        self.action_pane(step)
        if self.writing:
            self.action_pane(step)

    def open_finding(self, name: str) -> None:
        """A finding in its editor."""
        from auditkit.tui.screens.finding import FindingScreen

        self.app.push_screen(FindingScreen(name), lambda _: self.show())

    def _go_to(self, target: str | None) -> None:
        from auditkit.tui.going import go_to

        if target is not None:
            go_to(self, target)


def heading(session: Session) -> Heading:
    """What stands left in the bar above: title, standards, progress, findings."""
    done = progress(session.audit)
    unfiled = len(session.audit.unfiled_notes())
    return Heading(
        session.audit.info.title,
        ", ".join(each.standard for each in session.audit.checklists),
        f"{done.judged}/{done.total}" + _lines_words(unfiled, begun=session.capturing.begun),
        found_words(session.audit),
    )


def _lines_words(unfiled: int, *, begun: bool) -> str:
    words = [f"{unfiled} unfiled"] * bool(unfiled) + ["1 line begun"] * begun
    return "".join(f" · {each}" for each in words)
