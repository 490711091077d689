"""A template as it lies on the disk. No template can run anything: macros are refused, and there
is no template language, only names in double brackets."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.documents.agreement.opened import BODY, open_document
from auditkit.documents.kit.save import pack
from auditkit.errors import AuditkitError
from auditkit.text import one_line

if TYPE_CHECKING:
    from docx.document import Document

TYPES = "[Content_Types].xml"
_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Template:
    """A ``.docx`` or ``.dotx`` file, read once; every document starts from a fresh copy."""

    name: str
    content: bytes
    """As a document, whatever it was."""
    sha256: str
    """Hash of the file as it lies on the disk."""

    def copy(self) -> Document:
        """A fresh document. Raises `AuditkitError` where python-docx cannot read it."""
        import docx

        try:
            return docx.Document(io.BytesIO(self.content))
        except (KeyError, ValueError, AttributeError) as error:
            raise AuditkitError(
                f"The template {self.name} is not built as Word builds documents.",
                "Open it in Word and save it anew as .docx or .dotx.",
            ) from error


def open_template(path: Path) -> Template:
    """Read a template. Raises `AuditkitError` for what is no Word file, and for macros."""
    opened = open_document(path)
    parts = dict(opened.parts)
    name = one_line(path.name)
    types = parts.get(TYPES, b"")
    if b"macroEnabled" in types or any("vbaproject" in each.casefold() for each in parts):
        raise AuditkitError(
            f"The template {name} holds macros, which auditkit never passes on.",
            "Save it without macros, as .docx or .dotx.",
        )
    if _TEMPLATE not in types and _DOCUMENT not in types:
        raise AuditkitError(
            f"{name} is no Word document or template.", "Give a .docx or .dotx file."
        )
    opened.tree(BODY)
    parts[TYPES] = types.replace(_TEMPLATE, _DOCUMENT)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise AuditkitError(f"{name} cannot be read any more.", "Try again.") from error
    return Template(name, pack(parts), digest)


def members(content: bytes) -> dict[str, bytes]:
    """The parts of a finished document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
