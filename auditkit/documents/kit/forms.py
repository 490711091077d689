"""Fields to fill in: content controls that survive Word and LibreOffice.

Only a run-level rich-text control inside a bookmark keeps both text and name through LibreOffice
(plain-text and block-level controls lose or double text there), so all fields are built that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditkit.documents.kit.blocks import laid
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import attribute, runs, starts_rtl
from auditkit.documents.kit.tables import Cell, text_cell


class Asked(StrEnum):
    """What kind of answer a field takes."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"


PLACEHOLDERS = {
    Asked.TEXT: "Click or tap here to write.",
    Asked.DATE: "Click or tap to choose a date.",
    Asked.CHOICE: "Choose one.",
}

_TO_FILL = "FFF9E5"
_ROOM = '<w:spacing w:after="720"/>'


@dataclass(frozen=True)
class Field:
    """A field of a form. ``name`` is found again when the form comes back: as tag of the control,
    as bookmark ``AK_name``, or by the ``label`` of its row."""

    name: str
    label: str
    asked: Asked = Asked.TEXT
    choices: tuple[str, ...] = ()
    tall: bool = False
    """Whether an answer of several lines is expected: an empty field shows room for it."""

    @property
    def bookmark(self) -> str:
        """The bookmark around its control (see `Flow.anchor`)."""
        return f"AK_{self.name.replace('.', '_')}"


def control(flow: Flow, field: Field, value: str | date | None = None) -> str:
    """The content control of a field, showing ``value`` or what to do."""
    shown = value.isoformat() if isinstance(value, date) else (value or "")
    look = "" if shown else '<w:rStyle w:val="PlaceholderText"/>'
    content = runs(shown or PLACEHOLDERS[field.asked], look)
    prompt = "" if shown else "<w:showingPlcHdr/>"
    return flow.bookmark(
        field.name,
        f"<w:sdt><w:sdtPr><w:alias w:val={attribute(field.label)}/><w:tag "
        f'w:val={attribute(field.name)}/><w:id w:val="{flow.next_id("sdt")}"/>'
        f'<w:lock w:val="sdtLocked"/>{prompt}{_kind(field, value)}</w:sdtPr><w:sdtContent>{content}'
        "</w:sdtContent></w:sdt>",
    )


def form_rows(
    flow: Flow, fields: Sequence[tuple[Field, str | date | None]]
) -> list[tuple[Cell, Cell]]:
    """Rows of a form: the label, and beside it the control, shaded as what is to be filled in."""
    return [
        (text_cell(field.label), _to_fill(field, control(flow, field, value), str(value or "")))
        for field, value in fields
    ]


def _to_fill(field: Field, made: str, shown: str) -> Cell:
    room = _ROOM if field.tall and not shown else ""
    inner = laid(made, "TableText", settings=room, rtl=starts_rtl(shown))
    return Cell(inner, _TO_FILL, len(shown))


def _kind(field: Field, value: str | date | None) -> str:
    """What makes a control a date or a choice. No kind at all is rich text."""
    if field.asked is Asked.DATE:
        full = f' w:fullDate="{value.isoformat()}T00:00:00Z"' if isinstance(value, date) else ""
        return (
            f'<w:date{full}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
        )
    if field.asked is Asked.CHOICE:
        items = "".join(
            f"<w:listItem w:displayText={attribute(each)} w:value={attribute(each)}/>"
            for each in field.choices
        )
        return f"<w:dropDownList>{items}</w:dropDownList>"
    return ""
