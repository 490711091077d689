"""The start screen: go on with an audit, look at the sample, begin a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from auditkit.errors import AuditkitError
from auditkit.files import is_folder
from auditkit.record.folder import is_audit
from auditkit.tui.commands import bindings_for
from auditkit.tui.elsewhere import typed_path
from auditkit.tui.recent import Recent, recent_audits
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.new_audit import NewAuditScreen, new_folder
from auditkit.tui.text import HEADING, MUTED, content, label, set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import Line, LineList

_WORDS = "Everything stays on this device. enter opens the line under the cursor."
_FIRST = "No audit here yet: look around in the sample, or begin your own"


def _require_audit(typed: str) -> None:
    folder = typed_path(typed)
    if not is_audit(folder):
        what = "is no audit folder" if is_folder(folder) else "is not there"
        raise AuditkitError(f"{folder} {what}.", "Type the folder of an audit.")


_FOLDER = Field("folder", "Folder", required=True, check=_require_audit)


class SampleReady(Message):
    """The sample audit was built, or why not."""

    def __init__(self, folder: Path, problem: str = "") -> None:
        super().__init__()
        self.folder, self.problem = folder, problem


class StartScreen(AppScreen):
    """Shown when no audit folder was named."""

    WHERE = "start"
    BINDINGS = bindings_for("start")
    AUTO_FOCUS = "LineList"

    def compose(self) -> ComposeResult:
        """Recent audits, then the ways to begin."""
        with Vertical(classes="pane") as box:
            set_title(box, "auditkit: internal audits against ISO/IEC 42001")
            yield Static(content(f"{_WORDS}\n"), markup=False)
            yield LineList()
        yield CommandFooter("start")

    def on_mount(self) -> None:
        """Recent audits first."""
        super().on_mount()
        self._memory: Values = {}
        self.show()
        self.refresh_footer()

    def show(self) -> None:
        """Recent audits as they stand now, the last one under the cursor."""
        listing = self.query_one(LineList)
        listing.cursor = 0
        listing.set_lines(_lines(recent_audits()))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open or ask."""
        kind, _, folder = message.key.partition(" ")
        try:
            if kind == "open":
                self.kit.open_audit(Path(folder))
            elif kind == "new":
                self.kit.ask(NewAuditScreen(self._memory), self._create)
            elif kind == "sample":
                self._sample()
            else:
                self.kit.ask(FormScreen("Open an audit", (_FOLDER,)), self._open)
        except AuditkitError as error:
            self.say(str(error))

    def action_open(self) -> None:
        """What enter does in the list."""
        self.query_one(LineList).action_choose()

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit(0)

    def on_sample_ready(self, message: SampleReady) -> None:
        """Open the sample, or say why there is none."""
        if message.problem:
            self.say(message.problem)
        else:
            self.kit.open_audit(message.folder)

    def _open(self, values: Values | None) -> None:
        if values is not None:
            self.kit.open_audit(typed_path(values["folder"]))

    def _create(self, values: Values | None) -> None:
        if values is not None:
            self.kit.open_audit(new_folder(values))

    def _sample(self) -> None:
        folder = Path("auditkit-demo")
        if is_audit(folder):
            self.kit.open_audit(folder)
            return
        self.say("Building the sample audit …")
        work = partial(_build_sample, self.post_message, folder)
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)


def _lines(recent: Sequence[Recent]) -> list[Line]:
    """Recent audits with their folders, then the ways to begin."""
    head = "Recent audits" if recent else _FIRST
    lines = [Line("", label(head, HEADING), selectable=False)]
    for each in recent:
        folder = label(str(each.folder), MUTED)
        folder.pad_left(2)
        lines.append(Line(f"open {each.folder}", label(each.title), label(each.words)))
        lines.append(Line(f"folder {each.folder}", folder, selectable=False))
    return [
        *lines,
        Line("", label("Begin", HEADING), selectable=False),
        Line("new", label("New audit: a few questions")),
        Line("sample", label("Sample audit: a whole one to look around in")),
        Line("other", label("Open another audit folder")),
    ]


def _build_sample(post: Callable[[Message], object], folder: Path) -> None:
    from auditkit.demo.build import build_demo

    try:
        build_demo(folder)
    except AuditkitError as error:
        post(SampleReady(folder, str(error)))
        return
    post(SampleReady(folder))


SCREEN = StartScreen
