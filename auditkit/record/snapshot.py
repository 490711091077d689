"""audit.json: the whole state as a file that plain TinyDB opens and a person can read.

It is a copy to look at and to query, made anew from the journals; deleting it loses nothing. It
names the journal heads it stands on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditkit.files import write_bytes
from auditkit.record.fold import State
from auditkit.record.line import FORMAT

Heads = Mapping[str, tuple[int, str]]
"""Per device the number of lines and the hash of the last one."""


def snapshot(state: State, heads: Heads) -> dict[str, Any]:
    """The state in TinyDB's own layout: tables of documents named by whole numbers."""
    tables = {
        name: {
            str(number): {"uid": uid, **fields}
            for number, (uid, fields) in enumerate(sorted(state.living(name).items()), start=1)
        }
        for name in sorted(state.tables)
    }
    made_from = {
        str(number): {"device": device, "lines": lines, "head": chain, "format": FORMAT}
        for number, (device, (lines, chain)) in enumerate(sorted(heads.items()), start=1)
    }
    return {"_heads": made_from, **tables}


def write_snapshot(path: Path, state: State, heads: Heads) -> None:
    """Write audit.json aside and move it into place; raises `AuditkitError`."""
    text = json.dumps(snapshot(state, heads), ensure_ascii=True, indent=1, allow_nan=False)
    write_bytes(path, text.encode() + b"\n")
