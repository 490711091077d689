"""Reading a checklist file, with errors that name file, line, field and a remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from auditkit.checklist.model import Checklist
from auditkit.errors import AuditkitError
from auditkit.text import one_line

LARGEST = 8_000_000
"""Bytes; a checklist is some hundred kilobytes, anything far above is a mistake."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_PATH = re.compile(r" - at `([^`]*)`")


def load_checklist(path: Path) -> Checklist:
    """Read and type a checklist. Raises `AuditkitError` in one sentence; deeper questions
    (identifiers, wording) are `auditkit.checklist.lint`'s."""
    return parse(read_text(path), path.name)


def read_text(path: Path) -> str:
    """The text of a checklist file; raises `AuditkitError`.

    Windows editors begin UTF-8 files with a byte order mark; it is no part of the text.
    """
    name = one_line(path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise AuditkitError(f"{name} is too large for a checklist.", "Is it the right file?")
        content = path.read_bytes()
    except OSError as error:
        raise AuditkitError(
            f"{name} cannot be read: {error.strerror}.", "Check the name and the permissions."
        ) from error
    return decoded(content, name)


def decoded(content: bytes, name: str) -> str:
    """The text in a checklist file; raises `AuditkitError`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AuditkitError(
            f"{one_line(name)} is no UTF-8 text (byte {error.start}).", "Save it as UTF-8."
        ) from error


def parse(text: str, name: str) -> Checklist:
    """A checklist from its text; ``name`` stands in error messages."""
    return _typed(_toml(text, name), text, name)


def _toml(text: str, name: str) -> dict[str, Any]:
    import tomllib  # not for checklists that were read before

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = found.group(1) if found else len(text.splitlines())
        said = _AT_LINE.sub("", str(error)).strip()
        raise AuditkitError(
            f"{one_line(name)}, line {line}: this is no valid TOML: {one_line(said)}.",
            "Look at the line and the one before it: quotes and brackets have to be closed.",
        ) from error
    except RecursionError as error:
        raise AuditkitError(f"{one_line(name)} is nested too deeply.") from error


def _typed(fields: dict[str, Any], text: str, name: str) -> Checklist:
    try:
        return msgspec.convert(fields, Checklist)
    except msgspec.ValidationError as error:
        from auditkit.checklist.locate import line_of

        found = _PATH.search(str(error))
        path = found.group(1) if found else "$"
        said = _PATH.sub("", str(error))
        line = line_of(text, path)
        quotes = "Put the value in quotes. " if said.startswith("Expected `str`") else ""
        raise AuditkitError(
            f"{one_line(name)}, line {line}, {readable(path)}: {one_line(said)}.",
            f"{quotes}Correct that field; docs/checklists.md describes each one.",
        ) from error


def readable(path: str) -> str:
    """A place in the file as a person reads it: ``section 2, requirement 1, field title``."""
    parts = []
    for name, index in re.findall(r"\.(\w+)(?:\[(\d+)\])?", path):
        if index and name in ("section", "requirement", "check", "sector"):
            parts.append(f"{name} {int(index) + 1}")
        else:
            parts.append(f"field {name}")
    return ", ".join(parts) or "the top of the file"
