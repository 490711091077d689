"""Which files have which words in their names and folders."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from auditkit.evidence.expand import Vocabulary, Weights
from auditkit.evidence.lanes import step
from auditkit.evidence.model import Cancelled
from auditkit.evidence.shapes import Shapes
from auditkit.evidence.words import date_parts, parts, plain, words

FOLDER = 0.8  # a word of a folder is worth this share of a word of the name
_SUFFIX = 0.9  # and what a file ends in says little of what it is about
ACCEPTED = 0.3  # a word counts as found from this weight on
_GLUED_LENGTH = 20
_SUFFIX_LENGTH = 5
_LOOK_UP_EVERY = 50_000  # files between two looks at ``cancelled``


_NONE = array("I")
_Written: TypeAlias = "tuple[tuple[array[int], ...], int, str]"


class Postings:
    """The words of every name and folder, by file number. Files are never taken out here: who
    removes one leaves it out of what is found."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.shapes = Shapes()
        self.word_counts = bytearray()  # words and numbers in the name, by file
        self.folder_of = array("I")
        self._split: dict[str, _Written] = {}
        self._ends: dict[str, tuple[array[int], ...]] = {}
        self._by_name: list[array[int]] = []  # word -> files
        self._by_suffix: dict[int, array[int]] = {}  # word -> files
        self._by_folder: dict[int, array[int]] = {}  # word -> folders
        self._folders: dict[tuple[str, str], int] = {}
        self._runs: list[array[int]] = []  # folder -> first and behind last of files in a row
        self._place = "", "", -1  # root, folder and number of the last file's folder

    def __len__(self) -> int:
        return len(self.word_counts)

    def add(self, root: str, folder: str, name: str) -> None:
        """Take in the next file."""
        file = len(self.word_counts)
        if not name.isascii():
            name = plain(name)
        stem, _, suffix = name.rpartition(".")
        if not stem or len(suffix) > _SUFFIX_LENGTH:
            stem, suffix = name, ""
        count = 0
        texts = []
        split = self._split
        for word in words(stem):
            files, pieces, text = split.get(word) or self._written(word)
            for postings in files:
                postings.append(file)
            count += pieces
            if text:
                texts.append(text)
        ends = self._ends.get(suffix)
        for postings in self._ended(suffix) if ends is None else ends:
            postings.append(file)
        self.shapes.add(" ".join(texts))
        self.word_counts.append(count if count < 255 else 255)
        self._put(root, folder, file)

    def lane(self, weights: Weights, cancelled: Cancelled) -> bytearray:
        """For every file the best step of one of these words; of no use when cancelled."""
        lane = bytearray(len(self))
        passed = 0
        for value, word, share in _in_order(weights):
            for count in self._filled(lane, word, share, value):
                passed += count
                if passed > _LOOK_UP_EVERY:
                    passed = 0
                    if cancelled():
                        return lane
        return lane

    def files(self, word: int) -> Iterator[int]:
        """Every file with this word in its name or folder."""
        yield from self._by_name[word]
        yield from self._by_suffix.get(word, ())
        for folder in self._by_folder.get(word, ()):
            yield from self.in_folder(folder)

    def size(self, word: int) -> int:
        """How many names have this word, but for what they end in."""
        return len(self._by_name[word])

    def named(self, word: int) -> array[int]:
        """The files with this word in their name, but for what it ends in, in order."""
        return self._by_name[word]

    def in_folder(self, folder: int) -> Iterator[int]:
        """The files directly in a folder, in order."""
        runs = self._runs[folder]
        for at in range(0, len(runs), 2):
            yield from range(runs[at], runs[at + 1])

    def _filled(self, lane: bytearray, word: int, share: float, value: int) -> Iterator[int]:
        """Write a value to the files with a word in that place; gives now and then how many have
        passed."""
        if share == FOLDER:
            for folder in self._by_folder.get(word, ()):
                yield self._fill_folder(lane, self._runs[folder], bytes([value]))
            return
        files = self._by_name[word] if share == 1 else self._by_suffix.get(word, _NONE)
        for start in range(0, len(files), _LOOK_UP_EVERY):
            some = files[start : start + _LOOK_UP_EVERY]
            for file in some:
                lane[file] = value
            yield len(some)

    def _fill_folder(self, lane: bytearray, runs: array[int], value: bytes) -> int:
        for at in range(0, len(runs), 2):
            start, end = runs[at], runs[at + 1]
            lane[start:end] = value * (end - start)
        return 5 * len(runs) // 2

    def _put(self, root: str, folder: str, file: int) -> None:
        if self._place[1] != folder or self._place[0] != root:
            self._place = root, folder, self._folder(root, folder)
        number = self._place[2]
        self.folder_of.append(number)
        runs = self._runs[number]
        if runs and runs[-1] == file:
            runs[-1] = file + 1
        else:
            runs.append(file)
            runs.append(file + 1)

    def _folder(self, root: str, folder: str) -> int:
        number = self._folders.get((root, folder))
        if number is None:
            number = self._folders[root, folder] = len(self._runs)
            self._runs.append(array("I"))
            found = (part for word in words(plain(folder)) for part in _parts(word, parts(word)))
            for part in dict.fromkeys(found):
                self._by_folder.setdefault(self._id(part), array("I")).append(number)
        return number

    def _written(self, word: str) -> _Written:
        """Where the files of a written word go, how many parts it has, and those of its parts
        that are no numbers. Kept for the next time it comes."""
        pieces = parts(word)
        ids = [self._id(part) for part in dict.fromkeys(_parts(word, pieces))]
        text = " ".join(piece for piece in pieces if not piece[0].isdigit())
        files = tuple(self._by_name[number] for number in ids)
        known = self._split[word] = files, len(pieces), text
        return known

    def _ended(self, suffix: str) -> tuple[array[int], ...]:
        """Where the files that end so go."""
        pieces = [part for word in words(suffix) for part in parts(word)]
        ids = [self._id(piece) for piece in dict.fromkeys(pieces)]
        known = tuple(self._by_suffix.setdefault(number, array("I")) for number in ids)
        self._ends[suffix] = known
        return known

    def _id(self, part: str) -> int:
        number = self.vocabulary.id_of(part)
        if number == len(self._by_name):
            self._by_name.append(array("I"))
        return number


def _parts(word: str, pieces: list[str]) -> Iterator[str]:
    """What a word is found by: its pieces, neighbours glued, year and month of a date."""
    yield from pieces
    yield from _glued(word, pieces)
    for piece in pieces:
        yield from date_parts(piece)


def _in_order(weights: Mapping[int, float]) -> list[tuple[int, int, float]]:
    """Steps, words, and the share of a place (1 for the name). What is worth less comes first, so
    that what is worth more is written over it."""
    order = [
        (step(share * weight), word, share)
        for share in (FOLDER, _SUFFIX, 1.0)
        for word, weight in weights.items()
        if share * weight > ACCEPTED
    ]
    order.sort()
    return order


def _glued(word: str, pieces: list[str]) -> Iterator[str]:
    """Neighbouring parts as one word, so that ``creditscore`` finds CreditScore."""
    for left, right in pairwise(pieces):
        if left[0].isalpha() and right[0].isalpha():
            yield left + right
    if len(pieces) > 2 and len(word) <= _GLUED_LENGTH:
        yield word.lower()
