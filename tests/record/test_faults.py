"""A disk that fails at the n-th call, for every n: what was confirmed stays, the rest is said."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import Ref, Verdict

Begin = Callable[..., Audit]
View = Callable[[Audit], dict[str, Any]]
DOORS = Ref("small", "1.1")
CHECK = Ref("small", "1.1/a")
CALLS = ("write", "fsync", "replace", "ftruncate")
ERRORS = (errno.ENOSPC, errno.EIO)


class Disk:
    """Stands before one call of `os`: fails at the n-th use, once or from then on."""

    def __init__(self, name: str, number: int, code: int, *, lasting: bool, half: bool) -> None:
        self._real = getattr(os, name)
        self._name, self._number, self._code = name, number, code
        self._lasting, self._half = lasting, half
        self.count = 0
        self.healed = False

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.count += 1
        hit = self.count >= self._number if self._lasting else self.count == self._number
        if self.healed or not hit:
            return self._real(*args, **more)
        if self._half and self._name == "write":
            self._real(args[0], args[1][: len(args[1]) // 2])
        raise OSError(self._code, os.strerror(self._code))

    @property
    def reached(self) -> bool:
        return self.count >= self._number


def work(audit: Audit, view: View) -> None:
    """A little of everything; each step either is there afterwards or was refused."""
    for text in ("one", "two"):
        before = view(audit)
        try:
            audit.set_note(DOORS, text)
        except NotSaved as error:
            said = str(error)
            assert "NOT SAVED" in said
            assert view(audit) == before
        else:
            assert audit.note_text(DOORS) == text
        try:
            audit.set_verdict([CHECK], Verdict.CONFORMS)
        except NotSaved:
            continue
        assert audit.verdict(CHECK).verdict is Verdict.CONFORMS


@pytest.fixture(scope="module")
def base(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed audit to copy, made by a device of its own."""
    home = tmp_path_factory.mktemp("base-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(home))
        begin().close()
        with begin() as audit:
            audit.set_note(DOORS, "before")
    (audit.folder.parent / "device").write_text((home / "device").read_text())
    return audit.folder


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    ("call", "half"), [("write", True), *((call, False) for call in CALLS)], ids=str
)
def test_every_failing_call_loses_nothing_and_invents_nothing(
    call: str,
    code: int,
    lasting: bool,
    half: bool,
    base: Path,
    own_home: Path,
    tmp_path: Path,
    view: View,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copy(base.parent / "device", own_home / "device")
    monkeypatch.setattr(os, "fsync", lambda _: None)  # quick; a failing fsync is set on top of it
    for number in range(1, 40):
        folder = tmp_path / f"n{number}"
        shutil.copytree(base, folder)
        if call == "ftruncate":  # matters only when taking back a failed write
            broken = Disk("write", number, code, lasting=False, half=True)
            monkeypatch.setattr(os, "write", broken)
            second = Disk("ftruncate", 1, code, lasting=lasting, half=False)
            monkeypatch.setattr(os, "ftruncate", second)
            disks = [broken, second]
        else:
            disks = [Disk(call, number, code, lasting=lasting, half=half)]
            monkeypatch.setattr(os, call, disks[0])
        with Audit.open(folder) as audit:
            if not audit.read_only:
                work(audit, view)
            with_faults = view(audit)
            for disk in disks:
                disk.healed = True
            assert view(_reader(folder)) == with_faults
            try:
                audit.set_note(DOORS, "later")
            except AuditkitError as error:
                said = str(error)
                assert "NOT SAVED" in said or audit.read_only
                assert view(audit) == with_faults
            else:
                assert audit.note_text(DOORS) == "later"
            at_last = view(audit)
        for disk in disks:
            monkeypatch.setattr(os, disk._name, disk._real)
        with Audit.open(folder) as again:
            assert view(again) == at_last
            assert not again.read_only
            again.set_note(DOORS, "works again")
        with Audit.open(folder, read_only=True) as again:
            assert again.note_text(DOORS) == "works again"
            assert not again.read_only_reason.startswith("damage")
        if not disks[0].reached:
            return
    pytest.fail("the work never got through")


def _reader(folder: Path) -> Audit:
    return Audit.open(folder, read_only=True)


def test_a_failed_fsync_ends_writing_through_this_handle(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin() as audit:
        real, calls = os.fsync, []

        def fails_once(descriptor: int) -> None:
            calls.append(descriptor)
            if len(calls) == 1:
                raise OSError(errno.EIO, "Input/output error")
            real(descriptor)

        monkeypatch.setattr(os, "fsync", fails_once)
        with pytest.raises(NotSaved, match="Input/output error"):
            audit.set_note(DOORS, "lost")
        # The kernel may call the next fsync good although it dropped the pages.
        with pytest.raises(NotSaved, match="open the audit again"):
            audit.set_note(DOORS, "not trusted")
        assert audit.note_text(DOORS) == ""
    with Audit.open(audit.folder) as again:
        assert again.note_text(DOORS) == ""
        again.set_note(DOORS, "kept")


def test_a_full_disk_is_one_sentence_and_work_goes_on_after_making_room(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin() as audit:
        revision, head = audit.revision, audit.head
        with monkeypatch.context() as patch:
            full = Disk("write", 1, errno.ENOSPC, lasting=True, half=False)
            patch.setattr(os, "write", full)
            with pytest.raises(NotSaved) as caught:
                audit.set_note(DOORS, "no room")
        assert "NOT SAVED" in caught.value.what
        assert os.strerror(errno.ENOSPC) in caught.value.what
        assert (audit.revision, audit.head) == (revision, head)
        audit.set_note(DOORS, "room again")
        assert audit.revision == revision + 1
    with Audit.open(audit.folder) as again:
        assert again.note_text(DOORS) == "room again"


@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_beginning_an_audit_on_a_failing_disk_leaves_nothing_behind(
    call: str, code: int, small_checklist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 60):
        folder = tmp_path / f"n{number}" / "audit"
        with monkeypatch.context() as patch:
            disk = Disk(call, number, code, lasting=False, half=False)
            patch.setattr(os, call, disk)
            try:
                Audit.create(
                    folder, title="T", checklists=[str(small_checklist)], lead="Lena"
                ).close()
                refused = False
            except AuditkitError:
                refused = True
        if refused:
            assert not folder.exists()
            Audit.create(folder, title="T", checklists=[str(small_checklist)], lead="L").close()
        with Audit.open(folder) as audit:
            assert audit.info.title == "T"
            assert audit.lead is not None
            assert [each.id for each in audit.checklists] == ["small"]
        if not disk.reached:
            return
    pytest.fail("the beginning never got through")


def test_an_unfinished_line_on_a_full_disk_is_read_only_and_nothing_is_lost(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin() as audit:
        audit.set_note(DOORS, "kept")
    (path,) = (audit.folder / "journal").glob("*.jsonl")
    content = path.read_bytes() + b"half a li"
    path.write_bytes(content)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", Disk("fsync", 1, errno.ENOSPC, lasting=True, half=False))
        with Audit.open(audit.folder) as full:
            assert full.read_only
            assert full.note_text(DOORS) == "kept"
            assert os.strerror(errno.ENOSPC) in full.messages[0]
    assert path.read_bytes() == content
    with Audit.open(audit.folder) as again:
        assert not again.read_only
