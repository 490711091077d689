"""Writing a document: what is there is never lost, and one sentence says what to do."""

from __future__ import annotations

import errno
import os
import stat
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
from auditkit.exchange.names import fault
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


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_document_has_the_rights_of_a_new_file_and_keeps_those_it_had(
    rich: Audit, tmp_path: Path
) -> None:
    target = tmp_path / "x.docx"
    tmp_path.chmod(0o775)
    before = os.umask(0o022)
    try:
        write(rich, "evidence", target, today=TODAY)
        assert stat.S_IMODE(target.stat().st_mode) == 0o644
        target.chmod(0o660)
        write(rich, "evidence", target, today=TODAY)
        assert stat.S_IMODE(target.stat().st_mode) == 0o660
        (tmp_path / "own").mkdir(mode=0o700)
        alone = write(rich, "evidence", tmp_path / "own" / "x.docx", today=TODAY).path
        assert stat.S_IMODE(alone.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def _edit(path: Path) -> bytes:
    document = docx.Document(str(path))
    document.paragraphs[0].add_run(" Seen by the board.")
    document.save(str(path))
    return path.read_bytes()


def test_what_was_edited_in_word_is_kept_when_it_is_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    with Audit.create(folder, title="Internal audit", lead="Lena Auditor"):
        pass

    def written() -> tuple[Path, str]:
        done = CliRunner().invoke(root, ["report", "gap", "--audit", str(folder)])
        assert done.exit_code == 0
        return Path(done.stdout.strip()), done.stderr

    path, told = written()
    assert "edited" not in told
    assert "edited" not in written()[1]  # as it was written: it is only made anew
    first = _edit(path)
    told = written()[1]
    assert f"'{path.name}' was edited since it was written" in told
    assert path.with_stem(f"{path.stem} (edited)").read_bytes() == first
    second = _edit(path)
    written()
    assert path.with_stem(f"{path.stem} (edited) (2)").read_bytes() == second
    assert path.with_stem(f"{path.stem} (edited)").read_bytes() == first
    assert len(list(path.parent.glob("*.docx"))) == 3


def test_a_document_written_elsewhere_is_kept_only_where_the_record_knows_it(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.docx"
    target.write_bytes(b"of somebody else, named by who wants it replaced")
    with Audit.create(tmp_path / "audit", title="Internal audit") as audit:
        assert write(audit, "gap", target, today=TODAY).kept is None
        edited = _edit(target)
        kept = write(audit, "gap", target, today=TODAY).kept
    assert kept is not None
    assert kept.read_bytes() == edited


def test_where_it_cannot_be_written_there_is_no_second_copy_of_what_was_edited(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.docx"
    with Audit.create(tmp_path / "audit", title="Internal audit") as audit:
        write(audit, "gap", target, today=TODAY)
        edited = _edit(target)
        _open_in_word(target)
        with pytest.raises(HeldTarget):
            write(audit, "gap", target, today=TODAY)
    assert target.read_bytes() == edited
    assert list(tmp_path.glob("*(edited)*")) == []


def test_a_link_is_neither_written_over_nor_followed(rich: Audit, tmp_path: Path) -> None:
    real, link = tmp_path / "real.docx", tmp_path / "link.docx"
    real.write_bytes(b"previous")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    command = ["report", "evidence", "--audit", str(rich.folder), "-o", str(link)]
    answer = CliRunner().invoke(root, command)
    assert answer.exit_code == 1
    assert "is a link" in answer.output
    assert link.is_symlink()
    assert real.read_bytes() == b"previous"


@pytest.mark.parametrize("length", [247, 250, 255])
def test_the_longest_name_can_be_written_again_and_beside(
    rich: Audit, tmp_path: Path, length: int
) -> None:
    target = tmp_path / f"{'n' * (length - 5)}.docx"
    try:
        target.write_bytes(b"")
    except OSError:
        pytest.skip("no such long names here")
    for _ in range(2):
        assert write(rich, "evidence", target, today=TODAY).path == target
    target.chmod(0o444)
    made = write(rich, "evidence", target, today=TODAY, another=True)
    assert made.path.name.endswith("n (2).docx")
    assert made.path.is_file()


@pytest.mark.parametrize(
    "number",
    [
        "\U0001f600" * 60,
        "\u76e3" * 60,
        "nul.2026",
        "~$x",
        "~$~$",
        ". ~$x",
        "COM1",
        "con .a",
        "a" * 300,
    ],
)
def test_any_number_gives_a_name_that_can_be_written_twice(tmp_path: Path, number: str) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.set_info(number=number)
        first = write(audit, "evidence", today=TODAY).path
        assert write(audit, "evidence", today=TODAY).path == first
    assert fault(first.name) == ""
    assert not first.name.startswith("~$")
    assert len(os.fsencode(f".~lock.{first.name}#")) <= 255
