"""The statement of a checkpoint: a few lines of text that name a state of the record, made to be
signed and to be read by anybody.

    auditkit checkpoint 1
    audit 01JABC...
    purpose closing
    at 2026-11-02T16:00:00+00:00
    by Lena Auditor
    head 64 hex digits over all journal heads
    journal DEVICE LINES CHAIN      (one line a journal, in the order of the devices)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditkit.errors import AuditkitError
from auditkit.record.heads import Heads, digest
from auditkit.text import one_line

TITLE = "auditkit checkpoint 1"
FIELDS = ("audit", "purpose", "at", "by", "head")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint states."""

    audit: str
    purpose: str
    at: str
    by: str
    head: str
    heads: Heads

    @property
    def holds_together(self) -> bool:
        """Whether its head is the one of the journals it lists."""
        return digest(self.heads) == self.head


def compose(audit: str, purpose: str, at: datetime, by: str, heads: Heads) -> str:
    """The text of a statement."""
    lines = [
        TITLE,
        f"audit {audit}",
        f"purpose {one_line(purpose)}",
        f"at {at.isoformat()}",
        f"by {one_line(by)}",
        f"head {digest(heads)}",
        *(f"journal {device} {n} {chain}" for device, (n, chain) in sorted(heads.items())),
    ]
    return "\n".join(lines) + "\n"


def parse(text: str) -> Statement:
    """What a statement states; raises `AuditkitError` where it is none."""
    title, *lines = text.split("\n")
    pairs = [line.partition(" ")[::2] for line in lines if line]
    fields = {name: value for name, value in pairs if name != "journal"}
    try:
        if title != TITLE:
            raise ValueError("no statement")
        heads = {
            device: (int(n), chain)
            for device, n, chain in (value.split(" ") for name, value in pairs if name == "journal")
        }
        audit, purpose, at, by, head = (fields[name] for name in FIELDS)
        return Statement(audit, purpose, at, by, head, heads)
    except (ValueError, KeyError) as error:
        raise AuditkitError(
            "A checkpoint holds no statement that can be read.",
            "Ask whoever made it for the statement and its signature.",
        ) from error
