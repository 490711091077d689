"""Saving: the same record gives the same bytes, and the document names the hash of its content.

The content hash is SHA-256 over the sorted names and contents of all parts, taken with a mark where
the hash itself is to stand. Unlike the hash of the file it does not change with the zip library.
Until then those places hold a mark that names the state of the record: no text of that record can
hold it, so that the mark itself may be written about.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from auditkit.errors import AuditkitError
from auditkit.files import write_to_share
from auditkit.text import one_line, within

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.packuri import PackURI

XML_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
HASH_MARK = "auditkit-content-hash-goes-here"
HASH_PROPERTY = "auditkit.content"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 255  # bytes; what file systems take
_FIRST = ("[Content_Types].xml", "_rels/.rels")


class Sealed(NamedTuple):
    """A finished document: its bytes and its content hash (64 hex digits)."""

    content: bytes
    content_hash: str


def mark_for(digest: str) -> str:
    """What stands in place of the content hash until a document made from the record with this
    head digest is sealed."""
    return f"{HASH_MARK}-{digest}"


def seal(document: Document, mark: str, main: str = "") -> Sealed:
    """The finished bytes of a document, with its content hash put in place of ``mark``, which is
    empty where it names none.

    ``main`` is the XML of its main part, where that need not be taken from ``document``: reading a
    long one only to write it again costs as much as all the rest.
    """
    members = _members(document)
    if main:
        members[document.part.partname.membername] = (XML_HEAD + main).encode()
    digest = hash_of(_replaced(members, mark, HASH_MARK))
    return Sealed(pack(_replaced(members, mark, digest)), digest)


def _replaced(members: Mapping[str, bytes], mark: str, value: str) -> Mapping[str, bytes]:
    if not mark:
        return members
    old, new = mark.encode(), value.encode()
    return {name: data.replace(old, new) for name, data in members.items()}


class _Members(dict[str, bytes]):
    """Takes the parts of a document where python-docx would write them into a zip."""

    def write(self, name: PackURI, content: bytes) -> None:
        """One part."""
        self[name.membername] = content


def _members(document: Document) -> _Members:
    """The parts of a document by name, without packing them only to unpack them again."""
    from docx.opc.pkgwriter import PackageWriter

    writer: Any = PackageWriter
    members, package = _Members(), document.part.package
    parts = tuple(package.iter_parts())
    for part in parts:
        part.before_marshal()
    writer._write_content_types_stream(members, parts)
    writer._write_pkg_rels(members, package.rels)
    writer._write_parts(members, parts)
    return members


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

    Raises `HeldTarget` when the target is open in another program or read-only, and
    `AuditkitError` when the folder cannot be written or the disk is full; in one sentence, and
    what was there is unchanged.
    """
    _require_free(target)
    try:
        write_to_share(target, sealed.content)
    except AuditkitError as error:
        if isinstance(error.__cause__, PermissionError) and target.exists():
            raise HeldTarget(error.what, target) from error
        raise
    return hashlib.sha256(sealed.content).hexdigest()


class HeldTarget(AuditkitError):
    """A document is there and may not be replaced; ``free`` is a name beside it that is free."""

    def __init__(self, what: str, target: Path) -> None:
        self.free = free_name(target)
        name = one_line(self.free.name)
        super().__init__(what, f"Close it, or write '{name}' beside it with --another.")


def free_name(target: Path) -> Path:
    """``report (2).docx`` for ``report.docx``, or the next number that is free."""
    ends = (f" ({number}){target.suffix}" for number in itertools.count(2))
    names = (target.with_name(f"{_short(target.stem, end)}{end}") for end in ends)
    return next(name for name in names if not os.path.lexists(name))


def _short(stem: str, end: str) -> str:
    """A stem that leaves room for what comes behind it."""
    whole = len(os.fsencode(stem + end)) <= _LONGEST_NAME
    return stem if whole else within(stem, _LONGEST_NAME - len(os.fsencode(end)))


def _require_free(target: Path) -> None:
    """Say so before Windows does, and where the system would not: a document that Word or
    LibreOffice has open would be lost at their next save; a file marked read-only is meant so."""
    if not target.is_file():
        return
    if not target.stat().st_mode & stat.S_IWUSR:
        raise HeldTarget(f"{one_line(str(target))} is read-only.", target)
    for lock in _locks(target.name):
        # A name near the longest possible has no room for a lock beside it.
        if lock != target.name and os.path.lexists(target.with_name(lock)):
            raise HeldTarget(
                f"{one_line(str(target))} is open in another program "
                f"(or was when that broke off: '{one_line(lock)}' lies beside it).",
                target,
            )


def _locks(name: str) -> tuple[str, ...]:
    """Files that lie beside an open document: two of Word (long names lose two letters), one of
    LibreOffice."""
    return (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
