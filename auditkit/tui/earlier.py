"""The earlier audit whose citations are suggested first: chosen once, kept for each audit in a
person's own auditkit folder. The record says nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.record.audit import Audit
from auditkit.tui.settings import keep_setting, setting

if TYPE_CHECKING:
    from auditkit.analysis.prior import Earlier


def earlier_folder(audit: Audit) -> str:
    """The folder that was chosen; empty where none was."""
    return setting(_name(audit))


def keep_earlier(audit: Audit, folder: str) -> None:
    """Keep a choice; raises `AuditkitError` where it cannot be written."""
    keep_setting(_name(audit), folder)


def citations_of(folder: str) -> tuple[Earlier, ...]:
    """What an earlier audit cited, none for no folder. Raises `AuditkitError` where that cannot
    be read."""
    from auditkit.analysis.suggestion import facts

    if not folder:
        return ()
    with Audit.open(Path(folder), read_only=True) as before:
        return facts(before, before).earlier


def _name(audit: Audit) -> str:
    return f"earlier audit of {audit.id}"
