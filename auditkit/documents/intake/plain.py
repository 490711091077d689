"""The form as plain text, for people without Word or LibreOffice: written, and read back.

A line that begins with ``>>`` names a field; what stands below it, up to the next one, is the
answer. The request stands above, so that it can be held against the record as that of a Word form.
"""

from __future__ import annotations

import io
import re
from typing import Final

from auditkit import text
from auditkit.documents.car import (
    ANSWER,
    REQUEST_LABELS,
    TITLE,
    answer_rows,
    form_properties,
    request_rows,
)
from auditkit.documents.intake import identity
from auditkit.documents.intake.fields import Found, How
from auditkit.documents.intake.index import label_key
from auditkit.documents.intake.opened import FormFile
from auditkit.documents.intake.words import joined
from auditkit.documents.kit.forms import Field
from auditkit.documents.source import Source
from auditkit.errors import AuditkitError
from auditkit.evidence.extract.base import Unreadable
from auditkit.evidence.extract.encoding import encoding_of
from auditkit.record.model import Car

SUFFIXES: Final = (".txt", ".md")
_FIRST = "auditkit CAR form"
_HEAD = {
    "audit": identity.AUDIT,
    "number": identity.NUMBER,
    "car": identity.CAR,
    "label": identity.LABEL,
    "record": identity.HEAD,
    "request": identity.LOCKED,
    "answer": identity.ANSWER,
}
_GUIDE = (
    "Write your answers below the lines that begin with >> and leave those lines as they are.\n"
    "Dates are written like 2026-11-30. Save as plain text (UTF-8) and send the file back."
)
_REQUEST, _ANSWER = "== Request (leave as it is) ==", "== Answer =="
_FIELD = ">>"
_NAME = re.compile(r"[\w.]+")
_FIELD_AT = re.compile(r"^>>", re.MULTILINE)
_NAMES = frozenset(each.name for each in ANSWER)
_INDENT = "  "


def plain_form(source: Source, car: Car) -> str:
    """The form of a request as text."""
    request = request_rows(source, car, source.audit.finding(car.finding))
    audit = source.audit
    said = {
        identity.AUDIT: audit.id,
        identity.NUMBER: audit.info.number,
        identity.HEAD: audit.head,
        **dict(form_properties(car, request)),
    }
    head = [f"{key}: {text.one_line(said[name])}" for key, name in _HEAD.items()]
    parts = [f"{_FIRST} {identity.FORM}", *head, "", f"{TITLE} {car.label}", "", _GUIDE, ""]
    parts += [_REQUEST, "", *(_row(label, value) for label, value in request), "", _ANSWER]
    for field, (_, value) in zip(ANSWER, answer_rows(car), strict=True):
        choices = f" ({', '.join(field.choices)})" if field.choices else ""
        parts += ["", f">> {field.label}{choices} [{field.name}]", "", _body(value)]
    return "\n".join(parts) + "\n"


def read_plain(file: FormFile) -> tuple[tuple[Found, ...], dict[str, str], dict[str, str]]:
    """The fields of a text form, the rows of its request, and what it says of itself.

    Raises `AuditkitError` for a file that is no text or no form.
    """
    words = _decoded(file)
    top, _, answer = words.partition(_ANSWER)
    head, _, request = top.partition(_REQUEST)
    first, *lines = head.strip().splitlines() or [""]
    if not first.startswith(_FIRST):
        raise AuditkitError(
            f"{file.shown} is no CAR form: it does not begin with '{_FIRST}'.",
            "Ask for the form that was sent out, filled in and saved as text.",
        )
    properties = {identity.KIND: identity.CAR_KIND, identity.VERSION: first[len(_FIRST) :].strip()}
    for line in lines:
        key, colon, value = line.partition(": ")
        if colon and key in _HEAD:
            properties[_HEAD[key]] = value.strip()
    return _fields(answer), _rows(request), properties


def _decoded(file: FormFile) -> str:
    try:
        encoding = encoding_of(file.content[: 1 << 16])
    except Unreadable as error:
        raise AuditkitError(
            f"{file.shown} is no text. {error.what}", "Save the answer as plain text (UTF-8)."
        ) from error
    stream = io.TextIOWrapper(io.BytesIO(file.content), encoding, errors="replace", newline=None)
    return stream.read().removeprefix("\ufeff")


def _fields(answer: str) -> tuple[Found, ...]:
    """Each field by the name behind its label; where that was lost, by the label."""
    named: dict[str, list[str]] = {}
    labelled: dict[str, list[str]] = {}
    into: list[str] = []
    for line in answer.splitlines():
        if line.startswith(_FIELD):
            label, name = _label_and_name(line.removeprefix(_FIELD))
            into = named.setdefault(name, []) if name in _NAMES else []
            if name not in _NAMES:
                labelled.setdefault(label_key(label), into)
        else:
            into.append(line)
    return tuple(_found(each, named, labelled) for each in ANSWER)


def _label_and_name(line: str) -> tuple[str, str]:
    """``Root cause [car.root_cause]`` as its two parts; the name is empty where there is none."""
    label, bracket, name = line.strip().removesuffix("]").rpartition("[")
    if bracket and line.rstrip().endswith("]") and _NAME.fullmatch(name):
        return label.strip(), name
    return line.strip(), ""


def _found(field: Field, named: dict[str, list[str]], labelled: dict[str, list[str]]) -> Found:
    if field.name in named:
        return Found(field, joined(["\n".join(named[field.name])]), How.HEADING)
    lines = labelled.get(label_key(field.label))
    if lines is None:
        return Found(field, "", How.NOWHERE)
    return Found(field, joined(["\n".join(lines)]), How.LABEL)


def _rows(request: str) -> dict[str, str]:
    """Labels stand at the beginning of a line, what belongs to them is indented."""
    rows: dict[str, list[str]] = {}
    into: list[str] = []
    for line in request.splitlines():
        label, colon, _ = line.partition(":")
        if colon and label in REQUEST_LABELS:
            into = rows.setdefault(label, [])
        else:
            into.append(line.strip())
    return {label: "\n".join(lines) for label, lines in rows.items()}


def _row(label: str, value: str) -> str:
    shown = text.xml(value).replace("\n", f"\n{_INDENT}")
    return f"{label}:\n{_INDENT}{shown}"


def _body(value: str) -> str:
    """An answer that stands in the record; its own lines never look like those of a field."""
    return _FIELD_AT.sub(" >>", text.xml(value))
