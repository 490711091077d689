"""Rich Text Format: what Word and WordPad have saved for decades, in the encodings of its time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.model import Passage

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?\x20?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)|\\"
)
_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore listtable xmlnstbl"
    b" listoverridetable revtbl rsidtbl generator fldinst latentstyles filetbl operator".split()
)
_SIGNS: Final = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘",
    b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
    b"cell": " | ", b"nestcell": " | ",
}  # fmt: skip
_SYMBOLS: Final = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}
_ESCAPED = frozenset({b"\\", b"{", b"}"})
_ENDS = frozenset({b"par", b"sect", b"page", b"row", b"nestrow"})
# \fcharsetN, section "Font Table" of the RTF specification 1.9.1.
_CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_DEEPEST = 2000


@dataclass(slots=True)
class _Group:
    """What holds until the next closing brace."""

    unseen: bool = False
    twice: bool = False  # in mails: what stands there for programs that know no HTML
    fonts: bool = False  # inside of the font table
    encoding: str = ""
    skip: int = 1  # characters that stand behind a \u for programs that do not know it

    @property
    def seen(self) -> bool:
        return not (self.unseen or self.twice)


@dataclass(slots=True)
class _Reading:
    """The reading of a file, token by token."""

    default: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    text: list[str] = field(default_factory=list)
    to_skip: int = 0

    def paragraphs(self, data: bytes) -> Iterator[str]:
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if word == b"bin":  # so many raw bytes follow
                at += max(0, int(number or 0))
            elif word is not None:
                yield from self._word(word, int(number) if number else None)
            elif code is not None:
                self._bytes(bytes.fromhex(code.decode()))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(opens=brace == b"{")
            elif plain is not None:
                self._bytes(plain)
        yield self._taken()

    def _brace(self, *, opens: bool) -> None:
        self._decode()
        if opens:
            if len(self.outer) == _DEEPEST:
                raise Unreadable("The file is nested too deeply to be an honest document.")
            self.outer.append(self.group)
            self.group = replace(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.group.unseen = True
        elif symbol in _ESCAPED:
            self._bytes(symbol)
        else:
            self._char(_SYMBOLS.get(symbol, ""))

    def _word(self, word: bytes, number: int | None) -> Iterator[str]:
        if word == b"u" and number is not None:
            self._unicode(number)
        elif word == b"htmlrtf":
            self._decode()
            self.group.twice = number != 0
        elif word in _SIGNS:
            self._char(_SIGNS[word])
        elif word in _ENDS:
            if self.group.seen:
                yield self._taken()
        elif word in _UNSEEN:
            self.group.unseen = True
            self.group.fonts = word == b"fonttbl"
        else:
            self._setting(word, number or 0)

    def _setting(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self.default = _known(f"cp{number}") or self.default
        elif word == b"mac":
            self.default = "mac_roman"
        elif word == b"uc":
            self.group.skip = max(0, min(number, 100))
        elif word == b"f":
            self._decode()
            self.font = number
            self.group.encoding = self.fonts.get(number, "")
        elif word == b"fcharset" and self.group.fonts:
            self.fonts[self.font] = _CHARSETS.get(number, "")

    def _unicode(self, number: int) -> None:
        # A number of 16 bits, written with a sign; characters beyond come as two surrogates.
        self._char(chr(number & 0xFFFF))
        self.to_skip = self.group.skip

    def _char(self, char: str) -> None:
        self._decode()
        self.to_skip = 0
        if self.group.seen:
            self.text.append(char)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if self.group.seen:
            self.raw += data[skipped:]

    def _decode(self) -> None:
        """Characters of several bytes may come in several tokens: they are decoded together."""
        if self.raw:
            encoding = self.group.encoding or self.default
            self.text.append(self.raw.decode(encoding, "replace"))
            self.raw.clear()

    def _taken(self) -> str:
        self._decode()
        text = "".join(self.text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.text.clear()
        return text.removesuffix(" | ").strip()


def rtf(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``paragraph 12``, the rows of tables among them. Raises `Unreadable` for no such file."""
    data = source.read(limits.member_bytes + 1)
    if len(data) > limits.member_bytes:
        raise Unreadable("The document is too big to be read.")
    yield from rtf_text(data)


def rtf_text(data: bytes) -> Iterator[Passage]:
    """The paragraphs of a document in memory; raises as `rtf`."""
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise Unreadable("This is no RTF document.")
    number = 0
    for text in _Reading().paragraphs(data):
        if text:
            number += 1
            yield Passage(f"paragraph {number}", text)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""
