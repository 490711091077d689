"""The last resort of a program that was asked to end by the system and does not come to it: what is
typed is saved, the folder let go of, and the process ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

ASKS = ("SIGTERM", "SIGHUP")
"""Names of the signals that ask; Windows has only the first."""
LAST = 5.0
"""Seconds from then on after which nothing is waited for any more."""
_AGAIN = 0.5
"""Seconds until one looks again where the record was just being written."""
_TRIES = 6


class LastResort:
    """Ends the process where the loop of an app does not. It is woken by a timer of the system, in
    the main thread and between two of its steps: the record is in order then unless one of its own
    functions is at work."""

    def __init__(self, asked: Callable[[], None], save: Callable[[], None]) -> None:
        """``asked`` is called at once; it may not wait for anything. ``save`` brings what can be
        brought to the disk; what it raises is let be."""
        self._asked, self._save = asked, save
        self._left = _TRIES

    def watch(self) -> None:
        """From now on; beside what the loop of the app does at these signals."""
        with suppress(ValueError):  # a thread may not
            for name in ASKS if hasattr(signal, "setitimer") else ():
                signal.signal(getattr(signal, name), self._begin)

    def _begin(self, *_: object) -> None:
        self._asked()
        if self._left == _TRIES:  # a terminal that is closed sends several of them
            self._left -= 1
            signal.signal(signal.SIGALRM, self._end)
            signal.setitimer(signal.ITIMER_REAL, LAST, _AGAIN)

    def _end(self, _: int, frame: FrameType | None) -> None:
        self._left -= 1
        if self._left and _writes(frame):
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._left:
            with suppress(Exception):
                self._save()
        os._exit(1)


def _writes(frame: FrameType | None) -> bool:
    """Whether the record is being written."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name == "auditkit.files" or name.startswith("auditkit.record."):
            return True
        frame = frame.f_back
    return False
