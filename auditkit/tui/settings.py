"""What a person chose for all audits, kept in their own auditkit folder."""

from __future__ import annotations

import json

from auditkit.files import write_bytes
from auditkit.record.device import home

FILE = "settings.json"


def setting(name: str) -> str:
    """What was chosen; empty where nothing was, or the file cannot be read."""
    return str(_settings().get(name, ""))


def keep_setting(name: str, value: str) -> None:
    """Keep a choice for the next time; raises `AuditkitError` where it cannot be written."""
    content = json.dumps({**_settings(), name: value}, indent=1)
    write_bytes(home() / FILE, content.encode())


def _settings() -> dict[str, object]:
    try:
        kept = json.loads((home() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
