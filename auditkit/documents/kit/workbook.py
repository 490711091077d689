"""The smallest workbook that Excel accepts: the data behind a chart ("Edit data")."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.documents.kit.inline import guard
from auditkit.documents.kit.save import pack

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def column(index: int) -> str:
    """The letter of a column, 0 = A (a chart has fewer than 26 series)."""
    return chr(ord("A") + index)


def workbook(rows: Sequence[Sequence[str | int]]) -> bytes:
    """One sheet, deterministic. Strings are inline, so that none is ever read as a formula."""
    data = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet '
        'name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>'
        "</worksheet>",
    }
    return pack({name: (_HEAD + content).encode() for name, content in parts.items()})


def _row(number: int, values: Sequence[str | int]) -> str:
    cells = (_cell(f"{column(c)}{number}", value) for c, value in enumerate(values))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{guard(value)}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
)
