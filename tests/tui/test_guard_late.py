"""What the letters of a sentence do late: it was caught meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.capture import CaptureScreen, SaidLine
from auditkit.tui.screens.whole_audit import YesScreen

Live = Callable[..., str]


@pytest.mark.parametrize("mode", ["2", "4"])
def test_the_form_that_a_question_leads_to_stays_away(
    mode: str, worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E leads from the question that C asks to the details, a moment later."""
    later: list[Callable[[], object]] = []

    def hold_back(_: AuditkitApp, call: Any, *rest: Any) -> bool:
        later.append(lambda: call(*rest))
        return True

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(mode, "down", "f12", "C")
        assert isinstance(app.screen, YesScreen)
        with monkeypatch.context() as patch:
            patch.setattr(AuditkitApp, "call_after_refresh", hold_back)
            await pilot.press("E")
            await pilot.pause()
        at = events.Key("a", "a").time
        for number, char in enumerate("O left", start=1):
            pressed = events.Key(_character_to_key(char), char)
            pressed.set_sender(app)
            pressed.time = at + number / 20
            app.post_message(pressed)
            await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)
        for call in later:
            await call()  # type: ignore[misc]
        await pilot.pause()
        assert isinstance(app.screen, CaptureScreen)
        assert app.screen.query_one(SaidLine).value == "CEO left"

    live(worked, story)
