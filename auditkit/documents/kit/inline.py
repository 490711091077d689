"""Text as WordprocessingML runs: the one place where a foreign string enters a document."""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape

from auditkit import text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" mc:Ignorable="w14"'
)
_RTL_CHARS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL = re.compile(f"[{_RTL_CHARS}]")
_RTL_SPLIT = re.compile(f"([{_RTL_CHARS}]+(?:\\s+[{_RTL_CHARS}]+)*)")
_PIECES = re.compile("([\n\t])")
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def guard(value: str) -> str:
    """A foreign string as character data of an element."""
    return escape(text.xml(value))


def attribute(value: str) -> str:
    """A foreign string as a quoted attribute value, on one line."""
    flat = " ".join(text.xml(value).split())
    return '"' + escape(flat, {'"': "&quot;"}) + '"'


def runs(value: str, properties: str = "") -> str:
    """A string as runs: line breaks and tabs become Word's own, right-to-left script is marked."""
    if value and value.isascii() and value.isprintable():  # most are, and need no second look
        return _run(_characters(value), properties)
    return "".join(
        _run(_BREAKS[piece], properties) if piece in _BREAKS else _spans(piece, properties)
        for piece in _PIECES.split(text.xml(value))
        if piece
    )


def bold(value: str) -> str:
    """A string as bold runs."""
    return runs(value, "<w:b/><w:bCs/>")


def starts_rtl(value: str) -> bool:
    """Whether the first strong character runs from right to left (Unicode bidi rules P2, P3)."""
    if value.isascii() or not _RTL.search(value):
        return False
    for char in value:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _spans(line: str, properties: str) -> str:
    if not _RTL.search(line):
        return _run(_characters(line), properties)
    return "".join(
        _run(_characters(span), properties + ("<w:rtl/>" if _RTL.match(span) else ""))
        for span in _RTL_SPLIT.split(line)
        if span
    )


def _characters(span: str) -> str:
    if "&" in span or "<" in span or ">" in span:
        span = escape(span)
    return f'<w:t xml:space="preserve">{span}</w:t>'


def _run(content: str, properties: str) -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"
