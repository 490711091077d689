"""Citing a file for a requirement that is asked for; what it may serve stands first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from auditkit.errors import AuditkitError
from auditkit.evidence.model import FileEntry
from auditkit.evidence.readable import require_readable
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.key_words import taken_back
from auditkit.tui.picking import Picked
from auditkit.tui.screens.picker import Choice
from auditkit.tui.text import label
from auditkit.tui.widgets.line_list import Line
from auditkit.tui.workers.running import run_latest

if TYPE_CHECKING:
    from auditkit.tui.screens.base import AppScreen


def cite_for_requirement(screen: AppScreen, entry: FileEntry, picked: Picked) -> None:
    """Ask for the requirement, then cite."""
    work = partial(_proposing, screen, entry, picked)
    run_latest(screen, "propose", work)


async def _proposing(screen: AppScreen, entry: FileEntry, picked: Picked) -> None:
    try:
        served = await screen.kit.library.served(entry)
    except AuditkitError as error:
        screen.say(str(error))
        served = []
    audit = screen.session.audit

    def give(key: str | None) -> None:
        if key is not None:
            _cite(screen, entry, audit.resolve(key), picked)

    lines = _lines(audit, served)
    screen.kit.ask(Choice(f"{entry.name}: evidence for which requirement", lines), give)


def _lines(audit: Audit, served: Sequence[tuple[Ref, float, str]]) -> list[Line]:
    first = [
        Line(str(ref), label(f"{ref.ref} {audit.requirement(ref).title}"), label(why))
        for ref, _, why in served
    ]
    known = {line.key for line in first}
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            ref = Ref(checklist.id, requirement.ref)
            if str(ref) not in known:
                first.append(Line(str(ref), label(f"{ref.ref} {requirement.title}")))
    return first


def _cite(screen: AppScreen, entry: FileEntry, ref: Ref, picked: Picked) -> None:
    require_readable(entry.absolute)
    evidence, _ = screen.session.audit.link_file(
        entry.absolute, ref, place=picked.place, quote=picked.quote
    )
    screen.kit.hash_missing()
    screen.kit.show_again()
    at = f" · {picked.place}" if picked.place else ""
    screen.say(f"{evidence.label}{at} cited for {ref.ref}; {taken_back()}.")
