"""Workbooks: title rows, a header row, then one record a row."""

import io
import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .pack import write_package
from .source import Source, cells

SHEET = re.compile(r"== (.+)")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
HEADER_ROW = 4
WIDEST, NARROWEST = 46, 8
FILL = PatternFill("solid", start_color="1F3A4D")
EDGE = Border(bottom=Side(style="hair", color="8899AA"))


def write_workbook(source: Source, target: Path) -> None:
    """Write `source` as a workbook, one sheet for each `== NAME` line."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets(source.body):
        fill(workbook.create_sheet(name), lines)
    set_properties(workbook, source)
    buffer = io.BytesIO()
    workbook.save(buffer)
    write_package(buffer.getvalue(), target, source.moment("modified"))


def sheets(body: str) -> list[tuple[str, list[str]]]:
    """The sheets of a source: their names and lines."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if match := SHEET.fullmatch(line):
            found.append((match[1].strip(), []))
        else:
            found[-1][1].append(line)
    return found


def fill(sheet: Worksheet, lines: list[str]) -> None:
    """Lines 1 to 3 are the head of the sheet, line 4 names the columns."""
    while lines and not lines[-1].strip():
        lines.pop()
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(cells(line) if number >= HEADER_ROW else [line], start=1):
            if text:
                sheet.cell(number, column, typed(text))
    dress(sheet)


def typed(text: str) -> str | int | float:
    """A number where the cell is one; dates stay as they were typed."""
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def dress(sheet: Worksheet) -> None:
    """Fonts, widths, frozen header, filter."""
    sheet["A1"].font = Font(bold=True, size=14, color="1F3A4D")
    for row in sheet.iter_rows(min_row=HEADER_ROW):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = EDGE
    for cell in sheet[HEADER_ROW]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), FILL
    for index, column in enumerate(sheet.iter_cols(min_row=HEADER_ROW), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        width = min(max(longest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
    sheet.freeze_panes, sheet.auto_filter.ref = f"B{HEADER_ROW + 1}", f"A{HEADER_ROW}:{last}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def set_properties(workbook: Workbook, source: Source) -> None:
    """Author and dates as the story of the sample has them."""
    properties = workbook.properties
    properties.title, properties.creator = source.title, source.author
    properties.lastModifiedBy = str(source.facts.get("modified_by", source.author))
    properties.created, properties.modified = source.moment("created"), source.moment("modified")
