"""A form says itself that what stands in it does not reach the disk, and when it does again."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.files import cannot_write
from auditkit.record import unfinished
from auditkit.record.unfinished import lines
from auditkit.record.unfinished_forms import files
from auditkit.tui import autosave
from auditkit.tui.app import AuditkitApp
from auditkit.tui.crash import report
from auditkit.tui.key_words import saves_elsewhere
from auditkit.tui.screens.form import FormScreen

Live = Callable[..., str]
Words = Callable[[AuditkitApp], str]
KEPT = "(what you typed is kept)"
moves = pytest.mark.skipif(os.name == "nt", reason="Windows renames no folder with open files")


@pytest.fixture(autouse=True)
def _no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment is as long as a test says."""
    monkeypatch.setattr(autosave, "QUIET", 600.0)
    monkeypatch.setattr(autosave, "RETRY", 600.0)


@pytest.mark.parametrize("size", [(120, 36), (70, 16)])
def test_a_full_disk_is_told_in_the_form_until_there_is_room(
    size: tuple[int, int], fresh: Path, live: Live, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(path: Path, _: bytes) -> None:
        raise cannot_write(path, full) from full

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("E")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert KEPT in words(app)
        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_bytes", write)
            await pilot.press("end", "x")
            app.save_texts()
            await pilot.pause()
            assert f"NOT SAVED: {full.strerror} · esc, then {saves_elsewhere()}" in words(app)
            assert KEPT not in words(app)
        app.save_texts()
        await pilot.pause()
        assert "NOT SAVED" not in words(app)
        assert KEPT in words(app)

    live(fresh, story, size)


@moves
@pytest.mark.parametrize("keys", [("E", "end"), ("I",)])
def test_a_folder_that_is_moved_meanwhile_is_told_and_not_made_anew(
    keys: tuple[str, ...], fresh: Path, live: Live, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.press("q", "z", "v")
        away = fresh.rename(fresh.with_name("away"))
        app.save_texts()
        await pilot.pause()
        assert "NOT SAVED: the audit folder is not there any more" in words(app)
        assert not fresh.exists()
        away.rename(fresh)
        app.save_texts()
        await pilot.pause()
        assert app.session.trouble is None
        assert len([*files(fresh), *lines(fresh)]) == 1

    live(fresh, story)


@moves
def test_when_the_folder_is_back_it_is_saved_by_itself(
    fresh: Path, live: Live, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "RETRY", 0.01)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("E")
        await pilot.pause()
        away = fresh.rename(fresh.with_name("away"))
        await pilot.press("end", "x")
        app.save_texts()
        away.rename(fresh)
        while not list(files(fresh)):
            await pilot.pause(0.01)
        await pilot.pause()
        assert "NOT SAVED" not in words(app)

    live(fresh, story)


@moves
def test_a_pipe_in_the_way_stops_no_key(fresh: Path, live: Live, words: Words) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        os.mkfifo(fresh / "journal" / f"{app.session.audit.device}.forms")
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("end", "x")
        app.save_texts()
        await pilot.pause()
        assert "no ordinary file" in words(app)

    live(fresh, story)


def test_a_report_of_a_crash_makes_no_folder_anew(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert "Report: " in report(ValueError(), gone)
    assert not gone.exists()
