"""Finding the line of a field in a checklist file, for messages.

tomllib gives values without places. The shape of a checklist is regular enough to count its
table headers.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*\[\[\s*([\w.]+)\s*\]\]")
_INDEX = re.compile(r"\.(\w+)\[(\d+)\]")
_TABLES = ("section", "section.requirement", "section.requirement.check", "sector")


def line_of(text: str, path: str) -> int:
    """The line (from 1) of a place as msgspec names it: ``$.section[3].requirement[0].title``."""
    wanted = _wanted(path)
    field = _field(path)
    lines = text.splitlines()
    start = _start(lines, wanted) if wanted else 0
    return _field_line(lines, start, field)


def _wanted(path: str) -> list[tuple[str, int]]:
    """Table names with their index, outermost first."""
    wanted: list[tuple[str, int]] = []
    for name, index in _INDEX.findall(path):
        table = ".".join((*(wanted[-1][0].split(".") if wanted else ()), name))
        if table not in _TABLES:
            break
        wanted.append((table, int(index)))
    return wanted


def _field(path: str) -> str:
    names = re.findall(r"\.(\w+)", path)
    return next((name for name in reversed(names) if name not in _INDEX_NAMES), "")


_INDEX_NAMES = ("section", "requirement", "check", "sector")


def _start(lines: list[str], wanted: list[tuple[str, int]]) -> int:
    """Index of the header line of the innermost wanted table."""
    counts: dict[str, int] = {}
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if not found:
            continue
        table = found.group(1)
        counts[table] = counts.get(table, -1) + 1
        for inner in [name for name in counts if name.startswith(f"{table}.")]:
            del counts[inner]
        if all(counts.get(name) == index for name, index in wanted) and table == wanted[-1][0]:
            return number
    return 0


def _field_line(lines: list[str], start: int, field: str) -> int:
    pattern = re.compile(rf"^\s*{re.escape(field)}\s*=") if field else None
    for number in range(start, len(lines)):
        if number > start and _HEADER.match(lines[number]):
            break
        if pattern and pattern.match(lines[number]):
            return number + 1
    return start + 1
