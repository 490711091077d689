"""All kinds of documents, and writing one."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from auditkit.documents import car as car_module
from auditkit.documents import (
    car_log,
    checklist,
    evidence,
    gap,
    management_review,
    meetings,
    plan,
    readiness,
    report,
    soa,
)
from auditkit.documents.cleaned import replaced
from auditkit.documents.kit.page import page as page_named
from auditkit.documents.kit.pagination import page_numbers
from auditkit.documents.kit.save import HeldTarget, Sealed, free_name, write_sealed
from auditkit.documents.report import Progress
from auditkit.documents.source import Choices, Source
from auditkit.errors import AuditkitError, UsageError
from auditkit.files import DEVICE, write_to_share
from auditkit.record.audit import Audit
from auditkit.record.folder import DOCUMENTS
from auditkit.text import within

Builder = Callable[[Source, Progress], Sealed]

KINDS: dict[str, tuple[str, Builder]] = {
    "audit": (report.TITLE, report.audit_report),
    "evidence": (evidence.TITLE, evidence.evidence_register),
    "checklist": (checklist.TITLE, checklist.checklist_paper),
    "checklist-blank": (checklist.BLANK, checklist.blank_checklist),
    "gap": (gap.TITLE, gap.gap_assessment),
    "readiness": (readiness.TITLE, readiness.readiness_assessment),
    "car-log": (car_log.TITLE, car_log.car_log),
    "management-review": (management_review.TITLE, management_review.management_review),
    "soa": (soa.TITLE, soa.statement_of_applicability),
    "plan": (plan.TITLE, plan.audit_plan),
    "opening": (meetings.OPENING, meetings.opening_meeting),
    "closing": (meetings.CLOSING, meetings.closing_meeting),
}
"""Documents of a whole audit: kind to title and builder. CAR forms are one a CAR: `write_car`."""
NEVER_DRAFTS = frozenset({"checklist-blank", "car-log", "plan", "opening", "closing"})
"""Kinds that are used before there is a report, and say of what day they are: like the CAR forms
they are never marked DRAFT. All others are until the report is issued."""

_UNSAFE = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_LOCK = "~$"
"""How Word names the file that it puts beside an open document."""
_LONGEST_NAME = 60
_LONGEST_BYTES = 120
_LONGEST_KEPT = 200
"""Number, title and the name of a lock have room in the 255 bytes of a file name."""


class Written(NamedTuple):
    """A document that was written, with the hash of its file and of its content."""

    path: Path
    sha256: str
    content_hash: str
    kind: str
    replaced: tuple[str, ...] = ()
    """Fields whose characters could not all stand in the document."""
    kept: Path | None = None
    """Where the file that was there is kept, if somebody changed it since it was written."""


def write(
    audit: Audit,
    kind: str,
    target: Path | None = None,
    *,
    page: str = "A4",
    today: date | None = None,
    progress: Progress | None = None,
    choices: Choices | None = None,
    another: bool = False,
) -> Written:
    """Write one document of the audit; the default place is its ``documents`` folder.

    Raises `UsageError` for an unknown kind or page, and for a previous audit that the document
    has no use for; `HeldTarget` when the target is open or read-only, unless ``another`` lets the
    document be written beside it; `AuditkitError` when the disk is full or LibreOffice was to
    count pages and is not there. The file that was there is then unchanged.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no document {kind!r}.", f"Known: {', '.join(KINDS)}.")
    title, builder = KINDS[kind]
    source = replace(source_of(audit, page, today), choices=choices or Choices())
    sealed = _made(source, builder, progress or _silent)
    return _store(audit, kind, target or default_path(audit, title), sealed, another)


def write_car(
    audit: Audit,
    car: str,
    target: Path | None = None,
    *,
    page: str = "A4",
    today: date | None = None,
    another: bool = False,
) -> Written:
    """Write the form of one CAR, given by label or id; raises as `write`."""
    request = audit.car(car)
    sealed = car_module.car_form(source_of(audit, page, today), request)
    title = f"{car_module.TITLE} {request.label}"
    place = target or default_path(audit, title)
    return _store(audit, f"car {request.label}", place, sealed, another)


def made_again(source: Source, kind: str, car: str) -> Sealed:
    """A document, for holding another one against it.

    ``car`` is the label of the CAR of a form. Raises `UsageError` for an unknown kind or CAR.
    """
    if kind == "car":
        return car_module.car_form(source, source.audit.car(car))
    if kind not in KINDS:
        raise UsageError(f"There is no document {kind!r}.", f"Known: {', '.join(KINDS)}.")
    return KINDS[kind][1](source, _silent)


def default_path(audit: Audit, title: str) -> Path:
    """``documents/<number or folder> <title>.docx``, a name that every system can hold."""
    number = safe_name(audit.info.number) or safe_name(audit.folder.resolve().name) or "audit"
    return audit.folder / DOCUMENTS / f"{number} {safe_name(title)}.docx"


def safe_name(text: str) -> str:
    """A part of a file name without what Windows forbids; empty when nothing is left."""
    plain = unicodedata.normalize("NFC", _UNSAFE.sub("-", text))
    short = within(" ".join(plain.split())[:_LONGEST_NAME], _LONGEST_BYTES)
    while short != (stripped := short.strip(" .").removeprefix(_LOCK)):
        short = stripped
    device = DEVICE.fullmatch(short)
    return f"{device[1]}-{device[2] or ''}" if device else short


def source_of(audit: Audit, page: str, today: date | None) -> Source:
    """The audit as documents read it; raises `AuditkitError` where the record is not whole."""
    if audit.damaged:
        raise AuditkitError(
            f"No document is written from a record that is not whole. {audit.damaged}",
            "'auditkit doctor' says how to repair it.",
        )
    return Source(audit, today or date.today(), page_named(page))


def _silent(_name: str, _number: int, _count: int) -> None:
    """Nobody asked for progress."""


def _made(source: Source, builder: Builder, progress: Progress) -> Sealed:
    """The document; where page numbers are wanted, once more with those that a probe gave."""
    if source.choices.page_numbers:
        probe = builder(replace(source, probe=True), progress)
        progress("page numbers", 1, 1)
        source = replace(source, numbers=page_numbers(probe.content))
    sealed = builder(source, progress)
    if source.choices.previous is not None and "comparison" not in vars(source):
        raise UsageError(
            "This document compares nothing with a previous audit.",
            "Leave --previous away, or write the audit report.",
        )
    return sealed


def _store(audit: Audit, kind: str, target: Path, sealed: Sealed, another: bool) -> Written:
    head, kept = audit.head, None
    try:
        sha256, kept = _written_over(audit, target, sealed)
    except HeldTarget as held:
        if not another:
            raise
        target = held.free
        sha256 = write_sealed(target, sealed)
    if audit.takes_papers:
        audit.record_document(kind, named_below(audit, target), sha256, head)
    return Written(target, sha256, sealed.content_hash, kind, replaced(audit, sealed), kept)


def _written_over(audit: Audit, target: Path, sealed: Sealed) -> tuple[str, Path | None]:
    """Write a document where one may lie already; an edited one is kept beside it first."""
    kept = _keep_edited(audit, target)
    try:
        return write_sealed(target, sealed), kept
    except AuditkitError:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise


def _keep_edited(audit: Audit, target: Path) -> Path | None:
    """A copy of the document at ``target``, where that is not as it was written: somebody worked
    on it in Word, or answered a request in it. A file that auditkit never wrote, somewhere else,
    was named by who wants it replaced."""
    if target.is_symlink() or not target.is_file():
        return None
    named, content = named_below(audit, target), target.read_bytes()
    written = {each.sha256 for each in audit.documents() if each.path == named}
    own = target.resolve().parent == (audit.folder / DOCUMENTS).resolve()
    if hashlib.sha256(content).hexdigest() in written or not (written or own):
        return None
    kept = target.with_stem(f"{within(target.stem, _LONGEST_KEPT)} (edited)")
    if os.path.lexists(kept):
        kept = free_name(kept)
    write_to_share(kept, content)
    return kept


def require_noted(audit: Audit, target: Path | None = None) -> None:
    """Raise `AuditkitError` where a document at ``target`` (by default: where it goes by itself)
    would lie in the audit folder, in place of one that is recorded, and the record could not say
    so: somebody else holds it, or it is not to be written."""
    inside = target is None or target.resolve().is_relative_to(audit.folder.resolve())
    if inside and not audit.takes_papers:
        raise AuditkitError(
            f"READ ONLY: {audit.read_only_reason}; a document here would not be recorded.",
            "Write it where the audit is open, or outside with 'auditkit report KIND -o FILE'.",
        )


def named_below(audit: Audit, target: Path) -> str:
    """A document as the record names it: relative to the audit folder where it lies in it."""
    whole, folder = target.resolve(), audit.folder.resolve()
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)
