"""Packs from anybody: what does not fit is refused in one sentence, and nothing is laid out."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditkitError
from auditkit.exchange import archive, unpack
from auditkit.exchange.pack import Packed
from auditkit.exchange.unpack import read_pack
from auditkit.record.audit import Audit

Reseal = Callable[[Path], None]
Rezip = Callable[[Path], Path]
Add = Callable[[str | zipfile.ZipInfo, bytes], Path]


def refused(pack: Path, words: str) -> None:
    """Refused in one sentence that has these words; nothing is left."""
    with tempfile.TemporaryDirectory() as place:
        into = Path(place) / "in"
        with pytest.raises(AuditkitError, match=words) as caught:
            read_pack(pack, into)
        assert "\n" not in str(caught.value)
        assert str(caught.value).isprintable()
        assert not into.exists() or list(into.iterdir()) == []


@pytest.fixture
def add(packed: Packed, tmp_path: Path) -> Iterator[Add]:
    """The pack with one more entry, as anybody can write one into a zip."""

    def write(entry: str | zipfile.ZipInfo, content: bytes = b"x") -> Path:
        target = tmp_path / "more.zip"
        target.write_bytes(packed.path.read_bytes())
        with zipfile.ZipFile(target, "a") as pack:
            name = entry if isinstance(entry, str) else entry.filename
            top = pack.namelist()[0].partition("/")[0]
            full = name.replace("TOP", top)
            if isinstance(entry, str):
                entry = zipfile.ZipInfo(full)
            entry.filename = entry.orig_filename = full
            pack.writestr(entry, content)
        return target

    return write  # type: ignore[return-value]


def test_what_is_laid_out_is_an_audit_for_its_owner(packed: Packed, tmp_path: Path) -> None:
    folder = read_pack(packed.path, tmp_path / "in")
    kinds = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    assert kinds == {"journal", "checklists", "evidence"}
    for path in (folder / "evidence" / "sha256").rglob("?" * 64):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    if os.name == "posix":
        for path in (folder, *folder.rglob("*")):
            assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in (tmp_path / "in").iterdir()] == ["audit"]


def test_evidence_may_be_checked_without_being_kept(
    packed: Packed, unzipped: Path, rezip: Rezip, tmp_path: Path
) -> None:
    folder = read_pack(packed.path, tmp_path / "in", evidence=False)
    assert not list((folder / "evidence").iterdir())
    one = next((unzipped / "data" / "evidence" / "sha256").rglob("?" * 64))
    one.write_bytes(b"swapped")
    with pytest.raises(AuditkitError, match="not what was packed"):
        read_pack(rezip(unzipped), tmp_path / "other", evidence=False)


def test_a_forged_state_is_not_believed(
    full: Audit, unzipped: Path, reseal: Reseal, rezip: Rezip, tmp_path: Path
) -> None:
    """The journals are the truth; a copy of the state that says otherwise changes nothing."""
    path = unzipped / "data" / "audit.json"
    path.write_text(path.read_text("utf-8").replace("does not conform", "conforms"), "utf-8")
    reseal(unzipped)
    with Audit.open(read_pack(rezip(unzipped), tmp_path / "in"), read_only=True) as read:
        assert dict(read.verdicts()) == dict(full.verdicts())


NAMES = [
    ("TOP/../../evil", "leads out of its folder"),
    ("../evil", "leads out of its folder"),
    ("TOP/data/./x", "leads out of its folder"),
    ("TOP//x", "leads out of its folder"),
    ("/etc/evil", "absolute path"),
    ("C:/evil", "absolute path"),
    ("C:evil", "absolute path"),
    ("TOP\\data\\x", "backslash"),
    ("TOP/data/journal/con.jsonl", "device on Windows"),
    ("TOP/data/documents/NUL", "device on Windows"),
    ("TOP/data/documents/aux .txt", "device on Windows"),
    ("TOP/data/documents/com1.docx", "device on Windows"),
    ("TOP/data/documents/x\x1b[31m.docx", "control character"),
    ("TOP/data/documents/x\u202ecod.docx", "control character"),
    ("TOP/data/documents/x:stream", "not every system"),
    ("TOP/data/documents/x.", "not every system"),
    ("TOP/data/documents/" + "x" * 250, "too long"),
    ("TOP/data/AUDIT.json", "twice"),
    ("TOP/Data/audit.json", "twice"),
    ("TOP/data/audit.json", "twice"),
    ("other/data/x", "one folder"),
    ("loose", "one folder"),
    ("TOP/data/documents/more.docx", "in no manifest"),
    ("TOP/more.txt", "in no manifest"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "words"), NAMES, ids=lambda each: ascii(each)[:40])
def test_an_entry_with_a_name_that_a_pack_cannot_have(name: str, words: str, add: Add) -> None:
    refused(add(name, b"x"), words)


def test_a_name_with_a_nul_in_it(add: Add) -> None:
    pack = add("TOP/data/documents/a@b", b"x")
    pack.write_bytes(pack.read_bytes().replace(b"documents/a@b", b"documents/a\0b"))
    refused(pack, "control character")


@pytest.mark.parametrize(
    ("mode", "words"),
    [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "no ordinary file"), (stat.S_IFCHR, "ordinary")],
)
def test_an_entry_that_is_no_file(mode: int, words: str, add: Add) -> None:
    entry = zipfile.ZipInfo("TOP/data/documents/x")
    entry.create_system, entry.external_attr = 3, (mode | 0o777) << 16
    refused(add(entry, b"/etc/passwd"), words)


def test_an_encrypted_entry(add: Add) -> None:
    pack = add("TOP/data/documents/x", b"x")
    content = bytearray(pack.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    pack.write_bytes(content)
    refused(pack, "is encrypted")


def test_an_entry_packed_in_another_way(add: Add) -> None:
    entry = zipfile.ZipInfo("TOP/data/documents/x")
    entry.compress_type = zipfile.ZIP_LZMA
    refused(add(entry, b"x"), "compressed in a way")


def test_a_bomb_is_refused_by_its_ratio_before_it_is_read(
    unzipped: Path, reseal: Reseal, rezip: Rezip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGE", 1 << 20)
    (unzipped / "data" / "documents" / "big.docx").write_bytes(bytes(8 << 20))
    reseal(unzipped)
    refused(rezip(unzipped), "zip bomb")


@pytest.mark.parametrize(
    ("module", "limit", "most", "words"),
    [
        (archive, "MOST_ENTRIES", 5, "more than any pack"),
        (archive, "MOST_BYTES", 1000, "says it holds more"),
        (unpack, "MOST_JOURNAL_BYTES", 1000, "larger than auditkit reads"),
        (unpack, "MOST_CHECKLIST_BYTES", 1000, "too large for a checklist"),
        (unpack, "MOST_TAG_BYTES", 100, "too large for what it is"),
    ],
)
def test_the_limits(
    module: object,
    limit: str,
    most: int,
    words: str,
    packed: Packed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, limit, most)
    refused(packed.path, words)


def test_a_full_disk_is_said_before_anything_is_written(
    packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage())
    refused(packed.path, "needs 0 MiB, and only 0 MiB are free")


class _Usage:
    free = 10


@pytest.mark.parametrize("shift", [-1, 1, 1000])
def test_an_entry_that_lies_about_its_size(shift: int, packed: Packed) -> None:
    with zipfile.ZipFile(packed.path) as pack:
        entry = next(each for each in pack.infolist() if each.filename.endswith(".html"))
    content = bytearray(packed.path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        name_at = 46 if mark == b"PK\x01\x02" else 30
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            name = content[place + name_at :][: len(entry.filename)]
            if name == entry.filename.encode():
                struct.pack_into("<I", content, place + offset, entry.file_size + shift)
    packed.path.write_bytes(content)
    refused(packed.path, "damaged in the archive|does not have the size")


def _journal(folder: Path) -> Path:
    (path,) = (folder / "data" / "journal").iterdir()
    return path


def _drop_last(folder: Path) -> None:
    path = _journal(folder)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _rename(folder: Path) -> None:
    _journal(folder).rename(folder / "data" / "journal" / "Some Device.jsonl")


def _swap(folder: Path) -> None:
    one, two, *_ = sorted((folder / "data" / "evidence" / "sha256").rglob("?" * 64))
    one.write_bytes(two.read_bytes())


def _write(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def _add(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")

    return change


FORGED: list[tuple[Callable[[Path], None], str]] = [
    (_drop_last, "not those that it names as its head"),
    (_rename, "holds no journal|no part of a pack"),
    (lambda folder: _journal(folder).unlink(), "holds no journal"),
    (_swap, "not the evidence that it is named"),
    (_write("bag-info.txt", "Auditkit-Pack: 1", "Auditkit-Pack: 2"), "newer auditkit"),
    (_write("bag-info.txt", "Auditkit-Pack: 1", ""), "not one that auditkit wrote"),
    (_write("bag-info.txt", "Auditkit-Pack: 1", "Auditkit-Pack: \u0661"), "not one that auditkit"),
    (_write("bag-info.txt", "Auditkit-Head: ", "Auditkit-Head: 0"), "names as its head"),
    (_write("bagit.txt", "1.0", "2.0"), "unknown or newer kind"),
    (lambda folder: (folder / "bagit.txt").unlink(), "no bag"),
    (lambda folder: (folder / "bag-info.txt").unlink(), "has no bag-info.txt"),
    (_add("data/strange.bin"), "no part of a pack"),
    (_add("data/journal/deep/x-laptop.jsonl"), "no part of a pack"),
    (_add("data/evidence/sha256/aa/bb"), "no part of a pack"),
    (_add("data/checklists/x.exe"), "no part of a pack"),
]


@pytest.mark.parametrize(("forge", "words"), FORGED)
def test_a_pack_that_somebody_made_to_fit(
    forge: Callable[[Path], None], words: str, unzipped: Path, reseal: Reseal, rezip: Rezip
) -> None:
    forge(unzipped)
    reseal(unzipped)
    refused(rezip(unzipped), words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("data/reading-copy.html", "reading-copy.html. of again.zip is not what was packed"),
        ("data/documents/Report.docx", "Report.docx. of again.zip is not what was packed"),
        ("README.txt", "README.txt. of again.zip is not what was packed"),
    ],
)
def test_a_changed_file_is_named_and_a_missing_one_too(
    name: str, words: str, unzipped: Path, rezip: Rezip
) -> None:
    kept = (unzipped / name).read_bytes()
    (unzipped / name).write_bytes(kept + b" ")
    refused(rezip(unzipped), words)
    (unzipped / name).unlink()
    refused(rezip(unzipped), "is missing from again.zip")


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
@pytest.mark.parametrize("line", ["nonsense", "00  short", "\x00" * 70])
def test_a_manifest_that_is_none(name: str, line: str, unzipped: Path, rezip: Rezip) -> None:
    with (unzipped / name).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    refused(rezip(unzipped), "cannot be read")
    (unzipped / name).write_bytes(b"\xff\xfe")
    refused(rezip(unzipped), "is no text")
    (unzipped / name).unlink()
    refused(rezip(unzipped), f"has no {name}")


def test_a_manifest_that_names_a_way_out(unzipped: Path, rezip: Rezip) -> None:
    with (unzipped / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write(f"{'0' * 64}  data/../../../etc/passwd\n")
    refused(rezip(unzipped), "is missing from")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_zip(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    refused(path, "x.zip is no pack")


def test_what_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "gone.zip", "There is no pack")
    refused(tmp_path, "There is no pack")


def test_folders_listed_in_the_zip_do_not_matter(unzipped: Path, tmp_path: Path) -> None:
    """Other zip programs write entries for folders."""
    target = tmp_path / "other.zip"
    with zipfile.ZipFile(target, "w") as pack:
        for path in sorted(unzipped.rglob("*")):
            pack.write(path, f"{unzipped.name}/{path.relative_to(unzipped).as_posix()}")
    read_pack(target, tmp_path / "in")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_a_sentence_or_does_no_harm(
    data: st.DataObject, packed: Packed, full: Audit, tmp_path: Path
) -> None:
    """Bytes changed or cut anywhere: one sentence, or a pack that still is the same audit."""
    content = bytearray(packed.path.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    for _ in range(data.draw(st.integers(0, 4))):
        # Most of a zip is contents; its directory at the end is where the structure is.
        near_end = data.draw(st.booleans())
        low = max(0, len(content) - 4000) if near_end else 0
        place = data.draw(st.integers(low, max(low, len(content) - 1)))
        if place < len(content):
            content[place] = data.draw(st.integers(0, 255))
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    with tempfile.TemporaryDirectory() as into:
        said = ""
        try:
            folder = read_pack(damaged, Path(into))
        except AuditkitError as error:
            said = str(error)
        if said:
            assert "\n" not in said
            assert list(Path(into).iterdir()) == []
            return
        with Audit.open(folder, read_only=True) as read:
            assert read.digest == full.digest


def test_a_disk_that_fails_while_laying_out_is_said_and_leaves_nothing(
    packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def fails(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if mode == "xb" and "evidence" in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, mode, *args, **more)

    monkeypatch.setattr(Path, "open", fails)
    refused(packed.path, f"could not be laid out: {os.strerror(errno.ENOSPC)}")
