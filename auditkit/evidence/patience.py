"""Waiting for a disk that may never answer.

A network drive whose server is gone can block the thread that asks it for ever, and nothing can
end that thread. So it is another thread that asks, and the one that waits gives up in time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from typing import Generic, TypeVar

from auditkit.errors import AuditkitError
from auditkit.evidence.model import Cancelled, WorkCancelled, never

SECONDS = 15.0
"""Without any sign of life; a disk that sleeps takes up to ten to come round."""
SILENT = "does not answer"
REMEDY = "Connect the drive it lies on, and try again."
_POLL = 0.05

T = TypeVar("T")


class Silent(AuditkitError):
    """The disk gave no sign of life for too long. Who asked it is left behind."""


def patiently(
    work: Callable[[Cancelled], T],
    signs: Callable[[], object],
    about: str,
    *,
    cancelled: Cancelled = never,
    seconds: float | None = None,
) -> T:
    """What ``work`` gives or raises, done in another thread.

    ``signs`` changes whenever the work gets on. Raises `Silent`, with ``about`` as what does not
    answer, when it has not for ``seconds`` (`SECONDS` where none are given), and `WorkCancelled` on
    request, both without waiting for the work; its argument then tells it to end where it still
    can.
    """
    if cancelled():
        raise WorkCancelled("The work was not begun, as asked.")
    task = _Task(work, cancelled)
    last, since = signs(), time.monotonic()
    while not task.done.wait(_POLL):
        if cancelled():
            task.given_up = True
            raise WorkCancelled("The work was not waited for, as asked.")
        if (now := signs()) != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > (SECONDS if seconds is None else seconds):
            task.given_up = True
            raise Silent(f"{about} {SILENT}.", REMEDY)
    return task.result()


class _Task(Generic[T]):
    """A piece of work in a thread that the end of the program does not wait for."""

    def __init__(self, work: Callable[[Cancelled], T], cancelled: Cancelled) -> None:
        self.done = threading.Event()
        self.given_up = False
        self._work = work
        self._cancelled = cancelled
        self._results: list[T] = []
        self._error: BaseException | None = None
        # What is asked for cancelling may look at the context of the thread that waits.
        run = copy_context().run
        threading.Thread(target=run, args=[self._run], name="asks a disk", daemon=True).start()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work(lambda: self.given_up or self._cancelled()))
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()
