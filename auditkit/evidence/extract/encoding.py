"""Which encoding a text is in, when nothing but its bytes can say so.

Byte order mark, zero bytes, UTF-8 and escape sequences decide by themselves. What is left comes
from older programs: Western text is told by its letters, other scripts by charset-normalizer,
and between the Latin encodings, where that library guesses badly, letters decide again.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from auditkit.evidence.extract.base import Unreadable

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16, so it has to come first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES: Final = (
    (b"\x1b$B", "iso2022_jp"),
    (b"\x1b$@", "iso2022_jp"),
    (b"\x1b$)C", "iso2022_kr"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w-]{2,20})""", re.IGNORECASE)
# Encodings that keep ASCII what it is; Python also knows others (UTF-7, base64) that do not.
_HARMLESS = re.compile(
    r"(?:iso-?8859-?\d{1,2}|(?:windows|cp|ibm)-?\d{3,4}|koi8-?[rut]|mac-?\w+|shift_?jis|euc-?(?:jp|kr)"
    r"|gb\d+|gbk|big5\w*|latin-?\d|tis-?620)",
    re.IGNORECASE,
)
_WESTERN: Final = "äöüßéèêëàâáãåæçîïíìñóòôõøúùûœ"
_LATIN: Final = (
    ("cp1252", _WESTERN),
    ("cp1254", "çğıİöşüâîû"),
    *(
        (name, letters)
        for letters in (
            "áäčďéěíĺľňóôŕřšťúůýž",
            "ąćęłńóśźż",
            "áéíóöőúüű",
            "čćđšž",
            "ăâîșşțţ",
        )
        for name in ("cp1250", "iso8859_2", "cp852")
    ),
    ("cp850", _WESTERN),
    ("mac_roman", _WESTERN),
)
_SIGNS = frozenset("’‘“”–—…•§°«»€£©®·½\xa0„‚™¿¡ºª")
_AMID_LETTERS = frozenset("’–—")
_IS_LATIN = re.compile(
    r"cp(?:1250|1252|1254|1257|1258|437|850|852|858|775|86[0135]|1140|500|037|273|1026)"
    r"|iso8859_(?:1|2|3|4|9|1\d)|latin_1|mac_(?:roman|latin2|iceland|turkish)|ascii|hp_roman8"
)
_ENOUGH = 0.97  # of the letters and signs beyond ASCII have to make sense
_WEIGHED = 8192  # bytes
_FOUR_BYTES = 16  # bytes that it takes to believe in characters of four bytes


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins with ``head``. Raises `Unreadable` when it is no text."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _wide(head)
    for mark, encoding in _ESCAPES:
        if mark in head:
            return encoding
    return "utf-8" if _is_utf8(head) else _declared(head) or _old(head)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """Characters of two or four bytes show by where their zero bytes are."""
    zeros = [head[at::4].count(0) / max(1, len(head) // 4) for at in range(4)]
    if len(head) >= _FOUR_BYTES and min(zeros[2:]) > 0.9 and zeros[0] < 0.2:
        return "utf-32-le"
    if len(head) >= _FOUR_BYTES and min(zeros[:2]) > 0.9 and zeros[3] < 0.2:
        return "utf-32-be"
    if min(zeros[1::2]) > 0.4 and max(zeros[::2]) < 0.1:
        return "utf-16-le"
    if min(zeros[::2]) > 0.4 and max(zeros[1::2]) < 0.1:
        return "utf-16-be"
    raise Unreadable("This is no text: it holds zero bytes.")


def _declared(head: bytes) -> str:
    """What a page or XML file says of itself, if that is an encoding such a file may have."""
    said = _DECLARED.search(head[:2048])
    name = said.group(1).decode("ascii", "replace") if said else ""
    if not _HARMLESS.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _old(head: bytes) -> str:
    latin = max(_fits(head), key=lambda fit: fit.share)
    if latin.encoding == "cp1252" and latin.share >= _ENOUGH:
        return latin.encoding
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is None or _IS_LATIN.fullmatch(best.encoding):
        return latin.encoding
    return best.encoding


@dataclass(frozen=True, slots=True)
class _Fit:
    encoding: str
    share: float


def _fits(head: bytes) -> Iterator[_Fit]:
    """How well the Latin encodings fit, the likelier ones first."""
    for encoding, letters in _LATIN:
        text = head[:_WEIGHED].decode(encoding, "replace")
        known = frozenset(letters + letters.upper())
        beyond = [at for at, char in enumerate(text) if char > "\x7f"]
        sensible = sum(_makes_sense(text, at, known) for at in beyond)
        yield _Fit(encoding, sensible / max(1, len(beyond)))


def _makes_sense(text: str, at: int, letters: frozenset[str]) -> bool:
    """A letter stands in a word and is no capital within it; a sign stands beside words."""
    before, char, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    if char in letters:
        in_word = before.isalpha() or after.isalpha()
        return in_word and not (char.isupper() and before.islower())
    amid = before.isalpha() and after.isalpha()
    return char in _SIGNS and (not amid or char in _AMID_LETTERS)
