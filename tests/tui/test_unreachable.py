"""Folders that the system refuses to say anything of: on the list, typed, and in lists that are
no lists."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp
from auditkit.tui.recent import recent_audits
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.new_audit import NewAuditScreen

Press = Callable[..., str]
LONG = "p" * 300
posix = pytest.mark.skipif(os.name == "nt", reason="the limits of names are POSIX ones here")


def remembered(home: Path, *folders: Path) -> None:
    home.mkdir(exist_ok=True)
    kept = [{"folder": str(each), "title": f"Audit {n}"} for n, each in enumerate(folders)]
    (home / "recent.json").write_text(json.dumps(kept))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.ENAMETOOLONG, errno.ESTALE])
def test_an_audit_that_cannot_be_looked_at_is_left_out_of_the_list(
    code: int, fresh: Path, tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "share" / "audit"
    remembered(tmp_path / "home", gone, fresh)
    ask = os.stat

    def refused(path: Any, *args: Any, **how: Any) -> os.stat_result:
        if isinstance(path, str | Path) and str(path).startswith(str(gone)):
            raise OSError(code, os.strerror(code), str(path))
        return ask(path, *args, **how)

    monkeypatch.setattr(os, "stat", refused)
    assert [each.folder for each in recent_audits()] == [fresh]
    seen = press(None)
    assert "Audit 1" in seen
    assert "Audit 0" not in seen
    with pytest.raises(AuditkitError, match="cannot be looked into"):
        Audit.open(gone)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '[{"folder": ' + "9" * 5_000 + "}]", "7", '[{"folder": "\\u0000"}]']
)
def test_a_list_that_is_none_is_begun_anew(text: str, tmp_path: Path, fresh: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    for name in ("recent.json", "settings.json"):
        (tmp_path / "home" / name).write_text(text)
    app = AuditkitApp(fresh)
    app.remember()
    app.close_audit()
    assert [each.folder for each in recent_audits()] == [fresh]


@posix
@pytest.mark.parametrize(("field", "said"), [("evidence", "is no folder"), ("folder", "too long")])
def test_a_new_audit_in_a_place_that_cannot_be_keeps_the_form(
    field: str, said: str, tmp_path: Path, live: Callable[..., str]
) -> None:
    kept: dict[str, str] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        typed = {"title": "T", "folder": str(tmp_path / "new"), field: f"/{LONG}"}
        app.push_screen(NewAuditScreen(typed))
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        kept.update(app.screen.values())

    seen = live(None, story)
    assert said in " ".join(seen.replace("┃", " ").split())
    assert kept[field] == f"/{LONG}"
    assert not (tmp_path / "new").exists()


def test_a_folder_behind_a_circle_of_links_is_refused_in_a_sentence(tmp_path: Path) -> None:
    try:
        (tmp_path / "loop").symlink_to("loop")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(AuditkitError, match="leads back to itself"):
        Audit.create(tmp_path / "loop" / "audit", title="T")


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_no_folder_can_have_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(AuditkitError):
        Audit.create(tmp_path / name, title="T")
    with pytest.raises(AuditkitError):
        Audit.open(tmp_path / name)
