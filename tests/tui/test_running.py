"""Work that every key begins anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.worker import Worker

from auditkit.tui.app import AuditkitApp
from auditkit.tui.workers.running import run_latest

MANY = 200


def test_a_burst_of_keys_gives_up_each_work_once(
    fresh: Path, live: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up, done = 0, []
    cancel = Worker.cancel

    def counted(self: Worker[Any]) -> None:
        nonlocal given_up
        given_up += self.group == "burst"
        cancel(self)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for number in range(MANY):

            async def work(number: int = number) -> None:
                done.append(number)

            run_latest(app.screen, "burst", work)
        await pilot.pause()
        assert done == [MANY - 1]
        assert given_up < 2 * MANY

    monkeypatch.setattr(Worker, "cancel", counted)
    live(fresh, story)
