"""Mail as saved by Outlook (``.msg``): headers, body, attachments ([MS-OXMSG])."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import olefile  # type: ignore[import-untyped]

from auditkit.evidence.extract import attached
from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.encoding import encoding_of
from auditkit.evidence.extract.lzfu import decompressed
from auditkit.evidence.extract.markup import html_text
from auditkit.evidence.extract.rtf import rtf_text
from auditkit.evidence.model import Passage

_PROPERTIES = "__properties_version1.0"
_HEADERS = (("Subject", "0037"), ("From", "0C1A"), ("To", "0E04"), ("Cc", "0E03"))
_SENT = 0x00390040
_CODE_PAGE = 0x3FFD0003
_ATTACHMENTS = 100
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def msg(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``Subject``, ``From``, ..., then ``body, line 3``, then ``attachment 1``.

    Raises `Unreadable` when it is broken, too big or no mail.
    """
    data = source.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise Unreadable("The mail is too big to be read.")
    if not data.startswith(olefile.MAGIC):
        raise Unreadable("This is no mail as Outlook saves it.")
    try:
        with olefile.OleFileIO(data) as container:
            yield from _Mail(container, limits, "", limits.depth).passages()
    except (OSError, ValueError, LookupError, struct.error, RecursionError) as error:
        raise Unreadable("The mail is broken or cut off.") from error


@dataclass(slots=True)
class _Mail:
    """A mail in a container: the outer one, or one below ``prefix`` that is attached to it."""

    container: olefile.OleFileIO
    limits: Limits
    prefix: str
    depth: int  # of mails that may still lie in this one

    def passages(self) -> Iterator[Passage]:
        numbers = self._numbers()
        encoding = _encoding(numbers.get(_CODE_PAGE, 0))
        if not self._has(_PROPERTIES):
            raise Unreadable("This is no mail: it holds no properties.")
        for place, tag in _HEADERS:
            yield Passage(place, self._text(tag, encoding))
        if sent := numbers.get(_SENT):
            yield Passage("Date", _moment(sent))
        yield from (Passage(f"body, {p.place}", p.text) for p in self._body(encoding))
        yield from self._attachments(encoding)

    def _body(self, encoding: str) -> Iterator[Passage]:
        page = self._stream("__substg1.0_10130102") or self._stream("__substg1.0_1013001E")
        packed = self._stream("__substg1.0_10090102")
        if text := self._text("1000", encoding):
            yield from (Passage(f"line {n}", line) for n, line in enumerate(text.splitlines(), 1))
        elif page:
            yield from html_text(page.decode(encoding_of(page[: 1 << 16]), "replace"))
        elif packed:
            yield from rtf_text(decompressed(packed, self.limits.member_bytes))

    def _attachments(self, encoding: str) -> Iterator[Passage]:
        for number in range(_ATTACHMENTS):
            folder = f"__attach_version1.0_#{number:08X}"
            if not self._has(f"{folder}/{_PROPERTIES}"):
                return
            inner = replace(self, prefix=f"{self.prefix}{folder}/")
            name = inner._text("3707", encoding) or inner._text("3704", encoding)
            place = f"attachment {number + 1}"
            yield Passage(place, name)
            data = inner._stream("__substg1.0_37010102")
            yield from attached(place, name, data, self.limits)
            mail = replace(
                inner, prefix=f"{inner.prefix}__substg1.0_3701000D/", depth=self.depth - 1
            )
            if mail.depth >= 0 and mail._has(_PROPERTIES):
                yield from (Passage(f"{place}, {p.place}", p.text) for p in mail.passages())

    def _has(self, name: str) -> bool:
        return bool(self.container.exists(self.prefix + name))

    def _stream(self, name: str) -> bytes:
        """The bytes of a stream, none when there is no such."""
        if not self._has(name):
            return b""
        size = self.container.get_size(self.prefix + name)
        if size > self.limits.member_bytes:
            raise Unreadable("The mail holds something too big to be read.")
        return bytes(self.container.openstream(self.prefix + name).read())

    def _text(self, tag: str, encoding: str) -> str:
        wide = self._stream(f"__substg1.0_{tag}001F")
        narrow = b"" if wide else self._stream(f"__substg1.0_{tag}001E")
        text = wide.decode("utf-16-le", "replace") or narrow.decode(encoding, "replace")
        return text.rstrip("\0")

    def _numbers(self) -> dict[int, int]:
        """The properties that are numbers or moments, by their tag."""
        data = self._stream(_PROPERTIES)
        header = 24 if self.prefix else 32  # bytes
        return {
            tag: value if tag & 0xFFFF == _SENT & 0xFFFF else value & 0xFFFFFFFF
            for at in range(header, len(data) - 15, 16)
            for tag, _, value in (struct.unpack_from("<IIQ", data, at),)
        }


def _encoding(code_page: int) -> str:
    try:
        return codecs.lookup("utf-8" if code_page == 65001 else f"cp{code_page}").name
    except LookupError:
        return "cp1252"


def _moment(ticks: int) -> str:
    """Ticks are tenths of a microsecond since 1601."""
    try:
        return f"{_EPOCH + timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return ""
