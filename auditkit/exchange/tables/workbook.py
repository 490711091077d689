"""The tables as one workbook: a sheet each, head frozen, filters, dates as dates."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from auditkit import text
from auditkit.exchange.tables.model import Table, Value, guarded
from auditkit.exchange.tables.separated import dated

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year; what lies before that bug is written as text."""
_A4 = 9
_PERCENT = 60
_LINE = 15.0
_TALLEST = 405.0
"""Points; Excel has no row above 409."""
_LOST = 1.08
"""What is lost at the end of lines, because words are not broken."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_HEAD = {
    "bold": True,
    "font_color": "FFFFFF",
    "bg_color": "1F3A5F",
    "text_wrap": True,
    "valign": "vcenter",
}


def workbook(tables: Sequence[Table], title: str, head: str, made: datetime | None) -> bytes:
    """The whole file, with the ``head`` of the record on each page. ``made`` is a date of the
    record, never the clock: the same tables give the same bytes."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, _OPTIONS) as book:
        created = made.replace(tzinfo=None, microsecond=0) if made else datetime(1980, 1, 1)
        said = {"title": text.clip(text.xml(title), 255), "comments": f"Record {head}"}
        book.set_properties({**said, "author": "auditkit", "created": created})
        looks = _Looks(book)
        for each in tables:
            sheet = book.add_worksheet(each.title)
            sheet.set_footer(f"&L{each.title}, record {head}&RPage &P of &N")
            _sheet(sheet, each, looks)
    return target.getvalue()


class _Looks:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top"}
        self.head: Format = book.add_format(_HEAD)
        self.text: Format = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        self.number: Format = book.add_format(
            {**base, "num_format": "0", "align": "right", "indent": 1}
        )
        self.day: Format = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment: Format = book.add_format(
            {**base, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}
        )


def _sheet(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    _paper(sheet)
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.title, looks.head)
    widths = [each.width for each in table.columns]
    for row, values in enumerate(table.rows, start=1):
        sheet.set_row(row, _height(values, widths))
        for number, value in enumerate(values):
            _write(sheet, row, number, value, looks)


def _paper(sheet: Worksheet) -> None:
    """Printed, a wide table goes over several sheets; head and first column are on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_print_scale(_PERCENT)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.print_across()


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """The height of a row in points: Excel finds it by itself, LibreOffice does not."""
    lines = max(
        (_lines(value, width) for value, width in zip(values, widths) if isinstance(value, str)),
        default=1,
    )
    return min(_TALLEST, _LINE * lines)


def _lines(value: str, width: int) -> int:
    """Lines that a text takes when it is wrapped, rather one too many than one too few."""
    if len(value) < width and "\n" not in value:
        return 1 if value.isascii() else 1 + (2 * len(value) > width)
    wide = 1 if value.isascii() else 2
    return sum(1 + int(_LOST * wide * len(each) / width) for each in value.split("\n"))


def _write(sheet: Worksheet, row: int, column: int, value: Value, looks: _Looks) -> None:
    if isinstance(value, datetime):
        if value.date() >= _FIRST_DAY:
            sheet.write_datetime(row, column, value.replace(tzinfo=None), looks.moment)
            return
        value = dated(value)
    if isinstance(value, date):
        if value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, looks.day)
            return
        value = dated(value)
    if isinstance(value, int):
        sheet.write_number(row, column, value, looks.number)
    elif value:
        sheet.write_string(row, column, guarded(value), looks.text)
