"""Labelled queries over any paths: words of real names, damaged the way people type them.

A path is right for a query when it has every word that the query was made from, in any form of
number (``policy`` for ``policies``). What is asked for is made from names of documents, tables,
pictures and records with two to six words; the other paths are what it has to be found among.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

PER_KIND = 40
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_ASKED_FOR = re.compile(
    "docx?|odt|pdf|md|txt|html|rst|xlsx?|ods|[ct]sv|json|ya?ml|xml|pptx?|png|jpg|svg|eml|msg|log",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the words that a right path has: all of one of the sets."""

    kind: str
    text: str
    meant: tuple[frozenset[str], ...]

    def fits(self, path: str) -> bool:
        have = frozenset(map(_singular, split(path)))
        return any(words <= have for words in self.meant)


@dataclass(frozen=True, slots=True)
class _Name:
    """The words and numbers of one name, and the words of its folders that it has not."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    folders: tuple[str, ...]


def split(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text)
    return [part.lower() for part in _PART.findall(bare)]


def query(kind: str, text: str, *meant: Iterable[str]) -> Query:
    return Query(kind, text, tuple(frozenset(map(_singular, words)) for words in meant))


def read_queries(lines: Iterable[str]) -> list[Query]:
    """Queries labelled by hand, one a line: kind, query and words, between tabs; several sets of
    words stand between bars."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip())
    return [query(kind, text, *map(split, words.split("|"))) for kind, text, words in rows]


def acronyms(known: dict[str, str]) -> list[Query]:
    return [query("acronym", short, split(full), [short]) for short, full in known.items()]


def make_queries(paths: Iterable[str], seed: int = 7) -> list[Query]:
    """``PER_KIND`` queries of each kind, the same every time for the same paths."""
    rng = random.Random(seed)
    names = _names(paths)
    rng.shuffle(names)
    found: list[Query] = []
    for kind, make in _MAKERS.items():
        made = (make(rng, name) for name in rng.sample(names, len(names)))
        some: dict[str, Query] = {}
        for each in made:
            if each is not None and each[0] not in some:
                some[each[0]] = query(kind, *each)
            if len(some) == PER_KIND:
                break
        found += some.values()
    return found


def _names(paths: Iterable[str]) -> list[_Name]:
    """Names with different words, each once."""
    found: dict[tuple[str, ...], _Name] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        stem, _, suffix = name.rpartition(".")
        parts = split(stem)
        words = tuple(part for part in parts if part.isalpha())
        if (
            _ASKED_FOR.fullmatch(suffix)
            and 2 <= len(words) <= 6
            and sum(map(len, words)) >= 9
            and min(map(len, words)) >= 2
            and len(set(words)) == len(words)
        ):
            numbers = tuple(part for part in parts if part.isdigit() and 2 <= len(part) <= 8)
            folders = tuple(w for w in split(folder) if len(w) >= 4 and w.isalpha())
            outside = tuple(w for w in dict.fromkeys(folders) if w not in words)
            found.setdefault(words, _Name(words, numbers, outside))
    return list(found.values())


_Made = tuple[str, Sequence[str]] | None
_Maker = Callable[[random.Random, _Name], _Made]


def _exact(_: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    return " ".join(words), words


def _glued(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    short = "".join(_short(rng, word) for word in words)
    return (short, words) if 5 <= len(short) <= 14 else None


def _typo(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    slipped = _slip(rng, words)
    return (" ".join(slipped), words) if slipped else None


def _order(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    return " ".join(_shuffled(rng, words)), words


def _order_typo(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    slipped = _slip(rng, words)
    return (" ".join(_shuffled(rng, slipped)), words) if slipped else None


def _partial(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    return " ".join(word[: rng.randint(3, 5)] for word in words), words


def _folder(rng: random.Random, name: _Name) -> _Made:
    if not name.folders:
        return None
    words = (rng.choice(name.folders), *name.words[:2])
    return " ".join(words), words


def _acronym(_: random.Random, name: _Name) -> _Made:
    words = name.words
    return ("".join(word[0] for word in words), words) if len(words) in (4, 5) else None


def _mixed(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:4]
    slipped = _slip(rng, words)
    if not slipped or len(words) < 3:
        return None
    typed = [new if new != old else new[:4] for new, old in zip(slipped, words, strict=True)]
    return " ".join(_shuffled(rng, typed)), words


def _number(rng: random.Random, name: _Name) -> _Made:
    if not name.numbers:
        return None
    words = (*name.words[:2], rng.choice(name.numbers))
    return " ".join(words), words


def _plural(rng: random.Random, name: _Name) -> _Made:
    words = name.words[:3]
    at = rng.randrange(len(words))
    turned = _other_number(words[at])
    if turned is None:
        return None
    return " ".join([*words[:at], turned, *words[at + 1 :]]), words


_MAKERS: dict[str, _Maker] = {
    "exact": _exact,
    "glued": _glued,
    "typo": _typo,
    "order": _order,
    "order+typo": _order_typo,
    "partial": _partial,
    "folder+name": _folder,
    "acronym": _acronym,
    "mixed": _mixed,
    "number": _number,
    "plural": _plural,
}


def _short(rng: random.Random, word: str) -> str:
    """The beginning of a word, or its first consonants: ``reg``, ``rsk``."""
    if rng.random() < 0.3 and len(word) > 3:
        return (word[0] + "".join(c for c in word[1:] if c not in "aeiou"))[: rng.randint(3, 4)]
    return word[: rng.randint(2, 4)]


def _shuffled(rng: random.Random, words: Sequence[str]) -> list[str]:
    turned = list(words)
    while turned == list(words):
        rng.shuffle(turned)
    return turned


def _slip(rng: random.Random, words: Sequence[str]) -> list[str] | None:
    """The longest word with one letter swapped, lost, doubled or wrong; never its first."""
    at = max(range(len(words)), key=lambda number: len(words[number]))
    word = words[at]
    if len(word) < 5:
        return None
    cut = rng.randint(1, len(word) - 2)
    slipped = rng.choice(
        [
            word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut] + word[cut:],
            word[:cut] + rng.choice("aeiou") + word[cut + 1 :],
        ]
    )
    return [*words[:at], slipped, *words[at + 1 :]] if slipped != word else None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _other_number(word: str) -> str | None:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return None
    if _singular(word) != word:
        return _singular(word)
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"
