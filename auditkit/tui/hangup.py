"""Drawing on a terminal that may go away, or take nothing any more: the program never waits for it
once it was asked to end."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast

from textual.driver import Driver

if TYPE_CHECKING:
    from textual.app import App

_DRAWING = ("LinuxDriver", "WindowsDriver")
"""Drivers that draw on a terminal by way of a thread."""
_AHEAD = 28
"""Writes that are on their way at most: Textual's thread takes 30 before it keeps one waiting, for
as long as the terminal likes."""
_YIELD = 0.0001
"""Seconds that the thread, and what the system does for a pseudo terminal, get the processor for.
Who goes on at once keeps both waiting; the eye sees a key some 2 ms later then."""
_LOOK = 0.1
"""Seconds after which who waits for the terminal looks up."""
_PATIENCE = 10
"""How often one looks up before a terminal is given up that takes nothing, at the end."""


class Ended(Protocol):
    """An app that can be ended by something else than a person."""

    def _ended_from_outside(self) -> None: ...


class Output:
    """What the thread of a driver writes to. A terminal that is gone is told once; what is drawn
    from then on goes nowhere."""

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        self._file, self._lost = file, lost
        self._room = threading.Semaphore(_AHEAD)
        self._gone = threading.Event()
        self.leaving = False
        """Whether the program was asked to end: a terminal that takes nothing is given up."""

    def admit(self) -> bool:
        """Wait until something can be handed to the thread; false where it goes nowhere."""
        looked = 0
        while not self._gone.is_set():
            if self._room.acquire(timeout=_LOOK):
                return True
            looked += self.leaving
            if looked >= _PATIENCE:
                self._gone.set()
        return False

    def drained(self) -> bool:
        """Wait until all of it is written; false where it never will be."""
        return all(self.admit() for _ in range(_AHEAD))

    def write(self, text: str) -> None:
        """In the thread: draw."""
        try:
            if sys.platform == "win32":
                self._file.write(text)
                self._file.flush()
            else:
                self._send(text.encode(self._file.encoding, "replace"))
        except OSError:
            self._gone.set()
            self._lost()
        self._room.release()

    def flush(self) -> None:
        """All that was written is on its way."""

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def _send(self, content: bytes) -> None:
        """Past the buffer of the file: its lock would be held by a thread that a terminal keeps
        waiting, and the interpreter could not end."""
        view, number = memoryview(content), self._file.fileno()
        while view and not self._gone.is_set():
            try:
                view = view[os.write(number, view) :]
            except BlockingIOError:
                select.select([], [number], [], _LOOK)


class _Lasting(Driver):
    """What `lasting` puts before a driver."""

    _writer_thread: Any

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._around = copy_context()
        self._file = self.output = Output(cast("Any", self)._file, self._lost)

    def write(self, data: str) -> None:
        """Draw, or let it be."""
        if self.output.admit():
            cast("Any", super()).write(data)
            if sys.platform != "win32":  # where so short a sleep may be a long one
                time.sleep(_YIELD)

    def run_input_thread(self) -> None:
        """Read keys; where nothing can be read any more, the terminal is gone."""
        try:
            cast("Any", super()).run_input_thread()
        except OSError:
            self._lost()

    def close(self) -> None:
        """Let go of the terminal; not by way of a thread that it keeps waiting."""
        if self._writer_thread is not None and not self.output.drained():
            self._writer_thread = None
        super().close()

    def _lost(self) -> None:
        ended = cast("Ended", self._app)._ended_from_outside
        with suppress(RuntimeError):  # the loop is over already
            self._loop.call_soon_threadsafe(ended, context=self._around)


def lasting(kind: type[Driver]) -> type[Driver]:
    """A driver of that kind which ends the app when its terminal goes away."""
    if kind.__name__ not in _DRAWING:
        return kind
    return cast("type[Driver]", type(f"Lasting{kind.__name__}", (_Lasting, kind), {}))
