"""The longest time in which the screen does not answer, while many files are worked on.

    python benchmarks/stall.py [FILES] [SECONDS]

A task of the event loop ticks every five milliseconds; how late it comes is a stall. Measured are
the app while it lists FILES made files (100,000) and makes their names searchable, while it indexes
their contents for SECONDS (20), while somebody types into the finder (names, then contents), while
the list of all unlinked files is shown and while everything is searched; the other peer is the
same app idle. Printed for each: median, 99th percentile and longest delay in milliseconds (goal for
the longest: 50 beside what the idle app shows, which is the load of the machine).
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from finder_paths import make_paths
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp

EVERY = 0.005
TYPED = ("risk reg", "impact assesment", "management review minutes")
WORDS = ("owner", "approved", "risk", "register", "minutes", "bias", "review", "plan", "model")


class Ticks:
    """Ticks, and notes how late each tick comes."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(EVERY)
            self.late.append((time.perf_counter() - begun - EVERY) * 1000)

    def told(self, name: str) -> None:
        """Print a phase and begin the next one."""
        late, self.late = self.late, []
        cuts = quantiles(late, n=100)
        print(f"{name:<34} median {cuts[49]:6.1f}  p99 {cuts[98]:6.1f}  longest {max(late):7.1f} ms"
              f"  in {len(late)} ticks", flush=True)  # fmt: skip


async def until(pilot: Pilot[Any], true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true, or that long."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        await pilot.pause(0.05)


async def live(folder: Path, seconds: float) -> None:
    """All phases, one after the other."""
    app, ticks = AuditkitApp(folder), Ticks()
    async with app.run_test(size=(120, 36)) as pilot:
        ticking = asyncio.create_task(ticks.run())
        await pilot.pause(1)
        ticks.late.clear()
        await pilot.pause(3)
        ticks.told("idle")
        app.library.begin()
        await until(pilot, lambda: app.session.index is not None, 300)
        ticks.told("listing and names")
        await until(pilot, lambda: not app.library.indexing, seconds)
        ticks.told("indexing contents")
        await pilot.press("e")
        await pilot.pause(2)
        ticks.told("finder opened, suggestions")
        for text in TYPED:
            await type_(pilot, text)
        ticks.told("typing names, while indexing")
        await pilot.press("ctrl+f")
        for text in TYPED:
            await type_(pilot, text)
        ticks.told("typing contents, while indexing")
        await pilot.press("escape", "2", "F")
        await pilot.pause(3)
        ticks.told("all unlinked files listed")
        await pilot.press("slash")
        await pilot.pause(2)
        for text in TYPED:
            await type_(pilot, text)
        ticks.told("search over everything")
        ticking.cancel()
    app.close_audit()


async def type_(pilot: Pilot[Any], text: str) -> None:
    """Letter by letter, then some time to read, then the field is cleared."""
    for letter in text:
        await pilot.press("space" if letter == " " else letter)
        await pilot.pause(0.1)
    await pilot.pause(0.5)
    await pilot.press("ctrl+u")


def main() -> None:
    """Make the files, then live."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as place:
        os.environ["AUDITKIT_HOME"] = str(Path(place, "home"))
        root = Path(place, "evidence")
        for number, path in enumerate(make_paths(count)):
            file = root / Path(path).with_suffix(".md")
            file.parent.mkdir(parents=True, exist_ok=True)
            one, other = WORDS[number % 9], WORDS[number // 9 % 9]
            file.write_text(f"# {file.stem}\n\nThe {one} of the {other} is number {number}.\n")
        with Audit.create(Path(place, "audit"), title="Benchmark", evidence=[root]):
            pass
        asyncio.run(live(Path(place, "audit"), seconds))


if __name__ == "__main__":
    main()
