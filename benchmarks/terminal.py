"""A program on a pseudo terminal, and how long it takes until it paints. POSIX only."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

PATIENCE = 30.0
"""Seconds after which nothing is waited for any more."""


class Terminal:
    """Starts Python with ``arguments`` on a terminal of 120 by 36."""

    def __init__(self, *arguments: str) -> None:
        self._parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(child)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._parent)

    def until(self, wanted: bytes) -> float:
        """Seconds from the start of the process until ``wanted`` was painted."""
        seen = b""
        while wanted not in seen:
            if not self._readable(0.01) and time.perf_counter() - self.begun > PATIENCE:
                raise SystemExit(f"{wanted!r} was not painted within {PATIENCE:.0f} seconds")
            seen += self._read()
        return time.perf_counter() - self.begun

    def paint(self, key: bytes, *, quiet: float = 0.15) -> tuple[float, float]:
        """Press a key; seconds until the first bytes come back, and until the last ones before
        ``quiet`` seconds without any."""
        self.settle(0.05)
        pressed = time.perf_counter()
        os.write(self._parent, key)
        first = last = 0.0
        while self._readable(quiet if first else 5.0):
            last = time.perf_counter() - pressed
            first = first or last
            self._read()
        return first, last

    def settle(self, quiet: float = 0.5) -> None:
        """Wait until nothing is painted for ``quiet`` seconds."""
        while self._readable(quiet):
            self._read()

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._parent], [], [], seconds)[0])

    def _read(self) -> bytes:
        return os.read(self._parent, 65536) if self._readable(0) else b""
