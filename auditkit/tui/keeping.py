"""What an app does so that nothing is lost: saving, speaking of what failed, and ending."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from auditkit.errors import AuditkitError
from auditkit.tui import autosave, crash
from auditkit.tui.autosave import TextKey
from auditkit.tui.commands import key_of
from auditkit.tui.ending import LastResort
from auditkit.tui.hangup import lasting
from auditkit.tui.key_words import saves_elsewhere
from auditkit.tui.library import Library
from auditkit.tui.looks import LookedApp
from auditkit.tui.refusal import refusal, way_out
from auditkit.tui.saving import OPENED_AGAIN
from auditkit.tui.session import Session

_MOMENT = 1.0
"""Seconds for what was typed before the program was asked to end, and is not taken yet."""


@runtime_checkable
class Form(Protocol):
    """A screen with texts that are kept until they are given, and were taken."""

    def keep_typed(self) -> None:
        """Remember what stands there now."""

    def not_taken(self) -> None:
        """Remember what was given: nothing came of it."""


class KeepingApp(LookedApp):
    """An app on one audit, or on none: what is typed is saved, whatever happens."""

    library: Library

    def __init__(self, session: Session | None, *, ascii: bool) -> None:
        """``ascii`` as for `LookedApp`."""
        super().__init__(ascii=ascii)
        self._session = session
        self.crash_report = ""
        self._quiet: Timer | None = None
        self._warned = False
        self._asked = self._ending = self._over = False
        """Whether it was asked to end from outside, whether it came to that, and whether nothing is
        typed any more."""

    def get_driver_class(self) -> type[Driver]:
        """As Textual has it, but a terminal that goes away ends the app."""
        return lasting(super().get_driver_class())

    def on_mount(self) -> None:
        """Signals that ask it to end are heard also while something else keeps it."""
        LastResort(self._hear, self._save_at_last).watch()

    def remember(self) -> None:
        """Put the open audit on the list of recent ones."""

    def hash_missing(self) -> None:
        """Hash what is registered without a hash."""

    @property
    def session(self) -> Session:
        """The opened audit; raises `AuditkitError` on the start screen."""
        if self._session is None:
            raise AuditkitError("No audit is open.", "Open one or make one.")
        return self._session

    @property
    def has_audit(self) -> bool:
        """Whether an audit is open."""
        return self._session is not None

    def typed(self, key: TextKey, text: str) -> None:
        """A text changed: save it at the next pause, or now when much was typed."""
        self._save_soon(self.session.texts.typed(key, text))

    def typed_line(self) -> None:
        """The interview line that is being typed changed, or was entered: as `typed`."""
        self._save_soon(self.session.type_line())

    def typed_form(self) -> None:
        """What stands in a form changed, or was given: as `typed`."""
        if self.has_audit:
            self._save_soon(self.session.type_forms())

    def _save_soon(self, now: bool) -> None:
        if now:
            self.save_texts()
        elif self.session.texts.error is None:
            self._save_after(autosave.QUIET)

    def save_texts(self) -> bool:
        """Bring everything typed to the disk; tries again by itself when that fails."""
        if not self.has_audit:
            return True
        for form in self._forms():
            form.keep_typed()
        audit, saved = self.session.audit, self.session.save()
        if not saved and self.is_running:
            self._save_after(autosave.RETRY)
        self._warned = self._warned and not saved
        if self.session.audit is not audit:
            self.show_again()
            self.tell(f"{OPENED_AGAIN} {key_of('notices')} shows what was found.")
        self.refresh_status()
        return saved

    def _save_after(self, seconds: float) -> None:
        if self._quiet:
            self._quiet.stop()
        self._quiet = self.set_timer(seconds, self.save_texts)

    def save_elsewhere(self) -> None:
        """Where the audit cannot be saved, ask for another folder and go on there."""
        from auditkit.tui.elsewhere import elsewhere_form, typed_path

        session = self.session
        if self.save_texts() and session.trouble is None and not session.audit.read_only:
            self.tell(f"Nothing is NOT SAVED: all of it is in {session.audit.folder}.")
            return
        if session.trouble is None and not way_out(session.audit):
            raise refusal(session.audit)
        memory = session.form_memory.setdefault("elsewhere", {})

        def give(values: dict[str, str] | None) -> None:
            if values is not None:
                memory.update(values)
                self._move(typed_path(values["folder"]))
                memory.clear()

        self.ask(elsewhere_form(session.audit, memory), give)

    def _move(self, folder: Path) -> None:
        from auditkit.tui.elsewhere import moved_words

        old, known = self.session.audit.folder, len(self.session.found)
        self.session.move(folder)
        self.library.forget()
        self.remember()
        self.hash_missing()
        self.show_again()
        self.session.found.insert(known, moved_words(old, self.session))
        self._notice("The audit is in another folder", self.session.found[known:])

    def show_found(self) -> None:
        """What opening found, to be read in peace."""
        from auditkit.tui.screens.notice import found_notice

        session = self.session
        session.tell_forms()
        texts = [] if session.read_only else session.form_memory.waiting_texts()

        def answered(let_go: bool | None) -> None:
            if let_go:
                self._ask_to_let_go(texts)

        self.push_screen(found_notice(session, waiting=bool(texts)), answered)

    def _ask_to_let_go(self, texts: Sequence[str]) -> None:
        from auditkit.tui.screens.confirm import ConfirmScreen

        def give(agreed: bool | None) -> None:
            if agreed:
                self.session.form_memory.let_go()
                self.save_texts()
                self.session.tell_forms()
                self.tell("What waited in forms is let go.")

        title = "Typed into forms and not given: let go of it?"
        lines = [*texts, "", "It is in no other place, and undo does not bring it back."]
        yes, no = "lets go of all of it", "keeps it"
        form = ConfirmScreen(title, lines, yes=yes, no=no, by_enter=False, by_letter=False)
        self.ask(form, give)

    def _notice(self, title: str, told: Sequence[str]) -> None:
        from auditkit.tui.screens.notice import NoticeScreen

        self.push_screen(NoticeScreen(title, told))

    def refresh_status(self) -> None:
        """Show the saved word anew on the screen that is shown."""
        self._call("refresh_status")

    def tell(self, text: str) -> None:
        """Say one sentence in the footer of the screen that is shown."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(text)

    def ask(self, form: Screen[Any], give: Callable[[Any], None]) -> None:
        """Show a form; what a person can do something about is said, and the form's text kept. It
        is let go of only where what it gave was taken."""

        def guarded(answer: Any) -> None:
            try:
                give(answer)
            except Exception as error:
                if isinstance(form, Form):
                    form.not_taken()
                if not isinstance(error, AuditkitError):
                    raise
                self.fail(error)
            if isinstance(form, Form):
                self.save_texts()

        self.push_screen(form, guarded)

    def fail(self, error: AuditkitError) -> None:
        """Say what a person can do something about. Where the journal wants to be opened again,
        that is done first."""
        text = str(error)
        if self.has_audit:
            self.session.fail(error)
            text = self.session.explain(error)
            if self.session.reopening and self.save_texts():
                text = f"{OPENED_AGAIN} Try that once more."
        self.tell(text)
        self.refresh_status()

    def show_again(self) -> None:
        """Let the screen show what the session holds now."""
        self._call("show")

    def _call(self, name: str) -> None:
        method = getattr(self.screen, name, None) if self.is_running else None
        if method is not None:
            try:
                method()
            except AuditkitError as error:
                self.tell(str(error))

    def close_audit(self) -> None:
        """Save what is typed, write the snapshot and let go of the folder."""
        if self._session is not None:
            self.save_texts()
            self._keep_line()
            self.remember()  # once more: how far it is now
            self._session.audit.close()

    def end_audit(self, day: date | None) -> None:
        """Close the audit on a day, with what is typed in it, or open it again (no day). Raises
        `AuditkitError` when that cannot be done."""
        if not self.save_texts():
            self.tell(f"Not everything is saved: {saves_elsewhere()}.")
            return
        self._keep_line()
        self.session.audit.set_info(closed=day)
        self.show_again()
        again = key_of("audit.close")
        self.tell(f"Closed: READ ONLY until {again} opens it again." if day else "Open again.")

    async def action_quit(self) -> None:
        """^q works where one writes, too, and leaves as q does."""
        self.leave()

    def leave(self) -> None:
        """Quit; where something cannot be saved, say so and stay."""
        if not self.has_audit or self.save_texts():
            self._keep_line()
            if self.has_audit:
                self.remember()
            self.exit(0)
        else:
            again = f"{key_of('quit')} once more leaves without it"
            self.tell(f"Not everything is saved: {saves_elsewhere()}, {again}.")
            if self._warned:
                self.exit(1, return_code=1)
            self._warned = True

    def _keep_line(self) -> None:
        """An interview line that was never entered becomes an unfiled one."""
        if self._session is not None:
            with contextlib.suppress(AuditkitError):
                self._session.capturing.keep_unfinished(self._session.audit)

    def _forms(self) -> list[Form]:
        """The forms that are open."""
        return [each for each in self.screen_stack if isinstance(each, Form)]

    def _ended_from_outside(self) -> None:
        """Save at once. What was typed before and waits to be taken has a moment for it."""
        self._hear()
        if not self._ending:
            self._ending = True
            with contextlib.suppress(Exception):
                self.save_texts()
            if self._driver is not None:
                self._driver.disable_input()  # what was read of it is on its way then
            loop = asyncio.get_running_loop()
            loop.call_later(_MOMENT, self._end_now)
            loop.call_soon(self.call_later, self._when_taken)

    def _when_taken(self) -> None:
        """All keys are handed on; those that the widget in focus holds come before this."""
        (self.focused or self.screen).call_later(self._end_now)

    def _end_now(self) -> None:
        if not self._over:
            self._over = True
            self._save_last()
            self.exit(1, return_code=1)

    def _save_last(self) -> bool:
        """Save what there is, whatever else goes wrong; whether all of it is."""
        saved = False
        with contextlib.suppress(Exception):
            saved = self.save_texts()
            self._keep_line()
        return saved

    def _save_at_last(self) -> None:
        """The loop did not come to it."""
        self._save_last()
        if self._session is not None:
            self._session.audit.close()
        if self._driver is not None:
            self._driver.stop_application_mode()

    def _hear(self) -> None:
        """It is asked to end: from now on it waits no longer for a terminal that takes nothing."""
        self._asked = True
        if output := getattr(self._driver, "output", None):
            output.leaving = True

    async def _dispatch_message(self, message: Message) -> None:
        """As Textual does; nothing is typed into an app that is over."""
        if not (self._over and isinstance(message, events.InputEvent)):
            await super()._dispatch_message(message)

    def _handle_exception(self, error: Exception) -> None:
        """As Textual does, but no error draws itself: what it draws may quote the audit. One that
        comes up while the app ends, with everything saved, is none: screens go in any order."""
        if (self._asked or self._exit) and self._save_last():
            if self._asked:
                self._end_now()
            self._close_messages_no_wait()
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def panic(self, *_: Any) -> None:
        """Reading the terminal came to an end: as any other unexpected error."""
        self._handle_exception(RuntimeError("the terminal could not be read any further"))

    def _fatal_error(self) -> None:
        """An unexpected error: keep what was typed, and leave one line instead of a traceback
        whose local variables would hold what people said."""
        saved = self._save_last()
        if not self.crash_report:  # what fails later fails because of it
            folder = self._session.audit.folder if self._session else None
            error = sys.exc_info()[1] or self._exception
            self.crash_report = crash.report(error, folder, saved=saved)
        self._close_messages_no_wait()
