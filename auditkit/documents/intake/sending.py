"""Writing the text form of a request beside the Word one."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from auditkit.documents.car import TITLE
from auditkit.documents.catalog import Written, default_path, named_below
from auditkit.documents.intake.plain import SUFFIXES, plain_form
from auditkit.documents.kit.page import page
from auditkit.documents.source import Source
from auditkit.errors import AuditkitError
from auditkit.files import write_to_share
from auditkit.record.audit import Audit


def write_text_form(
    audit: Audit, car: str, target: Path | None = None, *, today: date | None = None
) -> Written:
    """Write the form of a request as plain text; the default place is the documents folder.

    Raises `UsageError` for an unknown request, `AuditkitError` when the record is not whole or the
    file cannot be written.
    """
    if audit.damaged:
        raise AuditkitError(
            f"No form is written from a record that is not whole. {audit.damaged}",
            "'auditkit doctor' says how to repair it.",
        )
    request = audit.car(car)
    source = Source(audit, today or date.today(), page("A4"))
    place = target or default_path(audit, f"{TITLE} {request.label}").with_suffix(SUFFIXES[0])
    head, content = audit.head, plain_form(source, request).encode()
    write_to_share(place, content)
    sha256, kind = hashlib.sha256(content).hexdigest(), f"car {request.label}"
    if not audit.read_only:
        audit.record_document(kind, named_below(audit, place), sha256, head)
    return Written(place, sha256, sha256, kind)
