"""Saving: the same record gives the same bytes, and the document names the hash of its content.

The content hash is SHA-256 over the sorted names and contents of all parts, taken with a mark where
the hash itself is to stand. Unlike the hash of the file it does not change with the zip library.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from auditkit.files import write_bytes

if TYPE_CHECKING:
    from docx.document import Document

HASH_MARK = "auditkit-content-hash-goes-here"
HASH_PROPERTY = "auditkit.content"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")


class Sealed(NamedTuple):
    """A finished document: its bytes and its content hash (64 hex digits)."""

    content: bytes
    content_hash: str


def seal(document: Document) -> Sealed:
    """The finished bytes of a document, with its content hash put in place of the mark."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    digest = hash_of(members)
    mark, value = HASH_MARK.encode(), digest.encode()
    return Sealed(pack({name: data.replace(mark, value) for name, data in members.items()}), digest)


def hash_of(members: Mapping[str, bytes]) -> str:
    """The content hash of the parts of a document."""
    total = hashlib.sha256()
    for name in sorted(members):
        total.update(name.encode() + b"\0" + hashlib.sha256(members[name]).digest())
    return total.hexdigest()


def pack(members: Mapping[str, bytes]) -> bytes:
    """A zip archive without clock, user or platform in it."""
    target = io.BytesIO()
    order = sorted(members, key=lambda name: (*(name != first for first in _FIRST), name))
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, members[name], compresslevel=6)
    return target.getvalue()


def write_sealed(target: Path, sealed: Sealed) -> str:
    """Write the document aside and move it into place; returns the SHA-256 of the file.

    Raises `AuditkitError` in one sentence when the target is open, read-only or the disk is full.
    """
    write_bytes(target, sealed.content)
    return hashlib.sha256(sealed.content).hexdigest()
