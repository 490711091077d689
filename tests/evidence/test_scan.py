"""Scanning evidence roots: what is listed, what is left out, what becomes a problem."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from auditkit.evidence.scan import Scan, scan

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")


def paths(found: Scan) -> list[str]:
    return [entry.path for entry in found.entries]


def test_lists_files_below_the_root_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "Policies/AI policy.docx", "Policies/Old/a.pdf")
    found = scan([tmp_path])
    assert paths(found) == ["Policies/AI policy.docx", "Policies/Old/a.pdf", "b.txt"]
    assert found.problems == ()
    assert found.complete
    first = found.entries[0]
    assert (first.root, first.name, first.folder) == (str(tmp_path), "AI policy.docx", "Policies")
    stat = first.absolute.stat()
    assert (first.size, first.mtime_ns) == (stat.st_size, stat.st_mtime_ns)


@pytest.mark.parametrize(
    "litter", ["~$policy.docx", ".DS_Store", "Thumbs.db", "x.tmp", "X.TMP", ".git/config"]
)
def test_leaves_litter_out(tmp_path: Path, litter: str) -> None:
    put(tmp_path, litter, "kept.txt")
    assert paths(scan([tmp_path])) == ["kept.txt"]


def test_leaves_audit_folders_out_but_not_what_only_resembles_one(tmp_path: Path) -> None:
    put(tmp_path, "audit/audit.json", "audit/journal/a.jsonl", "audit/documents/report.docx")
    put(tmp_path, "other/audit.json", "kept.txt")
    assert paths(scan([tmp_path])) == ["kept.txt", "other/audit.json"]


def test_a_vanished_root_is_a_problem_and_the_others_are_listed(tmp_path: Path) -> None:
    put(tmp_path, "here/a.txt")
    found = scan([tmp_path / "gone", tmp_path / "here"])
    assert paths(found) == ["a.txt"]
    assert [problem.path for problem in found.problems] == [str(tmp_path / "gone")]
    assert "is not there" in found.problems[0].reason


def test_a_file_as_root_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    found = scan([tmp_path / "a.txt"])
    assert found.entries == ()
    assert len(found.problems) == 1


def test_the_same_root_twice_is_listed_once(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    assert paths(scan([tmp_path, tmp_path / "." / "x" / ".."])) == ["a.txt"]


@posix_only
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may read all")
def test_a_forbidden_folder_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "shut/a.txt", "b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        found = scan([tmp_path])
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert paths(found) == ["b.txt"]
    assert "may not be read" in found.problems[0].reason


@posix_only
def test_links_are_never_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.txt", "root/real/a.txt")
    root = tmp_path / "root"
    (root / "real/loop").symlink_to(root)
    (root / "inside.txt").symlink_to(root / "real/a.txt")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "dangling").symlink_to(root / "nowhere")
    (root / "self").symlink_to(root / "self")
    found = scan([root])
    assert paths(found) == ["real/a.txt"]
    reasons = {problem.path: problem.reason for problem in found.problems}
    assert sorted(reasons) == ["dangling", "out", "self"]
    assert "leads out" in reasons["out"]
    assert "leads nowhere" in reasons["dangling"]


@posix_only
def test_a_link_to_a_folder_with_the_roots_name_as_beginning_leads_out(tmp_path: Path) -> None:
    put(tmp_path, "root-2/a.txt", "root/b.txt")
    (tmp_path / "root/link").symlink_to(tmp_path / "root-2")
    assert [problem.path for problem in scan([tmp_path / "root"]).problems] == ["link"]


@posix_only
def test_a_pipe_is_no_evidence(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.docx")
    assert paths(scan([tmp_path])) == ["a.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows any bytes in names")
def test_hostile_names_are_listed_as_they_are(tmp_path: Path) -> None:
    names = [
        b"caf\xe9.txt",
        b"two\nlines.txt",
        b"\x1b[31mred.txt",
        "rtl\u202egpj.pdf".encode(),
        unicodedata.normalize("NFD", "Prüfung.docx").encode(),
        b"x" * 255,
    ]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb"):  # noqa: PTH118
            pass
    found = scan([tmp_path])
    assert {os.fsencode(entry.path) for entry in found.entries} == set(names)
    assert all(entry.absolute.stat().st_size == 0 for entry in found.entries)


def test_a_cancelled_scan_says_that_it_is_not_complete(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    found = scan([tmp_path], cancelled=lambda: True)
    assert not found.complete
    assert found.entries == ()


def test_what_is_not_known_now_is_told_apart_from_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "root/shut/a.txt", "root/b.txt", "root/gone/c.txt")
    root, missing = tmp_path / "root", tmp_path / "unplugged"
    assert scan([root]).unlisted == ()
    name = "scandir" if os.scandir not in os.supports_fd else "open"
    real = getattr(os, name)

    def refusing(path: object, *rest: object, **options: object) -> object:
        if isinstance(path, str) and "shut" in path:
            raise PermissionError(13, "Permission denied", path)
        if isinstance(path, str) and "gone" in path:
            raise FileNotFoundError(2, "No such file or directory", path)
        return real(path, *rest, **options)

    monkeypatch.setattr(os, name, refusing)
    found = scan([root, missing])
    assert paths(found) == ["b.txt"]
    assert set(found.unlisted) == {(str(root), "shut/"), (str(missing), "")}
    assert len(found.problems) == 3
    assert found.complete
