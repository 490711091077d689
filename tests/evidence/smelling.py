"""Building facts by hand, and asking the rules about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from auditkit.evidence.model import FileEntry, Passage
from auditkit.evidence.smell import Context, Facts, Properties, Smell, smells

CONTEXT = Context(
    on=date(2026, 10, 16), announced=date(2026, 9, 14), team=("Ingrid Solberg", "Tomás Reyes")
)
CONTROL = ("Document control", "Version | 1.0", "Approved by | Ada Smith, CEO, 2026-01-22")


def paper(
    path: str, *lines: str, size: int = 1000, place: str = "paragraph", **properties: object
) -> Facts:
    """A file with one passage a line; one with `` | `` is a row of the first table."""
    passages = tuple(
        Passage(f"table 1, row {n}" if " |" in line else f"{place} {n}", line)
        for n, line in enumerate(lines, 1)
    )
    return Facts(FileEntry("/evidence", path, size, 1), passages, Properties(**properties))  # type: ignore[arg-type]


def asked(
    *files: Facts, context: Context = CONTEXT, hashes: dict[str, str] | None = None
) -> list[Smell]:
    """The questions about files; ``hashes`` by path."""
    known = hashes or {}
    return list(smells(files, context, digest=lambda entry: known.get(entry.path, "")))


def rules(found: Iterable[Smell]) -> list[str]:
    """The rules of questions."""
    return [each.rule for each in found]


def at(day: str, time: str = "10:00") -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
