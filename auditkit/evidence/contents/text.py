"""What of a text is searched: cleaned, and with scripts that put no space between words in pairs.

SQLite's tokenizer takes a run of Chinese characters for one word. Such runs are therefore kept
apart from the words and searched as pairs of neighbouring characters, so that every part of a
run is found. A part of three characters is the phrase of its two pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from auditkit.text import fold

# Thai to Lao, Burmese, Hangul letters, Khmer, kana, Chinese characters, Hangul syllables,
# compatibility forms, half-width kana and Hangul, the further planes of Chinese characters.
_RUN_CLASS: Final = (
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff]"
)
# In such scripts a line may break anywhere.
_RUN = re.compile(f"{_RUN_CLASS}+(?:\n{_RUN_CLASS}+)*")
_BROKEN_WORD = re.compile(r"([^\W\d_]{2,40})-\n([^\W\d_]{2,40})")
_VOCABULARY_WORD = re.compile(r"[^\W\d_]{3,30}")
_COLOUR = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")  # and the like, in logs of terminals
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE = re.compile("[\ud800-\udfff]")
_SHARP_S = re.compile(r"[^\W\d_]{0,40}[ßẞ][^\W\d_]{0,40}")
# Letters that are no letter with an accent to Unicode, and are typed without all the same.
_PLAIN_LETTERS = str.maketrans("øØłŁđĐıħĦ", "oOlLdDihH")
_LEFT_OUT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_TRANSLATED = {**_LEFT_OUT, **_LIGATURES}
_MOST_WORDS = 50_000  # of one file's text go into the vocabulary


def clean(text: str) -> str:
    """Text as it is kept: no control characters (marks are made of them), no lone surrogates
    (SQLite refuses them), no invisible characters, no ligatures."""
    if text.isascii() and text.isprintable():
        return text
    flat = _CONTROL.sub(" ", _COLOUR.sub("", text.replace("\r\n", "\n")))
    return flat if flat.isascii() else _LONE.sub("\ufffd", flat.translate(_TRANSLATED))


def columns(text: str) -> tuple[str, str]:
    """The two columns in which a cleaned text is searched: its words, each at the same place as
    in ``text``, and what is searched besides: pairs, words broken at the end of a line, and words
    with a sharp s as the Swiss write them.

    The index can forget a text only with the very columns it was given: what changes them has to
    change `database.VERSION`, too.
    """
    broken = (f"{head}{tail}" for head, tail in _BROKEN_WORD.findall(text)) if "-\n" in text else ()
    if text.isascii():
        return text, " ".join(broken)
    sharp = (with_ss(word) for word in _SHARP_S.findall(text))
    further = " ".join([*(pairs(run) for run in runs(text)), *broken, *sharp])
    words = _RUN.sub(lambda run: " " * len(run.group()), text)
    return words.translate(_PLAIN_LETTERS), further


def runs(text: str) -> Iterator[str]:
    """The runs of scripts without spaces, in one form."""
    for found in _RUN.finditer(text):
        yield unicodedata.normalize("NFKC", found.group().replace("\n", ""))


def pairs(run: str) -> str:
    """Each character with the next, and the last one alone, so that each begins a pair."""
    return " ".join(run[at : at + 2] for at in range(len(run)))


def with_ss(text: str) -> str:
    """``text`` without sharp s."""
    return text.replace("ß", "ss").replace("ẞ", "SS")


def sharp_pattern(word: str) -> re.Pattern[str]:
    """Finds ``word``, which has ``ss``, where it is written with a sharp s."""
    either = re.escape(word).replace("ss", "(?:ss|ß)")
    return re.compile(rf"\b(?=\w*ß){either}\b", re.IGNORECASE)


def run_pattern(run: str) -> re.Pattern[str]:
    """Finds ``run`` in a text, over ends of lines."""
    return re.compile("\n?".join(map(re.escape, run)))


def broken_pattern(word: str) -> re.Pattern[str]:
    """Finds ``word``, of at least four letters, where it is broken at the end of a line."""
    cuts = (f"{re.escape(word[:at])}-\n{re.escape(word[at:])}" for at in range(2, len(word) - 1))
    return re.compile(rf"\b(?:{'|'.join(cuts)})\b", re.IGNORECASE)


def has_words(text: str) -> bool:
    """Whether anything in ``text`` can be searched as a word."""
    return any(char.isalnum() for char in text)


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The words (letters only) that may be meant when somebody mistypes one, in plain letters."""
    found: set[str] = set()
    for text in texts:
        found.update(_VOCABULARY_WORD.findall(columns(text)[0].lower()))
        if len(found) > _MOST_WORDS:
            break
    return {word if word.isascii() else fold(word) for word in found}
