"""What files say of themselves in their headings; read from the index of contents when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditkit.evidence.contents import Contents
from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest.telling import spelled_out, telling

_REMEMBERED: Final = 5_000  # files


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it is written, its place, and its telling words."""

    text: str
    place: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a file, the first of which is its title, and all their words."""

    headings: tuple[Heading, ...] = ()
    words: frozenset[str] = frozenset()
    title: tuple[str, ...] = ()
    """The telling words of the title in their order."""

    @property
    def title_words(self) -> frozenset[str]:
        """Those of the title, short ones spelled out."""
        return self.headings[0].words if self.headings else frozenset()

    def heading_of(self, words: tuple[str, ...]) -> Heading | None:
        """The first heading that has all of these words."""
        if not self.words.issuperset(words):
            return None
        return next((each for each in self.headings if each.words.issuperset(words)), None)


_NONE: Final = Outline()


class Outlines:
    """The outlines of files, those asked for last remembered."""

    def __init__(self, contents: Contents | None) -> None:
        self._contents = contents
        self._known: dict[FileEntry, Outline] = {}

    def of(self, entry: FileEntry) -> Outline:
        """The outline of a file; an empty one where its contents are not known."""
        if self._contents is None:
            return _NONE
        known = self._known.get(entry)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[entry] = _read(self._contents, entry)
        return known


def _read(contents: Contents, entry: FileEntry) -> Outline:
    headings = tuple(
        Heading(each.text, each.place, spelled_out(telling(each.text)))
        for each in contents.outline(entry)
    )
    title = telling(headings[0].text) if headings else ()
    return Outline(headings, frozenset().union(*(each.words for each in headings)), title)
