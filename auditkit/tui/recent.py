"""The audits opened lately, kept in the user's own auditkit folder."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.record.device import home
from auditkit.record.folder import is_audit

_KEPT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """One audit of the list."""

    folder: Path
    title: str
    at: str = ""
    """The day on which it was open last, as 2026-11-24."""
    progress: str = ""
    """How many checks were judged then: 41/97."""

    @property
    def words(self) -> str:
        """Day and progress, as far as they are known."""
        return " · ".join(each for each in (self.progress, self.at) if each)


def recent_audits() -> tuple[Recent, ...]:
    """Audits opened lately that are still there, the last one first."""
    try:
        kept = json.loads((home() / "recent.json").read_text(encoding="utf-8"))
        found = [_recent(each) for each in kept]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # The list is a convenience: one that cannot be read is begun anew.
        return ()
    return tuple(each for each in found if is_audit(each.folder))


def remember(folder: Path, title: str, progress: str = "") -> None:
    """Put an audit on top of the list; nothing happens where the list cannot be written."""
    folder = folder.resolve()
    others = [each for each in recent_audits() if each.folder != folder]
    kept = [Recent(folder, title, date.today().isoformat(), progress), *others][:_KEPT]
    content = json.dumps([{**asdict(each), "folder": str(each.folder)} for each in kept], indent=1)
    with contextlib.suppress(AuditkitError):
        write_bytes(home() / "recent.json", content.encode("utf-8", "backslashreplace"))


def _recent(kept: Mapping[str, object]) -> Recent:
    return Recent(
        Path(str(kept["folder"])),
        str(kept["title"]),
        str(kept.get("at", "")),
        str(kept.get("progress", "")),
    )
