"""Deep folders, and paths longer than systems like: those of Windows as far as they can be tried
anywhere."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

import pytest

from auditkit.evidence.names import NameIndex
from auditkit.evidence.opening import extended
from auditkit.evidence.scan import scan

posix_only = pytest.mark.skipif(os.name == "nt", reason="descriptors of folders are needed")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\Evidence\a.docx", r"\\?\C:\Evidence\a.docx"),
        ("C:/Evidence/a.docx", r"\\?\C:\Evidence\a.docx"),
        (r"c:\ends in a dot.\blank \con.txt", r"\\?\c:\ends in a dot.\blank \con.txt"),
        ("C:\\" + "long\\" * 100 + "a.docx", "\\\\?\\C:\\" + "long\\" * 100 + "a.docx"),
        (r"\\server\share\a.docx", r"\\?\UNC\server\share\a.docx"),
        ("//server/share/a.docx", r"\\?\UNC\server\share\a.docx"),
        (r"\\?\C:\a.docx", r"\\?\C:\a.docx"),
        (r"\\?\UNC\server\share\a.docx", r"\\?\UNC\server\share\a.docx"),
        (r"\\.\pipe\x", r"\\.\pipe\x"),
        (r"relative\a.docx", r"relative\a.docx"),
        (r"C:relative.docx", r"C:relative.docx"),
        (r"\no drive\a.docx", r"\no drive\a.docx"),
    ],
)
def test_long_paths_of_windows_get_their_prefix_once(path: str, expected: str) -> None:
    assert extended(PureWindowsPath(path)) == expected


def sunk(top: Path, depth: int, name: str) -> None:
    """A file so many folders below ``top``, however long its path gets."""
    folder = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=folder)
        below = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(os.open("deep policy.txt", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)


def raised(top: Path, depth: int, name: str) -> None:
    """Take it away again, which nobody can by its path."""
    folders = [os.open(top, os.O_RDONLY)]
    for _ in range(depth):
        folders.append(os.open(name, os.O_RDONLY, dir_fd=folders[-1]))
    os.unlink("deep policy.txt", dir_fd=folders[-1])
    os.close(folders.pop())
    while folders:
        os.rmdir(name, dir_fd=folders[-1])
        os.close(folders.pop())


@posix_only
def test_a_thousand_folders_deep_is_listed_and_found(tmp_path: Path) -> None:
    sunk(tmp_path, 1000, "d")
    try:
        found = scan([tmp_path])
    finally:
        raised(tmp_path, 1000, "d")
    assert found.problems == ()
    assert [entry.path for entry in found.entries] == ["d/" * 1000 + "deep policy.txt"]
    (match,) = NameIndex(found.entries).search("deep polcy")
    assert all(start < end <= len(match.entry.path) for start, end in match.spans)


@posix_only
def test_a_path_too_long_for_the_system_is_told_and_the_rest_is_listed(tmp_path: Path) -> None:
    (tmp_path / "z.txt").touch()
    sunk(tmp_path, 40, "n" * 200)
    try:
        found = scan([tmp_path])
    finally:
        raised(tmp_path, 40, "n" * 200)
    assert "z.txt" in [entry.path for entry in found.entries]
    if "deep policy.txt" not in [entry.name for entry in found.entries]:
        ((path, reason),) = [(each.path, each.reason) for each in found.problems]
        assert path.startswith("n" * 200)
        assert "cannot be read" in reason
        assert found.unlisted[0][1].startswith("n" * 200)
