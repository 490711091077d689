"""evidence moved: one file, a whole folder, and all that were found again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit

Run = Callable[..., str]
NAMES = ("one.txt", "sub/two.txt", "three.txt")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def run(audit: Audit, evidence: Path, on_audit: Run) -> Run:
    """Runs a command on an audit with three registered files, and gives what it printed."""
    audit.close()
    (evidence / "sub").mkdir()
    for name in NAMES:
        (evidence / name).write_text(f"This is {name}.\n")
        on_audit("evidence", "add", str(evidence / name))
    return on_audit


def roots(tmp_path: Path) -> list[Path]:
    with Audit.open(tmp_path / "audit", read_only=True) as audit:
        return [each.resolve() for each in audit.roots()]


def test_a_folder_that_moved_takes_its_files_along(
    run: Run, evidence: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    evidence.rename(drive)
    said = run("evidence", "moved", "--root", str(evidence), str(drive))
    assert "3 of 3 files moved." in said
    assert roots(tmp_path) == [drive.resolve()]
    assert run("evidence", "verify").count("unchanged") == 3
    run("undo")
    run("undo")
    assert roots(tmp_path) == [evidence.resolve()]


def test_what_differs_is_listed_and_stays(run: Run, evidence: Path, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    evidence.rename(drive)
    (drive / "one.txt").write_text("Something else.\n")
    (drive / "three.txt").unlink()
    said = run("evidence", "moved", "--root", str(evidence), str(drive), code=1)
    assert "E-001  not moved, has other contents there: one.txt" in said
    assert "E-003  not moved, is not there: three.txt" in said
    assert "1 of 3 files moved." in said
    checked = run("evidence", "verify", code=1)
    assert checked.count("unchanged") == 1
    assert checked.count("missing") == 2


def test_a_folder_with_none_of_the_files_changes_nothing(
    run: Run, evidence: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    said = run("evidence", "moved", "--root", str(evidence), str(other), code=1)
    assert "nothing was changed" in said
    assert roots(tmp_path) == [evidence.resolve()]


def test_the_old_root_has_to_be_one(run: Run, tmp_path: Path) -> None:
    said = run("evidence", "moved", "--root", "Q:\\nowhere", str(tmp_path), code=1)
    assert "none of the audit's evidence folders" in said
    assert "They are: " in said


def test_all_missing_files_found_in_one_place_are_taken(
    run: Run, evidence: Path, tmp_path: Path
) -> None:
    assert "No evidence was found missing" in run("evidence", "moved", "--all", code=1)
    (evidence / "new").mkdir()
    for name in ("one.txt", "three.txt"):
        (evidence / name).rename(evidence / "new" / f"renamed {name}")
    shutil.copy(evidence / "new" / "renamed three.txt", evidence / "new" / "again three.txt")
    run("evidence", "verify", code=1)
    said = run("evidence", "moved", "--all", code=1)
    assert "E-003  not moved, lies at 2 places: three.txt" in said
    assert "1 of 2 files moved." in said
    assert run("evidence", "verify", code=1).count("unchanged") == 2
    run("undo")
    run("undo")
    assert run("evidence", "verify", code=1).count("unchanged") == 1


def test_the_evidence_folder_is_named_where_there_are_several(
    run: Run, evidence: Path, tmp_path: Path
) -> None:
    (evidence / "one.txt").rename(evidence / "sub" / "f1.txt")
    alone = run("evidence", "moved", "E-001", str(evidence / "sub" / "f1.txt"))
    assert alone.strip() == "E-001 lies at sub/f1.txt now."
    second = tmp_path / "second"
    second.mkdir()
    run("evidence", "root", str(second))
    (evidence / "sub" / "f1.txt").rename(second / "f1.txt")
    said = run("evidence", "moved", "E-001", str(second / "f1.txt"))
    assert said.strip() == f"E-001 lies at f1.txt in {second} now."


def test_one_way_at_a_time(run: Run) -> None:
    for words in ((), ("E-001",), ("E-001", "x", "--all"), ("--all", "--root", "a", "b")):
        assert "Give either LABEL and PATH" in run("evidence", "moved", *words, code=2)
