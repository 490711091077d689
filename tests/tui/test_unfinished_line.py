"""The interview line that is being typed is on the disk a moment later, whatever happens then."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write
from auditkit.record import unfinished
from auditkit.record.audit import Audit
from auditkit.record.model import NoteMark
from auditkit.record.unfinished import FOUND, Unfinished, lines, take_in
from auditkit.tui import autosave
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.widgets.saved_text import Line

Live = Callable[..., str]
Press = Callable[..., str]
HALF = ("n", "o", "b", "o", "d", "y")


@pytest.fixture(autouse=True)
def _no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment is as long as a test says."""
    monkeypatch.setattr(autosave, "QUIET", 600.0)


def waiting(folder: Path) -> list[str]:
    """What lies on the disk as an unfinished line."""
    return [unfinished._read(each).text for each in lines(folder)]  # type: ignore[union-attr]


def test_a_moment_after_the_last_key_it_is_on_the_disk(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "QUIET", 0.01)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", "exclamation_mark", *HALF)
        while waiting(fresh) != ["nobody"]:
            await pilot.pause(0.01)
        (path,) = lines(fresh)
        line = unfinished._read(path)
        assert isinstance(line, Unfinished)
        assert line.mark is NoteMark.NONCONFORMITY
        assert path.stem == app.session.audit.device
        assert app.session.audit.notes() == ()

    live(fresh, story)


def test_no_key_waits_for_the_disk(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        assert waiting(fresh) == []
        app.save_texts()
        assert waiting(fresh) == ["nobody"]
        await pilot.press("space", "x")
        assert waiting(fresh) == ["nobody"]

    live(fresh, story)


def test_who_types_on_and_on_is_saved_in_between(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *"x" * (autosave.BURST + 5))
        await pilot.pause()
        (words,) = waiting(fresh)
        assert len(words) > autosave.BURST

    live(fresh, story)


@pytest.mark.parametrize("keys", [("enter",), ("ctrl+u",), ("backspace",) * len(HALF)])
def test_entered_or_emptied_it_is_gone(keys: tuple[str, ...], fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        app.save_texts()
        await pilot.press(*keys)
        await pilot.pause()
        app.save_texts()
        assert waiting(fresh) == []
        assert [each.text for each in app.session.audit.notes()] == ["nobody"] * ("enter" in keys)
        await pilot.press("x")
        app.save_texts()
        assert waiting(fresh) == ["x"]

    live(fresh, story)


def test_it_waits_after_esc_and_goes_at_the_end(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF, "escape")
        app.save_texts()
        assert waiting(fresh) == ["nobody"]

    live(fresh, story)
    assert waiting(fresh) == []
    with Audit.open(fresh) as audit:
        take_in(audit)
        assert [each.text for each in audit.notes()] == ["nobody"]


def test_the_next_start_has_it_unfiled_and_says_so_once(
    fresh: Path, live: Live, press: Press, tmp_path: Path
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        app.save_texts()
        (path,) = lines(fresh)
        (tmp_path / "left").write_bytes(path.read_bytes())
        app.session.capturing.line = ""  # no end at all: what follows happens to a dead process

    live(fresh, story)
    with Audit.open(fresh) as audit:
        (fresh / "journal" / f"{audit.device}.line").write_bytes((tmp_path / "left").read_bytes())
    seen = " ".join(press(fresh).replace("┃", " ").split())
    assert FOUND in seen
    seen = press(fresh, "I")
    assert FOUND not in " ".join(seen.split())
    assert "nobody" in seen
    assert "1 unfiled" in seen


def test_what_the_burst_guard_hands_over_is_kept_as_well(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.capture("nobody asked")
        await pilot.pause()
        app.save_texts()
        assert waiting(fresh) == ["nobody asked"]

    live(fresh, story)


def test_a_full_disk_is_told_until_there_is_room(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(path: Path, _: bytes) -> None:
        raise cannot_write(path, full) from full

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_bytes", write)
            assert not app.save_texts()
            assert full.strerror in app.session.saved_words()
            assert "^s saves elsewhere" in app.session.saved_words()
        assert app.save_texts()
        assert "NOT SAVED" not in app.session.saved_words()
        assert waiting(fresh) == ["nobody"]

    live(fresh, story)


def test_it_goes_along_into_another_folder(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere"

    def refused(path: Path, _: bytes) -> None:
        raise AuditkitError(f"{path.name} could not be written.") from OSError(errno.EIO, "broken")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        app.save_texts()
        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_bytes", refused)
            await pilot.press("space", "x")
            app.save_texts()
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert isinstance(app.screen, FormScreen)
            app.screen.query_one(Line).value = str(target)
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.audit.folder == target
        app.save_texts()
        assert (waiting(target), waiting(fresh)) == (["nobody x"], [])
        assert app.session.audit.notes() == ()

    live(fresh, story)


def test_an_audit_that_is_opened_again_still_has_it_as_a_line(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("I", *HALF)
        app.save_texts()
        app.session.reopen()
        await pilot.press("x", "enter")
        app.save_texts()
        assert [each.text for each in app.session.audit.notes()] == ["nobodyx"]
        assert waiting(fresh) == []
        assert FOUND not in app.session.found

    live(fresh, story)
