"""The body of one document while it is written: pieces of XML, headings, captions, bookmarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from auditkit.documents.kit.fields import reference, sequence
from auditkit.documents.kit.inline import guard, runs
from auditkit.documents.kit.page import Page

_NOT_NAME = re.compile(r"[^A-Za-z0-9_]")
_LONGEST_NAME = 40
_ROOM_FOR_COUNT = 10


@dataclass(frozen=True)
class Heading:
    """A heading for the table of contents."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass
class Flow:
    """Collects a document body. ``page`` is the page of the section that is being written."""

    page: Page
    pieces: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    restarts: int = 0
    _ids: dict[str, int] = field(default_factory=dict)
    _anchors: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _levels: list[int] = field(default_factory=list)
    _captions: dict[str, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Width of the text in twips."""
        return self.page.text_width

    def add(self, xml: str) -> None:
        """Append a paragraph, a table or a whole run of them."""
        self.pieces.append(xml)

    def next_id(self, kind: str) -> int:
        """The next number of a kind that has to be unique (``bookmark``, ``drawing``, ``sdt``)."""
        self._ids[kind] = self._ids.get(kind, 0) + 1
        return self._ids[kind]

    def anchor(self, key: str) -> str:
        """The bookmark name of a thing: always the same for the same key, never that of another."""
        kept = self._anchors.get(key)
        if kept is None:
            wanted = kept = "AK_" + _NOT_NAME.sub("_", key)[: _LONGEST_NAME - _ROOM_FOR_COUNT]
            count = len(self._taken)
            while kept.casefold() in self._taken:
                kept, count = f"{wanted}_{count}", count + 1
            self._anchors[key] = kept
            self._taken.add(kept.casefold())
        return kept

    def bookmark(self, key: str, inner: str) -> str:
        """Wrap runs in the bookmark of a thing."""
        number = self.next_id("bookmark")
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{self.anchor(key)}"/>{inner}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def link(self, key: str, shown: str) -> str:
        """A link inside the document to the bookmark of a thing."""
        return link_to(self.anchor(key), shown)

    def heading(
        self,
        text: str,
        level: int = 1,
        key: str = "",
        *,
        new_page: bool = False,
        numbered: bool = True,
    ) -> None:
        """A heading; ``key`` makes it the target of links. Word numbers it, unless it begins with
        a number of its own."""
        del self._levels[level:]
        self._levels.extend([0] * (level - len(self._levels)))
        self._levels[level - 1] += 1
        number = ".".join(str(each) for each in self._levels)
        key = key or f"heading {number}"
        self.headings.append(Heading(level, number, text, self.anchor(key)))
        inner = self.bookmark(key, runs(" ".join(text.split())))
        settings = "<w:pageBreakBefore/>" if new_page else ""
        style = f"{'' if numbered else 'Front'}Heading{level}"
        self.add(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{settings}</w:pPr>{inner}</w:p>')

    def caption(self, kind: str, text: str, key: str = "") -> None:
        """A numbered caption (``Table`` or ``Figure``) that stays with what follows."""
        number = self.next_id(f"caption {kind}")
        shown = f"{kind} {number}"
        label = runs(f"{kind} ") + sequence(kind, number)
        if key:
            self._captions[key] = shown
            label = self.bookmark(key, label)
        laid_out = '<w:pPr><w:pStyle w:val="Caption"/><w:keepNext/></w:pPr>'
        self.add(f"<w:p>{laid_out}{label}{runs(f': {text}')}</w:p>")

    def see(self, key: str) -> str:
        """A reference field to a caption written before."""
        return reference(self.anchor(key), self._captions[key])


def link_to(anchor: str, shown: str) -> str:
    """A link to a bookmark by its name."""
    return (
        f'<w:hyperlink w:anchor="{anchor}" w:history="1"><w:r><w:rPr><w:rStyle '
        f'w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">{guard(shown)}</w:t></w:r>'
        "</w:hyperlink>"
    )
