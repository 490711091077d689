"""Writing files: the old one or the new one, never a half."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.files import write_aside, write_bytes


def test_a_file_is_written_whole_and_its_folder_made(tmp_path: Path) -> None:
    target = tmp_path / "new" / "file.txt"
    write_bytes(target, b"one")
    write_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert [each.name for each in target.parent.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("call", ["fsync", "replace", "write"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES], ids=errno.errorcode.get)
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    target = tmp_path / "file.txt"
    target.write_bytes(b"old")

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(AuditkitError, match="could not be written") as caught:
        write_bytes(target, b"new")
    monkeypatch.undo()
    assert os.strerror(code) in caught.value.what
    assert caught.value.remedy
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]


def test_an_error_while_filling_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file.txt"
    target.write_bytes(b"old")

    def fill(aside: Path) -> None:
        aside.write_bytes(b"half")
        raise ValueError("not written to the end")

    with pytest.raises(ValueError, match="to the end"):
        write_aside(target, fill)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]


def test_a_folder_that_is_a_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file\u202e").write_bytes(b"x")
    with pytest.raises(AuditkitError) as caught:
        write_bytes(tmp_path / "file\u202e" / "below.txt", b"new")
    assert str(caught.value).isprintable()


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="needs a device file")
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(AuditkitError, match="no ordinary file"):
        write_bytes(Path("/dev/null"), b"x")
    assert Path("/dev/null").is_char_device()


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(AuditkitError, match="no ordinary file"):
        write_bytes(tmp_path, b"x")
