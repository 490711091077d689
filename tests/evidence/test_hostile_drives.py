"""Drives that do not answer: every command says so in time, goes on with the rest, and ends.

A network drive whose server is gone blocks whoever asks it, and cannot be told to stop. Here a
call for a certain place blocks until the test is over.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.errors import AuditkitError
from auditkit.evidence import hashing, patience
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.hashing import hash_all
from auditkit.evidence.model import WorkCancelled
from auditkit.evidence.scan import scan
from auditkit.record.audit import Audit

DEAD = "nobody-there.nfs"
LONG = 60.0  # seconds, of which no test may take even a part


@pytest.fixture(autouse=True)
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever has `DEAD` in its path hangs; patience is short, so that the tests are."""
    over = threading.Event()

    def blocking(real: Callable[..., object]) -> Callable[..., object]:
        def call(path: object, *rest: object, **options: object) -> object:
            if isinstance(path, str | os.PathLike) and DEAD in os.fspath(path):
                over.wait(LONG)
            return real(path, *rest, **options)

        return call

    for name in ("open", "lstat", "scandir"):
        monkeypatch.setattr(os, name, blocking(getattr(os, name)))
    # A function put in its place is not in the set of those that take descriptors.
    monkeypatch.setattr(os, "supports_fd", os.supports_fd - {os.scandir})
    monkeypatch.setattr(patience, "SECONDS", 0.3)
    monkeypatch.setattr(hashing, "_SHORT", 0.1)
    yield
    over.set()


@pytest.fixture
def soon() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < LONG / 2


def put(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(f"word {name}")
    return [folder / name for name in names]


def swallowed(folder: Path) -> Path:
    """The folder, gone to a place that hangs."""
    return folder.rename(folder.with_name(DEAD))


@pytest.mark.usefixtures("soon")
def test_a_root_that_hangs_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    put(tmp_path / "here", "a.txt")
    put(tmp_path / "there", "b.txt")
    dead = swallowed(tmp_path / "there")
    found = scan([dead, tmp_path / "here"])
    assert [entry.path for entry in found.entries] == ["a.txt"]
    (problem,) = found.problems
    assert (problem.path, "does not answer" in problem.reason) == (str(dead), True)
    assert found.unlisted == ((str(dead), ""),)


@pytest.mark.usefixtures("soon")
def test_what_was_listed_before_a_drive_hung_is_kept(tmp_path: Path) -> None:
    put(tmp_path / "a", "1.txt")
    put(tmp_path / "b", "2.txt")
    swallowed(tmp_path / "b")
    put(tmp_path / "z", "3.txt")
    found = scan([tmp_path])
    assert [entry.path for entry in found.entries] == ["a/1.txt"]
    assert found.unlisted == ((str(tmp_path), ""),)


@pytest.mark.usefixtures("soon")
def test_listing_a_drive_that_hangs_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", LONG)
    put(tmp_path / "there", "b.txt")
    looks = iter(range(3))
    found = scan([swallowed(tmp_path / "there")], cancelled=lambda: next(looks, None) is None)
    assert not found.complete


@pytest.mark.usefixtures("soon")
def test_slow_is_not_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        put(tmp_path / str(number), "a.txt")
    real = os.scandir

    def slow(path: str) -> object:
        time.sleep(0.1)
        return real(path)

    monkeypatch.setattr(os, "scandir", slow)
    found = scan([tmp_path])
    assert len(found.entries) == 12
    assert found.problems == ()


@pytest.mark.usefixtures("soon")
def test_a_file_on_a_drive_that_hangs_is_told_or_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "there", "b.txt")
    path = swallowed(tmp_path / "there") / "b.txt"
    with pytest.raises(AuditkitError, match="does not answer"):
        fingerprint(path)
    monkeypatch.setattr(patience, "SECONDS", LONG)
    looks = iter(range(3))
    with pytest.raises(WorkCancelled):
        fingerprint(path, cancelled=lambda: next(looks, None) is None)


@pytest.mark.usefixtures("soon")
def test_hashing_goes_on_with_what_answers(tmp_path: Path) -> None:
    here = put(tmp_path / "here", *(f"{number}.txt" for number in range(30)))
    (tmp_path / "here" / "large.bin").write_bytes(bytes(1 << 20))
    put(tmp_path / "there", *(f"{number}.txt" for number in range(30)))
    dead = swallowed(tmp_path / "there")
    paths = [dead / "0.txt", *here, *(dead / f"{n}.txt" for n in range(1, 30))]
    paths.append(tmp_path / "here" / "large.bin")
    results = {each.number: each for each in hash_all(paths)}
    assert results.keys() == set(range(len(paths)))
    for number, path in enumerate(paths):
        hashed = results[number]
        assert (hashed.fingerprint is None) == (DEAD in path.parts), path
        assert not hashed.vanished
        assert ("answer" in hashed.problem) == (DEAD in path.parts)


@pytest.mark.usefixtures("soon")
def test_many_folders_of_a_dead_drive_are_not_waited_for_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "_SILENT_ENOUGH", 3)
    paths = [tmp_path / f"{DEAD} {number}" / "a.txt" for number in range(500)]
    before = threading.active_count()
    assert all("answer" in each.problem for each in hash_all(paths))
    assert threading.active_count() - before <= 5


@pytest.mark.usefixtures("soon")
def test_hashing_on_a_drive_that_hangs_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", LONG)
    looks = iter(range(3))
    with pytest.raises(WorkCancelled):
        list(hash_all([tmp_path / DEAD / "a.txt"], cancelled=lambda: next(looks, None) is None))


@pytest.fixture
def half_dead(tmp_path: Path) -> Path:
    """An audit with a folder that answers and one that does not; a file of each is registered."""
    roots = [tmp_path / "here", tmp_path / "there"]
    for number, folder in enumerate(roots):
        put(folder, f"{number}.txt")
    with Audit.create(tmp_path / "audit", title="T", evidence=roots, lead="Lena") as audit:
        ref = audit.resolve("6.1.2")
        for number, folder in enumerate(roots):
            path = folder / f"{number}.txt"
            audit.link_file(path, ref, fingerprint=fingerprint(path))
        dead = swallowed(roots[1])
        audit.set_info(evidence_roots=(str(roots[0]), str(dead)))
        moved = audit.evidence_item("E-002")
        audit.edit_evidence(moved.id, root=str(dead))
    return tmp_path / "audit"


def run(folder: Path, command: str, *arguments: str) -> Result:
    result = CliRunner().invoke(root, ["evidence", command, "--audit", str(folder), *arguments])
    assert isinstance(result.exception, SystemExit | None), result.exc_info
    return result


@pytest.mark.usefixtures("soon")
def test_commands_say_that_a_drive_does_not_answer_and_answer_for_the_rest(
    half_dead: Path,
) -> None:
    told = json.loads(run(half_dead, "scan", "--json").stdout)
    assert told["files"] == 1
    assert "does not answer" in told["problems"][0]["reason"]
    for command, *rest in (["find", "txt"], ["search", "word"], ["suggest", "6.1.2"], ["smell"]):
        done = run(half_dead, command, *rest)
        assert (done.exit_code, "does not answer" in done.stderr) == (0, True), command
    assert "0.txt" in run(half_dead, "find", "txt").stdout
    assert "0.txt" in run(half_dead, "search", "word").stdout


@pytest.mark.usefixtures("soon")
def test_verifying_and_collecting_take_the_dead_drive_for_unreadable(half_dead: Path) -> None:
    done = run(half_dead, "verify", "--json")
    assert done.exit_code == 1
    assert [row["standing"] for row in json.loads(done.stdout)] == ["unchanged", "unreadable"]
    done = run(half_dead, "collect")
    assert (done.exit_code, "does not answer" in done.stdout) == (1, True)
    assert "1 of 2 cited files" in done.stdout
