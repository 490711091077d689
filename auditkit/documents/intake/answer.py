"""An answer that came in, held against the record: what a person decides by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from auditkit import text
from auditkit.analysis.wording import Remark
from auditkit.documents.car import as_text
from auditkit.documents.catalog import safe_name
from auditkit.documents.intake.fields import How
from auditkit.documents.intake.form import Form
from auditkit.documents.intake.opened import FormFile
from auditkit.documents.intake.plain import SUFFIXES
from auditkit.documents.intake.words import joined
from auditkit.documents.source import day
from auditkit.record.audit import Audit
from auditkit.record.cars import RECEIVED, received_kind
from auditkit.record.model import Car, CarState, Finding


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the form beside the record."""

    field: str
    label: str
    how: How
    record: str
    form: str
    value: str | date | None
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether taking the form in would write this field."""
        return self.value is not None and as_text(self.value) != _as_written(self.record)


def _as_written(record: str) -> str:
    """What the record holds, as a form gives it back when nobody touches it."""
    return joined([text.xml(record)])


class Difference(msgspec.Struct, frozen=True):
    """A part of the request that reads otherwise in the form than in the record."""

    label: str
    record: str
    form: str


@dataclass(frozen=True)
class Intake:
    """A form that was read, with everything a person decides by."""

    file: FormFile
    form: Form
    car: Car
    finding: Finding
    changes: tuple[Change, ...]
    locked: tuple[Difference, ...]
    """What the form says of the request and the record does not: shown, never taken in."""
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    """What the answer lacks before the request counts as answered."""
    remarks: tuple[Remark, ...]

    @property
    def values(self) -> Mapping[str, str | date]:
        """The fields that taking it in would write."""
        return {e.field: e.value for e in self.changes if e.changes and e.value is not None}

    @property
    def becomes(self) -> CarState:
        """The state that the request would be in."""
        return self.car.state if self.missing else CarState.ANSWERED


def received(audit: Audit, car: Car) -> Mapping[str, str]:
    """The forms that were taken in for a request: SHA-256 to the day."""
    kind = received_kind(car)
    return {e.sha256: day(e.at.date()) for e in audit.documents() if e.kind == kind}


def kept_path(audit: Audit, intake: Intake) -> Path:
    """Where the file itself is kept, under its hash."""
    given = intake.file.path.suffix.lower()
    suffix = given if given in SUFFIXES else ".docx"
    folder = safe_name(intake.car.label) or intake.car.id  # a label may come from elsewhere
    return audit.folder / RECEIVED / folder / f"{intake.file.sha256}{suffix}"
