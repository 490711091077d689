"""Copying cited evidence into the audit folder, by hash: for archives, and against loss.

The originals are opened for reading and left where they are. A copy lies under its own SHA-256, so
that the same contents are kept once, whatever they are called.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import Cancelled, WorkCancelled, never
from auditkit.evidence.opening import open_regular
from auditkit.files import write_aside
from auditkit.record.audit import Audit
from auditkit.record.model import Evidence, EvidenceKind


@dataclass(frozen=True, slots=True)
class Collected:
    """One piece of evidence, and why it was not copied; empty when its copy is there."""

    label: str
    path: str
    problem: str


def wanted(audit: Audit) -> list[Evidence]:
    """The files that are cited anywhere and have a hash."""
    cited = {each.evidence for each in audit.citations()}
    return [
        each
        for each in audit.evidence()
        if each.id in cited and each.kind is EvidenceKind.FILE and each.sha256
    ]


def collect(
    audit: Audit,
    items: Sequence[Evidence],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Cancelled = never,
) -> Iterator[Collected]:
    """Copy these files into the audit folder. What no longer has its recorded hash is not copied
    and told of. Raises `AuditkitError` when the disk refuses, `WorkCancelled` on request."""
    for number, item in enumerate(items, start=1):
        if cancelled():
            raise WorkCancelled("Not all evidence was copied, as asked.")
        if progress is not None:
            progress(number, len(items))
        yield Collected(item.label, item.path, _copied(audit, item))


def _copied(audit: Audit, item: Evidence) -> str:
    target = audit.collected_path(item)
    if target.is_file() and fingerprint(target).sha256 == item.sha256:
        return ""
    source = audit.evidence_path(item)
    try:
        if fingerprint(source).sha256 != item.sha256:
            return "it changed since it was registered"
    except AuditkitError as error:
        return error.what
    for part in reversed(target.relative_to(audit.folder).parents):
        (audit.folder / part).mkdir(mode=0o700, exist_ok=True)
    write_aside(target, lambda aside: _pour(source, aside))
    if fingerprint(target).sha256 != item.sha256:
        target.unlink()
        return "it changed while it was copied"
    return ""


def _pour(source: Path, aside: Path) -> None:
    with open_regular(source) as stream, aside.open("wb") as sink:
        shutil.copyfileobj(stream, sink, 1 << 20)
