"""Taking an answer into the record, and keeping the file that brought it."""

from __future__ import annotations

import re
from pathlib import Path

from auditkit.documents.intake import identity
from auditkit.documents.intake.answer import Intake, kept_path
from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, write_bytes
from auditkit.record.audit import Audit
from auditkit.record.cars import received_kind
from auditkit.record.model import Car, CarState

_HEAD = re.compile(r"[0-9a-f]{12}")


def take_in(audit: Audit, intake: Intake) -> Car:
    """Write the answer into the record as one thing to undo; a complete one moves the request to
    *answered*. The file is kept first, under its hash, which the journal names.

    Raises `AuditkitError` when the record cannot be written, or the request was changed after the
    form was held against it.
    """
    audit.require_writable()
    car, place = intake.car, kept_path(audit, intake)
    if audit.car(car.id) != car:
        raise AuditkitError(
            f"{car.label} was changed after its form was read.", "Import the form once more."
        )
    _keep(audit, place, intake.file.content)
    said = intake.form.properties.get(identity.HEAD, "")
    head = said if _HEAD.fullmatch(said) else audit.head
    with audit.group(f"{car.label}: answer of form {intake.file.sha256[:12]}"):
        kept = place.relative_to(audit.folder).as_posix()
        audit.record_document(received_kind(car), kept, intake.file.sha256, head)
        if intake.becomes is car.state:
            return audit.edit_car(car.id, **intake.values)
        return audit.advance_car(car.id, CarState.ANSWERED, **intake.values)


def _keep(audit: Audit, place: Path, content: bytes) -> None:
    try:
        for part in reversed(place.relative_to(audit.folder).parents):
            (audit.folder / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cannot_write(place.parent, error) from error
    write_bytes(place, content)
