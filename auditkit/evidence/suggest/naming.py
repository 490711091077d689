"""Which files have which telling words in their names and folders."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest.telling import spelled_out, telling

_SUFFIX: Final = 5  # letters
_KINDS: Final = frozenset({"csv", "docx", "html", "json", "md", "pdf", "txt", "xlsx", "yaml"})
# A file of such a name is about the folder it lies in, or about nothing an auditor asks for.
_DULL: Final = frozenset({"changelog", "contributing", "licence", "readme", "toc"})


class Names:
    """The telling words of many names, by the number of the file: ``entries`` keeps them in order.

    A hundred thousand files take about a second and 60 MB.
    """

    def __init__(self, entries: Iterable[FileEntry]) -> None:
        self.entries = tuple(entries)
        self._named: dict[str, array[int]] = {}  # word -> files
        self._foldered: dict[str, list[int]] = {}  # word -> folders
        self._inside: list[array[int]] = []  # folder -> files
        self._folder_of = array("I")
        self._folders: dict[tuple[str, str], int] = {}
        self._numbers: dict[tuple[str, str], int] | None = None
        written: dict[str, tuple[str, ...]] = {}
        for number, entry in enumerate(self.entries):
            folder, _, name = entry.path.rpartition("/")
            base = named_after(folder, name)
            words = written.get(base)
            if words is None:
                words = written[base] = tuple(spelled_out(telling(base)))
            for word in words:
                files = self._named.get(word)
                if files is None:
                    files = self._named[word] = array("I")
                files.append(number)
            self._put(entry.root, folder, number)

    def number(self, root: str, path: str) -> int | None:
        """The number of a file, none when it is not among them."""
        if self._numbers is None:
            self._numbers = {(each.root, each.path): n for n, each in enumerate(self.entries)}
        return self._numbers.get((root, path))

    def count(self, word: str) -> int:
        """How many files have a word in their name or folder (twice for both)."""
        folders = self._foldered.get(word, ())
        return len(self._named.get(word, ())) + sum(len(self._inside[each]) for each in folders)

    def named(self, word: str) -> Sequence[int]:
        """The files with a word in their name, in order."""
        return self._named.get(word, ())

    def folders(self, word: str) -> frozenset[int]:
        """The folders with a word in their path."""
        return frozenset(self._foldered.get(word, ()))

    def inside(self, folder: int) -> Iterator[int]:
        """The files directly in a folder."""
        return iter(self._inside[folder])

    def folder_of(self, number: int) -> int:
        """The folder of a file."""
        return self._folder_of[number]

    def _put(self, root: str, folder: str, number: int) -> None:
        known = self._folders.get((root, folder))
        if known is None:
            known = self._folders[root, folder] = len(self._inside)
            self._inside.append(array("I"))
            for word in spelled_out(telling(folder)):
                self._foldered.setdefault(word, []).append(known)
        self._folder_of.append(known)
        self._inside[known].append(number)


def without_suffix(name: str) -> str:
    """A name without what only says of which kind the file is (``plan.md.tmpl`` has two)."""
    base, _, suffix = name.rpartition(".")
    if not base or len(suffix) > _SUFFIX or not suffix.isalnum() or suffix.isdigit():
        return name
    before, _, further = base.rpartition(".")
    return before if before and further.lower() in _KINDS else base


def named_after(folder: str, name: str) -> str:
    """The words by which a file is called: a page of a website that is called ``index`` goes by
    the name of its folder."""
    base = without_suffix(name)
    return folder.rpartition("/")[2] or base if base.lower().strip("_") == "index" else base


def is_dull(words: Iterable[str]) -> bool:
    """Whether a name says that the file is about others, as a README is."""
    return not _DULL.isdisjoint(words)
