"""An audit whose disk fails: copied elsewhere whole or not at all, and never forked by it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.heads import claims, contradictions
from auditkit.record.journal import NotSaved
from auditkit.record.model import Ref
from auditkit.record.reading import journal_paths, read_journal
from auditkit.record.rescue import copy_audit, make_sure, moving

Begin = Callable[..., Audit]
View = Callable[[Audit], dict[str, Any]]
DOORS = Ref("small", "1.1")


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture(autouse=True)
def _without_full_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS too `os.fsync` is what brings a file to the disk, as on a network drive there."""
    if sys.platform == "darwin":
        import fcntl

        def refused(*_: object) -> int:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

        monkeypatch.setattr(fcntl, "fcntl", refused)


@pytest.fixture
def audit(begin: Begin, tmp_path: Path) -> Any:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "policy.txt").write_text("policy")
    with begin(evidence=[evidence], lead="Lena") as made:
        made.set_note(DOORS, "before")
        (made.folder / "documents" / "forms").mkdir()
        (made.folder / "documents" / "report.docx").write_bytes(b"report")
        (made.folder / "documents" / "forms" / "CAR-001.docx").write_bytes(b"form")
        yield made


def test_a_copy_holds_the_same_record_checklists_and_documents(
    audit: Audit, tmp_path: Path, view: View
) -> None:
    before = view(audit)
    target = copy_audit(audit, tmp_path / "far" / "copy")
    with Audit.open(target) as copy:
        assert view(copy) == before
        assert copy.heads() == audit.heads()
        assert [each.id for each in copy.checklists] == ["small"]
        assert copy.messages == []
    assert (target / "documents" / "report.docx").read_bytes() == b"report"
    assert (target / "documents" / "forms" / "CAR-001.docx").read_bytes() == b"form"
    assert tree(audit.folder / "journal") == tree(target / "journal")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_a_copy_is_for_its_owner_alone(audit: Audit, tmp_path: Path) -> None:
    target = copy_audit(audit, tmp_path / "copy")
    for path in [target, *target.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_only_what_the_record_knows_is_copied(audit: Audit, tmp_path: Path) -> None:
    (journal,) = journal_paths(audit.folder / "journal")
    with journal.open("ab") as stream:
        stream.write(b"what another program wrote behind the last line")
    (audit.folder / "journal" / "other.jsonl").write_bytes(b"came in unread\n")
    (audit.folder / ".cache" / "index").write_bytes(b"an index")
    target = copy_audit(audit, tmp_path / "copy")
    (copied,) = journal_paths(target / "journal")
    reading = read_journal(copied)
    assert (reading.torn, reading.damage) == (0, "")
    assert {reading.device: (reading.lines, reading.chain)} == audit.heads()
    assert tree(target / ".cache") == []


def test_a_journal_that_is_another_one_now_is_not_copied(audit: Audit, tmp_path: Path) -> None:
    (journal,) = journal_paths(audit.folder / "journal")
    journal.write_bytes(journal.read_bytes().replace(b"before", b"behind"))
    with pytest.raises(AuditkitError, match="no longer what it was"):
        copy_audit(audit, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_document_that_cannot_be_read_is_named_and_left_out(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "report.docx":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", broken)
    target = copy_audit(audit, tmp_path / "copy")
    assert tree(target / "documents") == ["forms", "forms/CAR-001.docx"]
    assert any("report.docx cannot be read" in each for each in audit.messages)


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "mkdir"])
def test_a_failing_disk_leaves_nothing_behind_and_the_audit_as_it_was(
    call: str, audit: Audit, tmp_path: Path, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = view(audit)
    for number in range(1, 80):
        target = tmp_path / f"n{number}"
        with monkeypatch.context() as patch:
            count = _fail_at(patch, call, number)
            try:
                copy_audit(audit, target)
            except AuditkitError as error:
                assert "No space left" in str(error)  # noqa: PT017 - both ends are right here
                assert not target.exists()
            else:
                if count() < number:
                    break
                # pathlib forgives a failing mkdir of a folder that is there already
                assert call == "mkdir"
    else:
        pytest.fail("the copy never got through")
    assert number > 1
    assert view(audit) == before
    audit.set_note(DOORS, "goes on")


def _fail_at(patch: pytest.MonkeyPatch, call: str, number: int) -> Callable[[], int]:
    """Lets the n-th use of an `os` call fail, once."""
    real, count = getattr(os, call), 0

    def failing(*args: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **more)

    patch.setattr(os, call, failing)
    return lambda: count


def test_a_folder_in_use_or_inside_the_audit_is_refused(audit: Audit, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(AuditkitError, match="not empty"):
        copy_audit(audit, tmp_path / "mine")
    assert tree(tmp_path / "mine") == ["letter.txt"]
    with pytest.raises(UsageError, match="inside the audit folder"):
        copy_audit(audit, audit.folder / "documents" / "copy")
    with pytest.raises(AuditkitError):
        copy_audit(audit, tmp_path / "mine" / "letter.txt" / "copy")


def test_after_moving_the_two_folders_hold_no_two_lines_at_one_place(
    audit: Audit, tmp_path: Path
) -> None:
    with moving(audit, tmp_path / "moved") as moved:
        moved.set_note(DOORS, "there")
    audit.set_note(DOORS, "here, by the old handle")
    moved.set_note(DOORS, "there again")
    moved.close()
    readings = [read_journal(path) for path in journal_paths(audit.folder / "journal")]
    assert contradictions(claims("It", moved.heads()), readings) != []  # lines are missing there
    forks = [each for each in contradictions(claims("It", moved.heads()), readings) if each.forked]
    assert forks == []
    (old,) = audit.heads()
    assert moved.heads().keys() > {old}


def test_the_union_of_both_folders_is_an_audit(audit: Audit, tmp_path: Path) -> None:
    with moving(audit, tmp_path / "moved") as moved:
        moved.set_note(DOORS, "there")
    moved.close()
    audit.close()
    for path in journal_paths(moved.folder / "journal"):
        (audit.folder / "journal" / path.name).write_bytes(path.read_bytes())
    with Audit.open(audit.folder) as both:
        assert not both.read_only
        assert both.messages == []
        assert both.note_text(DOORS) == "there"


def test_the_old_folder_says_when_it_is_opened_that_lines_are_elsewhere(
    audit: Audit, tmp_path: Path
) -> None:
    with moving(audit, tmp_path / "moved") as moved:
        pass
    (device,) = moved.heads().keys() - audit.heads().keys()
    moved.close()
    audit.close()
    with Audit.open(audit.folder) as again:
        assert any(device in each and "is not here" in each for each in again.messages)
        again.set_note(DOORS, "here after all")
        assert device not in again.heads()


def test_evidence_named_from_the_old_place_is_found_from_the_new_one(
    begin: Begin, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with begin() as audit:
        inside, beside, apart = audit.folder / "files", audit.folder.parent / "beside", tmp_path
        for folder in (inside, beside, apart):
            folder.mkdir(exist_ok=True)
            (folder / f"{folder.name}.txt").write_text("seen")
            audit.add_root(folder)
            audit.register_file(folder / f"{folder.name}.txt")
        far = tmp_path_factory.mktemp("far") / "moved"
        with moving(audit, far) as moved:
            assert set(moved.roots()) == {inside, beside, apart}
    with moved:
        assert all(moved.evidence_path(each).is_file() for each in moved.evidence())
        moved.register_file(inside / "files.txt")
        assert len(moved.evidence()) == 3
    with Audit.open(far) as again:
        while again.undo():
            pass  # all that can be taken back, which the way to the evidence is not
        assert set(again.roots()) == {inside, beside, apart}
        assert all(again.evidence_path(each).is_file() for each in again.evidence())
        assert len(again.evidence()) == 3


def test_beside_the_old_folder_relative_evidence_stays_relative(
    begin: Begin, tmp_path: Path
) -> None:
    with begin() as audit:
        evidence = audit.folder.parent / "evidence"
        evidence.mkdir()
        audit.add_root(evidence)
        with moving(audit, audit.folder.parent / "moved") as moved:
            pass
    with moved:
        assert moved.info.evidence_roots == ("../evidence",)


def test_what_fails_while_moving_takes_all_of_it_away_again(
    audit: Audit, tmp_path: Path, own_home: Path
) -> None:
    target = tmp_path / "moved"
    remembered = tree(own_home)

    def move(*, full: bool) -> Audit:
        with moving(audit, target) as moved:
            moved.set_note(DOORS, "there")
            if full:
                raise NotSaved(Path("other"), "The other disk is full, too")
        return moved

    with pytest.raises(NotSaved):
        move(full=True)
    assert not target.exists()
    assert tree(own_home) in (remembered, sorted([*remembered, "seen"]))
    assert audit.note_text(DOORS) == "before"
    with move(full=False) as moved:  # and the same folder is as good as any other then
        assert moved.messages == []


def test_a_copy_that_cannot_be_written_is_no_copy(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditkit.record import record

    class Held(record.Holder):
        def take(self) -> str:
            return "it is open elsewhere (process 1)"

    monkeypatch.setattr(record, "Holder", Held)
    with pytest.raises(AuditkitError, match="cannot be written"), moving(audit, tmp_path / "m"):
        pytest.fail("there is nothing to go on with")
    assert not (tmp_path / "m").exists()


def test_of_a_damaged_journal_goes_on_what_stands_before_the_damage(
    audit: Audit, tmp_path: Path
) -> None:
    audit.set_note(DOORS, "one")
    audit.set_note(DOORS, "two")
    audit.close()
    (journal,) = journal_paths(audit.folder / "journal")
    journal.write_bytes(journal.read_bytes().replace(b'"two"', b'"two?'))
    with Audit.open(audit.folder) as damaged, moving(damaged, tmp_path / "moved") as moved:
        assert damaged.read_only
        moved.set_note(DOORS, "three")
    moved.close()
    with Audit.open(moved.folder) as again:
        assert again.note_text(DOORS) == "three"
        assert any("1 of its" in each and "missing" in each for each in again.messages)


def test_a_forked_history_is_not_carried_on(audit: Audit, tmp_path: Path) -> None:
    import shutil

    audit.close()
    shutil.copytree(audit.folder / "journal", tmp_path / "older")
    for text in ("one way", "the other way"):
        if text == "the other way":
            shutil.rmtree(audit.folder / "journal")
            shutil.copytree(tmp_path / "older", audit.folder / "journal")
            (journal,) = journal_paths(audit.folder / "journal")
            lines = _line_after(journal)
            journal.write_bytes(journal.read_bytes() + lines)
            continue
        with Audit.open(audit.folder) as opened:
            opened.set_note(DOORS, text)
    with Audit.open(audit.folder) as forked:
        assert "has forked" in forked.read_only_reason
        with pytest.raises(AuditkitError, match="has forked"):
            copy_audit(forked, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def _line_after(journal: Path) -> bytes:
    """Another line at the next place of a journal, as a restored laptop would write it."""
    import msgspec

    from auditkit.record.line import encode

    reading = read_journal(journal)
    last = reading.changes[-1]
    line, _ = encode(
        msgspec.structs.replace(last, n=last.n + 1, clock=last.clock + 1, verb="another"),
        reading.chain,
    )
    return line


def test_make_sure_writes_the_end_of_the_journal_once_more(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    (journal,) = journal_paths(audit.folder / "journal")
    before, synced = journal.read_bytes(), []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (synced.append(number), real(number)))
    make_sure(audit)
    assert len(synced) == 1
    assert journal.read_bytes() == before

    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(NotSaved, match="NOT SAVED"):
        make_sure(audit)
    assert journal.read_bytes() == before


def test_make_sure_has_nothing_to_do_where_no_line_was_written(audit: Audit) -> None:
    (journal,) = journal_paths(audit.folder / "journal")
    journal.unlink()
    make_sure(audit)
    assert not journal.exists()
