"""A form as it was read: its fields, the request as it stands there, what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditkit.documents.car import ANSWER, REQUEST_LABELS
from auditkit.documents.intake import identity
from auditkit.documents.intake.fields import Found, find
from auditkit.documents.intake.index import index_of
from auditkit.documents.intake.opened import FormFile, open_word
from auditkit.documents.intake.plain import SUFFIXES, read_plain
from auditkit.text import clip

_COMMENT = 200  # characters of a comment that are shown
_COMMENTS = 5


@dataclass(frozen=True)
class Form:
    """What stands in a form."""

    fields: tuple[Found, ...]
    rows: Mapping[str, str]
    """The request, label to text, as far as its rows are there."""
    properties: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @property
    def has_rows(self) -> bool:
        """Whether the form shows its request at all."""
        return bool(self.rows)

    @property
    def request_untouched(self) -> bool:
        """Whether the request still reads as it did when the form was written."""
        rows = [(label, self.rows.get(label, "")) for label in REQUEST_LABELS]
        return self.properties.get(identity.LOCKED) == identity.hash_of_rows(rows)


def read_form(file: FormFile) -> Form:
    """Read a form; raises `AuditkitError` for what is none."""
    if file.path.suffix.lower() in SUFFIXES:
        return Form(*read_plain(file))
    return _from_word(file)


def _from_word(file: FormFile) -> Form:
    opened = open_word(file)
    index = index_of(opened.body, (each.bookmark for each in ANSWER))
    rows = {label: index.row(label) for label in REQUEST_LABELS if index.has_row(label)}
    notes = []
    if index.changes:
        notes.append(
            "The form holds tracked changes: text put in was read, text taken out was left out."
        )
    for comment in opened.comments[:_COMMENTS]:
        notes.append(f"A comment in the form, not taken in: {clip(comment, _COMMENT)}")
    if len(opened.comments) > _COMMENTS:
        notes.append(f"{len(opened.comments) - _COMMENTS} more comments stand in the form.")
    return Form(tuple(find(index, ANSWER)), rows, opened.properties, tuple(notes))
