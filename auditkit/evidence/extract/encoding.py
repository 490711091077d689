"""Which encoding a text is in, when nothing but its bytes can say so.

Byte order mark, zero bytes, UTF-8 and escape sequences decide by themselves. What is left comes
from older programs: Latin, Cyrillic, Greek and Hebrew text is told by its letters, the common ones
of a language counting more, the rest by charset-normalizer, which guesses badly between those.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sized
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
# Letters of one or several languages, the commonest first.
_WESTERN: Final = "éäöüßèàêçóáíñãøåôâîûùëïúæõìòœ"
_LATIN: Final = (
    ("cp1252", _WESTERN),
    ("cp1254", "çğıİöşüâîû"),
    *(
        (name, letters)
        for letters in (
            "íáěéýčřšžůúťňďóľäôĺŕ",
            "łóęążśćńź",
            "éáőüöíóúű",
            "čšžćđ",
            "ăâîșşțţ",
        )
        for name in ("cp1250", "iso8859_2", "cp852")
    ),
    ("cp850", _WESTERN),
    ("mac_roman", _WESTERN),
)
_OTHERS: Final = (
    *(
        (name, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєў")
        for name in ("cp1251", "koi8_u", "cp866", "iso8859_5")
    ),
    *((name, "αοιτενσηρκπυςλμίόάωέδύθήγχφώβξζψϊϋΐΰ") for name in ("cp1253", "iso8859_7")),
    ("cp1255", "יוהלאמתרבשנכםדפעחקסטגזץןךףצ"),
)
_TELLING = 16  # commonest letters of another script that make up most of a text
_MOST = 0.65  # of the letters
_IN_RUNS = 0.6  # of the bytes beyond ASCII beside another one: other scripts than the Latin
_SIGNS = frozenset("’‘“”–—…•§°«»€£©®·½\xa0„‚™¿¡ºª")
_WORDS = frozenset("àéèóÀÉÈÓ")  # of one letter
_AMID_LETTERS = frozenset("’–—")
_IS_LATIN = re.compile(
    r"cp(?:1250|1252|1254|1257|1258|437|850|852|858|775|86[0135]|1140|500|037|273|1026)"
    r"|iso8859_(?:1|2|3|4|9|1\d)|latin_1|mac_(?:roman|latin2|iceland|turkish)|ascii|hp_roman8"
)
_ENOUGH = 0.85  # of the letters and signs beyond ASCII have to make sense
_COMMON = 0.5  # worth of the letters of old Latin text on average; Japanese read as such has less
_FEWEST_KANA = 4
_WEIGHED = 8192  # bytes
_BEYOND = re.compile(rb"[\x80-\xff]+")
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
    if _is_kana(head):
        return "cp932"
    latin = max(_fits(head), key=lambda fit: (fit.share, fit.common))
    likely = latin.encoding == "cp1252" or latin.common >= _COMMON
    if likely and latin.share >= _ENOUGH and _in_runs(head) < _IN_RUNS:
        return latin.encoding
    other = max(_others(head), key=lambda fit: (fit.share >= _ENOUGH, fit.common))
    if other.share >= _ENOUGH and other.common >= _MOST:
        return other.encoding
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is None or _IS_LATIN.fullmatch(best.encoding):
        return latin.encoding
    return best.encoding


def _is_kana(head: bytes) -> bool:
    """Japanese syllables, whose second bytes look like Latin letters and signs."""
    text = head[:_WEIGHED].decode("cp932", "replace")
    beyond = [char for char in text if char > "\x7f"]
    kana = sum("\u3040" <= char <= "\u30ff" for char in beyond)
    return len(beyond) >= _FEWEST_KANA and kana >= _ENOUGH * len(beyond)


def _in_runs(head: bytes) -> float:
    """The share of bytes beyond ASCII that stand beside another one."""
    runs = [len(run) for run in _BEYOND.findall(head[:_WEIGHED])]
    return sum(run for run in runs if run > 1) / max(1, sum(runs))


@dataclass(frozen=True, slots=True)
class _Fit:
    encoding: str
    share: float
    """Of the letters and signs beyond ASCII, those that make sense."""
    common: float
    """How common the letters among them are in the language."""


def _fits(head: bytes) -> Iterator[_Fit]:
    """How well the Latin encodings fit, the likelier ones first."""
    for encoding, letters in _LATIN:
        worth = {letter: 1 - at / len(letters) for at, letter in enumerate(letters)}
        text = head[:_WEIGHED].decode(encoding, "replace")
        known = frozenset(letters + letters.upper())
        beyond = [at for at, char in enumerate(text) if char > "\x7f"]
        sensible = [at for at in beyond if _makes_sense(text, at, known)]
        common = sum(worth.get(text[at].lower(), 0.0) for at in sensible)
        yield _Fit(encoding, _part(len(sensible), beyond), _part(common, beyond))


def _others(head: bytes) -> Iterator[_Fit]:
    """How well encodings of other scripts fit."""
    for encoding, letters in _OTHERS:
        text = head[:_WEIGHED].decode(encoding, "replace")
        known = frozenset(letters + letters.upper() + "ΆΈΉΊΌΎΏ")
        beyond = [at for at, char in enumerate(text) if char > "\x7f"]
        sensible = [at for at in beyond if _makes_sense(text, at, known, alone=True)]
        common = sum(text[at].lower() in letters[:_TELLING] for at in beyond)
        yield _Fit(encoding, _part(len(sensible), beyond), _part(common, beyond))


def _part(some: float, of: Sized) -> float:
    return some / max(1, len(of))


def _makes_sense(text: str, at: int, letters: frozenset[str], *, alone: bool = False) -> bool:
    """A letter stands in a word (with ``alone``, or by itself) and is no capital within it; a sign
    stands beside words."""
    before, char, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    if char in letters:
        in_word = alone or char in _WORDS or before.isalpha() or after.isalpha()
        return in_word and not (char.isupper() and before.islower())
    amid = before.isalpha() and after.isalpha()
    return char in _SIGNS and (not amid or char in _AMID_LETTERS)
