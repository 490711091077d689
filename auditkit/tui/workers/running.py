"""How work is begun: one of a kind at a time, the latest.

A worker is described by its group: by itself Textual describes it by the text of all that it is
given, which for a hundred thousand files stops the screen.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar
from weakref import WeakValueDictionary

from textual.dom import DOMNode
from textual.worker import Worker, WorkType

from auditkit.evidence.model import Cancelled

T = TypeVar("T")


_latest: WeakValueDictionary[tuple[int, str], Worker[None]] = WeakValueDictionary()
"""What was begun last, by its node and group; a worker holds its node."""


def run_latest(node: DOMNode, group: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Begin work on the event loop; what was begun before in this group is given up. Only the
    last of it can still be at work: Textual's ``exclusive`` gives up again, at each key, all that
    has not come to its end since the keys before, which for a long line typed at once is a
    matter of its length squared."""
    if (before := _latest.get((id(node), group))) is not None:
        before.cancel()
    job: WorkType[None] = work
    _latest[id(node), group] = node.run_worker(
        job, group=group, description=group, exit_on_error=False
    )


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
