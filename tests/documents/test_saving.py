"""Writing a document: what is there is never lost, and one sentence says what to do."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.documents.catalog import write
from auditkit.documents.kit.save import HeldTarget
from auditkit.errors import AuditkitError
from auditkit.evidence.model import WorkCancelled
from auditkit.record.audit import Audit

TODAY = sys.modules["documents_sample"].TODAY


def test_interrupted_writing_leaves_the_previous_file(rich: Audit, tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    target.write_bytes(b"previous")

    def stop(_name: str, number: int, _count: int) -> None:
        if number == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(rich, "audit", target, today=TODAY, progress=stop)
    assert target.read_bytes() == b"previous"


def test_a_place_that_cannot_be_written_is_one_sentence(rich: Audit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", "utf-8")
    with pytest.raises(AuditkitError, match="could not be written"):
        write(rich, "evidence", tmp_path / "file" / "x.docx", today=TODAY)
    assert (tmp_path / "file").read_text("utf-8") == "kept"


def _open_in_word(target: Path) -> None:
    target.with_name(f"~${target.name[2:]}").write_bytes(b"owner")


def _open_in_short(target: Path) -> None:
    target.with_name(f"~${target.name}").write_bytes(b"owner")


def _open_in_libreoffice(target: Path) -> None:
    target.with_name(f".~lock.{target.name}#").write_bytes(b"owner")


def _read_only(target: Path) -> None:
    target.chmod(0o444)


@pytest.mark.parametrize("hold", [_open_in_word, _open_in_short, _open_in_libreoffice, _read_only])
def test_a_held_document_is_kept_and_another_name_offered(
    rich: Audit, tmp_path: Path, hold: Callable[[Path], None]
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"previous")
    (tmp_path / "report (2).docx").write_bytes(b"another one")
    hold(target)
    with pytest.raises(HeldTarget, match=r"'report \(3\)\.docx' beside it with --another") as held:
        write(rich, "evidence", target, today=TODAY)
    assert str(held.value).count("\n") == 0
    made = write(rich, "evidence", target, today=TODAY, another=True)
    assert made.path == tmp_path / "report (3).docx"
    assert docx.Document(str(made.path)).paragraphs
    assert target.read_bytes() == b"previous"
    assert (tmp_path / "report (2).docx").read_bytes() == b"another one"


def _fails(number: int) -> Callable[..., None]:
    def replace(self: Path, _target: Path) -> None:
        raise OSError(number, os.strerror(number), str(self))

    return replace


def test_a_target_that_windows_holds_is_kept(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"previous")
    monkeypatch.setattr(Path, "replace", _fails(errno.EACCES))
    with pytest.raises(HeldTarget, match="could not be written: Permission denied"):
        write(rich, "evidence", target, today=TODAY)
    assert [each.name for each in tmp_path.iterdir()] == ["report.docx"]
    assert target.read_bytes() == b"previous"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_full_disk_offers_no_other_name_and_loses_nothing(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"previous")
    monkeypatch.setattr(Path, "replace", _fails(number))
    for another in (False, True):
        with pytest.raises(AuditkitError, match="could not be written") as said:
            write(rich, "evidence", target, today=TODAY, another=another)
        assert not isinstance(said.value, HeldTarget)
    assert [each.name for each in tmp_path.iterdir()] == ["report.docx"]
    assert target.read_bytes() == b"previous"


def test_command_line_offers_and_takes_another_name(rich: Audit, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"previous")
    target.chmod(0o444)
    command = ["report", "evidence", "--audit", str(rich.folder), "-o", str(target)]
    refused = CliRunner().invoke(root, command)
    assert refused.exit_code == 1
    assert "'report (2).docx'" in refused.output
    assert not (tmp_path / "report (2).docx").exists()
    taken = CliRunner().invoke(root, [*command, "--another"])
    assert taken.exit_code == 0, taken.output
    assert taken.stdout.strip() == str(tmp_path / "report (2).docx")
    assert target.read_bytes() == b"previous"


def test_cancelled_work_writes_nothing_and_passes_through(rich: Audit, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def stop(name: str, number: int, count: int) -> None:
        heard.append((name, number, count))
        if number == 3:
            raise WorkCancelled("Cancelled.")

    with pytest.raises(WorkCancelled):
        write(rich, "audit", tmp_path / "x.docx", today=TODAY, progress=stop)
    assert [number for _, number, _ in heard] == [1, 2, 3]
    assert len({count for _, _, count in heard}) == 1
    assert not list(tmp_path.iterdir())
