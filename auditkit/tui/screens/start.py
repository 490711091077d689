"""The start screen: go on with an audit, look at the sample, begin a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from auditkit.errors import AuditkitError
from auditkit.tui.commands import bindings_for
from auditkit.tui.elsewhere import typed_path
from auditkit.tui.recent import recent_audits
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.text import HEADING, content, label, set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import Line, LineList


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
            yield Static(content("Everything stays on this device. enter opens.\n"), markup=False)
            yield LineList()
        yield CommandFooter("start")

    def on_mount(self) -> None:
        """Recent audits first."""
        self._memory: Values = {}
        recent = recent_audits()
        lines = [Line("", label("Recent audits", HEADING), selectable=False)] if recent else []
        lines += [
            Line(f"open {each.folder}", label(each.title), label(str(each.folder)))
            for each in recent
        ]
        lines += [
            Line("", label("Begin", HEADING), selectable=False),
            Line("new", label("New audit: a few questions"), label("")),
            Line("sample", label("Sample audit: a whole one to look around in"), label("")),
            Line("other", label("Open another audit folder"), label("")),
        ]
        self.query_one(LineList).set_lines(lines)
        self.refresh_footer()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open or ask."""
        kind, _, folder = message.key.partition(" ")
        try:
            if kind == "open":
                self.kit.open_audit(Path(folder))
            elif kind == "new":
                self.kit.ask(new_audit_form(self._memory), self._create)
            elif kind == "sample":
                self._sample()
            else:
                form = FormScreen("Open an audit", (Field("folder", "Folder", required=True),))
                self.kit.ask(form, self._open)
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
        if values is None:
            return
        try:
            self.kit.open_audit(create_audit(values))
        except AuditkitError:
            self._memory.update(values)
            raise

    def _sample(self) -> None:
        folder = Path("auditkit-demo")
        if (folder / "journal").is_dir():
            self.kit.open_audit(folder)
            return
        self.say("Building the sample audit …")
        work = partial(_build_sample, self.post_message, folder)
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)


def new_audit_form(memory: Values) -> FormScreen:
    """The few things an audit needs to begin."""
    return FormScreen(
        "New audit",
        (
            Field("title", "Title", required=True, hint="AIMS internal audit 2026"),
            Field("organization", "Organization"),
            Field("lead", "Lead auditor"),
            Field("evidence", "Folder with the organization's documents", hint="may stay empty"),
            Field("folder", "Folder for the audit itself", required=True, hint="aims-audit-2026"),
        ),
        memory,
    )


def create_audit(values: Values) -> Path:
    """Make the audit folder that a filled-in form describes; raises `AuditkitError`."""
    from auditkit.record.audit import Audit

    folder = typed_path(values["folder"])
    evidence = [typed_path(values["evidence"])] if values["evidence"] else []
    for each in evidence:
        if not each.is_dir():
            raise AuditkitError(f"{each} is no folder.", "Choose New audit again to correct it.")
    with Audit.create(
        folder, title=values["title"], evidence=evidence, lead=values["lead"]
    ) as audit:
        if values["organization"]:
            audit.set_info(organization=values["organization"])
    return folder


def _build_sample(post: Callable[[Message], object], folder: Path) -> None:
    from auditkit.demo.build import build_demo

    try:
        build_demo(folder)
    except AuditkitError as error:
        post(SampleReady(folder, str(error)))
        return
    post(SampleReady(folder))


SCREEN = StartScreen
