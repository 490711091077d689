"""The interview line that is being typed: on the disk before it is part of the record."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.doctor.examine import examine
from auditkit.record.ids import new_id
from auditkit.record.model import NoteMark, Verdict
from auditkit.record.unfinished import FOUND, Unfinished, drop, encoded, keep, lines, take_in

SAID = datetime(2026, 3, 2, 11, 59, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, small_checklist: Path) -> Path:
    with Audit.create(tmp_path / "audit", title="A", checklists=[str(small_checklist)]):
        pass
    return tmp_path / "audit"


def line(text: str = "nobody owns it", note: str = "") -> tuple[str, bytes]:
    note = note or new_id()
    made = Unfinished(note=note, text=text, at=SAID, speaker="CTO", mark=NoteMark.NONCONFORMITY)
    return note, encoded(made)


def left(folder: Path, text: str = "nobody owns it", note: str = "") -> Path:
    """A line that a killed program leaves behind."""
    with Audit.open(folder) as audit:
        keep(audit, line(text, note)[1])
    (path,) = lines(folder)
    return path


def test_the_next_opening_makes_a_note_of_it_once(folder: Path) -> None:
    left(folder)
    with Audit.open(folder) as audit:
        take_in(audit)
        (note,) = audit.unfiled_notes()
        assert (note.text, note.speaker, note.mark) == (
            "nobody owns it", "CTO", NoteMark.NONCONFORMITY
        )  # fmt: skip
        assert note.at == SAID
        assert audit.messages == [FOUND]
    assert list(lines(folder)) == []
    with Audit.open(folder) as audit:
        take_in(audit)
        assert audit.messages == []
        assert len(audit.notes()) == 1


def test_undo_takes_back_what_a_person_did_before_it(folder: Path) -> None:
    with Audit.open(folder) as audit:
        check = audit.check_refs(audit.resolve("1.2"))
        audit.set_verdict(check, Verdict.CONFORMS)
    left(folder)
    with Audit.open(folder) as audit:
        take_in(audit)
        assert audit.undo() == "1.2/a conforms"
        assert audit.undo() is None
        assert len(audit.notes()) == 1
        assert audit.history(limit=2)[1].about == "interview line that was never entered"


def test_what_was_entered_already_does_not_come_twice(folder: Path) -> None:
    path = left(folder)
    kept = path.read_bytes()
    with Audit.open(folder) as audit:
        take_in(audit)
        (note,) = audit.notes()
        audit.remove_note(note.id)
    path.write_bytes(kept)  # a copy of the folder, or a crash before it was taken away
    with Audit.open(folder) as audit:
        take_in(audit)
        assert (audit.notes(), audit.messages) == ((), [])
    assert not path.exists()


def test_who_only_reads_leaves_it(folder: Path) -> None:
    path = left(folder)
    with Audit.open(folder) as writer, Audit.open(folder) as second:
        assert second.read_only
        take_in(second)
        assert (second.notes(), path.exists(), writer.notes()) == ((), True, ())


def test_a_line_command_that_writes_takes_it_in_and_says_so(folder: Path) -> None:
    left(folder)
    env = {"AUDITKIT_AUDIT": str(folder)}
    told = CliRunner().invoke(root, ["capture", "--list"], env=env)
    assert "nobody owns it" not in told.stdout
    assert FOUND not in told.stderr
    told = CliRunner().invoke(root, ["verdict", "1.2/a", "conforms"], env=env)
    assert FOUND in told.stderr
    told = CliRunner().invoke(root, ["capture", "--list"], env=env)
    assert "! CTO: nobody owns it" in told.stdout
    told = CliRunner().invoke(root, ["undo"], env=env)
    assert "1.2/a conforms" in told.stdout


def test_another_computer_leaves_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = left(folder)
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "another"))
    with Audit.open(folder) as audit:
        take_in(audit)
        keep(audit, line("said elsewhere")[1])
        assert (audit.notes(), len(list(lines(folder)))) == ((), 2)
        assert path.exists()


def test_the_same_computer_takes_it_at_another_place(folder: Path, tmp_path: Path) -> None:
    left(folder)
    moved = folder.rename(tmp_path / "mounted elsewhere")
    with Audit.open(moved) as audit:
        take_in(audit)
        assert [each.text for each in audit.notes()] == ["nobody owns it"]


def test_only_its_own_line_is_dropped(folder: Path) -> None:
    note, kept = line()
    with Audit.open(folder) as audit:
        keep(audit, kept)
        drop(audit, new_id())
        assert len(list(lines(folder))) == 1
        drop(audit, note)
        drop(audit, note)
        assert list(lines(folder)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 512,
        b"[]",
        b'{"x":' + b"[" * 100_000,
        b'{"text": "x"}',
        b'{"note": "running:small:1.1", "text": "x", "at": "2026-03-02T11:59:00Z"}',
        b'{"note": "01JNB1YF4000000000000000AB", "text": "x", "at": "2026-03-02T11:59:00"}',
        b'{"note": "01JNB1YF4000000000000000AB", "text": "x", "at": "2026-03-02T11:59:00Z"',
    ],
)
def test_what_is_no_line_is_set_aside_and_named(content: bytes, folder: Path) -> None:
    path = left(folder)
    path.write_bytes(content)
    with Audit.open(folder) as audit:
        take_in(audit)
        (told,) = audit.messages
        assert audit.notes() == ()
    assert "set aside" in told
    (aside,) = path.parent.glob("*.line-unread")
    assert aside.read_bytes() == content
    assert any(aside.name in each.text for each in examine(folder))


def test_whatever_was_typed_is_kept_as_it_is(folder: Path) -> None:
    typed = "caf\u00e9 \udcff \x1b[31m"
    left(folder, typed)
    with Audit.open(folder) as audit:
        take_in(audit)
        assert [each.text for each in audit.notes()] == [typed]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    path = left(folder)
    (tmp_path / "outside").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "outside")
    with Audit.open(folder) as audit:
        take_in(audit)
        assert audit.notes() == ()


@pytest.mark.skipif(os.name == "nt", reason="modes are a POSIX thing")
def test_only_its_owner_may_read_it(folder: Path) -> None:
    assert stat.S_IMODE(left(folder).stat().st_mode) == 0o600


def test_doctor_verify_and_pack_know_it(
    folder: Path, beside_the_record: Callable[[Path, Path], Path]
) -> None:
    beside_the_record(folder, left(folder))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_in_the_way_is_not_waited_for(folder: Path) -> None:
    path = left(folder)
    path.unlink()
    os.mkfifo(path)
    note, typed = line()
    with Audit.open(folder) as audit:
        with pytest.raises(AuditkitError, match="no ordinary file"):
            keep(audit, typed)
        with pytest.raises(AuditkitError, match="no ordinary file"):
            drop(audit, note)
        take_in(audit)
        assert audit.notes() == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows renames no folder with open files")
def test_a_folder_that_is_gone_is_not_made_anew(folder: Path) -> None:
    note, typed = line()
    with Audit.open(folder) as audit:
        away = folder.rename(folder.with_name("away"))
        with pytest.raises(AuditkitError, match="not there any more"):
            keep(audit, typed)
        drop(audit, note)
        assert not folder.exists()
        away.rename(folder)
        keep(audit, typed)
        assert len(list(lines(folder))) == 1
