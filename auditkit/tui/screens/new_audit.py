"""The form that begins an audit; it looks into the evidence folder while one types its name."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from textual.message import Message
from textual.widgets import Input

from auditkit.errors import AuditkitError, UsageError
from auditkit.evidence.model import Cancelled
from auditkit.record.audit import Audit
from auditkit.tui.elsewhere import typed_path
from auditkit.tui.screens.car_forms import typed_date
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.text import set_title
from auditkit.tui.workers.glance import glance
from auditkit.tui.workers.running import in_thread, run_latest

_EVIDENCE = "evidence"


class Glanced(Message):
    """What the folder that was typed holds at first glance."""

    def __init__(self, typed: str, words: str) -> None:
        super().__init__()
        self.typed, self.words = typed, words


class NewAuditScreen(FormScreen):
    """The few things an audit needs to begin; all of them can be changed later."""

    def __init__(self, memory: Values) -> None:
        folder = f"aims-audit-{date.today().year}"
        super().__init__(
            "New audit",
            (
                Field("title", "Title", required=True, hint="AIMS internal audit 2026"),
                Field("organization", "Organization"),
                Field(_EVIDENCE, "Folder with the organization's documents", hint="may stay empty"),
                Field("lead", "Lead auditor", hint="name"),
                Field("starts", "First day", hint="yyyy-mm-dd, may stay empty"),
                Field("ends", "Last day", hint="yyyy-mm-dd, may stay empty"),
                Field("folder", "Folder for the audit itself", folder, required=True, replace=True),
            ),
            memory,
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look whether the evidence folder is there, once its name stands still."""
        if event.input is self.widget_of(_EVIDENCE):
            set_title(event.input, self.title_of(_EVIDENCE), "")
            run_latest(self, "glance", partial(self._glance, event.value.strip()))

    def on_glanced(self, message: Glanced) -> None:
        """Show it, unless another name was typed since."""
        field = self.widget_of(_EVIDENCE)
        if isinstance(field, Input) and field.value.strip() == message.typed:
            set_title(field, self.title_of(_EVIDENCE), message.words)

    async def _glance(self, typed: str) -> None:
        if not typed:
            return

        def look(cancelled: Cancelled) -> str:
            try:
                return glance(typed_path(typed), cancelled)
            except AuditkitError as error:
                return error.what

        self.post_message(Glanced(typed, await in_thread(look)))


def create_audit(values: Values) -> Path:
    """Make the audit folder that a filled-in form describes; raises `AuditkitError`."""
    folder = typed_path(values["folder"])
    evidence = [typed_path(values[_EVIDENCE])] if values[_EVIDENCE] else []
    for each in evidence:
        if not each.is_dir():
            raise AuditkitError(f"{each} is no folder.", "Choose New audit again to correct it.")
    days = {name: typed_date(values[name]) for name in ("starts", "ends") if values[name]}
    if len(days) == 2 and days["ends"] < days["starts"]:
        raise UsageError("The last day lies before the first.", "Choose New audit again.")
    frame: dict[str, date | str] = {**days}
    if values["organization"]:
        frame["organization"] = values["organization"]
    with Audit.create(
        folder, title=values["title"], evidence=evidence, lead=values["lead"]
    ) as audit:
        if frame:
            audit.set_info(**frame)
    return folder
