"""The different wordings of names: ``Risk_Register_2024.xlsx`` and ``risk register v2`` are one.

Acronyms and glued abbreviations are looked for among wordings, which are fewer and shorter than
names.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator

_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_HITS = 4000


class Shapes:
    """Wordings by number, each with its files."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        """The words of each wording in lower case, without numbers: ``risk register``."""
        self.initials: list[str] = []
        """First letters of the words, and behind a blank those of all but the small words."""
        self._ids: dict[str, int] = {}
        self._shape_of = array("I")
        self._files: tuple[array[int], array[int]] | None = None
        self._blob: tuple[str, list[int]] | None = None

    def add(self, text: str) -> None:
        """Take in the next file."""
        shape = self._ids.get(text)
        if shape is None:
            shape = self._ids[text] = len(self.texts)
            self.texts.append(text)
            self.initials.append(_initials(text))
            self._blob = None
        self._shape_of.append(shape)
        self._files = None

    def text_of(self, file: int) -> str:
        """The wording of a file's name."""
        return self.texts[self._shape_of[file]]

    def files(self, shape: int) -> array[int]:
        """The files with this wording, in order."""
        if self._files is None:
            self._files = self._gathered()
        ends, files = self._files
        return files[ends[shape - 1] if shape else 0 : ends[shape]]

    def _gathered(self) -> tuple[array[int], array[int]]:
        """The files of all wordings one after the other, and where those of each end."""
        ends = array("I", [0]) * len(self.texts)
        for shape in self._shape_of:
            ends[shape] += 1
        before = 0
        for shape, count in enumerate(ends):
            ends[shape] = before
            before += count
        files = array("I", [0]) * len(self._shape_of)
        for file, shape in enumerate(self._shape_of):
            files[ends[shape]] = file
            ends[shape] += 1
        return ends, files

    def by_initials(self, letters: str) -> Iterator[tuple[int, bool, bool]]:
        """Wordings whose words begin with these letters, one after the other; and whether their
        first word is the first of the name, and their last the last."""
        if self._blob is None:
            starts: list[int] = []
            start = 0
            for initials in self.initials:
                starts.append(start)
                start += len(initials) + 1
            self._blob = "\n".join(self.initials) + "\n", starts
        blob, starts = self._blob
        at = blob.find(letters)
        for _ in range(_HITS):
            if at < 0:
                return
            first = at == 0 or blob[at - 1] in " \n"
            last = blob[at + len(letters)] in " \n"
            yield bisect_right(starts, at) - 1, first, last
            at = blob.find(letters, at + 1)


def _initials(text: str) -> str:
    if not text:
        return ""
    words = text.split(" ")
    letters = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in _SMALL)
    return letters if len(telling) in (0, len(letters)) else f"{letters} {telling}"
