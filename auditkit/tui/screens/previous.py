"""Naming the folder of an earlier audit, whose citations are suggested first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditkit.errors import AuditkitError
from auditkit.tui.earlier import earlier_folder
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.workers.running import run_latest

if TYPE_CHECKING:
    from auditkit.tui.screens.evidence import EvidenceScreen


def ask_previous(screen: EvidenceScreen) -> None:
    """Ask for the folder; one that is no audit is refused, and what was chosen before stays."""
    field = Field(
        "folder",
        "Folder of the earlier audit",
        earlier_folder(screen.session.audit),
        hint="empty: none",
    )

    def give(values: Values | None) -> None:
        if values is not None:
            run_latest(screen, "previous", partial(_choosing, screen, values["folder"]))

    words = "What it cited for a requirement is suggested first. It is only read."
    memory = screen.session.form_memory.setdefault("earlier")
    screen.kit.ask(FormScreen("Earlier audit", (field,), memory, words=words), give)


async def _choosing(screen: EvidenceScreen, folder: str) -> None:
    try:
        count = await screen.kit.library.use_earlier(folder)
    except AuditkitError as error:
        screen.kit.fail(error)
        return
    screen.forget_served()
    if folder:
        screen.say(f"{count} citations of the earlier audit are suggested first.")
    else:
        screen.say("No earlier audit is looked at.")
