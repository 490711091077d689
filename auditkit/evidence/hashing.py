"""Hashing many files at once: reading and hashing both leave the interpreter free for others."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from auditkit.errors import AuditkitError
from auditkit.evidence import patience
from auditkit.evidence.fingerprint import taken
from auditkit.evidence.model import Cancelled, Fingerprint, WorkCancelled, never
from auditkit.evidence.opening import Vanished, shown

THREADS = min(4, os.cpu_count() or 1)
_WORTH_A_THREAD = 256 << 10
"""Bytes from which several files are hashed at the same time."""
_POLL = 0.01
_SHORT = 3.0
"""Seconds that are waited for a file once another one did not answer."""
_SILENT_ENOUGH = 16
"""Files that did not answer, from which on no further one is asked."""


class Hashed(NamedTuple):
    """One file's fingerprint, or why there is none."""

    number: int
    """Its place among the paths asked for."""
    fingerprint: Fingerprint | None
    vanished: bool
    problem: str


def hash_all(
    paths: Sequence[Path],
    *,
    threads: int = THREADS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Cancelled = never,
) -> Iterator[Hashed]:
    """The fingerprints of many files, as they come. ``progress`` is told how many of all are
    done. A disk that does not answer is waited for once, not for every file on it. Raises
    `WorkCancelled` on request, and nothing for what is on the disk."""
    crew = _Crew(paths, threads)
    try:
        for done, hashed in enumerate(crew.work(cancelled), start=1):
            if progress is not None:
                progress(done, len(paths))
            yield hashed
    finally:
        crew.ended = True


class _Crew:
    """The threads at work, and what they share: one takes file after file and hashes the small
    ones, others the large ones that it comes across."""

    def __init__(self, paths: Sequence[Path], threads: int) -> None:
        self.paths = paths
        self.unseen = deque(range(len(paths)))
        self.large: deque[int] = deque()
        self.done: deque[Hashed] = deque()
        self.ended = False
        self.idle = threading.Event()
        self.silent: list[Path] = []
        """Files that did not answer."""
        self._threads = threads
        self._lanes: list[_Lane] = []

    def work(self, cancelled: Cancelled) -> Iterator[Hashed]:
        """Every file once, in the order they get done."""
        left = len(self.paths)
        while left:
            if cancelled():
                raise WorkCancelled("Not all files were read, as asked.")
            self._man()
            self.idle.wait(_POLL)
            self.idle.clear()
            self._give_up_the_silent()
            while self.done:
                left -= 1
                yield self.done.popleft()

    def refusal(self, path: Path) -> str:
        """Why a file is not even asked for: its like did not answer."""
        silent = self.silent
        if not silent:
            return ""
        near = len(silent) >= _SILENT_ENOUGH or any(path.is_relative_to(p.parent) for p in silent)
        return f"{shown(path)} was not read: files beside it do not answer." if near else ""

    def _man(self) -> None:
        """See to it that there is a thread for every kind of work there is."""
        self._lanes = [lane for lane in self._lanes if lane.at_work]
        if self.unseen and not any(lane.waiting is self.unseen for lane in self._lanes):
            self._lanes.append(_Lane(self, self.unseen))
        busy = sum(lane.waiting is self.large for lane in self._lanes)
        for _ in range(busy, min(self._threads, busy + len(self.large))):
            self._lanes.append(_Lane(self, self.large))

    def _give_up_the_silent(self) -> None:
        seconds = _SHORT if self.silent else patience.SECONDS
        for lane in self._lanes:
            number = lane.given_up(seconds)
            if number is not None:
                path = self.paths[number]
                self.silent.append(path)
                self.done.append(Hashed(number, None, False, f"{shown(path)} {patience.SILENT}."))


class _Lane:
    """One thread, which the end of the program does not wait for."""

    def __init__(self, crew: _Crew, waiting: deque[int]) -> None:
        self.waiting = waiting
        self.at_work = True
        self._crew = crew
        self._lock = threading.Lock()  # held while it is settled who answers for a file
        self._number: int | None = None
        self._signs = self._seen = 0
        self._since = time.monotonic()
        threading.Thread(target=self._run, name="hash", daemon=True).start()

    def given_up(self, seconds: float) -> int | None:
        """The file it has been silent about for so long, which is not its concern any more."""
        now = time.monotonic()
        if self._signs != self._seen:
            self._seen, self._since = self._signs, now
        if now - self._since < seconds:
            return None
        with self._lock:
            number, self._number = self._number, None
            self.at_work = False
        return number

    def _run(self) -> None:
        while self.at_work and not self._crew.ended:
            try:
                number = self._number = self.waiting.popleft()
            except IndexError:
                break
            self._signs += 1
            hashed = self._hashed(number)
            with self._lock:
                mine, self._number = self._number == number, None
            if mine and hashed is None:
                self._crew.large.append(number)
            elif mine and hashed is not None:
                self._crew.done.append(hashed)
        self.at_work = False
        self._crew.idle.set()

    def _hashed(self, number: int) -> Hashed | None:
        """None for a large file, which is left to others."""
        path = self._crew.paths[number]
        if refusal := self._crew.refusal(path):
            return Hashed(number, None, False, refusal)
        if self.waiting is self._crew.unseen and _size(path) >= _WORTH_A_THREAD:
            return None
        return _one(number, path, lambda: self._crew.ended or not self.at_work, self._sign)

    def _sign(self, _done: int) -> None:
        self._signs += 1


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except (OSError, ValueError):
        return 0


def _one(number: int, path: Path, cancelled: Cancelled, progress: Callable[[int], None]) -> Hashed:
    try:
        return Hashed(number, taken(path, cancelled, progress), False, "")
    except WorkCancelled as error:
        return Hashed(number, None, False, error.what)
    except Vanished as error:
        return Hashed(number, None, True, error.what)
    except AuditkitError as error:
        return Hashed(number, None, False, error.what)
