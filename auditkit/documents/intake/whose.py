"""Whose answer a form is: of which audit, and to which request."""

from __future__ import annotations

import re

from auditkit.documents.intake import identity
from auditkit.documents.intake.fields import How
from auditkit.documents.intake.form import Form
from auditkit.documents.intake.opened import FormFile
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Car
from auditkit.text import clip, one_line

_CAR_ROW = "CAR"
_LABEL = re.compile(r"\bCAR-\d+\b", re.IGNORECASE)


def require_car(audit: Audit, file: FormFile, form: Form, expected: str = "") -> Car:
    """The request that a form answers. Raises `AuditkitError` when it is no form, of another audit
    or of a newer auditkit, or answers another request than ``expected``."""
    known = form.properties
    _require_form(file, form)
    if identity.AUDIT in known and known[identity.AUDIT] != audit.id:
        raise AuditkitError(
            f"{file.shown} belongs to another audit{_named(known.get(identity.NUMBER, ''))}.",
            "Give that audit with --audit.",
        )
    version = known.get(identity.VERSION, "0")
    if version.isdecimal() and int(version[:9]) > identity.FORM:
        raise AuditkitError(
            f"{file.shown} is a form of a newer auditkit (form version {version[:9]}).",
            "Update auditkit, then import it.",
        )
    car = _car(audit, file, form)
    wanted = audit.car(expected) if expected else car
    if wanted.id != car.id:
        raise AuditkitError(
            f"{file.shown} is the form of {car.label}, not of {wanted.label}.",
            f"Import it for {car.label}, or give the form of {wanted.label}.",
        )
    return car


def _require_form(file: FormFile, form: Form) -> None:
    kind = form.properties.get(identity.KIND, "")
    if kind and kind != identity.CAR_KIND:
        raise AuditkitError(
            f"{file.shown} is no CAR form but another document: {clip(one_line(kind), 40)}.",
            "Give the form of a corrective-action request.",
        )
    if all(each.how is How.NOWHERE for each in form.fields):
        raise AuditkitError(
            f"{file.shown} is no CAR form: none of its fields is there.",
            "'auditkit car form CAR-001' writes one; ask for that file filled in.",
        )


def _car(audit: Audit, file: FormFile, form: Form) -> Car:
    """By the properties; where a program dropped them, by the row that names the request."""
    row = form.rows.get(_CAR_ROW, "")
    shown = {each.upper() for each in _LABEL.findall(row)}
    named = form.properties.get(identity.CAR, "")
    if not named:
        return _by_row(audit, file, row, shown)
    car = _of(audit, named)
    if car is None:
        label = form.properties.get(identity.LABEL, "a CAR")
        raise AuditkitError(
            f"{file.shown} answers {clip(one_line(label), 40)}, which this audit does not have.",
            "Import it into the record that issued it.",
        )
    if shown and car.label.upper() not in shown:
        raise AuditkitError(
            f"{file.shown} is the form of {car.label}, but its text speaks of "
            f"{', '.join(sorted(shown)[:3])}.",
            "Ask which request it answers, and for an answer in the right form.",
        )
    return car


def _by_row(audit: Audit, file: FormFile, row: str, shown: set[str]) -> Car:
    number = audit.info.number or audit.info.title
    car = _of(audit, next(iter(shown))) if len(shown) == 1 else None
    if car is None or identity.same(number) not in identity.same(row):
        raise AuditkitError(
            f"{file.shown} does not say which request of this audit it answers.",
            "Ask for the form that was sent out, filled in and saved as .docx.",
        )
    return car


def _of(audit: Audit, name: str) -> Car | None:
    try:
        return audit.car(name)
    except UsageError:
        return None


def _named(number: str) -> str:
    return f" ({clip(one_line(number), 40)})" if number else ""
