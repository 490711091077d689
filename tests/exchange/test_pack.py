"""Writing packs: what is in them, what stays out and is said, and that nothing half is left."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auditkit.errors import AuditkitError, UsageError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import WorkCancelled
from auditkit.exchange.pack import Packed, default_path, write_pack
from auditkit.exchange.unpack import read_pack
from auditkit.record.audit import Audit
from auditkit.record.model import Ref

View = Callable[[Audit], dict[str, Any]]
RISKS = "Risk register \u00fc.csv"


def names(pack: Path) -> set[str]:
    with zipfile.ZipFile(pack) as archive:
        return {name.partition("/")[2] for name in archive.namelist()}


def content(pack: Path, name: str) -> bytes:
    with zipfile.ZipFile(pack) as archive:
        (found,) = (each for each in archive.namelist() if each.partition("/")[2] == name)
        return archive.read(found)


def register(pack: Path) -> dict[str, dict[str, str]]:
    text = content(pack, "data/evidence/register.csv").decode("utf-8-sig")
    return {row["label"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_pack_gives_the_same_audit_back(
    full: Audit, packed: Packed, tmp_path: Path, view: View
) -> None:
    folder = read_pack(packed.path, tmp_path / "in")
    with Audit.open(folder, read_only=True) as read:
        assert view(read) == view(full)
        assert read.heads() == full.heads()
        assert [each.id for each in read.checklists] == [each.id for each in full.checklists]
        assert read.messages == []


def test_the_bag_library_and_a_checksum_program_accept_it(unzipped: Path) -> None:
    bagit = pytest.importorskip("bagit", reason="the bag library is the oracle here")
    bag = bagit.Bag(str(unzipped))
    bag.validate()
    assert bag.info["External-Description"] == "Internal audit <of> the AIMS"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (unzipped / manifest).read_text("utf-8").splitlines():
            sha256, name = line.split("  ", 1)
            assert hashed((unzipped / name).read_bytes()) == sha256


def test_the_file_is_for_its_owner_and_hashed(packed: Packed) -> None:
    assert packed.sha256 == hashed(packed.path.read_bytes())
    if os.name == "posix":
        assert packed.path.stat().st_mode & 0o777 == 0o600


def test_the_same_audit_time_and_choices_give_the_same_bytes(
    full: Audit, packed: Packed, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed.path) as archive:
        at = datetime(*archive.infolist()[0].date_time, tzinfo=UTC)
    again = write_pack(full, tmp_path / "again.zip", evidence="all", at=at)
    assert again.path.read_bytes() == packed.path.read_bytes()
    other = write_pack(full, tmp_path / "other.zip", evidence="cited", at=at)
    assert other.path.read_bytes() != packed.path.read_bytes()


def test_evidence_goes_in_as_asked(full: Audit, tmp_path: Path) -> None:
    labels = {each.title: each for each in full.evidence()}
    cited = {"policy.txt", RISKS}
    for choice, wanted in (
        ("none", set()),
        ("cited", cited),
        ("all", cited | {"never cited.bin"}),
    ):
        pack = write_pack(full, tmp_path / f"{choice}.zip", evidence=choice)
        inside = {name.rpartition("/")[2] for name in names(pack.path) if "/sha256/" in name}
        assert inside == {labels[name].sha256 for name in wanted}
        said = {row["title"] for row in register(pack.path).values() if row["in the pack"] == "yes"}
        assert said == wanted
        assert pack.left_out == ()
    with pytest.raises(UsageError, match="some"):
        write_pack(full, tmp_path / "x.zip", evidence="some")


def _shorter(path: Path) -> None:
    path.write_bytes(b"changed")


def _same_size_later(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def _unseen(path: Path) -> None:
    """Another content with the size and the times of the recorded one."""
    before = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    try:
        path.symlink_to("elsewhere")
    except OSError:
        pytest.skip("links cannot be made here")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_shorter, "changed"),
        (_same_size_later, "changed"),
        (_unseen, "changed"),
        (Path.unlink, "not there"),
        (_link, "cannot be read"),
        (_folder, "cannot be read"),
    ],
)
def test_evidence_that_is_not_what_was_recorded_stays_out_and_is_told_of(
    damage: Callable[[Path], None], reason: str, full: Audit, place: Path, tmp_path: Path
) -> None:
    damage(place / "evidence" / RISKS)
    _unseen(place / "evidence" / "policy.txt")
    packed = write_pack(full, tmp_path / "p.zip", evidence="all")
    assert {each.what for each in packed.left_out} == {"E-001", "E-002"}
    assert reason in dict(packed.left_out)["E-002"]
    row = register(packed.path)["E-002"]
    assert (row["in the pack"], row["why not"]) == ("no", dict(packed.left_out)["E-002"])
    inside = {name for name in names(packed.path) if "/sha256/" in name}
    assert len(inside) == 1
    read_pack(packed.path, tmp_path / "in")


def test_a_file_that_was_not_hashed_yet_stays_out(full: Audit, place: Path, tmp_path: Path) -> None:
    (place / "evidence" / "new.txt").write_bytes(b"new")
    full.register_file(place / "evidence" / "new.txt")
    packed = write_pack(full, tmp_path / "p.zip", evidence="all")
    assert dict(packed.left_out) == {"E-005": "it was not hashed yet"}


def test_the_register_computes_nothing_in_a_spreadsheet(full: Audit, tmp_path: Path) -> None:
    full.edit_evidence(full.evidence_item("E-001").id, title="=HYPERLINK(1)")
    packed = write_pack(full, tmp_path / "p.zip")
    assert register(packed.path)["E-001"]["title"] == "'=HYPERLINK(1)"


def test_documents_that_are_links_or_have_hostile_names_stay_out(
    full: Audit, tmp_path: Path, case_sensitive: None
) -> None:
    folder = full.folder / "documents"
    (folder / "deeper").mkdir()
    (folder / "deeper" / "Checklist.docx").write_bytes(b"PK c")
    (folder / "report.docx").write_bytes(b"PK r")
    (folder / ".hidden").write_bytes(b"")
    hostile = ["con.docx", "a\nb.docx", "50%.docx", "back\\slash.docx"]
    try:
        for name in hostile:
            (folder / name).write_bytes(b"x")
        (folder / "link.docx").symlink_to(folder / "Report.docx")
        (folder / "away").symlink_to(tmp_path)
    except OSError:
        pytest.skip("such names cannot be made here")
    packed = write_pack(full, tmp_path / "p.zip")
    inside = {name for name in names(packed.path) if name.startswith("data/documents/")}
    assert inside == {"data/documents/Report.docx", "data/documents/deeper/Checklist.docx"}
    assert len(packed.left_out) == len(hostile) + 3
    read_pack(packed.path, tmp_path / "in")


def test_only_lines_that_were_believed_are_packed(full: Audit, tmp_path: Path, view: View) -> None:
    (path,) = (full.folder / "journal").glob("*.jsonl")
    full.close()
    whole = path.read_bytes().splitlines(keepends=True)
    broken = whole[9].replace(b'"verb"', b'"vERb"')
    path.write_bytes(b"".join([*whole[:9], broken, *whole[10:]]))
    with Audit.open(full.folder) as damaged:
        packed = write_pack(damaged, tmp_path / "p.zip")
        assert content(packed.path, f"data/journal/{path.name}") == b"".join(whole[:9])
        reasons = dict(packed.left_out)
        assert "line 9" in reasons[path.name]
        assert "audit.json" in reasons
        with Audit.open(read_pack(packed.path, tmp_path / "in"), read_only=True) as read:
            assert view(read) == view(damaged)


def test_lines_that_came_after_opening_are_not_packed(full: Audit, tmp_path: Path) -> None:
    with Audit.open(full.folder, read_only=True) as reader:
        full.set_note(Ref("iso-iec-42001-2023", "4.1"), "later")
        packed = write_pack(reader, tmp_path / "p.zip")
        assert {each.what.rpartition(".")[2] for each in packed.left_out} == {"jsonl"}
        folder = read_pack(packed.path, tmp_path / "in")
    with Audit.open(folder, read_only=True) as read:
        assert read.note_text(Ref("iso-iec-42001-2023", "4.1")) == ""
        assert read.digest == reader.digest


def test_a_copy_of_another_state_is_not_packed(full: Audit, tmp_path: Path) -> None:
    full.close()
    path = full.folder / "audit.json"
    kept = path.read_text("utf-8")
    path.write_text(kept.replace('"lines": ', '"lines": 1'), "utf-8")
    with Audit.open(full.folder, read_only=True) as reader:
        packed = write_pack(reader, tmp_path / "p.zip")
    assert [each.what for each in packed.left_out] == ["audit.json"]
    assert "data/audit.json" not in names(packed.path)
    assert json.loads(kept)["_heads"]


def test_a_changed_checklist_is_one_sentence(full: Audit, tmp_path: Path) -> None:
    (path,) = (full.folder / "checklists").iterdir()
    path.write_bytes(path.read_bytes() + b"\n# more\n")
    full.close()
    with (
        Audit.open(full.folder, read_only=True) as again,
        pytest.raises(AuditkitError, match="not the one"),
    ):
        write_pack(again, tmp_path / "p.zip")
    assert not list(tmp_path.glob("*.zip*"))


def test_the_default_place_is_beside_the_audit_and_names_the_state(full: Audit) -> None:
    path = default_path(full)
    assert path.parent == full.folder.parent.resolve()
    assert path.name == f"audit-{full.head}.zip"
    full.set_info(number="../IA 2026/\u202e7")
    assert default_path(full).name == f"IA-2026-7-{full.head}.zip"


def test_giving_up_leaves_nothing(full: Audit, tmp_path: Path) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(WorkCancelled):
        write_pack(full, tmp_path / "p.zip", evidence="all", cancelled=cancelled)
    assert list(tmp_path.glob("*.zip*")) == []
    assert list(tmp_path.glob(".*")) == []


def test_progress_names_every_piece_of_evidence(full: Audit, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_pack(full, tmp_path / "p.zip", evidence="all", progress=lambda *each: told.append(each))
    assert told == [("E-001", 1, 3), ("E-002", 2, 3), ("E-003", 3, 3)]


FILLING = """
import resource, sys
from pathlib import Path
from auditkit.errors import AuditkitError
from auditkit.exchange.pack import write_pack
from auditkit.record.audit import Audit
folder, target, *keys = sys.argv[1:]
target = Path(target)
with Audit.open(Path(folder), read_only=True) as audit:
    for room in (0, 10, 500, 5000, 20000, 60000, 90000):
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
        try:
            write_pack(audit, target, evidence="all", recipients=keys)
            print("written", room)
        except AuditkitError as error:
            print("refused", error.what)
        assert [each.name for each in target.parent.iterdir()] == [target.name]
        assert target.read_bytes() == b"old"
"""


@pytest.mark.parametrize("locked", [False, True])
def test_a_full_disk_leaves_the_old_file_and_no_half_one(
    locked: bool, full: Audit, tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="a file size limit stands for the full disk")
    keys = []
    if locked:
        age = pytest.importorskip("pyrage", reason="packs are locked with pyrage")
        keys = [str(age.x25519.Identity.generate().to_public())]
    full.save_snapshot()
    target = tmp_path / "target" / ("p.zip.age" if locked else "p.zip")
    target.parent.mkdir()
    target.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FILLING, str(full.folder), str(target), *keys],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    said = done.stdout.splitlines()
    assert len(said) == 7
    assert all(line.startswith("refused") and os.strerror(errno.EFBIG) in line for line in said)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_at_the_end_leaves_nothing(
    call: str, full: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.save_snapshot()

    def fails(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(AuditkitError, match=os.strerror(errno.ENOSPC)):
        write_pack(full, tmp_path / "p.zip")
    assert [*tmp_path.glob("*.zip*"), *tmp_path.glob(".*")] == []


def test_evidence_that_grows_while_it_is_copied_stays_out(
    full: Audit, place: Path, tmp_path: Path
) -> None:
    """Between the look at a file and its copying: the other file is told of first."""
    target = place / "evidence" / RISKS

    def grow(what: str, _number: int, _count: int) -> None:
        if what == "E-002":
            target.write_bytes(target.read_bytes() + b"one more\n")

    packed = write_pack(full, tmp_path / "p.zip", evidence="all", progress=grow)
    assert [each.what for each in packed.left_out] == ["E-002"]
    read_pack(packed.path, tmp_path / "in")


def test_evidence_with_one_content_is_stored_once(full: Audit, place: Path, tmp_path: Path) -> None:
    twin = place / "evidence" / "twin.txt"
    twin.write_bytes((place / "evidence" / "policy.txt").read_bytes())
    full.register_file(twin, fingerprint=fingerprint(twin))
    packed = write_pack(full, tmp_path / "p.zip", evidence="all")
    assert register(packed.path)["E-005"]["in the pack"] == "yes"
    assert len([name for name in names(packed.path) if "/sha256/" in name]) == 3


def test_recorded_hashes_that_are_none_are_no_names(
    full: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record may hold anything where a hash belongs; it never becomes a path."""
    hostile = tuple(
        msgspec.structs.replace(each, sha256="../../../evil") for each in full.evidence()
    )
    monkeypatch.setattr(full, "evidence", lambda: hostile)
    packed = write_pack(full, tmp_path / "p.zip", evidence="all")
    assert not any("evil" in name or "/sha256/" in name for name in names(packed.path))
    assert {each.reason for each in packed.left_out} == {"its recorded hash is none"}
