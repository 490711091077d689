"""Which evidence goes into a pack, and what the register in the pack says of each piece."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from auditkit.evidence.model import Cancelled, Fingerprint, Standing, never
from auditkit.evidence.verify import standing
from auditkit.record.audit import Audit
from auditkit.record.model import Evidence, EvidenceKind
from auditkit.text import spreadsheet

CHANGED = "it changed since it was hashed"
NOT_CHOSEN = "not asked for"
NOT_CITED = "not cited anywhere"
_STANDINGS: Mapping[Standing, str] = {
    "unchanged": "",
    "changed": CHANGED,
    "missing": "it is not there",
    "unreadable": "it cannot be read (a link, a folder, or no right to read it)",
}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COLUMNS = ("label", "title", "kind", "path", "size", "sha256", "in the pack", "why not")


class Choice(StrEnum):
    """How much evidence a pack carries."""

    NONE = "none"
    CITED = "cited"
    ALL = "all"


def reasons(
    audit: Audit, choice: Choice, *, quick: bool = True, cancelled: Cancelled = never
) -> dict[str, str]:
    """Per id of evidence why it stays out of the pack, in words; empty for what goes in.

    ``quick`` trusts files whose size and time are the recorded ones; copying hashes them anyway.
    """
    cited = {each.evidence for each in audit.citations()}
    found = {}
    for each in audit.evidence():
        reason = _unfit(each, choice, each.id in cited)
        found[each.id] = reason or _gone(audit, each, quick, cancelled)
    return found


def is_loss(item: Evidence, reason: str) -> bool:
    """Whether somebody has to be told that a piece of evidence stays out: it was asked for."""
    asked = reason not in ("", NOT_CHOSEN, NOT_CITED)
    return asked and item.kind is EvidenceKind.FILE


def register_csv(evidence: Iterable[Evidence], why_not: Mapping[str, str]) -> bytes:
    """The register as a table (RFC 4180; the mark at its start tells spreadsheets it is UTF-8)."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(_COLUMNS)
    for each in evidence:
        reason = why_not[each.id]
        size = str(each.size) if each.kind is EvidenceKind.FILE else ""
        row = (each.label, each.title, each.kind.value, each.path, size, each.sha256)
        writer.writerow([*map(spreadsheet, row), "no" if reason else "yes", reason])
    return sheet.getvalue().encode("utf-8-sig")


def _unfit(item: Evidence, choice: Choice, cited: bool) -> str:
    if item.kind is not EvidenceKind.FILE:
        return f"{item.kind}, no file"
    if choice is Choice.NONE:
        return NOT_CHOSEN
    if choice is Choice.CITED and not cited:
        return NOT_CITED
    if not item.sha256:
        return "it was not hashed yet"
    return "" if _SHA256.fullmatch(item.sha256) else "its recorded hash is none"


def _gone(audit: Audit, item: Evidence, quick: bool, cancelled: Cancelled) -> str:
    known = Fingerprint(item.sha256, item.size, item.mtime_ns)
    found = standing(audit.evidence_path(item), known, quick=quick, cancelled=cancelled)
    return _STANDINGS[found]
