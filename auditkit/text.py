"""The guards for strings that come from a person or a file.

Such a string may hold escape sequences, bidirectional overrides, lone surrogates or characters
that XML forbids. What is kept stays raw; what is shown or written goes through one of these.
"""

from __future__ import annotations

import re
import unicodedata

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\u00ad\ufffe\uffff"
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
"""What takes no room, or room with nothing in it: two names may differ by it alone, and terminals
disagree how wide it is. Joiners (U+200C, U+200D) and variation selectors stay: scripts and emoji
need them."""
_UNSHOWABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}{_INVISIBLE}\ud800-\udfff]")
_UNSHOWABLE_BUT_BREAKS = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}{_INVISIBLE}\ud800-\udfff]"
)
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ANSI = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[@-Z\\\\^_])")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DIRECTION = re.compile(f"[{_BIDI}]")


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8 (os.fsdecode)
        return f"\\x{code - 0xDC00:02x}"
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """Text for one line of a terminal: every control, bidi or lone surrogate is made visible."""
    return _UNSHOWABLE.sub(_escape, text)


def lines(text: str) -> str:
    """Text for several lines of a terminal: as `one_line`, but line breaks and tabs stay."""
    return _UNSHOWABLE_BUT_BREAKS.sub(_escape, _BREAKS.sub("\n", text))


def xml(text: str) -> str:
    """Text that XML 1.0 may hold and that does nothing where it is shown: escape sequences fall
    away, breaks become ``\\n``, what XML forbids or a terminal obeys (DEL, C1 controls) becomes
    U+FFFD. Bidirectional overrides are made visible (they can spoof)."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    broken = _BREAKS.sub("\n", _ANSI.sub("", joined))
    return _DIRECTION.sub(_escape, _NOT_XML.sub("\ufffd", broken))


def spreadsheet(text: str) -> str:
    """Text that a spreadsheet shows and never computes (CWE-1236: leading ``= + - @``)."""
    clean = xml(text)
    return f"'{clean}" if clean[:1] in ("=", "+", "-", "@", "\t", "\n") else clean


def within(text: str, size: int) -> str:
    """The beginning of a text that takes at most ``size`` bytes in UTF-8; no character is cut."""
    return text.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


def fold(text: str) -> str:
    """Text for comparing: no case, no accents, one form for each letter (NFKD)."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def clip(text: str, width: int) -> str:
    """At most ``width`` characters, the cut shown by an ellipsis."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "\u2026"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 check``, ``2 checks``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
