"""Keeps Python's garbage collector from stopping the screen.

A full collection goes through every object of the program while nothing else runs: half a second
where a hundred thousand files are known. So collections happen between keys and look at young
objects only; what is kept for long (the names of files, suggestions) is taken out of their sight.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 0.25
"""Seconds between two looks at young objects: few are made in so short a time."""
_WHOLE = 60
"""Looks until one at everything, for screens that were closed; what is kept is not among it."""
_YOUNG, _ALL = 1, 2
_SWITCH, _USUAL = 0.002, 0.005
"""Seconds after which a busy thread hands over to the screen, here and in Python."""
_running = 0
"""How many apps are up: tests run several in one process."""
_looks = 0


@contextmanager
def starting() -> Iterator[None]:
    """While the screen is brought up: nearly all that is made for it stays."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def begin() -> None:
    """No collection by itself from now on, and none of what is there already."""
    global _running
    _running += 1
    if _running == 1:
        gc.disable()
        sys.setswitchinterval(_SWITCH)
    gc.freeze()


def collect() -> None:
    """A look at young objects, now and then at all; some milliseconds."""
    global _looks
    if _running:
        _looks += 1
        gc.collect(_ALL if _looks % _WHOLE == 0 else _YOUNG)


def keep() -> None:
    """Something large was made that stays."""
    if _running:
        gc.freeze()


def end() -> None:
    """As Python does it, but for what was kept: to go through that once more would only make
    leaving slow."""
    global _running
    _running = max(0, _running - 1)
    if not _running:
        sys.setswitchinterval(_USUAL)
        gc.enable()
