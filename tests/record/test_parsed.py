"""Checklists read before come from the user's own folder, and only as the pinned file has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit.checklist.load import load_checklist
from auditkit.errors import AuditkitError
from auditkit.record.audit import DEFAULT_CHECKLIST, Audit


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "home"))
    with Audit.create(tmp_path / "audit", title="Kept", lead="A. Silva") as made:
        assert made.checklists
    return tmp_path / "audit"


def kept(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "home" / "checklists").iterdir()
    return path


def pinned(audit: Path) -> Path:
    return audit / "checklists" / f"{DEFAULT_CHECKLIST}.toml"


def test_what_was_read_before_is_what_the_file_says(audit: Path, tmp_path: Path) -> None:
    before = kept(tmp_path).stat().st_mtime_ns
    with Audit.open(audit, read_only=True) as opened:
        assert opened.checklists == (load_checklist(pinned(audit)),)
    assert kept(tmp_path).stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "folder", "other form"])
def test_what_is_damaged_is_read_anew_from_the_pinned_file(
    audit: Path, tmp_path: Path, damage: str
) -> None:
    path = kept(tmp_path)
    content = path.read_bytes()
    if damage == "flip":
        path.write_bytes(content.replace(b"Context", b"Content", 1))
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(b"" if damage == "empty" else b"{}")
    with Audit.open(audit, read_only=True) as opened:
        assert opened.checklists == (load_checklist(pinned(audit)),)
    assert damage == "folder" or path.read_bytes() == content


def test_a_pinned_file_that_changed_is_noticed_all_the_same(audit: Path) -> None:
    pinned(audit).write_text(pinned(audit).read_text() + "\n# one line more\n")
    with (
        Audit.open(audit, read_only=True) as opened,
        pytest.raises(AuditkitError, match="not the one this audit began with"),
    ):
        _ = opened.checklists


def test_where_the_home_folder_cannot_be_written_the_audit_opens(
    audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("no folder")
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "a file"))
    with Audit.open(audit, read_only=True) as opened:
        assert opened.checklists[0].id == DEFAULT_CHECKLIST
