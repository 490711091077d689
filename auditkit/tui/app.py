"""The app: one opened audit, the screens behind the number keys, and what works beside them."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.device import home
from auditkit.record.folder import is_audit
from auditkit.record.unfinished import take_in
from auditkit.text import one_line
from auditkit.tui import garbage, glyphs
from auditkit.tui.commands import COMMANDS, MODES, changes, own_bindings, use_keys
from auditkit.tui.guarding import Guard
from auditkit.tui.keeping import KeepingApp
from auditkit.tui.key_words import help_key, saves_elsewhere
from auditkit.tui.keymap import FILE, read_keymap
from auditkit.tui.library import IDLE, Library
from auditkit.tui.messages import Hashed, Indexed, Scanned
from auditkit.tui.refusal import only_closed, refusal
from auditkit.tui.session import Session

if TYPE_CHECKING:
    from auditkit.tui.workers.filing import Filer


_AGAIN = 60
"""Seconds after which the list of audits is told how far the open one is."""


def _screen(name: str) -> Screen[Any]:
    """Import a screen when it is first shown: the first paint needs only one of them."""
    from importlib import import_module

    module = import_module(f"auditkit.tui.screens.{name}")
    return cast(Screen[Any], module.SCREEN())


class AuditkitApp(KeepingApp):
    """The terminal UI on one audit folder, or on the start screen when there is none."""

    TITLE = "auditkit"
    CSS_PATH = ["auditkit.tcss", "screens/audit.tcss"]
    """With that of the first screen, or all of it would be parsed once more for that."""
    MODES = {name: partial(_screen, name) for name in (*MODES, "start")}
    DEFAULT_MODE = "audit"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = []

    def __init__(
        self,
        folder: Path | None = None,
        *,
        read_only: bool = False,
        passing: str = "",
        background: bool = False,
        ascii: bool = False,
    ) -> None:
        """Open the audit in ``folder``; raises `AuditkitError` when that cannot be done.

        ``passing`` says why an audit is only to be read whose folder goes away afterwards (a
        pack): it is not remembered, and no document is written into it. With ``background`` the
        evidence is listed and indexed by itself soon after the first paint. ``ascii`` as for
        `LookedApp`.
        """
        self.passing = passing
        opened = Audit.open(folder, read_only=read_only or bool(passing)) if folder else None
        if opened is not None and passing:
            opened.refuse_changes(passing, "Work in the audit folder that it was made from.")
        elif opened is not None:
            take_in(opened)
        if folder is None:
            self.DEFAULT_MODE = "start"  # type: ignore[misc]
        super().__init__(Session(opened) if opened is not None else None, ascii=ascii)
        self._keys = read_keymap(home() / FILE, COMMANDS)
        use_keys(self._keys)  # before the first screen is made: its words name keys
        self.library = Library(self)
        self.guard = Guard(self)
        self._filer: Filer | None = None
        self._remembered = -1
        self._background = background

    def open_audit(self, folder: Path) -> None:
        """Open another audit and go to its checklist; raises `AuditkitError`."""
        audit = Audit.open(folder)
        take_in(audit)
        opened = Session(audit)
        self.close_audit()
        self._forget()
        self._session = opened
        self.switch_mode("audit")
        self._settle()

    async def other_audit(self) -> None:
        """Back to the list of audits; what is open is saved and let go of, or stays and why."""
        if not self.save_texts():
            self.tell(f"Not everything is saved: {saves_elsewhere()}.")
            return
        await self.switch_mode("start")
        self.workers.cancel_group(self, "hash")
        for name in MODES:  # the next audit gets screens of its own
            await self.remove_mode(name)
            self.add_mode(name, partial(_screen, name))
        self.close_audit()
        self._forget()
        self._session = None
        self.show_again()

    def _forget(self) -> None:
        self.library.forget()
        self._filer = None
        self.passing = ""

    def remember(self) -> None:
        """Put the open audit on the list of recent ones."""
        if self.passing:
            return
        from auditkit.analysis.progress import progress
        from auditkit.tui.recent import remember

        audit, done = self.session.audit, progress(self.session.audit)
        self._remembered = audit.revision
        remember(audit.folder, audit.info.title, f"{done.judged}/{done.total}")

    def _remember_again(self) -> None:
        """The list says how far it is, also where the program is killed."""
        if self.has_audit and self._remembered != self.session.audit.revision:
            self.remember()

    def on_mount(self) -> None:
        """Catch the signals of a closed terminal, and look for work left undone."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no such handlers, and a thread may not set them.
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._ended_from_outside)
        self.set_interval(garbage.EVERY, self._collect_garbage)
        self.set_interval(_AGAIN, self._remember_again)
        garbage.begin()
        self._take_keys()
        if self.has_audit:
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.remember()
        self.hash_missing()
        if self.session.found:
            self.show_found()
        if self._background:
            self.set_timer(IDLE, self._begin)

    def _begin(self) -> None:
        if self.has_audit:
            self.library.begin()

    def _take_keys(self) -> None:
        """Take the keys of one's own; what is wrong with them is told once."""
        self.set_keymap(own_bindings())
        if self._keys.problems:
            self.call_after_refresh(self._notice, "Keys of your own", self._keys.problems)

    @property
    def filer(self) -> Filer:
        """Proposals for interview lines; made when it is first asked for, and for an audit that
        was opened again."""
        if self._filer is None or self._filer.audit is not self.session.audit:
            from auditkit.tui.workers.filing import Filer

            self._filer = Filer(self.session.audit)
        return self._filer

    def capture(self, line: str = "") -> None:
        """Write down what is said, from wherever one is; ``line`` is the beginning of it."""
        from auditkit.tui.screens.capture import CaptureScreen

        self.save_texts()

        def sort(then: str | None) -> None:
            if then and getattr(self.screen, "WHERE", "") != "triage":
                self.triage(back=self.capture)

        self.push_screen(CaptureScreen(line), sort)

    def triage(self, line: str = "", *, back: Callable[[], None] | None = None) -> None:
        """Interview lines that are filed nowhere yet; the cursor stands on ``line`` at first.
        ``back``: where one goes on afterwards."""
        from auditkit.tui.screens.triage import TriageScreen

        def left(_: None) -> None:
            self.show_again()
            if back is not None:
                back()

        self.push_screen(TriageScreen(line), left)

    async def on_event(self, event: events.Event) -> None:
        """Every key: a sentence typed or pasted where letters are commands is caught before they
        act."""
        taken = False
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.leave_small()
            taken = await self.guard.take(event)
        if not taken:
            await super().on_event(event)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """As Textual does; what was read with the colours of now need not be read again before
        the screen is shown for the first time."""
        super()._load_screen_css(screen)
        screen._css_update_count = self._css_update_count

    def hash_missing(self) -> None:
        """Hash every registered file that has no hash yet, one after the other."""
        audit = self.session.audit
        files = [] if audit.read_only else audit.unhashed()
        if not files:
            return
        from auditkit.tui.workers.files import hash_file

        for each in files:
            path = audit.evidence_path(each)
            work = partial(hash_file, self.post_message, each.id, path)
            self.run_worker(work, group="hash", thread=True, exit_on_error=False)

    def on_hashed(self, message: Hashed) -> None:
        """Record what a worker computed."""
        if not self.has_audit:
            return
        if message.fingerprint is None:
            self.tell(message.problem)
            return
        known = {each.id: each for each in self.session.audit.evidence()}
        if message.evidence in known and not known[message.evidence].sha256:
            try:
                self.session.audit.set_fingerprint(message.evidence, message.fingerprint)
            except AuditkitError as error:
                self.fail(error)
            self.show_again()

    def on_scanned(self, message: Scanned) -> None:
        """The evidence folders are listed."""
        self.library.scanned(message)
        self._call("scanned")

    def on_indexed(self, message: Indexed) -> None:
        """Some contents are indexed, or all."""
        self.library.told(message)
        if message.trouble:
            self.tell(message.trouble)
        self._call("indexed")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Listing or indexing that failed for a reason nobody foresaw is not waited for."""
        if event.state is WorkerState.ERROR and event.worker.group in ("scan", "index"):
            self.tell(self.library.failed(type(event.worker.error).__name__))
            self._call("indexed")

    def on_unmount(self) -> None:
        """Let go of what runs beside the screen."""
        self.library.forget()
        garbage.end()

    def _collect_garbage(self) -> None:
        if not self.library.making:
            garbage.collect()

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Any = None,
    ) -> bool:
        """Every command of every screen: what a person can do something about is one sentence."""
        try:
            self._require_allowed(action, getattr(default_namespace, "WHERE", ""))
            return await super().run_action(action, default_namespace, namespaces)
        except AuditkitError as error:
            self.fail(error)
            return True

    def _require_allowed(self, action: Any, where: str) -> None:
        """A key that changes something says at once why it does not, before it asks for more."""
        if not self.has_audit or not self.session.audit.read_only or not changes(where, action):
            return
        if action == "close_audit" and only_closed(self.session.audit):
            return
        if not self.session.reopening or not self.save_texts():
            raise self.session.trouble or refusal(self.session.audit)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        handled = await super()._check_bindings(key, priority)
        if not handled and not priority and len(key) == 1 and self.screen.is_current:
            lists = help_key(getattr(self.screen, "WHERE", ""))
            self.tell(f"{key} is no command here; {lists} shows the keys.")
        return handled


def run_app(
    folder: Path | None, *, passing: str = "", ascii: bool = False, mouse: bool = True
) -> int:
    """Run the terminal UI where there is a terminal for it. ``passing`` as for `AuditkitApp`;
    ``ascii`` is also on where the terminal knows nothing else."""
    from auditkit.tui.terminal import read_as_sent

    read_as_sent()
    app = AuditkitApp(folder, passing=passing, background=True, ascii=glyphs.wanted(ascii))
    try:
        app.run(mouse=mouse)
    finally:
        if app.has_audit:
            app.session.audit.close()
    if app.crash_report:
        print(app.crash_report, file=sys.stderr)  # noqa: T201 - the screen is gone by now
    elif words := way_back(app):
        print(words)  # noqa: T201
    return app.return_code or 0


def way_back(app: AuditkitApp) -> str:
    """How one comes back to what was left; nothing is said of a pack, or of an ending in need."""
    if app.return_code or app.passing:
        return ""
    if app.has_audit:
        folder = one_line(str(app.session.audit.folder.resolve()))
        return f'All of it is saved. Go on with: {program()} open "{folder}"'
    return "" if is_audit(Path()) else f"'{program()}' shows the list of audits again."


def program() -> str:
    """What is typed to run this: its name, or its path where the name alone is not found."""
    typed = one_line(sys.argv[0])
    if typed.endswith("__main__.py"):
        return "python -m auditkit"
    return "auditkit" if which("auditkit") or not typed else typed
