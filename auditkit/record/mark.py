"""What this computer remembers of the audits it wrote: how far its journal had come.

It is kept in the user's own folder, not in the audit: an audit folder that was put back from an
old backup then shows that lines are missing, and no second line is written at a place where
another one stood.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from auditkit.errors import AuditkitError
from auditkit.files import write_bytes
from auditkit.record.device import home
from auditkit.record.heads import Heads


def recall(audit: str, folder: Path) -> Heads:
    """The heads as they were when this computer last wrote this audit in this folder."""
    try:
        kept: Any = json.loads(_path(audit, folder).read_text(encoding="utf-8"))
        return {str(device): (int(n), str(chain)) for device, (n, chain) in kept["heads"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember(audit: str, folder: Path, heads: Heads) -> str:
    """Note the heads; an empty string, or in a sentence why that could not be done.

    What was known of a journal that has lost lines stays known until they are back.
    """
    known = recall(audit, folder)
    further = {device: head for device, head in known.items() if head > heads.get(device, (0, ""))}
    note = {"audit": audit, "folder": str(folder.resolve()), "heads": {**heads, **further}}
    try:
        write_bytes(_path(audit, folder), json.dumps(note, indent=1).encode())
    except AuditkitError as error:
        return str(error)
    return ""


def forget(audit: str, folder: Path) -> None:
    """Know nothing any more of an audit here: somebody has decided to go on without lost lines."""
    with suppress(OSError):
        _path(audit, folder).unlink(missing_ok=True)


def _path(audit: str, folder: Path) -> Path:
    """One file per audit and place: a copy of an audit elsewhere is a record of its own."""
    place = hashlib.sha256(f"{audit}\n{folder.resolve()}".encode("utf-8", "surrogateescape"))
    return home() / "seen" / f"{place.hexdigest()[:24]}.json"
