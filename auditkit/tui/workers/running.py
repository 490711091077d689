"""How work is begun: one of a kind at a time, the latest.

A worker is described by its group: by itself Textual describes it by the text of all that it is
given, which for a hundred thousand files stops the screen.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

from textual.dom import DOMNode
from textual.worker import WorkType

from auditkit.evidence.model import Cancelled

T = TypeVar("T")


def run_latest(node: DOMNode, group: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Begin work on the event loop; what was begun before in this group is given up."""
    worker: WorkType[None] = work
    node.run_worker(worker, group=group, description=group, exclusive=True, exit_on_error=False)


def run_in_thread(node: DOMNode, group: str, work: Callable[[], None]) -> None:
    """Begin work in a thread; what was begun before in this group is told to give up."""
    node.run_worker(
        work, group=group, description=group, thread=True, exclusive=True, exit_on_error=False
    )


async def in_thread(work: Callable[[Cancelled], T]) -> T:
    """Have work done that is told when nobody waits for it any more."""
    gone = threading.Event()
    try:
        return await asyncio.to_thread(work, gone.is_set)
    finally:
        gone.set()
