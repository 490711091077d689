"""The most natural way to read a glued abbreviation (``airskreg``) in a path.

The letters have to occur in their order. Entering a word at its first letter, staying in the
file name and following letters are rewarded; entering a word in its middle is dear.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from auditkit.evidence.words import lowered

_LETTER = 16.0
_WORD_START = 4.0
_IN_NAME = 3.0
_IN_EXTENSION = -14.0
_FOLLOWING = 5.0
_SKIP_LETTER = 1.0
_SKIP_IN_WORD = 2.0
_SKIP_WORD = 3.0
_MID_WORD_FIRST = 8.0
_MID_WORD = 18.0
_BEST_PER_LETTER = 12.0  # what a perfect reading earns above 10 points a letter
_NOTHING = float("-inf")


@dataclass(frozen=True, slots=True)
class Alignment:
    """``score`` from 0 to 1 and the index of each letter in the path."""

    score: float
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Landmarks:
    """What is known of each character of a path."""

    lower: str
    word: list[int]  # number of the word it belongs to
    starts: list[bool]  # whether a word begins here
    bonus: list[float]


def align(letters: str, path: str) -> Alignment | None:
    """The best reading of ``letters`` (lower case) in a `plain` path, None if there is none."""
    marks = _landmarks(path)
    row: dict[int, float] = {}
    backward: list[dict[int, int]] = []
    for step, letter in enumerate(letters):
        row, came_from = _first(letter, marks) if step == 0 else _next(letter, row, marks)
        if not row:
            return None
        backward.append(came_from)
    if not row:
        return None
    at = max(row, key=row.__getitem__)
    gained = (row[at] - 10 * len(letters)) / (_BEST_PER_LETTER * len(letters))
    positions = [at]
    for came_from in reversed(backward[1:]):
        at = came_from[at]
        positions.append(at)
    return Alignment(min(1.0, max(0.06, gained)), tuple(reversed(positions)))


@lru_cache(maxsize=4096)  # the next keystroke reads mostly the same names
def _landmarks(path: str) -> _Landmarks:
    name_at = path.rfind("/") + 1
    dot = path.rfind(".")
    extension_at = dot if dot > name_at else len(path)
    marks = _Landmarks(lowered(path), [], [], [])
    number = 0
    before = " "
    for at, char in enumerate(path):
        starts = _starts_word(before, char)
        number += starts or not char.isalnum()
        marks.word.append(number)
        marks.starts.append(starts)
        bonus = _WORD_START * starts + _IN_NAME * (at >= name_at)
        marks.bonus.append(bonus + _IN_EXTENSION * (at > extension_at))
        before = char
    return marks


def _starts_word(before: str, char: str) -> bool:
    if char.isdigit():
        return not before.isdigit()
    hump = char.isupper() and before.islower()
    return char.isalpha() and (hump or not before.isalpha())


def _first(letter: str, marks: _Landmarks) -> tuple[dict[int, float], dict[int, int]]:
    row = {
        at: _LETTER + marks.bonus[at] - (0.0 if marks.starts[at] else _MID_WORD_FIRST)
        for at in _places(letter, marks.lower)
    }
    return row, {}


def _next(
    letter: str, row: dict[int, float], marks: _Landmarks
) -> tuple[dict[int, float], dict[int, int]]:
    """From the best readings that end at each place with the letters so far, to those with one
    letter more. Both the places and ``row`` are in ascending order."""
    scores: dict[int, float] = {}
    came_from: dict[int, int] = {}
    earlier = iter(row)
    coming = next(earlier, None)
    same = other = _NOTHING  # best so far within the current word, and in any word
    same_at = other_at = word = -1
    for at in _places(letter, marks.lower):
        while coming is not None and coming < at:
            if marks.word[coming] != word:
                word, same = marks.word[coming], _NOTHING
            within = row[coming] + coming * _SKIP_LETTER
            if within > same:
                same, same_at = within, coming
            across = row[coming] + marks.word[coming] * _SKIP_WORD
            if across > other:
                other, other_at = across, coming
            coming = next(earlier, None)
        if other == _NOTHING:
            continue
        best = other - marks.word[at] * _SKIP_WORD - (0.0 if marks.starts[at] else _MID_WORD)
        source = other_at
        if marks.word[at] == word and same - at * _SKIP_LETTER - _SKIP_IN_WORD > best:
            best, source = same - at * _SKIP_LETTER - _SKIP_IN_WORD, same_at
        if not marks.starts[at] and row.get(at - 1, _NOTHING) + _FOLLOWING > best:
            best, source = row[at - 1] + _FOLLOWING, at - 1
        scores[at] = best + _LETTER + marks.bonus[at]
        came_from[at] = source
    return scores, came_from


def _places(letter: str, text: str) -> list[int]:
    found = []
    at = text.find(letter)
    while at >= 0:
        found.append(at)
        at = text.find(letter, at + 1)
    return found
