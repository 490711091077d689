"""What a form says of itself in its properties, so that it is known again when it comes back."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from auditkit import text

KIND, CAR_KIND = "auditkit.kind", "car"
AUDIT, NUMBER, HEAD = "auditkit.audit", "auditkit.number", "auditkit.journal"
CAR, LABEL = "auditkit.car", "auditkit.car_label"
VERSION, FORM = "auditkit.form", 1
"""The version of the form: its fields and how they are marked."""
LOCKED = "auditkit.locked"
"""Hash of the part that only the auditor writes."""
ANSWER = "auditkit.answer"
"""Hash of the answer that stood in the record when the form was written."""

Rows = Iterable[tuple[str, str]]


def same(value: str) -> str:
    """A text for comparing: as a document may hold it, one space between words, composed."""
    return " ".join(unicodedata.normalize("NFC", text.xml(value)).split())


def hash_of_rows(rows: Rows) -> str:
    """SHA-256 over the labels and texts of a part of a form, whatever its line breaks became."""
    lines = (f"{same(label)}\t{same(value)}\n" for label, value in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
