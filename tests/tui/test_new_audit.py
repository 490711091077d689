"""The form that begins an audit: its title is a proposal, and its folder is named after that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.new_audit import folder_for

Live = Callable[..., str]
TITLE = f"AIMS internal audit {date.today().year}"
FOLDER = f"aims-internal-audit-{date.today().year}"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


async def opened(pilot: Pilot[Any], app: AuditkitApp) -> FormScreen:
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, FormScreen)
    return app.screen


def named(form: FormScreen) -> tuple[str, str]:
    values = form.values()
    return values["title"], values["folder"]


def test_what_is_proposed_is_enough_to_begin(live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert named(await opened(pilot, app)) == (TITLE, FOLDER)
        await pilot.press("f8")
        await pilot.pause()
        audit = app.session.audit
        assert (audit.info.title, audit.folder.name) == (TITLE, FOLDER)

    live(None, story)


def test_the_folder_follows_the_title_until_somebody_names_it(live: Live, tmp_path: Path) -> None:
    (tmp_path / "here" / "dach-aims").mkdir()

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        form = await opened(pilot, app)
        await pilot.press(*"DACH / AIMS")  # takes the place of what is proposed
        await pilot.pause()
        assert named(form) == ("DACH / AIMS", "dach-aims-2")
        shown = form.widget_of("folder")
        assert isinstance(shown, Input)
        assert shown.value == "dach-aims-2"
        await pilot.press("escape")
        form = await opened(pilot, app)
        await pilot.press("end", "x")
        assert named(form) == ("DACH / AIMSx", "dach-aimsx")
        await pilot.press("shift+tab", *"my own", "tab", "end", "y")
        assert named(form) == ("DACH / AIMSxy", "my own")
        await pilot.press("escape")
        form = await opened(pilot, app)
        await pilot.press("end", "z")
        assert named(form) == ("DACH / AIMSxyz", "my own")

    live(None, story)


def test_what_was_typed_is_promised_until_one_quits_and_no_longer(
    live: Live, words: Callable[[AuditkitApp], str]
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await opened(pilot, app)
        assert "esc back (kept until you quit)" in words(app)

    live(None, story)


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("", "audit"),
        ("\u2026", "audit"),
        ("NUL", "nul-audit"),
        ("../../up", "up"),
        ("Pr\u00fcfung 2026", "pr\u00fcfung-2026"),
        ("x" * 300, "x" * 60),
    ],
)
def test_whatever_the_title_is_a_folder_can_be_named_after_it(title: str, folder: str) -> None:
    assert folder_for(title) == folder
    Path(folder).mkdir()
    assert folder_for(title) == f"{folder}-2"
