"""The order in which a scan lists files, and that it is the same on every system."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditkit.evidence.scan import scan

PATHS = ["a b/1", "a-b/1", "a/b/c/1", "a/b.txt", "a/b/1", "a.txt", "a/b-c/1", "ab", "Z/1", "é/1"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


def test_files_stand_in_the_order_of_their_paths(root: Path) -> None:
    found = [entry.path for entry in scan([root]).entries]
    assert found == sorted(found)
    assert len(found) == len(PATHS)


def test_where_folders_cannot_be_held_open_the_same_is_found(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = scan([root, root / "gone"])
    monkeypatch.setattr(os, "supports_fd", frozenset())
    assert scan([root, root / "gone"]) == expected


def test_no_folder_stays_open(root: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir())) if Path("/dev/fd").is_dir() else None
    scan([root])
    if before is None:
        pytest.skip("this system does not list open files")
    assert len(list(Path("/dev/fd").iterdir())) == before
