"""Locked packs: to keys and with a passphrase, there and back, and what wrong keys are told."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from auditkit.errors import AuditkitError, UsageError
from auditkit.exchange import lock
from auditkit.exchange.pack import Packed, write_pack
from auditkit.exchange.unpack import read_pack
from auditkit.record.audit import Audit

pyrage = pytest.importorskip("pyrage", reason="packs are locked with pyrage")


@pytest.fixture
def age_key(tmp_path: Path) -> tuple[Path, str]:
    """An age identity in a file as age-keygen writes it, and its public key."""
    made = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n# public key: {made.to_public()}\n{made}\n")
    return path, str(made.to_public())


def ssh_key(folder: Path, kind: str, passphrase: str = "") -> Path:
    program = which("ssh-keygen")
    if program is None:
        pytest.skip("ssh-keygen is not installed")
    path = folder / f"key-{kind}{len(passphrase)}"
    subprocess.run([program, "-q", "-t", kind, "-N", passphrase, "-f", str(path)], check=True)
    return path


def lock_to(audit: Audit, place: Path, *recipients: str, **more: Any) -> Packed:
    return write_pack(audit, place / "p.zip", recipients=recipients, **more)


def test_to_an_age_key_and_back(full: Audit, age_key: tuple[Path, str], tmp_path: Path) -> None:
    path, public = age_key
    packed = lock_to(full, tmp_path, public, evidence="all")
    assert packed.path.name == "p.zip.age"
    assert packed.path.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"PK\x03\x04" not in packed.path.read_bytes()[:4000]
    with Audit.open(read_pack(packed.path, tmp_path / "in", identity=path), read_only=True) as read:
        assert read.digest == full.digest
    assert [each.name for each in (tmp_path / "in").iterdir()] == ["audit"]


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_to_an_ssh_key_and_back(kind: str, full: Audit, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, kind)
    text = key.with_suffix(".pub").read_text()
    packed = lock_to(full, tmp_path, text)
    assert read_pack(packed.path, tmp_path / "in", identity=key)


def test_to_everybody_in_a_file(full: Audit, age_key: tuple[Path, str], tmp_path: Path) -> None:
    path, public = age_key
    other = pyrage.x25519.Identity.generate()
    listed = tmp_path / "recipients.txt"
    listed.write_text(f"# the team\n\n{other.to_public()}\n{public}\n")
    packed = lock_to(full, tmp_path, str(listed))
    assert read_pack(packed.path, tmp_path / "in", identity=path)


def test_what_is_locked_is_the_very_pack(
    full: Audit, age_key: tuple[Path, str], tmp_path: Path
) -> None:
    """Written into a pipe, entries have their sizes behind them; the contents are the same."""
    bagit = pytest.importorskip("bagit", reason="the bag library is the oracle here")
    path, public = age_key
    packed = lock_to(full, tmp_path, public, evidence="all", at=datetime.now(UTC))
    keys = [pyrage.x25519.Identity.from_str(path.read_text().splitlines()[-1])]
    opened = tmp_path / "opened.zip"
    opened.write_bytes(pyrage.decrypt(packed.path.read_bytes(), keys))
    with zipfile.ZipFile(opened) as archive:
        archive.extractall(tmp_path / "x")
    (folder,) = (tmp_path / "x").iterdir()
    bagit.Bag(str(folder)).validate()


def test_a_file_that_changed_stays_out_of_a_locked_pack_too(
    full: Audit, place: Path, age_key: tuple[Path, str], tmp_path: Path
) -> None:
    target = place / "evidence" / "policy.txt"

    def grow(what: str, _number: int, _count: int) -> None:
        if what == "E-001":
            target.write_bytes(target.read_bytes() + b"more")

    packed = lock_to(full, tmp_path, age_key[1], evidence="all", progress=grow)
    assert [each.what for each in packed.left_out] == ["E-001"]
    assert read_pack(packed.path, tmp_path / "in", identity=age_key[0])


def test_passphrase_wrong_passphrase_and_damage(full: Audit, tmp_path: Path) -> None:
    packed = write_pack(full, tmp_path / "p.zip", passphrase="correct horse")
    assert packed.path.name == "p.zip.age"
    folder = read_pack(packed.path, tmp_path / "in", passphrase=lambda: "correct horse")
    with Audit.open(folder, read_only=True) as read:
        assert read.digest == full.digest
    with pytest.raises(AuditkitError, match=r"That is not the passphrase of p\.zip\.age"):
        read_pack(packed.path, tmp_path / "b", passphrase=lambda: "wrong horse")
    with pytest.raises(AuditkitError, match="locked with a passphrase"):
        read_pack(packed.path, tmp_path / "c", identity=tmp_path / "key.txt")
    content = bytearray(packed.path.read_bytes())
    content[-40] ^= 1
    packed.path.write_bytes(content)
    with pytest.raises(AuditkitError, match=r"p\.zip\.age is damaged"):
        read_pack(packed.path, tmp_path / "d", passphrase=lambda: "correct horse")
    for name in "bcd":
        assert not (tmp_path / name).exists() or not list((tmp_path / name).iterdir())


def test_wrong_key_no_key_and_damage(
    full: Audit, age_key: tuple[Path, str], tmp_path: Path
) -> None:
    path, public = age_key
    packed = lock_to(full, tmp_path, public)
    with pytest.raises(AuditkitError, match="locked to a key"):
        read_pack(packed.path, tmp_path / "in")
    other = tmp_path / "other.txt"
    other.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    with pytest.raises(AuditkitError, match=r"not locked to the key in other\.txt"):
        read_pack(packed.path, tmp_path / "in", identity=other)
    whole = packed.path.read_bytes()
    for damaged in (whole[:-10], whole[:-1] + bytes([whole[-1] ^ 1]), whole[:30]):
        packed.path.write_bytes(damaged)
        with pytest.raises(AuditkitError, match="is damaged"):
            read_pack(packed.path, tmp_path / "in", identity=path)
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.parametrize("content", ["", "# nothing", "AGE-SECRET-KEY-1XXX", "nonsense \x1b"])
def test_a_file_that_holds_no_key(
    content: str, full: Audit, age_key: tuple[Path, str], tmp_path: Path
) -> None:
    packed = lock_to(full, tmp_path, age_key[1])
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(content)
    with pytest.raises(AuditkitError, match=r"wrong\.txt") as caught:
        read_pack(packed.path, tmp_path / "in", identity=wrong)
    assert str(caught.value).isprintable()
    with pytest.raises(AuditkitError, match="No such file"):
        read_pack(packed.path, tmp_path / "in", identity=tmp_path / "gone")


def test_an_ssh_key_with_a_passphrase_is_said(full: Audit, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "ed25519", "secret")
    packed = lock_to(full, tmp_path, str(key.with_suffix(".pub")))
    with pytest.raises(AuditkitError, match="must be decrypted first"):
        read_pack(packed.path, tmp_path / "in", identity=key)


@pytest.mark.parametrize(
    "recipient",
    ["", "age1nonsense", "ssh-ed25519 AAAA", "ssh-dss AAAA", "gone.txt", "\x1b[31m", "A" * 5000],
)
def test_what_is_no_public_key(recipient: str, full: Audit, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        lock_to(full, tmp_path, recipient)
    assert str(caught.value).isprintable()
    assert list(tmp_path.glob("*.zip*")) == []


def test_an_empty_file_of_keys_and_both_ways_at_once(full: Audit, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("# nobody\n")
    with pytest.raises(UsageError, match="holds no key"):
        lock_to(full, tmp_path, str(tmp_path / "none.txt"))
    with pytest.raises(UsageError, match="not both"):
        lock_to(full, tmp_path, "age1x", passphrase="x")


def test_a_passphrase_has_a_bound(
    full: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "MOST_IN_MEMORY", 10_000)
    with pytest.raises(AuditkitError, match="--encrypt-to"):
        write_pack(full, tmp_path / "p.zip", passphrase="x", evidence="all")
    assert list(tmp_path.glob("*.zip*")) == []


def test_without_the_library_a_sentence_says_how_to_get_it(
    full: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for more in ({"recipients": ["age1x"]}, {"passphrase": "x"}):
        with pytest.raises(AuditkitError, match=r"auditkit\[encrypt\]"):
            write_pack(full, tmp_path / "p.zip", **more)  # type: ignore[arg-type]
