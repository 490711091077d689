"""All kinds of documents, and writing one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from auditkit.documents import car as car_module
from auditkit.documents import checklist, evidence, report
from auditkit.documents.kit.page import page as page_named
from auditkit.documents.kit.save import Sealed, write_sealed
from auditkit.documents.report import Progress
from auditkit.documents.source import Source
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.folder import DOCUMENTS

Builder = Callable[[Source, Progress], Sealed]

KINDS: dict[str, tuple[str, Builder]] = {
    "audit": (report.TITLE, report.audit_report),
    "evidence": (evidence.TITLE, evidence.evidence_register),
    "checklist": (checklist.TITLE, checklist.checklist_paper),
}
"""Documents of a whole audit: kind to title and builder. CAR forms are one a CAR: `write_car`."""

_UNSAFE = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST_NAME = 60


class Written(NamedTuple):
    """A document that was written, with the hash of its file and of its content."""

    path: Path
    sha256: str
    content_hash: str
    kind: str


def write(
    audit: Audit,
    kind: str,
    target: Path | None = None,
    *,
    page: str = "A4",
    today: date | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write one document of the audit; the default place is its ``documents`` folder.

    Raises `UsageError` for an unknown kind or page, and `AuditkitError` when the target is open,
    read-only or the disk is full; the file that was there is then unchanged.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no document {kind!r}.", f"Known: {', '.join(KINDS)}.")
    title, builder = KINDS[kind]
    source = _source(audit, page, today)
    sealed = builder(source, progress or _silent)
    return _store(audit, kind, target or default_path(audit, title), sealed)


def write_car(
    audit: Audit,
    car: str,
    target: Path | None = None,
    *,
    page: str = "A4",
    today: date | None = None,
) -> Written:
    """Write the form of one CAR, given by label or id; raises as `write`."""
    request = audit.car(car)
    sealed = car_module.car_form(_source(audit, page, today), request)
    title = f"{car_module.TITLE} {request.label}"
    return _store(audit, f"car {request.label}", target or default_path(audit, title), sealed)


def default_path(audit: Audit, title: str) -> Path:
    """``documents/<number or folder> <title>.docx``, a name that every system can hold."""
    number = safe_name(audit.info.number) or safe_name(audit.folder.resolve().name) or "audit"
    return audit.folder / DOCUMENTS / f"{number} {safe_name(title)}.docx"


def safe_name(text: str) -> str:
    """A part of a file name without what Windows forbids; empty when nothing is left."""
    plain = unicodedata.normalize("NFC", _UNSAFE.sub("-", text))
    short = " ".join(plain.split())[:_LONGEST_NAME].strip(" .")
    return f"{short}-" if _RESERVED.match(short) else short


def _source(audit: Audit, page: str, today: date | None) -> Source:
    if audit.damaged:
        raise AuditkitError(
            f"No document is written from a record that is not whole. {audit.damaged}",
            "'auditkit doctor' says how to repair it.",
        )
    return Source(audit, today or date.today(), page_named(page))


def _silent(_name: str, _number: int, _count: int) -> None:
    """Nobody asked for progress."""


def _store(audit: Audit, kind: str, target: Path, sealed: Sealed) -> Written:
    head = audit.head
    sha256 = write_sealed(target, sealed)
    if not audit.read_only:
        audit.record_document(kind, _named(audit, target), sha256, head)
    return Written(target, sha256, sealed.content_hash, kind)


def _named(audit: Audit, target: Path) -> str:
    whole, folder = target.resolve(), audit.folder.resolve()
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)
