"""From spoken words to terms: roots of words, and the groups of words that mean much the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from auditkit.analysis.filing.concepts import GROUPS
from auditkit.evidence.words import plain, stem

GROUP = "="
"""First character of a term that stands for a group of words; never one of a root."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")
_LONGEST = 4
"""Words in the longest word group."""
_ENDINGS = re.compile("(?<=....)(ations?|ments?|ings?|ions?|ers|ed|er|ally|ly|es|e|y)$")
STOP = frozenset(
    """a about above actually all also am an and any anybody anything are as at away be because
    been being but by came can cannot cant come could couldnt did didnt do does doesnt doing
    dont everything few for from get gets give go goes going got guess had has hasnt have
    havent having he her here hers him himself his hm hmm honest honestly how i id if ill im in
    into is isnt it its itself ive just let like ll lot many maybe me mean might mine much must
    my myself no nobody noone nor not nothing of off oh ok on one onto or other others our ours
    own quite re really s see seen shall she should so some somebody someone something
    somewhere such t takes than that thats the their them themselves then there theres these
    they theyre think this those though thought through to too until up us very was wasnt we
    well went were weve what whatever when where whether which while who whoever whole whom
    whose why will with without wont would yeah yes yet you your""".split()  # noqa: SIM905
)


def words(text: str) -> list[str]:
    """The words of a line in lower case, without accents and apostrophes."""
    return _WORD.findall(_APOSTROPHES.sub("", plain(text)).lower())


@cache
def root(word: str) -> str:
    """A rough root, the same for ``assess``, ``assessed`` and ``assessments``."""
    short = stem(word)
    ending = _ENDINGS.search(short)
    return _undoubled(short[: ending.start()]) if ending else short


def _undoubled(word: str) -> str:
    """``stopp`` of ``stopped`` is ``stop``; ``assess`` stays."""
    if word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def terms(said: list[str]) -> dict[str, int]:
    """The terms of a line's words, each with the index of the word it came from."""
    found: dict[str, int] = {}
    for index, word in enumerate(said):
        short, names, begins = _read(word)
        if short:
            found.setdefault(short, index)
        for name in names:
            found.setdefault(name, index)
        if begins:
            for name in _longer(said[index : index + _LONGEST]):
                found.setdefault(name, index)
    return found


class _Reading(NamedTuple):
    root: str
    """Empty for a word that says nothing by itself."""
    groups: tuple[str, ...]
    begins: bool
    """Whether a group of words may begin with it."""


@cache
def _read(word: str) -> _Reading:
    short = root(word)
    return _Reading("" if word in STOP else short, groups().get(short, ()), short in _beginnings())


def _longer(said: list[str]) -> Iterator[str]:
    key = root(said[0])
    for word in said[1:]:
        key = f"{key} {root(word)}"
        yield from groups().get(key, ())


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Roots of a word or word group to the terms of the groups that it stands in."""
    table: dict[str, list[str]] = {}
    for line in GROUPS.replace("\n  ", " ").splitlines():
        name, _, members = line.partition(": ")
        for key in _roots(members.split(", ")):
            table.setdefault(key, []).append(GROUP + name)
    return {key: tuple(dict.fromkeys(names)) for key, names in table.items()}


def _roots(members: Iterable[str]) -> Iterator[str]:
    for member in members:
        yield " ".join(root(word) for word in words(member))


@cache
def _beginnings() -> frozenset[str]:
    """First roots of the word groups that have more than one word."""
    return frozenset(key.split(" ", 1)[0] for key in groups() if " " in key)
