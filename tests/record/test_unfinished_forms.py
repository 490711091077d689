"""What was typed into forms and not given: on the disk before it is part of the record."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.doctor.examine import examine
from auditkit.record.journal import NotSaved
from auditkit.record.rescue import moving
from auditkit.record.unfinished_forms import UnfinishedForm, drop, files, keep, take_in

posix = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no pipes in folders and moves no folder with open files"
)
DETAILS = UnfinishedForm(title="Audit details", texts={"title": "Another title"})
OTHER = UnfinishedForm(title="Statement as evidence", texts={"source": "caf\u00e9 \udcff \x1b[31m"})


@pytest.fixture
def folder(tmp_path: Path, small_checklist: Path) -> Path:
    with Audit.create(tmp_path / "audit", title="A", checklists=[str(small_checklist)]):
        pass
    return tmp_path / "audit"


def left(folder: Path) -> Path:
    """What a program leaves behind."""
    with Audit.open(folder) as audit:
        keep(audit, "details", DETAILS)
        keep(audit, "statement", OTHER)
    (path,) = files(folder)
    return path


def test_the_next_opening_finds_all_of_it_as_it_was(folder: Path) -> None:
    path = left(folder)
    for _ in range(2):
        with Audit.open(folder) as audit:
            assert take_in(audit) == {"details": DETAILS, "statement": OTHER}
            assert (audit.notes(), audit.messages, path.stem) == ((), [], audit.device)


def test_a_form_is_taken_away_alone_and_the_last_one_with_the_file(folder: Path) -> None:
    path = left(folder)
    with Audit.open(folder) as audit:
        keep(audit, "details", None)
        keep(audit, "no such form", None)
        assert take_in(audit) == {"statement": OTHER}
        keep(audit, "statement", None)
        assert not path.exists()
        keep(audit, "statement", None)
        drop(audit)
        assert not path.exists()


def test_who_only_reads_writes_none_and_leaves_what_there_is(folder: Path) -> None:
    path = left(folder)
    before = path.read_bytes()
    with Audit.open(folder, read_only=True) as audit:
        take_in(audit)
        with pytest.raises(AuditkitError):
            keep(audit, "details", None)
        with pytest.raises(AuditkitError):
            keep(audit, "details", OTHER)
    assert path.read_bytes() == before
    path.write_bytes(b"[]")
    with Audit.open(folder, read_only=True) as audit:
        assert take_in(audit) == {}
        assert "left alone" in audit.messages[-1]
    assert path.read_bytes() == b"[]"


def test_another_computer_leaves_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = left(folder)
    before = path.read_bytes()
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "another"))
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        keep(audit, "details", OTHER)
        assert take_in(audit) == {"details": OTHER}
    assert path.read_bytes() == before


def test_what_this_device_left_under_an_earlier_name_goes_along(
    folder: Path, tmp_path: Path
) -> None:
    left(folder)
    with Audit.open(folder) as audit, moving(audit, tmp_path / "elsewhere") as moved:
        earlier = audit.device
        assert moved.device != earlier
        moved.close()
    journal = tmp_path / "elsewhere" / "journal"
    shutil.copy(folder / "journal" / f"{earlier}.forms", journal)
    with Audit.open(tmp_path / "elsewhere") as audit:
        keep(audit, "details", OTHER)
        assert take_in(audit) == {"details": OTHER, "statement": OTHER}
        assert [each.stem for each in files(audit.folder)] == [audit.device]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 512,
        b"[]",
        b"null",
        b'{"x":' + b"[" * 100_000,
        b'{"details": {"title": "x"}}',
        b'{"details": {"title": 1, "texts": {}}}',
        b'{"details": {"title": "x", "texts": {"title": ["y"]}}}',
        b'{"details": {"title": "x", "texts": {"title": "y"}}',
        b'{"title": "Audit details", "texts": {}}',
    ],
)
def test_what_holds_no_forms_is_set_aside_and_named(content: bytes, folder: Path) -> None:
    path = left(folder)
    path.write_bytes(content)
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        (told,) = audit.messages
        keep(audit, "details", DETAILS)
    assert "set aside" in told
    (aside,) = path.parent.glob("*.forms-unread")
    assert aside.read_bytes() == content
    assert any(aside.name in each.text for each in examine(folder))
    with Audit.open(folder) as audit:
        assert (take_in(audit), audit.messages) == ({"details": DETAILS}, [])


def test_what_was_damaged_meanwhile_is_not_written_over(folder: Path) -> None:
    path = left(folder)
    with Audit.open(folder) as audit:
        path.write_bytes(b"words of somebody")
        keep(audit, "details", DETAILS)
        assert take_in(audit) == {"details": DETAILS}
    (aside,) = path.parent.glob("*.forms-unread")
    assert aside.read_bytes() == b"words of somebody"


def test_a_folder_in_its_place_is_an_error_in_a_sentence(folder: Path) -> None:
    path = left(folder)
    path.unlink()
    path.mkdir()
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        with pytest.raises(AuditkitError):
            keep(audit, "details", DETAILS)
    assert path.is_dir()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    path = left(folder)
    outside = tmp_path / "outside"
    outside.write_bytes(path.read_bytes())
    before = outside.read_bytes()
    path.unlink()
    path.symlink_to(outside)
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        keep(audit, "details", OTHER)
        assert take_in(audit) == {"details": OTHER}
    assert outside.read_bytes() == before
    assert not path.is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="modes are a POSIX thing")
def test_only_its_owner_may_read_it(folder: Path) -> None:
    assert stat.S_IMODE(left(folder).stat().st_mode) == 0o600


def test_doctor_verify_and_pack_know_it(
    folder: Path, beside_the_record: Callable[[Path, Path], Path]
) -> None:
    assert b"Another title" not in beside_the_record(folder, left(folder)).read_bytes()


@posix
def test_a_pipe_in_the_way_is_not_waited_for(folder: Path) -> None:
    path = left(folder)
    path.unlink()
    os.mkfifo(path)
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        with pytest.raises(NotSaved, match="no ordinary file"):
            keep(audit, "details", DETAILS)
        assert stat.S_ISFIFO(path.lstat().st_mode)


def test_more_than_is_kept_is_said_and_never_written(folder: Path) -> None:
    path = left(folder)
    before = path.read_bytes()
    huge = UnfinishedForm(title="Audit details", texts={"title": "x" * (1 << 20)})
    with Audit.open(folder) as audit:
        with pytest.raises(NotSaved, match="more stands in forms"):
            keep(audit, "details", huge)
        assert path.read_bytes() == before
        keep(audit, "details", UnfinishedForm(title="Audit details", texts={"title": "x" * 900000}))
    with Audit.open(folder) as audit:
        assert len(take_in(audit)["details"].texts["title"]) == 900000


def test_a_file_that_nobody_typed_is_set_aside(folder: Path) -> None:
    path = left(folder)
    path.write_text('{"details": {"title": "x", "texts": {"title": "' + "x" * (1 << 20) + '"}}}')
    with Audit.open(folder) as audit:
        assert take_in(audit) == {}
        assert "holds no forms that can be read; it was set aside" in "".join(audit.messages)
        assert path.with_suffix(".forms-unread").stat().st_size > 1 << 20


@posix
def test_a_folder_that_is_gone_is_not_made_anew(folder: Path) -> None:
    with Audit.open(folder) as audit:
        keep(audit, "details", DETAILS)
        away = folder.rename(folder.with_name("away"))
        with pytest.raises(AuditkitError, match="not there any more"):
            keep(audit, "statement", OTHER)
        assert not folder.exists()
        away.rename(folder)
        keep(audit, "statement", OTHER)
        assert take_in(audit) == {"details": DETAILS, "statement": OTHER}
