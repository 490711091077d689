"""What terminals send and Textual would take for something else."""

from __future__ import annotations

import errno
import sys
from encodings.utf_8 import IncrementalDecoder
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from auditkit.tui.command import DIGITS


def read_as_sent() -> None:
    """Before an app runs in a terminal: both of the below."""
    read_alt_digits()
    read_any_bytes()


def read_alt_digits() -> None:
    """Have alt and a digit that chooses mean themselves: nearly every terminal sends an escape and
    the digit. Textual takes them for the signs that one terminal on macOS draws on those keys, so
    that ``™`` would be typed where a choice was meant; who types such a sign elsewhere gets it."""
    known = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    for digit in DIGITS:
        known.pop(f"\x1b{digit}", None)


def read_any_bytes() -> None:
    """Have a byte that is no UTF-8 (a terminal in Latin-1, an old mouse report, noise on a line)
    be a sign that stands for "unknown"; Textual would end the program over it."""
    if sys.platform != "win32":  # where characters come from the console, not as bytes
        from textual.drivers import linux_driver

        cast("Any", linux_driver).getincrementaldecoder = lambda _: _AnyBytes


class _AnyBytes(IncrementalDecoder):
    """Nothing to read, though there was said to be something, is a terminal that is gone: Textual
    would ask again without end. Raises `OSError` then."""

    def __init__(self) -> None:
        super().__init__(errors="replace")

    def decode(self, data: Any, final: bool = False) -> str:
        """As much text as the bytes up to here are."""
        if not data and not final:
            raise OSError(errno.EIO, "the terminal is gone")
        return super().decode(data, final)
