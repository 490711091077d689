"""A zip from anywhere, read without trusting a word of it.

Its names are checked before anything is read, its sizes while it is read; nothing is extracted by
a name that it gives.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from auditkit.errors import AuditkitError
from auditkit.exchange import names
from auditkit.text import clip, one_line

MOST_ENTRIES = 200_000
MOST_BYTES = 256 << 30
"""Bytes of all entries together."""
MOST_RATIO = 200
"""How much smaller than its contents an entry may be, where the contents are large: journals and
evidence come nowhere near, a bomb is made of nothing else."""
LARGE = 64 << 20
"""Bytes from which the ratio counts: a page of repeated text may well shrink to nothing."""
_BLOCK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
    struct.error,
)


class Received(NamedTuple):
    """What an entry turned out to hold: its SHA-256 and its size in bytes."""

    sha256: str
    size: int


def refusal(what: str) -> AuditkitError:
    """The sentence for a pack that is not let in."""
    return AuditkitError(f"{what}.", "Nothing was taken from it; ask its sender for a new copy.")


class Archive:
    """The entries of one pack, named below its one top folder. Used as a context manager.

    Raises `AuditkitError` for a file that is no zip, and for any entry that a pack cannot have.
    """

    def __init__(self, path: Path) -> None:
        self._shown = one_line(path.name)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise refusal(
                f"{self._shown} is no pack: it is no zip file, or a damaged one"
            ) from error
        try:
            self._entries = self._vetted()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """Bytes that an entry is said to hold; reading more of it is refused."""
        return self._entries[name].file_size

    def copy(self, name: str, sink: BinaryIO | None = None) -> Received:
        """Read an entry to its end, into ``sink`` where one is given; raises `AuditkitError` for
        an entry that is damaged or larger than was said. A failing sink raises `OSError`."""
        digest, size = hashlib.sha256(), 0
        for block in self._blocks(name):
            digest.update(block)
            size += len(block)
            if sink is not None:
                sink.write(block)
        if size != self.size(name):
            raise refusal(f"{self._name(name)} does not have the size that the archive states")
        return Received(digest.hexdigest(), size)

    def read(self, name: str, most: int) -> bytes:
        """A small entry; raises `AuditkitError` where it has more than ``most`` bytes."""
        if self.size(name) > most:
            raise refusal(f"{self._name(name)} is too large for what it is")
        return b"".join(self._blocks(name))

    def _blocks(self, name: str) -> Iterator[bytes]:
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as source:
                while block := source.read(_BLOCK):
                    yield block
        except _BROKEN as error:
            raise refusal(f"{self._name(name)} is damaged in the archive") from error

    def _vetted(self) -> dict[str, zipfile.ZipInfo]:
        listed = self._zip.infolist()
        if len(listed) > MOST_ENTRIES:
            raise refusal(f"{self._shown} holds {len(listed)} entries, more than any pack")
        entries: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for entry in listed:
            name = entry.orig_filename.removesuffix("/")
            self._require_fit(entry, name)
            if names.twin_key(name) in seen:
                raise refusal(f"{self._shown} holds {self._name(name)} twice")
            seen.add(names.twin_key(name))
            if not entry.is_dir():
                entries[name] = entry
        if sum(entry.file_size for entry in entries.values()) > MOST_BYTES:
            raise refusal(f"{self._shown} says it holds more than {MOST_BYTES >> 30} GiB")
        return _below_one_folder(entries, self._shown)

    def _require_fit(self, entry: zipfile.ZipInfo, name: str) -> None:
        fault = names.fault(name) or _entry_fault(entry)
        if fault:
            raise refusal(f"The entry {self._name(name)} of {self._shown} {fault}")

    def _name(self, name: str) -> str:
        return repr(clip(one_line(name), 80))


def _entry_fault(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no ordinary file"
    if entry.flag_bits & 1:
        return "is encrypted"
    if entry.compress_type not in _METHODS:
        return "is compressed in a way that packs are not"
    if entry.file_size > max(LARGE, MOST_RATIO * entry.compress_size):
        return "would grow without measure (a zip bomb)"
    return ""


def _below_one_folder(
    entries: dict[str, zipfile.ZipInfo], shown: str
) -> dict[str, zipfile.ZipInfo]:
    tops = {name.partition("/")[0] for name in entries}
    if len(tops) != 1 or any("/" not in name for name in entries):
        raise refusal(f"{shown} is no pack: it does not hold one folder with everything in it")
    return {name.partition("/")[2]: entry for name, entry in entries.items()}
