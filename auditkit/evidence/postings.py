"""Which files have which words: from words to files, and back for checking a few files."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from auditkit.evidence.expand import Vocabulary, Weights
from auditkit.evidence.words import lowered, parts, plain, words

_FOLDER = 0.8  # a word of a folder is worth this share of a word of the name
_GLUED_LENGTH = 20
_INITIALS_HITS = 4000

Scores = dict[int, float]
"""File number to score."""


class Postings:
    """The words of every name and folder, by file number. Files are never taken out here: who
    removes one leaves it out of what is found."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.word_counts = array("i")  # words in the name, by file
        self.plain_paths: list[str] = []
        self.initials: list[str] = []  # first letters of the name's words, by file
        self._split: dict[str, tuple[tuple[int, ...], int, str]] = {}
        self._by_name: dict[int, array[int]] = {}
        self._by_folder: dict[int, array[int]] = {}  # word -> folders
        self._folders: dict[str, int] = {}
        self._folder_words: list[tuple[int, ...]] = []
        self._folder_files: list[array[int]] = []
        self._folder_of = array("i")
        self._name_words: list[tuple[int, ...]] = []
        self._sizes: dict[int, int] | None = None
        self._lower: tuple[list[str], list[str]] | None = None
        self._initials_blob: tuple[str, list[int]] | None = None

    def __len__(self) -> int:
        return len(self._name_words)

    def add(self, folder: str, name: str) -> int:
        """Take a file in; gives its number."""
        number = len(self._name_words)
        place = self._folder(folder)
        found: list[int] = []
        count = 0
        initials = ""
        plain_name = plain(name)
        for word in words(plain_name):
            ids, pieces, letters = self._word(word)
            found += ids
            count += pieces
            initials += letters
        unique = tuple(dict.fromkeys(found))
        for word_id in unique:
            self._by_name.setdefault(word_id, array("I")).append(number)
        self._folder_of.append(place)
        self._folder_files[place].append(number)
        self._name_words.append(unique)
        self.word_counts.append(count)
        self.initials.append(initials)
        self.plain_paths.append(f"{plain(folder)}/{plain_name}" if folder else plain_name)
        self._sizes = self._lower = self._initials_blob = None
        return number

    def size(self, weights: Weights) -> int:
        """About how many files have one of these words."""
        if self._sizes is None:
            sizes = {word: len(files) for word, files in self._by_name.items()}
            for word, folders in self._by_folder.items():
                inside = sum(len(self._folder_files[folder]) for folder in folders)
                sizes[word] = sizes.get(word, 0) + inside
            self._sizes = sizes
        sizes = self._sizes
        return sum(sizes.get(word, 0) for word in weights)

    def collect(self, weights: Weights, cap: int | None = None) -> Scores:
        """Every file with one of these words and its best weight; with ``cap``, no new word is
        begun once that many files are found."""
        found: Scores = {}
        order = [(weight, word, True) for word, weight in weights.items()]
        order += [(weight * _FOLDER, word, False) for word, weight in weights.items()]
        order.sort(reverse=True)
        for weight, word, in_name in order:
            for file in self._files(word, in_name):
                found.setdefault(file, weight)
            if cap is not None and len(found) >= cap:
                break
        return found

    def check(self, weights: Weights, files: Iterable[int]) -> Scores:
        """The best weight for each of these ``files``, 0 where none of the words occurs."""
        weight = weights.get
        by_folder: dict[int, float] = {}
        found: Scores = {}
        for file in files:
            folder = self._folder_of[file]
            best = by_folder.get(folder)
            if best is None:
                inside = (weight(word, 0.0) for word in self._folder_words[folder])
                best = by_folder[folder] = _FOLDER * max(inside, default=0.0)
            for word in self._name_words[file]:
                here = weight(word, 0.0)
                if here > best:
                    best = here
            found[file] = best
        return found

    def lower_names(self) -> tuple[list[str], list[str]]:
        """Every name, and every whole path, in lower case, by file."""
        if self._lower is None:
            paths = [lowered(path) for path in self.plain_paths]
            self._lower = [path[path.rfind("/") + 1 :] for path in paths], paths
        return self._lower

    def with_initials(self, letters: str) -> Iterator[int]:
        """The files whose name's words begin with these letters, one after the other."""
        if self._initials_blob is None:
            starts: list[int] = []
            start = 0
            for initials in self.initials:
                starts.append(start)
                start += len(initials) + 1
            self._initials_blob = "\n".join(self.initials), starts
        blob, starts = self._initials_blob
        at = blob.find(letters)
        for _ in range(_INITIALS_HITS):
            if at < 0:
                return
            yield bisect_right(starts, at) - 1
            at = blob.find(letters, at + 1)

    def _files(self, word: int, in_name: bool) -> Iterator[int]:
        if in_name:
            yield from self._by_name.get(word, ())
        else:
            for folder in self._by_folder.get(word, ()):
                yield from self._folder_files[folder]

    def _folder(self, folder: str) -> int:
        number = self._folders.get(folder)
        if number is None:
            number = self._folders[folder] = len(self._folder_words)
            found = [i for word in words(plain(folder)) for i in self._word(word)[0]]
            unique = tuple(dict.fromkeys(found))
            self._folder_words.append(unique)
            self._folder_files.append(array("I"))
            for word_id in unique:
                self._by_folder.setdefault(word_id, array("I")).append(number)
        return number

    def _word(self, word: str) -> tuple[tuple[int, ...], int, str]:
        """The word ids of a written word, how many parts it has, and their first letters."""
        known = self._split.get(word)
        if known is None:
            pieces = parts(word)
            get = self.vocabulary.id_of
            ids = [get(piece) for piece in pieces]
            ids += [get(glued) for glued in _glued(word, pieces)]
            letters = "".join(p[0] if p[0].isalpha() else "#" for p in pieces)
            known = self._split[word] = tuple(ids), len(pieces), letters
        return known


def _glued(word: str, pieces: list[str]) -> Iterator[str]:
    """Neighbouring parts as one word, so that ``creditscore`` finds CreditScore."""
    for left, right in pairwise(pieces):
        if left[0].isalpha() and right[0].isalpha():
            yield left + right
    if len(pieces) > 2 and len(word) <= _GLUED_LENGTH:
        yield word.lower()
