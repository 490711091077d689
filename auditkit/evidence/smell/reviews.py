"""Dates by which a document was to be reviewed, or until which it holds, that have passed.

They stand in the control block of a document, or in a column of a register with one row for each
document, supplier or licence. A row that says it has ended is no open matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from auditkit.evidence.smell.control import head
from auditkit.evidence.smell.dates import value
from auditkit.evidence.smell.facts import Context, Facts, Line, Spot
from auditkit.evidence.smell.nature import PAPERS, WRITTEN, is_set_aside, is_template

_LABEL = (
    r"(?:(?:date of )?next (?:scheduled |planned |periodic |annual )?review"
    r"(?: (?:date|due(?: date)?))?|review (?:due(?: date| on| by)?|before|by)"
    r"|(?:due|to be reviewed|re-?assess) (?:for review|by)"
    r"|valid (?:until|to|through)|expir(?:es|ation date|y date)(?: on)?"
    r"|n(?:ä|ae)chste (?:über|ueber)?pr(?:ü|ue)fung|g(?:ü|ue)ltig bis)"
)
_LABELLED = re.compile(rf"{_LABEL}(?: ?\([^)]*\))?\s*(?:[:|]\s*|\s)(.{{4,40}})", re.IGNORECASE)
_COLUMN = re.compile(_LABEL, re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:closed|expired|ended|terminated|cancelled|superseded|replaced|withdrawn|retired|obsolete"
    r"|renewed|extended|no longer|completed|example)\b",
    re.IGNORECASE,
)
_REGISTERS = frozenset({"Excel", "CSV", "OpenDocument table", "Word", "OpenDocument text"})
_MOST_ROWS = 500  # a longer table is data, not a register that people keep
_HEADER_ROWS = 10


def reviews_passed(facts: Facts, context: Context) -> Iterator[Spot]:
    """Review dates before the day of the question, in the block or in rows of a register."""
    if facts.kind not in PAPERS or is_template(facts) or is_set_aside(facts):
        return
    if facts.kind in WRITTEN or facts.kind in ("Markdown", "HTML"):
        yield from _in_block(facts, context.on)
    if facts.kind in _REGISTERS:
        yield from _in_columns(facts, context.on)


def _in_block(facts: Facts, on: date) -> Iterator[Spot]:
    for line in head(facts):
        if (found := _LABELLED.match(line.text)) and _passed(found[1], on):
            yield Spot(line.place, line.text)


def _in_columns(facts: Facts, on: date) -> Iterator[Spot]:
    """Empty cells are lost in a row of text: only rows as long as their header are sure."""
    for rows in _tables(facts):
        header, columns = _header(rows)
        if not columns or len(rows) > _MOST_ROWS:
            continue
        for line in rows:
            cells = line.text.split(" | ")
            late = [at for at in columns if len(cells) == len(header) and _passed(cells[at], on)]
            if late and not _ENDED.search(line.text):
                yield Spot(line.place, f"{cells[0]}, {header[late[0]]}: {cells[late[0]]}")


def _header(rows: list[Line]) -> tuple[list[str], list[int]]:
    """The names of the columns, and which of them are review dates."""
    for line in rows[:_HEADER_ROWS]:
        cells = [cell.strip().replace("_", " ") for cell in line.text.split(" | ")]
        if len(cells) > 2 and (found := [n for n, c in enumerate(cells) if _COLUMN.fullmatch(c)]):
            return cells, found
    return [], []


def _tables(facts: Facts) -> Iterator[list[Line]]:
    """The rows of each sheet or table."""
    table, rows = "", list[Line]()
    for line in facts.lines():
        name, comma, _ = line.place.rpartition("row ")
        if not comma:
            continue
        if name != table:
            yield rows
            table, rows = name, []
        rows.append(line)
    yield rows


def _passed(text: str, on: date) -> bool:
    found = value(text.strip())
    return found is not None and found.last < on
