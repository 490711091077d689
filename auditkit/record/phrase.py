"""The head of a record as eight words that two people can compare by voice or on paper.

The words are those of BIP-39 (English, 2048 words, each known by its first four letters): eight
of them hold the first 88 bits of the head digest. Nobody finds a second record with the same
phrase by trying; the whole digest is what checkpoints and packs are checked by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from auditkit.errors import AuditkitError
from auditkit.text import clip, fold, one_line

COUNT = 8
"""Words of a phrase."""
_BITS = 11  # of a word: the list has 2 ** 11
_CUT = 4  # letters that tell a word of the list from every other
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_HEAD = re.compile("[0-9a-f]{12,64}")
_BETWEEN = re.compile(r"[\W_]+")


def phrase(digest: str) -> str:
    """The eight words of a head digest (64 hex digits); raises `ValueError` for anything else."""
    head = bytes.fromhex(digest)
    if len(head) != 32:
        raise ValueError("a head digest has 64 hex digits")
    number = int.from_bytes(head[: COUNT * _BITS // 8], "big")
    places = [number >> _BITS * (COUNT - 1 - place) for place in range(COUNT)]
    return " ".join(words()[place % len(words())] for place in places)


def compare(said: str, digest: str) -> str:
    """What is wrong with a phrase that somebody gives, in one sentence; empty when it is right.

    Case, punctuation, line breaks and numbering do not matter, and a word may be cut to its first
    four letters. Raises `ValueError` as `phrase`.
    """
    own = phrase(digest).split()
    given = [word for word in _BETWEEN.split(fold(said)) if word and not word.isdecimal()]
    if len(given) != COUNT:
        counted = "1 word" if len(given) == 1 else f"{len(given)} words"
        return f"A head phrase has {COUNT} words, this one has {counted}."
    return _unknown(given) or _different(given, own)


def beginning(said: str) -> str:
    """The hex digits with which the digest of a phrase begins; empty where it is none. A head in
    hex digits, as documents carry it, is one already."""
    if _HEAD.fullmatch(said.strip().lower()):
        return said.strip().lower()
    given = [_whole().get(word, "") for word in _BETWEEN.split(fold(said)) if not word.isdecimal()]
    given = [word for word in given if word]
    if len(given) != COUNT:
        return ""
    number = 0
    for word in given:
        number = number << _BITS | words().index(word)
    return f"{number:0{COUNT * _BITS // 4}x}"


@cache
def words() -> tuple[str, ...]:
    """The English words of BIP-39 in their order; raises `AuditkitError` where they are gone."""
    path = files("mnemonic") / "wordlist" / "english.txt"
    try:
        listed = tuple(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        listed = ()
    if len(set(listed)) != 2**_BITS:
        raise AuditkitError(
            "The word list for head phrases is missing or damaged.", "Install auditkit again."
        )
    return listed


@cache
def _whole() -> dict[str, str]:
    """The word meant by a word, and by its first four letters."""
    return {written: word for word in words() for written in (word, word[:_CUT])}


def _unknown(given: Sequence[str]) -> str:
    for ordinal, word in zip(_ORDINALS, given):
        if word not in _whole():
            near = _closest(word)
            meant = f"; the closest word that is one is '{near}'" if near else ""
            return f"The {ordinal} word, '{_shown(word)}', is no word of a head phrase{meant}."
    return ""


def _different(given: Sequence[str], own: Sequence[str]) -> str:
    for ordinal, word, right in zip(_ORDINALS, map(_whole().__getitem__, given), own):
        if word != right:
            return (
                f"The {ordinal} word is '{word}', this record says '{right}': "
                "it is not in the state the phrase was read from."
            )
    return ""


def _closest(word: str) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, words(), n=1)), "")


def _shown(word: str) -> str:
    return clip(one_line(word), 24)
