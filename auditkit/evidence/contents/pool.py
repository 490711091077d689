"""A few processes that read files, each one replaced when a file was too much for it."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

import msgspec

from auditkit.errors import AuditkitError
from auditkit.evidence.apart import ended, started
from auditkit.evidence.contents.child import HELLO
from auditkit.evidence.contents.wire import FAILED, UNREADABLE, Reply, decoded, receive, send
from auditkit.evidence.model import Cancelled, FileEntry, never

SECONDS = 10.0  # for one file
_TO_START = 60.0  # seconds
_FILES = 500  # for one process: libraries keep memory
_POLL = 0.05  # seconds between two looks at the clock and at `cancelled`
_READER = "auditkit.evidence.contents.child"
_AHEAD = 2  # files that wait for each process

_DIED = Reply(UNREADABLE, "The file made its reader fail.")
_Answer = tuple[FileEntry, Reply | AuditkitError]


class Readers:
    """Reads files in ``count`` processes. Leaving the context ends all of them at once."""

    def __init__(self, count: int) -> None:
        self._jobs: queue.SimpleQueue[FileEntry | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._readers = [_Reader(self._jobs, self._answers) for _ in range(max(1, count))]

    def __enter__(self) -> Self:
        for reader in self._readers:
            reader.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for reader in self._readers:
            reader.end()
            self._jobs.put(None)
        for reader in self._readers:
            reader.thread.join()

    def read(
        self, files: Iterable[FileEntry], cancelled: Cancelled = never
    ) -> Iterator[tuple[FileEntry, Reply]]:
        """Each file with what reading it gave, as they get done; ends early when cancelled.

        Raises `AuditkitError` when no process can be started.
        """
        waiting = iter(files)
        under_way = 0
        while not cancelled():
            while under_way < len(self._readers) * _AHEAD and (job := next(waiting, None)):
                self._jobs.put(job)
                under_way += 1
            if not under_way:
                return
            self._end_the_overdue()
            try:
                entry, reply = self._answers.get(timeout=_POLL)
            except queue.Empty:
                continue
            if isinstance(reply, AuditkitError):
                raise reply
            under_way -= 1
            yield entry, reply

    def _end_the_overdue(self) -> None:
        now = time.monotonic()
        for reader in self._readers:
            reader.end_if_overdue(now)


class _Reader:
    """A thread that asks, and the process that reads."""

    def __init__(
        self,
        jobs: queue.SimpleQueue[FileEntry | None],
        answers: queue.SimpleQueue[_Answer],
    ) -> None:
        self.thread = threading.Thread(target=self._run, name="reader of evidence", daemon=True)
        self._jobs = jobs
        self._answers = answers
        self._lock = threading.Lock()  # held while the process is started, ended or replaced
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0  # files read by this process
        self._deadline = float("inf")
        self._overdue = False
        self._ended = False

    def end(self) -> None:
        """End the process, and start no other one."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def end_if_overdue(self, now: float) -> None:
        """End the process when its file takes too long."""
        with self._lock:
            if now > self._deadline and self._process is not None:
                self._overdue = True
                self._process.kill()

    def _run(self) -> None:
        try:
            while not self._ended and (entry := self._jobs.get()) is not None:
                self._answers.put((entry, self._safe_answer(entry)))
        finally:
            self._dismiss()

    def _safe_answer(self, entry: FileEntry) -> Reply | AuditkitError:
        try:
            return self._answer(entry)
        except Exception as error:  # whatever it is, somebody waits for an answer
            return Reply(FAILED, f"The file could not be read ({type(error).__name__}).")

    def _answer(self, entry: FileEntry) -> Reply | AuditkitError:
        if self._done >= _FILES:
            self._dismiss()
        used = self._done > 0
        reply = self._attempt(entry)
        # A process may also end for what it read before: only a new one proves the file guilty.
        return self._attempt(entry) if used and reply == _DIED else reply

    def _attempt(self, entry: FileEntry) -> Reply | AuditkitError:
        if self._process is None and (refusal := self._start()):
            return refusal
        payload = self._ask(os.fsencode(entry.absolute), SECONDS)
        overdue = self._overdue
        if payload is None or overdue:
            self._dismiss()
        if payload is not None:
            self._done += 1
            with suppress(msgspec.DecodeError):
                return decoded(payload)
            self._dismiss()
        if overdue:
            return Reply(FAILED, f"Reading took longer than {SECONDS:g} s and was ended.")
        return _DIED

    def _ask(self, question: bytes | None, seconds: float) -> bytes | None:
        """Send a question if there is one, and wait for an answer; None when the process died."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        self._deadline = time.monotonic() + seconds
        try:
            if question is not None:
                send(process.stdin, question)
            return receive(process.stdout)
        except (OSError, MemoryError):
            return None
        finally:
            with self._lock:
                self._deadline = float("inf")

    def _start(self) -> AuditkitError | None:
        """Start a process; what prevents it becomes the error."""
        try:
            with self._lock:
                if self._ended:
                    return _no_reader("the work was given up")
                self._overdue = False
                self._process = started(_READER)
        except OSError as error:
            return _no_reader(error.strerror or type(error).__name__)
        if self._ask(None, _TO_START) == HELLO:
            return None
        self._dismiss()
        return _no_reader("it ended at once")

    def _dismiss(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            self._done = 0
        if process is not None:
            ended(process)


def _no_reader(reason: str) -> AuditkitError:
    return AuditkitError(
        f"The process that reads evidence could not be started: {reason}.",
        "Check that this Python can run another one.",
    )
