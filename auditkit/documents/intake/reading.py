"""Reading a form and holding it against the record: what would change, what to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from auditkit.analysis.answer import missing, remarks_on_answer
from auditkit.documents.car import answer_rows, as_text, car_field, request_rows
from auditkit.documents.intake import identity
from auditkit.documents.intake.answer import Change, Difference, Intake, received
from auditkit.documents.intake.dates import read_date
from auditkit.documents.intake.fields import Found, How
from auditkit.documents.intake.form import Form, read_form
from auditkit.documents.intake.opened import FormFile, read_file
from auditkit.documents.intake.whose import require_car
from auditkit.documents.kit.forms import Asked
from auditkit.documents.kit.page import page
from auditkit.documents.source import Source, day
from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import Car, CarState

ANSWERABLE = (CarState.ISSUED, CarState.RETURNED, CarState.NOT_EFFECTIVE, CarState.ANSWERED)
"""States in which an answer may come in; in the last one it takes the place of another."""
_LONGEST = 50_000  # characters of one field


def read_in(audit: Audit, path: Path, *, expected: str = "", today: date | None = None) -> Intake:
    """Read a form that came back. ``expected`` names the request whose answer it should be.

    Raises `AuditkitError` for a file that is no form of this audit, is unreadable, not filled in,
    or says nothing new.
    """
    file = read_file(path)
    form = read_form(file)
    car = require_car(audit, file, form, expected)
    _require_new(audit, file, car)
    _require_open(car)
    changes = tuple(_change(car, each) for each in form.fields)
    _require_answer(file, car, changes)
    source = Source(audit, today or date.today(), page("A4"))
    return _compared(source, file, form, car, changes)


def _compared(
    source: Source, file: FormFile, form: Form, car: Car, changes: tuple[Change, ...]
) -> Intake:
    """The form beside the record, and the request as it would be with its answer."""
    finding = source.audit.finding(car.finding)
    locked = tuple(_differences(form, request_rows(source, car, finding)))
    new = {each.field: each.value for each in changes if each.changes}
    would_be = msgspec.structs.replace(car, **new)
    remarks = remarks_on_answer(would_be, finding, source.today)
    return Intake(
        file=file,
        form=form,
        car=car,
        finding=finding,
        changes=changes,
        locked=locked,
        notes=(*form.notes, *_stale(source.audit, form, car, locked), *_kept(changes)),
        missing=tuple(missing(would_be)),
        remarks=tuple(each for each in remarks if each.field != "answer"),
    )


def _require_open(car: Car) -> None:
    if car.state not in ANSWERABLE:
        raise AuditkitError(
            f"{car.label} is {car.state}: its answer was decided on and stays.",
            "'auditkit undo' takes a decision back.",
        )


def _require_new(audit: Audit, file: FormFile, car: Car) -> None:
    taken = received(audit, car).get(file.sha256)
    if taken:
        raise AuditkitError(
            f"Nothing new: this very file was taken in for {car.label} on {taken}.",
            f"'auditkit car show {car.label}' shows the answer.",
        )


def _require_answer(file: FormFile, car: Car, changes: Sequence[Change]) -> None:
    if not any(each.form for each in changes):
        raise AuditkitError(
            f"{file.shown} was not filled in: all fields for the answer are empty.",
            "Send it back to be answered.",
        )
    for each in changes:
        if len(each.form) > _LONGEST:
            raise AuditkitError(
                f"{file.shown}: '{each.label}' holds more than {_LONGEST:,} characters.",
                "Ask for a short answer, with the rest as evidence beside it.",
            )
    decided = car.state in (CarState.ANSWERED, CarState.RETURNED)
    if decided and not any(each.changes for each in changes):
        raise AuditkitError(
            f"Nothing new: {file.shown} says what the record holds already ({car.label} is "
            f"{car.state}).",
        )


def _change(car: Car, found: Found) -> Change:
    field = car_field(found.field)
    notes = list(found.notes)
    value: str | date | None = found.text or None
    if found.field.asked is Asked.DATE and found.text:
        value = read_date(found.text)
        if value is None:
            notes.append("This is no date, or might be two; ask for it as 2026-11-30.")
    record = as_text(getattr(car, field))
    return Change(
        field=field,
        label=found.field.label,
        how=found.how,
        record=record,
        form=found.text,
        value=value,
        notes=tuple(notes),
    )


def _differences(form: Form, request: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    for label, record in request:
        shown = form.rows.get(label)
        if shown is None and form.has_rows:
            yield Difference(label, record, "")
        elif shown is not None and identity.same(shown) != identity.same(record):
            yield Difference(label, record, shown)


def _stale(audit: Audit, form: Form, car: Car, locked: Sequence[Difference]) -> Iterator[str]:
    """What became of the record since the form was written, as far as the form can tell."""
    answer = form.properties.get(identity.ANSWER, "")
    moved_on = bool(answer) and answer != identity.hash_of_rows(answer_rows(car))
    if moved_on:
        yield "The answer in the record was changed after this form was written: compare both."
    head = form.properties.get(identity.HEAD, "")
    written = [each for each in audit.documents() if each.kind == f"car {car.label}"]
    older = any(each.head == head for each in written) and written[-1].head != head
    if older and (moved_on or locked):
        yield f"A newer form was written for {car.label} on {day(written[-1].at.date())}."
    if locked and form.request_untouched:
        yield "The request in the record was changed after this form was written."
    elif locked:
        yield "The request in this form was changed by somebody: the record keeps its own words."


def _kept(changes: Sequence[Change]) -> Iterator[str]:
    lost = [each.label for each in changes if each.how is How.NOWHERE]
    if lost:
        yield f"Not found in the form: {'; '.join(lost)}."
    empty = [e.label for e in changes if e.record and not e.form and e.how is not How.NOWHERE]
    if empty:
        yield f"Empty in the form, kept in the record: {'; '.join(empty)}."
