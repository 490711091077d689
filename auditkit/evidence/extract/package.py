"""Office files as packages: parts in a zip, read with caps and without an XML parser.

No entity is ever expanded: the text is taken between tags by a pattern that looks at each
character once, so that nothing a file declares can make the reading long.
"""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO, Final

from auditkit.evidence.extract.base import Limits, Unreadable

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises for an archive that is broken: more than it says."""
LOCKED: Final = (NotImplementedError, RuntimeError)
"""What it raises for one that is encrypted or packed in a way that it does not know."""
_OLE = b"\xd0\xcf\x11\xe0"
_END = b"PK\x05\x06"
_ENTRY_HEAD, _EXTRA_LENGTH = 30, 28
"""Bytes before the name of an entry, and where the length of its extra field stands (APPNOTE
4.3.7)."""
_TOKEN = re.compile(r"<(/?)(?:[\w.-]++:)?+([\w.-]++)([^<>]*+)>([^<>]*+)")
_ATTRIBUTE = re.compile(r"""([\w.:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


@dataclass(frozen=True, slots=True)
class Token:
    """A tag and the text behind it. Names come without their namespace prefix."""

    name: str
    opens: bool
    closes: bool
    attributes: str
    tail: str

    def get(self, name: str) -> str:
        """The value of an attribute, by its full name or without prefix; empty if missing."""
        return attributes(self.attributes).get(name, "")


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, each by its full name and by its name without prefix."""
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(text):
        value = html.unescape(double or single)
        found[name] = value
        found.setdefault(name.rpartition(":")[2], value)
    return found


def tokens(xml: str) -> Iterator[Token]:
    """The tags of a part in their order."""
    for closing, name, rest, tail in _TOKEN.findall(xml):
        empty = rest.endswith("/")
        yield Token(name, not closing, bool(closing) or empty, rest, html.unescape(tail))


def disorder(archive: zipfile.ZipFile) -> str:
    """Why two programs may read different things in one archive, in words; empty where they
    cannot. An honest program writes each part once, from the first byte on, and one directory."""
    entries = sorted(archive.infolist(), key=lambda each: each.header_offset)
    if len({each.filename.casefold() for each in entries}) < len(entries):
        return "It holds two parts of the same name."
    if any("\0" in each.orig_filename for each in entries):
        return "It holds a part whose name goes on where most programs stop reading."
    if entries and entries[0].header_offset:
        return "Other data stands before its first part."
    if any(_end_of(each) > following.header_offset for each, following in pairwise(entries)):
        return "Its parts lie over each other."
    return "It has more than one directory." if _ends(archive, entries) > 1 else ""


def _end_of(entry: zipfile.ZipInfo) -> int:
    """The first byte that cannot belong to an entry any more, rather too low than too high."""
    return entry.header_offset + _ENTRY_HEAD + len(entry.orig_filename) + entry.compress_size


def _ends(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> int:
    """How many ends of a directory there are behind the last part. Inside a part there may be
    some: a workbook in a document is an archive, too."""
    source = archive.fp
    if source is None or not entries:
        return 0
    last = entries[-1]
    source.seek(last.header_offset + _EXTRA_LENGTH)
    extra = int.from_bytes(source.read(2), "little")
    source.seek(_end_of(last) + extra)
    return source.read().count(_END)


def packed_too_well(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    """Whether a part unpacks to so much more than it takes that it must be a trap."""
    much = entry.file_size > limits.ratio_from
    return much and entry.file_size > limits.ratio * max(1, entry.compress_size)


class Package:
    """The parts of an Office file. Raises `Unreadable` for what is no such file."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        head = source.read(4)
        source.seek(0)
        if head == _OLE:
            raise Unreadable("The file is protected by a password, or of the old binary format.")
        try:
            self._zip = zipfile.ZipFile(source)
            names = self._zip.namelist()
        # Broken directories also surface as ValueError, struct and decoding errors.
        except Exception as error:
            raise Unreadable("The file is broken: it is no Office file or cut off.") from error
        if len(names) > limits.members:
            raise Unreadable("The file has too many parts to be an honest document.")
        if fault := disorder(self._zip):
            raise Unreadable(f"Programs may read different things in the file. {fault}")
        self._limits = limits
        self._left = limits.total_bytes
        self.names = frozenset(names)

    def read(self, name: str) -> str:
        """The XML of a part, empty when there is none.

        Raises `Unreadable` when the part is broken, too big, packed suspiciously well, or
        declares its own entities.
        """
        if name not in self.names:
            return ""
        info = self._zip.getinfo(name)
        self._require_modest(info)
        try:
            with self._zip.open(info) as part:
                data = part.read(self._limits.member_bytes + 1)
        except BROKEN as error:
            raise Unreadable(f"The file is broken at its part {_shown(name)}.") from error
        except LOCKED as error:
            raise Unreadable("The file is encrypted or packed in an unknown way.") from error
        self._left -= len(data)
        if len(data) > self._limits.member_bytes or self._left < 0:
            raise Unreadable("The file is too big when unpacked.")
        return _xml(data)

    def related(self, name: str) -> dict[str, str]:
        """What a part refers to: relation id -> name of the other part."""
        folder, _, base = name.rpartition("/")
        found: dict[str, str] = {}
        for token in tokens(self.read(f"{folder}/_rels/{base}.rels")):
            if token.name == "Relationship" and token.opens:
                known = attributes(token.attributes)
                target = known.get("Target", "")
                joined = target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"
                found[known.get("Id", "")] = posixpath.normpath(joined)
        return found

    def matching(self, pattern: str) -> list[str]:
        """The names of the parts that fit a pattern, numbers in their order."""
        fits = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(fits, key=lambda name: (len(name), name))

    def _require_modest(self, info: zipfile.ZipInfo) -> None:
        limits = self._limits
        if info.file_size > min(limits.member_bytes, self._left):
            raise Unreadable("The file is too big when unpacked.")
        if packed_too_well(info, limits):
            raise Unreadable("The file is packed suspiciously well and was not unpacked.")


def _xml(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    if "<!DOCTYPE" in text[:4096] or "<!ENTITY" in text:
        raise Unreadable("The file declares its own XML entities, as no honest document does.")
    return text


def _shown(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode()
