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
from auditkit.record.device import device_id, home, renew_device_id
from auditkit.record.heads import Heads


def recall(audit: str, folder: Path) -> Heads:
    """The heads as they were when this computer last wrote this audit in this folder."""
    return _heads(_noted(_path(audit, folder)))


def device_here(audit: str, folder: Path) -> str:
    """The journal that this computer writes for an audit in this place.

    A copy of an audit folder is a record of its own: a journal that was written in one place is
    never gone on with in another, where another line would come to stand at its next place.
    """
    here = _path(audit, folder)
    if kept := str(_noted(here).get("device", "")):
        return kept
    others = [_noted(path) for path in here.parent.glob("*.json") if path != here]
    elsewhere = {name for each in others if each.get("audit") == audit for name in _heads(each)}
    return renew_device_id() if device_id() in elsewhere else device_id()


def devices(audit: str) -> set[str]:
    """The journals that this computer writes for an audit, in whatever places."""
    noted = map(_noted, (home() / "seen").glob("*.json"))
    return {str(each.get("device", "")) for each in noted if each.get("audit") == audit}


def remember(audit: str, folder: Path, heads: Heads, device: str = "") -> str:
    """Note the heads, and which journal is written here; an empty string, or in a sentence why
    that could not be done.

    What was known of a journal that has lost lines stays known until they are back.
    """
    noted = _noted(_path(audit, folder))
    further = {
        name: head for name, head in _heads(noted).items() if head > heads.get(name, (0, ""))
    }
    note = {
        "audit": audit,
        "folder": str(folder.resolve()),
        "device": device or noted.get("device", ""),
        "heads": {name: list(head) for name, head in {**heads, **further}.items()},
    }
    try:
        if note != noted:
            write_bytes(_path(audit, folder), json.dumps(note, indent=1).encode())
    except AuditkitError as error:
        return str(error)
    return ""


def forget(audit: str, folder: Path) -> None:
    """Know nothing any more of an audit here: somebody has decided to go on without lost lines."""
    with suppress(OSError):
        _path(audit, folder).unlink(missing_ok=True)


def _noted(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _heads(note: dict[str, Any]) -> dict[str, tuple[int, str]]:
    try:
        return {str(name): (int(n), str(chain)) for name, (n, chain) in note["heads"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _path(audit: str, folder: Path) -> Path:
    """One file per audit and place: a copy of an audit elsewhere is a record of its own."""
    place = hashlib.sha256(f"{audit}\n{folder.resolve()}".encode("utf-8", "surrogateescape"))
    return home() / "seen" / f"{place.hexdigest()[:24]}.json"
