"""Which characters the screen draws with: all of them, or ASCII alone.

One place decides. What the screens are made of is written with frames, marks and an ellipsis; with
``--ascii`` every line is turned into ASCII on its way to the terminal, whoever drew it.
"""

from __future__ import annotations

import os
import re
import sys

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

VARIABLE = "AUDITKIT_ASCII"
FRAMES = "─│╭╮╰╯━┃┏┓┗┛▾▸›·…█░↑↓→"
"""What the screens draw with; a terminal that cannot show these gets ASCII."""
_FEW_GLYPHS = ("linux",)
"""The console of the kernel: its fonts have 256 or 512 glyphs, and many no rounded corners."""
_TAKEN_INSTEAD = ("C.UTF-8", "C.utf8", "UTF-8")
"""By PEP 538."""

_HEAVY = "━┅┉╍╸╺═"
_UPRIGHT = "│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▕"
_FLAT = "─┄┈╌╴╶╼╾"
_SIGNS = {
    "▾": "v", "▸": ">", "▶": ">", "▼": "v", "›": ">", "·": "-", "•": "*", "…": ".",
    "█": "#", "▓": "#", "▒": ":", "░": ".", "↑": "^", "↓": "v", "←": "<", "→": ">",
    "“": '"', "”": '"', "‘": "'", "’": "'", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "✓": "x",
    "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip
_GROWS = re.compile(f"…[ {_FLAT}{_HEAVY}]{{2}}")
"""An ellipsis with room behind it, which three dots take."""


def _table() -> dict[int, str]:
    table = dict.fromkeys(range(0x2500, 0x2580), "+") | dict.fromkeys(range(0x2580, 0x25A0), " ")
    for signs, plain in ((_FLAT, "-"), (_HEAVY, "="), (_UPRIGHT, "|")):
        table |= {ord(sign): plain for sign in signs}
    return table | {ord(sign): plain for sign, plain in _SIGNS.items()}


_ASCII = _table()
_plain = False


def wanted(asked: bool = False) -> bool:
    """Whether to draw with ASCII alone: asked for, in the environment, or since the terminal has
    no frames. ``AUDITKIT_ASCII=0`` says that it has them, whatever its name and the locale are."""
    said = os.environ.get(VARIABLE, "")
    if asked or said not in ("", "0") or not _shows(FRAMES):
        return True
    return said != "0" and (os.environ.get("TERM") in _FEW_GLYPHS or _locale() in ("C", "POSIX"))


def _locale() -> str:
    """The locale that was asked for by name; none where that was left to the system. Where it is
    C, Python takes UTF-8 instead and writes that into LC_CTYPE before anybody can look."""
    ctype = os.environ.get("LC_CTYPE", "")
    if sys.flags.utf8_mode and ctype in _TAKEN_INSTEAD:
        ctype = ""
    if sys.platform == "win32":
        return ""
    return os.environ.get("LC_ALL") or ctype or os.environ.get("LANG", "")


def choose(plain: bool) -> None:
    """Draw with ASCII alone from now on, or with everything."""
    global _plain
    _plain = plain


def ellipsis() -> str:
    """What stands for text that was cut off."""
    return "..." if _plain else "…"


class Plain(LineFilter):
    """Turns a drawn line into ASCII of the same width. Letters of any script stay, unless the
    terminal's encoding has none for them: what cannot be sent would shift the whole line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments with other characters."""
        whole = "".join(segment.text for segment in segments)
        if whole.isascii():
            return segments
        plain = _GROWS.sub("...", whole).translate(_ASCII)
        drawn, at = [], 0
        for text, style, control in segments:
            drawn.append(Segment(_sendable(plain[at : at + len(text)]), style, control))
            at += len(text)
        return drawn


def _sendable(text: str) -> str:
    if text.isascii() or _shows(text):
        return text
    known = "".join(c if _shows(c) else "?" * cell_len(c) for c in text)
    return set_cell_size(known, cell_len(text))


def _shows(text: str) -> bool:
    """Whether the terminal's encoding has these characters."""
    stream = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
