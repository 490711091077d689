"""One thread that answers questions to the index of contents, one after the other.

An opening of the index belongs to its thread, and keeps in memory what makes the next answer
fast. A question that nobody waits for any more is dropped before its turn comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from auditkit.evidence.contents import Contents
from auditkit.files import is_there

T = TypeVar("T")


class Desk:
    """Asks the index at ``place``; where there is none yet, questions get none to look into."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._pool = ThreadPoolExecutor(1, "asks the index of contents")
        self._contents: Contents | None = None

    async def ask(self, work: Callable[[Contents | None], T]) -> T:
        """Have work done in the thread. Raises what it raises, `AuditkitError` for an index that
        cannot be used."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: work(self._opened()))

    def renew(self) -> None:
        """Open the index anew for the next question: it may have been made anew."""
        self._pool.submit(self._let_go)

    def close(self) -> None:
        """Let go of the index and the thread, without waiting for an answer under way."""
        self._pool.submit(self._let_go)
        self._pool.shutdown(wait=False)

    def _opened(self) -> Contents | None:
        if self._contents is None and is_there(self.place):
            self._contents = Contents(self.place)
        return self._contents

    def _let_go(self) -> None:
        if self._contents is not None:
            self._contents.close()
            self._contents = None
