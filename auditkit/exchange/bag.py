"""Writing a bag (BagIt 1.0, RFC 8493) entry by entry into one zip.

Evidence may be gigabytes: entries are streamed and hashed on their way, nothing is staged, which
is why this is not the bagit library. The same entries at the same time give the same bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
BAG_INFO = "bag-info.txt"
DECLARATION = "bagit.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
_REGULAR_OWNER_ONLY = 0o100600 << 16
_UNIX = 3
_EARLIEST, _LATEST = 1980, 2107  # the years that a zip can hold


class Stored(NamedTuple):
    """What was written under a name: its SHA-256 and its size in bytes."""

    sha256: str
    size: int


class TooLong(Exception):
    """An entry turned out longer than was said before: its source grew while it was read."""


class BagWriter:
    """A bag in one folder of a zip that goes to ``stream``, which needs not be seekable.

    Used as a context manager; `seal` writes the manifests and has to come last. ``at`` is the
    time (UTC) that all entries carry.
    """

    def __init__(self, stream: BinaryIO, folder: str, at: datetime) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._folder = folder
        year = min(max(at.year, _EARLIEST), _LATEST)
        self._time = (year, at.month, at.day, at.hour, at.minute, at.second)
        self._stored: dict[str, Stored] = {}

    def __enter__(self) -> Self:
        try:
            self.add(DECLARATION, DECLARED)
        except BaseException:
            self._give_up()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._zip.close()
        else:
            self._give_up()

    def _give_up(self) -> None:
        """Close without a word: what failed is on its way already, and closing fails likewise."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def add(self, name: str, content: bytes) -> Stored:
        """Write an entry that is at hand."""
        return self.copy(name, (content,), len(content))

    def copy(
        self, name: str, blocks: Iterable[bytes], most: int, *, compress: bool = True
    ) -> Stored:
        """Write an entry of at most ``most`` bytes as it comes; raises `TooLong`."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name, most, compress), "w") as sink:
            for block in blocks:
                size += len(block)
                if size > most:
                    raise TooLong(name)
                digest.update(block)
                sink.write(block)
        self._stored[name] = Stored(digest.hexdigest(), size)
        return self._stored[name]

    def __contains__(self, name: str) -> bool:
        return name in self._stored

    def seal(self, info: Mapping[str, str], sign: Callable[[bytes], str] | None = None) -> None:
        """Write bag-info and the manifests; ``sign`` gives the signature over the tag manifest,
        which covers everything else."""
        payload = self._listed(lambda name: name.startswith(PAYLOAD))
        size = sum(stored.size for stored in payload.values())
        oxum = {"Payload-Oxum": f"{size}.{len(payload)}"}
        self.add(BAG_INFO, _lines(f"{key}: {value}" for key, value in {**info, **oxum}.items()))
        self.add(MANIFEST, _manifest(payload))
        tags = _manifest(self._listed(lambda name: not name.startswith(PAYLOAD)))
        self.add(TAG_MANIFEST, tags)
        if sign is not None:
            self.add(SIGNATURE, sign(tags).encode())

    def _listed(self, belongs: Callable[[str], bool]) -> dict[str, Stored]:
        return {name: self._stored[name] for name in sorted(self._stored) if belongs(name)}

    def _entry(self, name: str, size: int, compress: bool) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", self._time)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry.create_system = _UNIX
        entry.external_attr = _REGULAR_OWNER_ONLY
        entry.file_size = size  # decides, before anything is written, whether this is a zip64
        return entry


def _manifest(stored: Mapping[str, Stored]) -> bytes:
    """The layout that both RFC 8493 and ``sha256sum -c`` read."""
    return _lines(f"{each.sha256}  {name}" for name, each in stored.items())


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
