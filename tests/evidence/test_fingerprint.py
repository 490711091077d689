"""Fingerprints of files and how files stand against them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import WorkCancelled
from auditkit.evidence.verify import standing

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
not_root = pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="permissions do not hold here"
)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_bytes(b"We use AI with care.")
    return path


def test_is_the_sha256_the_size_and_the_time(policy: Path) -> None:
    print_ = fingerprint(policy)
    assert print_.sha256 == hashlib.sha256(b"We use AI with care.").hexdigest()
    assert (print_.size, print_.mtime_ns) == (20, policy.stat().st_mtime_ns)


def test_an_empty_file_has_one_too(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert fingerprint(tmp_path / "empty").sha256 == hashlib.sha256().hexdigest()


def test_tells_its_progress_and_can_be_cancelled_on_the_way(tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(3 << 20))
    told: list[int] = []
    fingerprint(big, progress=told.append)
    assert told == [1 << 20, 2 << 20, 3 << 20]
    told.clear()
    with pytest.raises(WorkCancelled):
        fingerprint(big, progress=told.append, cancelled=lambda: len(told) == 1)
    assert told == [1 << 20]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuditkitError, match="is not there"):
        fingerprint(tmp_path / "gone.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuditkitError, match="is a folder"):
        fingerprint(tmp_path)


def test_an_impossible_name_is_refused() -> None:
    with pytest.raises(AuditkitError):
        fingerprint(Path("a\0b"))


@posix_only
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AuditkitError, match="not a regular file"):
        fingerprint(tmp_path / "pipe")


@posix_only
def test_a_link_is_refused(policy: Path) -> None:
    link = policy.with_name("link.txt")
    link.symlink_to(policy)
    with pytest.raises(AuditkitError, match="is a link"):
        fingerprint(link)


@not_root
def test_a_forbidden_file_is_told(policy: Path) -> None:
    policy.chmod(0)
    with pytest.raises(AuditkitError, match="may not be read"):
        fingerprint(policy)


def test_a_file_that_changes_while_it_is_read_is_refused(policy: Path) -> None:
    def grow(_done: int) -> None:
        with policy.open("ab") as file:
            file.write(b" More.")
        os.utime(policy, ns=(1, 1))

    with pytest.raises(AuditkitError, match="changed while"):
        fingerprint(policy, progress=grow)


def test_standing_of_a_file_left_alone_and_of_a_changed_one(policy: Path) -> None:
    known = fingerprint(policy)
    assert standing(policy, known) == "unchanged"
    policy.write_bytes(b"We use AI at will...")
    assert standing(policy, known) == "changed"
    policy.unlink()
    assert standing(policy, known) == "missing"
    policy.mkdir()
    assert standing(policy, known) == "unreadable"


def test_touched_but_equal_is_unchanged_also_quickly(policy: Path) -> None:
    known = fingerprint(policy)
    os.utime(policy, ns=(1, 1))
    assert standing(policy, known) == "unchanged"
    assert standing(policy, known, quick=True) == "unchanged"


def test_quick_trusts_size_and_time_where_the_full_look_does_not(policy: Path) -> None:
    known = fingerprint(policy)
    policy.write_bytes(b"We use AI at will...")
    os.utime(policy, ns=(known.mtime_ns, known.mtime_ns))
    assert standing(policy, known, quick=True) == "unchanged"
    assert standing(policy, known) == "changed"


def test_quick_reads_a_file_of_another_size(policy: Path) -> None:
    known = fingerprint(policy)
    policy.write_bytes(b"short")
    assert standing(policy, known, quick=True) == "changed"


def test_standing_can_be_cancelled(policy: Path) -> None:
    known = fingerprint(policy)
    with pytest.raises(WorkCancelled):
        standing(policy, known, cancelled=lambda: True)
