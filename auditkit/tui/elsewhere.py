"""Going on with the audit in another folder when it cannot be saved where it is."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from auditkit.errors import UsageError
from auditkit.files import is_folder, is_there
from auditkit.record.audit import Audit
from auditkit.text import one_line
from auditkit.tui.commands import key_of
from auditkit.tui.saving import Saving
from auditkit.tui.screens.form import Field, FormScreen, Values

_WORDS = (
    "The audit and what you typed are copied there, and you go on there. This folder stays as it "
    "is; its evidence folders are not copied and still used."
)


def elsewhere_form(audit: Audit, memory: Values) -> FormScreen:
    """Asks for the other folder."""
    folder = Field(
        "folder", "New folder", proposed_folder(audit.folder), required=True, replace=True
    )
    return FormScreen("Save the whole audit elsewhere", (folder,), memory, words=_WORDS)


def proposed_folder(folder: Path) -> str:
    """A new folder named after the audit and the day: in the user's own folder where that lies on
    another disk (which may have room, or work), else beside the audit."""
    folder = folder.resolve()
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    name = f"{folder.name}-{date.today().isoformat()}"
    if is_folder(home) and _disk(home) != _disk(folder):
        return f"~/{free_name(home, name)}"
    return str(folder.parent / free_name(folder.parent, name))


def typed_path(text: str) -> Path:
    """A path as a person types it, ``~`` for the user's own folder; raises `UsageError`."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(
            f"There is no user's folder for {one_line(text)}.", "Write the path out."
        ) from error


def moved_words(old: Path, saving: Saving) -> str:
    """What a person has to know after the move."""
    typed = "" if saving.texts.pending else ", and everything that was typed is saved there"
    return (
        f"The audit is in {one_line(str(saving.audit.folder))} now{typed}. {one_line(str(old))} "
        f"stays as it was: do not work there any more. {key_of('undo')} takes back only what you "
        "do from now on."
    )


def free_name(parent: Path, name: str) -> str:
    """The name, or with a number behind it where something of that name is there."""
    number, free = 1, name
    while is_there(parent / free):
        number += 1
        free = f"{name}-{number}"
    return free


def _disk(folder: Path) -> int:
    """The number of the disk a folder is on; none for one that is gone."""
    try:
        return folder.stat().st_dev
    except OSError:
        return -1
