"""A table as CSV (RFC 4180), with the mark that tells spreadsheets it is UTF-8."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from auditkit.exchange.tables.model import Table, Value, guarded


def separated(table: Table) -> bytes:
    """The whole file: commas, CRLF, quotes where they are needed; dates as ISO 8601."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([each.title for each in table.columns])
    writer.writerows([plain(value) for value in row] for row in table.rows)
    return target.getvalue().encode("utf-8-sig")


def plain(value: Value) -> str:
    """A value as the text of a cell."""
    return guarded(value) if isinstance(value, str) else dated(value)


def dated(value: date | int | None) -> str:
    """A number, date or time (UTC) as text; empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").partition("+")[0]
    return value.isoformat() if isinstance(value, date) else str(value)
