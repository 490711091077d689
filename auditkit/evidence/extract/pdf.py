"""PDF: one passage a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.model import Passage

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_A-Z])\x02(?=[^\W\d_A-Z])")
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pdf(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``page 3``. Raises `Unreadable` for a broken, encrypted or scanned document."""
    data = source.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise Unreadable("The document is too big to be read.")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        found = False
        for number in range(min(len(document), limits.pages)):
            text = _page(document, number)
            found = found or bool(text.strip())
            yield Passage(f"page {number + 1}", text)
    finally:
        document.close()
    if not found:
        raise Unreadable("The document holds no text; it may be a scan.")


def _refusal(error: pypdfium2.PdfiumError) -> Unreadable:
    if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
        return Unreadable("The document is protected by a password.")
    return Unreadable("The document is broken, or no PDF.")


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page; a broken page among whole ones is an empty one."""
    try:
        page = document[number]
        text = page.get_textpage()
        try:
            return _joined(str(text.get_text_bounded()))
        finally:
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        return ""


def _joined(text: str) -> str:
    """Words broken at the end of a line in one piece: PDFium puts U+0002 for such a hyphen. Behind
    a capital (``AI-based``) the hyphen is more likely one of the word."""
    return _BROKEN_WORD.sub("", text.replace("\r\n", "\n")).replace("\x02", "-")
