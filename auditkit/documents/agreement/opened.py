"""A document as it comes back: its parts, what it says of itself, and whether it was edited.

Nothing of it is trusted: parts are read with caps, entities are never expanded, and what it says
of itself only tells what to compare it with.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditkit.documents.kit.save import HASH_MARK, HASH_PROPERTY, hash_of
from auditkit.documents.kit.xml import foreign
from auditkit.errors import AuditkitError
from auditkit.evidence.extract.base import DEFAULT
from auditkit.evidence.extract.package import BROKEN, LOCKED, disorder, packed_too_well
from auditkit.evidence.opening import Vanished, open_regular, refusal
from auditkit.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

BODY, STYLES, CUSTOM = "word/document.xml", "word/styles.xml", "docProps/custom.xml"
_MAIN = re.compile(r"word/document\d*\.xml")
_MOST_PARTS = 2_000
_MOST_BYTES = 256 << 20
"""Unpacked. A report with 350 findings has some 8 MB."""
_MOST_TAGS = 6_000_000
"""Of a part; a register with 20,000 pieces of evidence has some three million, and a parser takes
some three seconds and 130 MB a million."""
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


@dataclass(frozen=True)
class OpenedDocument:
    """A Word document as parts by name."""

    path: Path
    parts: Mapping[str, bytes]

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """Its custom properties."""
        found = self.tree(CUSTOM)
        every = found.iter(_PROPERTY) if found is not None else ()
        return {each.get("name", ""): "".join(each.itertext()) for each in every}

    @property
    def content_hash(self) -> str:
        """The content hash that it names; empty where it names none."""
        return self.properties.get(HASH_PROPERTY, "")

    @property
    def untouched(self) -> bool:
        """Whether its content is still what its own hash names."""
        named = self.content_hash.encode()
        if len(named) != 64:
            return False
        mark = HASH_MARK.encode()
        marked = {name: data.replace(named, mark) for name, data in self.parts.items()}
        return hash_of(marked).encode() == named

    def tree(self, name: str) -> _Element | None:
        """A part as XML; None where there is no such part. Raises `AuditkitError`."""
        data = self.parts.get(name)
        return None if data is None else _parsed(data, self.path)


def open_document(path: Path) -> OpenedDocument:
    """Read a ``.docx``. Raises `AuditkitError` in one sentence for what is none."""
    try:
        with open_regular(path) as source, zipfile.ZipFile(source) as archive:
            _require_order(archive, path)
            parts = _parts(archive, path)
    except Vanished as error:
        raise AuditkitError(f"There is no file {_shown(path)}.", "Check its name.") from error
    except OSError as error:
        raise refusal(path, error) from error
    except (*BROKEN, *LOCKED) as error:
        raise _no_document(path) from error
    # Word for the web calls it "document2.xml" now and then.
    found = next((name for name in sorted(parts) if _MAIN.fullmatch(name)), "")
    if not found:
        raise _no_document(path)
    parts[BODY] = parts.pop(found)
    return OpenedDocument(path, parts)


def _parts(archive: zipfile.ZipFile, path: Path) -> dict[str, bytes]:
    entries = archive.infolist()
    total = sum(each.file_size for each in entries)
    if len(entries) > _MOST_PARTS or total > _MOST_BYTES:
        raise _too_big(path)
    if any(packed_too_well(each, DEFAULT) for each in entries):
        raise _too_big(path)
    parts: dict[str, bytes] = {}
    for entry in entries:
        with archive.open(entry) as part:
            data = parts[entry.filename] = part.read(entry.file_size)
        if data.count(b"<") > _MOST_TAGS:
            raise _too_big(path)
    return parts


def _require_order(archive: zipfile.ZipFile, path: Path) -> None:
    """What is compared here has to be what Word shows."""
    if fault := disorder(archive):
        raise AuditkitError(
            f"Programs may read different things in {_shown(path)}. {fault}",
            "Ask where the file comes from; give the one that was saved from Word.",
        )


def _too_big(path: Path) -> AuditkitError:
    return AuditkitError(
        f"{_shown(path)} is too big when unpacked to be an honest document.",
        "Give the file that was saved from Word.",
    )


def _parsed(data: bytes, path: Path) -> _Element:
    from lxml import etree

    try:
        tree = foreign(data)
    except etree.XMLSyntaxError as error:
        raise _no_document(path) from error
    if tree.getroottree().docinfo.doctype:
        raise AuditkitError(
            f"{_shown(path)} declares entities of its own, which no Word document does.",
            "Ask where the file comes from; do not open it.",
        )
    return tree


def _no_document(path: Path) -> AuditkitError:
    return AuditkitError(
        f"{_shown(path)} is no Word document that can be read.",
        "Save it as .docx in Word or LibreOffice.",
    )


def _shown(path: Path) -> str:
    return one_line(path.name)


def require(opened: OpenedDocument, name: str) -> str:
    """A property that every document of auditkit has; raises `AuditkitError` where it is not."""
    value: Any = opened.properties.get(name)
    if not value:
        raise AuditkitError(
            f"{_shown(opened.path)} does not say which audit it was made from.",
            "Only documents written by 'auditkit report' can be held against the record.",
        )
    return str(value)
