"""The sample audit on a stage: the same day and the same names each time, and no folder of this
computer in what is shown. What `pictures.py` and `walk.py` show is shown here."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

    from auditkit.tui.app import AuditkitApp

PICTURES = Path(__file__).resolve().parent / "pictures"
NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
"""Monday morning of the second week of the sample audit."""
FOLDER = "northfell-aims-2026"
DEVICE = "laptop-4k7q2m"


class Day(date):
    """Makes ordinary dates, on a computer where it is the day of the story."""

    def __new__(cls, *given: Any, **named: Any) -> date:  # type: ignore[misc]
        """An ordinary date: the record takes no other."""
        return date(*given, **named)

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        """The day of the story."""
        return NOW.date()


class Moment(datetime):
    """Makes ordinary times, on a computer whose clock stands in the story."""

    def __new__(cls, *given: Any, **named: Any) -> datetime:  # type: ignore[misc]
        """An ordinary time."""
        return datetime(*given, **named)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The hour of the story."""
        return NOW if tz is not None else NOW.replace(tzinfo=None)


@contextmanager
def stage() -> Iterator[Path]:
    """A place of its own with nothing but the sample audit in it; gives the audit's folder.

    The clock, the home folder and the working folder of this process belong to it meanwhile.
    """
    with tempfile.TemporaryDirectory() as place:
        home, before, kept = Path(place) / "home", Path.cwd(), dict(os.environ)
        home.mkdir()
        (home / "device").write_text(f"{DEVICE}\n", encoding="utf-8")
        os.environ.update(AUDITKIT_HOME=str(home), TZ="UTC", TEXTUAL_ANIMATIONS="none")
        os.environ.pop("NO_COLOR", None)
        if hasattr(time, "tzset"):
            time.tzset()
        os.chdir(place)
        try:
            from auditkit.demo.build import build_demo

            yield build_demo(Path(FOLDER)).folder
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(kept)


@contextmanager
def _story_time() -> Iterator[None]:
    """The screens and the record ask the clock of the story."""
    import auditkit.tui
    from auditkit.demo.clock import StoryClock
    from auditkit.record.audit import Audit

    for each in walk_packages(auditkit.tui.__path__, "auditkit.tui."):
        import_module(each.name)
    changed: list[tuple[Any, str, Any]] = [(Audit, "open", Audit.__dict__["open"])]
    for name, module in list(sys.modules.items()):
        for known, ours in ((date, Day), (datetime, Moment)):
            if name.startswith("auditkit.tui") and getattr(module, known.__name__, 0) is known:
                changed.append((module, known.__name__, known))
                setattr(module, known.__name__, ours)
    Audit.open = partial(Audit.open, clock=StoryClock(NOW))  # type: ignore[method-assign]
    try:
        yield
    finally:
        for owner, name, value in changed:
            setattr(owner, name, value)


async def show(
    folder: Path,
    size: tuple[int, int],
    play: Callable[[Pilot[Any], AuditkitApp], Awaitable[None]],
) -> None:
    """Open the audit without a terminal, on ``size`` columns and rows, and play."""
    with _story_time():
        from auditkit.tui.app import AuditkitApp

        app = AuditkitApp(folder)
        async with app.run_test(size=size) as pilot:
            await rest(pilot)
            await play(pilot, app)
            app.close_audit()


async def rest(pilot: Pilot[Any]) -> None:
    """Until nothing is going on any more: work asks for work, so several times."""
    for _ in range(4):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.08)


def rows(app: AuditkitApp) -> list[Strip]:
    """The lines of the screen."""
    return app.screen._compositor.render_strips()


def picture(app: AuditkitApp) -> str:
    """The screen as SVG. Textual names fonts on a server and numbers what it draws at random;
    a picture must not need the network, and be the same each time."""
    drawn = app.export_screenshot(title="auditkit")
    offline = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    unsigned = re.sub(r"\s*<!--.*?-->", "", offline, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", unsigned)


def save(name: str, text: str) -> None:
    """Write a picture or a recording; refuses one that shows a folder of this computer."""
    for private in (tempfile.gettempdir(), str(Path.home()), str(PICTURES.parent.parent)):
        if len(private) > 1 and private in text:
            raise SystemExit(f"{name} shows {private}")
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{PICTURES.name}/{name}")
