"""Keys that come twice before the screen has gone: held down, or bounced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from auditkit.tui.app import AuditkitApp

Live = Callable[..., str]


@pytest.mark.parametrize(
    ("opens", "key", "char"),
    [
        (("slash", *"owner"), "enter", "\r"),
        (("colon", *"history"), "enter", "\r"),
        (("f4",), "enter", "\r"),
        (("x", "a"), "f8", None),
        (("slash",), "escape", "\x1b"),
        (("question_mark",), "escape", "\x1b"),
        (("t",), "escape", "\x1b"),
        (("e",), "escape", "\x1b"),
        (("I",), "escape", "\x1b"),
        (("3", "enter"), "escape", "\x1b"),
    ],
)
def test_no_screen_goes_twice(
    opens: tuple[str, ...], key: str, char: str | None, worked: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("down", "down", "down", *opens)
        await app.workers.wait_for_complete()
        for _ in range(4):
            app.post_message(events.Key(key, char))
        await pilot.pause()
        assert app.is_running
        await pilot.press("escape", "escape", "escape", "0")
        assert app.current_mode == "dashboard"

    live(worked, story)
