"""The app: one opened audit, the screens behind the number keys, and every way it can end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.timer import Timer

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind
from auditkit.tui import autosave, crash
from auditkit.tui.autosave import TextKey
from auditkit.tui.commands import MODES
from auditkit.tui.messages import Hashed
from auditkit.tui.session import Session
from auditkit.tui.theme import THEMES


def _screen(name: str) -> Screen[Any]:
    """Import a screen when it is first shown: the first paint needs only one of them."""
    from importlib import import_module

    module = import_module(f"auditkit.tui.screens.{name}")
    return cast(Screen[Any], module.SCREEN())


class AuditkitApp(App[int]):
    """The terminal UI on one audit folder, or on the start screen when there is none."""

    TITLE = "auditkit"
    CSS_PATH = "auditkit.tcss"
    MODES = {name: partial(_screen, name) for name in (*MODES, "start")}
    DEFAULT_MODE = "audit"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = []

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        """Open the audit in ``folder``; raises `AuditkitError` when that cannot be done."""
        self._session = Session(Audit.open(folder, read_only=read_only)) if folder else None
        if folder is None:
            self.DEFAULT_MODE = "start"  # type: ignore[misc]
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.crash_report = ""
        self._quiet: Timer | None = None

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

    def open_audit(self, folder: Path) -> None:
        """Open another audit and go to its checklist; raises `AuditkitError`."""
        opened = Session(Audit.open(folder))
        self.close_audit()
        self._session = opened
        self.remember()
        self.switch_mode("audit")
        self.hash_missing()

    def remember(self) -> None:
        """Put the open audit on the list of recent ones."""
        from auditkit.tui.recent import remember

        remember(self.session.audit.folder, self.session.audit.info.title)

    def on_mount(self) -> None:
        """Catch the signals of a closed terminal, and look for work left undone."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no such handlers, and a thread may not set them.
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._ended_from_outside)
        if self.has_audit:
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.remember()
        self.hash_missing()
        for message in self.session.audit.messages:
            self.tell(message)

    def typed(self, key: TextKey, text: str) -> None:
        """A text changed: save it at the next pause, or now when much was typed."""
        due = self.session.texts.typed(key, text)
        if self._quiet:
            self._quiet.stop()
        if due:
            self.save_texts()
        else:
            self._quiet = self.set_timer(autosave.QUIET, self.save_texts)

    def save_texts(self) -> bool:
        """Bring everything typed to the disk; tries again by itself when that fails."""
        if not self.has_audit:
            return True
        saved = self.session.texts.flush()
        if not saved and self.is_running:
            self._quiet = self.set_timer(autosave.RETRY, self.save_texts)
        self.refresh_status()
        return saved

    def refresh_status(self) -> None:
        """Show the saved word anew on the screen that is shown."""
        refresh = getattr(self.screen, "refresh_status", None) if self.is_running else None
        if refresh is not None:
            refresh()

    def tell(self, text: str) -> None:
        """Say one sentence in the footer of the screen that is shown."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(text)

    def ask(self, form: Screen[Any], give: Callable[[Any], None]) -> None:
        """Show a form; what a person can do something about is said, and the form's text kept."""

        def guarded(answer: Any) -> None:
            try:
                give(answer)
            except AuditkitError as error:
                self.tell(str(error))
                self.refresh_status()

        self.push_screen(form, guarded)

    def hash_missing(self) -> None:
        """Hash every registered file that has no hash yet, one after the other."""
        audit = self.session.audit
        files = [each for each in audit.evidence() if each.kind is EvidenceKind.FILE]
        if audit.read_only or all(each.sha256 for each in files):
            return
        from auditkit.tui.workers.files import hash_file

        for each in files:
            if not each.sha256:
                path = audit.evidence_path(each)
                work = partial(hash_file, self.post_message, each.id, path)
                self.run_worker(work, group="hash", thread=True, exit_on_error=False)

    def on_hashed(self, message: Hashed) -> None:
        """Record what a worker computed."""
        if message.fingerprint is None:
            self.tell(message.problem)
            return
        known = {each.id: each for each in self.session.audit.evidence()}
        if message.evidence in known and not known[message.evidence].sha256:
            try:
                self.session.audit.set_fingerprint(message.evidence, message.fingerprint)
            except AuditkitError as error:
                self.tell(str(error))
            self.show_again()

    def show_again(self) -> None:
        """Let the screen show what the session holds now."""
        show = getattr(self.screen, "show", None)
        if show is not None:
            show()

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Any = None,
    ) -> bool:
        """Every command of every screen: what a person can do something about is one sentence."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except AuditkitError as error:
            self.tell(str(error))
            self.refresh_status()
            return True

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        handled = await super()._check_bindings(key, priority)
        if not handled and not priority and len(key) == 1 and self.screen.is_current:
            self.tell(f"{key} is no command here; ? shows the keys.")
        return handled

    def close_audit(self) -> None:
        """Save what is typed, write the snapshot and let go of the folder."""
        if self._session is not None:
            self.save_texts()
            self._session.audit.close()

    def leave(self) -> None:
        """Quit; where something cannot be saved, say so and stay."""
        if not self.has_audit or self.save_texts():
            self.exit(0)
        else:
            self.tell("Not everything could be saved; it is kept here. Press q again to leave.")
            self._session_failed()

    def _session_failed(self) -> None:
        if getattr(self, "_warned", False):
            self.exit(1)
        self._warned = True

    def _ended_from_outside(self) -> None:
        self.save_texts()
        self.exit(1)

    def _fatal_error(self) -> None:
        """An unexpected error: keep what was typed, and leave one line instead of a traceback
        whose local variables would hold what people said."""
        with contextlib.suppress(Exception):
            self.save_texts()
        folder = self._session.audit.folder if self._session else None
        self.crash_report = crash.report(sys.exc_info()[1] or self._exception, folder)
        self._close_messages_no_wait()


def run_app(folder: Path | None) -> int:
    """Run the terminal UI; raises `AuditkitError` where there is no terminal for it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise AuditkitError(
            "There is no terminal that can show the screens.",
            "'auditkit status', 'auditkit next' and 'auditkit show' do the same line by line.",
        )
    app = AuditkitApp(folder)
    try:
        app.run()
    finally:
        if app.has_audit:
            app.session.audit.close()
    if app.crash_report:
        print(app.crash_report, file=sys.stderr)  # noqa: T201 - the screen is gone by now
    return app.return_code or 0
