"""A template as it lies on the disk. No template can run anything: macros are refused, and there
is no template language, only names in double brackets.

What python-docx is to work with is looked over before it sees it: every XML part is parsed by the
same guarded parser as documents are (`agreement.opened`), and has to be what its type says."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditkit.documents.agreement.opened import BODY, OpenedDocument, open_document
from auditkit.documents.kit.save import pack
from auditkit.documents.kit.xml import W
from auditkit.errors import AuditkitError
from auditkit.text import one_line

if TYPE_CHECKING:
    from docx.document import Document

TYPES = "[Content_Types].xml"
_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"
_ROOTS: Final = {
    "document.main+xml": "document",
    "template.main+xml": "document",
    "styles+xml": "styles",
    "numbering+xml": "numbering",
    "settings+xml": "settings",
    "header+xml": "hdr",
    "footer+xml": "ftr",
    "footnotes+xml": "footnotes",
    "endnotes+xml": "endnotes",
}
"""What the root of a part is called, by the end of its content type."""


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
            document = docx.Document(io.BytesIO(self.content))
            for reached in _REACHED:
                reached(document)
        # It says so in whatever way it happens to stumble, up to RecursionError.
        except Exception as error:
            raise _not_as_word(self.name) from error
        return document


_REACHED: tuple[Callable[[Document], object], ...] = (
    lambda document: document.styles.element.tag,
    lambda document: document.settings.element.tag,
    lambda document: document.core_properties.title,
    lambda document: [
        relation.reltype.strip()
        for part in (document.part.package, *document.part.package.iter_parts())
        for relation in part.rels.values()
    ],
    lambda document: [
        [each.is_linked_to_previous or each.paragraphs for each in (part.header, part.footer)]
        for part in document.sections
    ],
)
"""What filling a template in goes through, so that it is known at once whether that is there."""


def _not_as_word(name: str) -> AuditkitError:
    return AuditkitError(
        f"The template {name} is not built as Word builds documents.",
        "Open it in Word and save it anew as .docx or .dotx.",
    )


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
    _require_whole(opened, name)
    parts[TYPES] = types.replace(_TEMPLATE, _DOCUMENT)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise AuditkitError(f"{name} cannot be read any more.", "Try again.") from error
    return Template(name, pack(parts), digest)


def _require_whole(opened: OpenedDocument, name: str) -> None:
    """Every XML part is one, and begins as its type says; the main one has a body."""
    types = _types_of(opened)
    for part in opened.parts:
        kind = types.get(part.casefold()) or types.get(part.rpartition(".")[2].casefold(), "")
        if part != TYPES and not part.casefold().endswith((".xml", ".rels")) and "+xml" not in kind:
            continue
        tree = opened.tree(part)
        root = next((each for end, each in _ROOTS.items() if kind.endswith(f".{end}")), "")
        if root and (tree is None or tree.tag != f"{W}{root}"):
            raise _not_as_word(name)
    body = opened.tree(BODY)
    if body is None or body.tag != f"{W}document" or body.find(f"{W}body") is None:
        raise _not_as_word(name)


def _types_of(opened: OpenedDocument) -> dict[str, str]:
    """Content types by the name of a part, and by the ending of names."""
    tree = opened.tree(TYPES)
    found = {}
    for each in tree if tree is not None else ():
        named = each.get("PartName", "").lstrip("/") or each.get("Extension", "")
        found[named.casefold()] = each.get("ContentType", "")
    return found


def members(content: bytes) -> dict[str, bytes]:
    """The parts of a finished document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
