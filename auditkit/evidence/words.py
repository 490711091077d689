"""Splitting names into words and bringing words into one form for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_A-Za-z]+")
_QUERY_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-z]+")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_QUERY_CHARS = 200
_QUERY_WORDS = 12
# Letters that NFKD leaves whole although people type them as plain ones.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"}
)


def plain(text: str) -> str:
    """``text`` without accents and compatibility forms. Case stays: camelCase needs it."""
    return text if text.isascii() else plain_with_origins(text)[0]


def plain_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """`plain` text, and for each of its characters the index in ``text`` it came from."""
    if text.isascii():
        return text, range(len(text))
    found = [
        (char, index)
        for index, original in enumerate(text)
        for char in unicodedata.normalize("NFKD", original).translate(_LETTERS)
        if not unicodedata.combining(char)
    ]
    return "".join(char for char, _ in found), [index for _, index in found]


def lowered(plain_text: str) -> str:
    """`plain` text in lower case, character by character: indexes stay what they were."""
    lower = plain_text.lower()
    if len(lower) == len(plain_text):
        return lower
    return "".join(char.lower()[0] for char in plain_text)


def words(plain_text: str) -> list[str]:
    """The runs of letters and digits, case kept: ``AI_RiskRegister v2`` has three."""
    return _WORD.findall(plain_text)


def parts(word: str) -> list[str]:
    """A word's parts in lower case, at camelCase and at digits: ``RiskReg2`` has three."""
    return [part.lower() for part in _PART.findall(word)]


def part_spans(plain_text: str) -> list[tuple[int, int, str]]:
    """Start, end and lower-case text of each part in ``plain_text``."""
    return [(m.start(), m.end(), m.group().lower()) for m in _PART.finditer(plain_text)]


def query_words(query: str) -> list[str]:
    """The words of what somebody typed; what is far too long for a query is cut off."""
    return _QUERY_WORD.findall(plain(query[:_QUERY_CHARS]).lower())[:_QUERY_WORDS]


def date_parts(word: str) -> tuple[str, ...]:
    """Year, month and day of a date written in one (``20240512``); nothing for other words."""
    if len(word) == 8 and word.isdigit() and _DATE.fullmatch(word):
        return word[:4], word[4:6], word[6:]
    return ()


def forms(word: str) -> tuple[str, ...]:
    """The other number of a word, as far as rough rules tell: ``policies`` for ``policy``."""
    single = stem(word)
    if single != word:
        return (single, f"{word[:-3]}ie", word[:-2]) if word.endswith("ies") else (single,)
    if len(word) < 3 or not word.isalpha():
        return ()
    if word.endswith("y"):
        return f"{word[:-1]}ies", f"{word}s"
    return f"{word}s", f"{word}es"


def stem(word: str) -> str:
    """A rough singular, the same for both forms: ``policies`` and ``policy`` give ``policy``."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
