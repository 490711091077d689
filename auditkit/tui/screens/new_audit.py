"""The form that begins an audit; it looks into the evidence folder while one types its name."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from textual.message import Message
from textual.widgets import Input

from auditkit.errors import AuditkitError, UsageError
from auditkit.evidence.model import Cancelled
from auditkit.files import DEVICE, cannot_write, is_folder
from auditkit.record.audit import Audit
from auditkit.record.device import user_name
from auditkit.record.folder import is_taken
from auditkit.tui.elsewhere import free_name, typed_path
from auditkit.tui.screens.car_forms import typed_date
from auditkit.tui.screens.form import Field, FormScreen, Values, Wrong
from auditkit.tui.settings import keep_setting, setting
from auditkit.tui.text import set_title
from auditkit.tui.workers.glance import glance
from auditkit.tui.workers.running import in_thread, run_latest

_EVIDENCE = "evidence"
LEAD = "lead auditor"
"""Under which name the settings keep who led the last audit that was begun here."""
_LONGEST = 60
"""Characters of a folder's name that is made of a title."""
DAY_HINT = "yyyy-mm-dd, may stay empty"


class Glanced(Message):
    """What the folder that was typed holds at first glance."""

    def __init__(self, typed: str, words: str) -> None:
        super().__init__()
        self.typed, self.words = typed, words


class NewAuditScreen(FormScreen):
    """The few things an audit needs to begin; all of them can be changed later."""

    def __init__(self, memory: Values) -> None:
        title = f"AIMS internal audit {date.today().year}"
        folder = folder_for(memory.get("title", title))
        super().__init__(
            "New audit",
            (
                Field("title", "Title", title, required=True, replace=True),
                Field("organization", "Organization"),
                Field(_EVIDENCE, "Folder with the organization's documents", hint="may stay empty"),
                Field("lead", "Lead auditor", setting(LEAD) or user_name(), replace=True),
                Field("starts", "First day", hint=DAY_HINT, check=typed_date),
                Field("ends", "Last day", hint=DAY_HINT, check=typed_date),
                Field("folder", "Folder for the audit itself", folder, required=True, replace=True),
            ),
            memory,
        )

    def take(self, values: Values) -> None:
        """The audit is made before the form closes."""
        create_audit(values)
        if values["lead"]:
            with suppress(AuditkitError):  # the next one types it again
                keep_setting(LEAD, values["lead"])

    def values(self) -> Values:
        """The folder of the audit is named after its title until somebody names it."""
        self.propose("folder", folder_for(super().values()["title"]))
        return super().values()

    def on_mount(self) -> None:
        """What a folder is named without a path lies here."""
        self._show_where()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look whether the evidence folder is there, once its name stands still."""
        if event.input is self.widget_of("folder"):
            self._show_where()
        if event.input is self.widget_of("title"):
            self.values()
        if event.input is self.widget_of(_EVIDENCE):
            set_title(event.input, self.title_of(_EVIDENCE), "")
            run_latest(self, "glance", partial(self._glance, event.value.strip()))

    def on_glanced(self, message: Glanced) -> None:
        """Show it, unless another name was typed since."""
        field = self.widget_of(_EVIDENCE)
        if isinstance(field, Input) and field.value.strip() == message.typed:
            set_title(field, self.title_of(_EVIDENCE), message.words)

    def _show_where(self) -> None:
        field = self.widget_of("folder")
        with suppress(AuditkitError):  # said when the form is given
            where = typed_path(super().values()["folder"]).parent
            set_title(field, self.title_of("folder"), f"in {where}")

    async def _glance(self, typed: str) -> None:
        if not typed:
            return

        def look(cancelled: Cancelled) -> str:
            try:
                return glance(typed_path(typed), cancelled)
            except AuditkitError as error:
                return error.what

        self.post_message(Glanced(typed, await in_thread(look)))


def folder_for(title: str) -> str:
    """A name for the folder of an audit with that title, which is not taken here."""
    words = "-".join(re.findall(r"[^\W_]+", title.casefold()))[:_LONGEST].rstrip("-")
    return free_name(Path(), f"{words}-audit" if DEVICE.fullmatch(words) else words or "audit")


def new_folder(values: Values) -> Path:
    """Where a filled-in form wants its audit to be."""
    return typed_path(values["folder"])


def create_audit(values: Values) -> None:
    """Make the audit folder that a filled-in form describes; raises `AuditkitError`, a `Wrong`
    one where a field cannot be."""
    evidence = [_evidence(values[_EVIDENCE])] if values[_EVIDENCE] else []
    days = {name: typed_date(values[name]) for name in ("starts", "ends") if values[name]}
    if len(days) == 2 and days["ends"] < days["starts"]:
        raise Wrong("ends", UsageError("The last day lies before the first."))
    frame: dict[str, date | str] = {**days}
    if values["organization"]:
        frame["organization"] = values["organization"]
    with _made(values, evidence) as audit:
        if frame:
            audit.set_info(**frame)


def _made(values: Values, evidence: list[Path]) -> Audit:
    folder = new_folder(values)
    if _taken(folder):
        free = free_name(folder.parent, folder.name)
        taken = AuditkitError(f"{folder.name} is there already.", f"Type another, such as {free}.")
        raise Wrong("folder", taken)
    return Audit.create(folder, title=values["title"], evidence=evidence, lead=values["lead"])


def _taken(folder: Path) -> bool:
    try:
        return is_taken(folder)
    except OSError as error:
        raise Wrong("folder", cannot_write(folder, error)) from error


def _evidence(typed: str) -> Path:
    folder = typed_path(typed)
    if not is_folder(folder):
        raise Wrong(_EVIDENCE, AuditkitError(f"{folder} is no folder.", "Correct it or empty it."))
    return folder
