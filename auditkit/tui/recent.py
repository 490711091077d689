"""The audits opened lately, kept in the user's own auditkit folder."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.record.device import home

_KEPT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """One audit of the list."""

    folder: Path
    title: str


def recent_audits() -> tuple[Recent, ...]:
    """Audits opened lately that are still there, the last one first."""
    try:
        kept = json.loads((home() / "recent.json").read_text(encoding="utf-8"))
        found = [Recent(Path(str(each["folder"])), str(each["title"])) for each in kept]
    except (OSError, ValueError, TypeError, KeyError):
        # The list is a convenience: one that cannot be read is begun anew.
        return ()
    return tuple(each for each in found if (each.folder / "journal").is_dir())


def remember(folder: Path, title: str) -> None:
    """Put an audit on top of the list; nothing happens where the list cannot be written."""
    folder = folder.resolve()
    others = [each for each in recent_audits() if each.folder != folder]
    kept = [Recent(folder, title), *others][:_KEPT]
    content = json.dumps([{"folder": str(r.folder), "title": r.title} for r in kept], indent=1)
    with contextlib.suppress(AuditkitError):
        write_bytes(home() / "recent.json", content.encode("utf-8", "backslashreplace"))
