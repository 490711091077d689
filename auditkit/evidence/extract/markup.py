"""HTML as a reader sees it: the text of each block, without scripts and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.encoding import encoding_of
from auditkit.evidence.model import Passage

_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|em|font|i|kbd|mark|q|s|samp|small|span|strong|su[bp]|time|u|var|wbr"
)
_HEADING = re.compile(r"h[1-6]")


def html(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """One passage a block of text, placed by heading or line. Raises `Unreadable` if too big."""
    data = source.read(limits.member_bytes + 1)
    if len(data) > limits.member_bytes:
        raise Unreadable("The page is too big to be read.")
    text = data.decode(encoding_of(data[: 1 << 16]), "replace")
    yield from html_text(text)


def html_text(text: str) -> list[Passage]:
    """The passages of a page that is already decoded."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._block: list[str] = []
        self._line = 1
        self._unseen = 0
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self._unseen += 1
        elif not _INLINE.fullmatch(tag):
            self.end_block()
            self._heading = bool(_HEADING.fullmatch(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif not _INLINE.fullmatch(tag):
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            if not self._block:
                self._line = self.getpos()[0]
            self._block.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self._block).split())
        self._block.clear()
        if text:
            place = f"heading {text[:80]}" if self._heading else f"line {self._line}"
            self.found.append(Passage(place, text))
        self._heading = False
