"""The mouse does what the keys do, and nothing needs it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.widgets.bars import CommandFooter

Live = Callable[..., str]


def column(app: AuditkitApp, words: str) -> int:
    """Where words stand in the line below."""
    footer = app.screen.query_one(CommandFooter)
    return footer.render().plain.index(words) + 1


async def click_footer(pilot: Pilot[Any], app: AuditkitApp, words: str) -> None:
    await pilot.click(CommandFooter, offset=(column(app, words), 0))
    await pilot.pause()


def test_a_key_of_the_footer_can_be_clicked(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter", "down")
        await click_footer(pilot, app, " c ")

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.verdict(Ref("tiny", "1.1/a")).verdict is Verdict.CONFORMS


def test_the_footer_of_a_text_field_can_be_clicked(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i", *"said")
        await click_footer(pilot, app, "esc ")
        assert app.screen.focused is not None
        assert app.screen.focused.id == "outline"
        await click_footer(pilot, app, "BROWSE")
        assert app.screen.focused.id == "outline"

    live(fresh, story)


def test_a_click_in_the_footer_opens_menu_and_help(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for words, title in ((": menu", "MenuScreen"), ("? help", "HelpScreen")):
            await click_footer(pilot, app, words)
            assert type(app.screen).__name__ == title
            await pilot.press("escape")
            await pilot.pause()

    live(fresh, story)


def test_a_click_on_a_message_does_nothing(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        at = column(app, ": menu")
        app.tell("Something was done here, and this sentence says what it was. " * 2)
        await pilot.pause()
        await pilot.click(CommandFooter, offset=(at, 0))
        await pilot.pause()
        assert type(app.screen).__name__ == "AuditMainScreen"

    live(fresh, story)


def test_lists_and_panes_can_be_clicked(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.click("#outline", offset=(5, 3))
        await pilot.pause()
        row = app.session.row
        await pilot.click("#outline", offset=(5, 3))  # once more: what enter does
        await pilot.pause()
        assert row is not None
        assert row.key in app.session.outline.unfolded
        for pane in ("requirement", "note", "linked"):
            await pilot.click(f"#{pane}", offset=(4, 0))
            await pilot.pause()
            assert app.screen.focused is not None
            assert app.screen.focused.id == pane

    live(worked, story)


@pytest.mark.parametrize(
    ("arguments", "environment", "looks"),
    [
        (["open"], {}, {"ascii": False, "mouse": True}),
        (["open", "--ascii"], {}, {"ascii": True, "mouse": True}),
        (["open", "--no-mouse"], {}, {"ascii": False, "mouse": False}),
        (["--ascii", "open"], {}, {"ascii": True, "mouse": True}),
        (["--ascii", "--no-mouse"], {}, {"ascii": True, "mouse": False}),
        ([], {}, {"ascii": False, "mouse": True}),
        (["open"], {"AUDITKIT_ASCII": "1"}, {"ascii": True, "mouse": True}),
        ([], {"AUDITKIT_ASCII": "0"}, {"ascii": False, "mouse": True}),
    ],
)
def test_the_options_reach_the_screen(
    arguments: list[str],
    environment: dict[str, str],
    looks: dict[str, bool],
    fresh: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = {}
    monkeypatch.setattr("auditkit.cli.screen.has_terminal", lambda: True)
    for name in ("__stdout__", "__stderr__"):
        stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(
        AuditkitApp,
        "run",
        lambda app, *, mouse: run.update(ascii=bool(app._plain), mouse=mouse),
    )
    result = CliRunner(env={"AUDITKIT_AUDIT": str(fresh), **environment}).invoke(root, arguments)
    assert result.exit_code == 0, result.output
    assert run == looks
