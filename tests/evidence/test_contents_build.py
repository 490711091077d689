"""Building the index: only what changed, in the right order, through interruptions of any kind."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.evidence.contents import Built, Contents, pool
from auditkit.evidence.model import FileEntry
from auditkit.evidence.scan import scan

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def make(root: Path, **texts: str) -> None:
    """``a="text"`` becomes the file a.txt; later ones are newer."""
    root.mkdir(exist_ok=True)
    for number, (name, text) in enumerate(texts.items()):
        path = root / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))


def listed(root: Path) -> Sequence[FileEntry]:
    return scan([root]).entries


def paths(contents: Contents, typed: str) -> list[str]:
    return sorted({hit.entry.path for hit in contents.search(typed, 1000).hits})


class Log(list[tuple[int, int, str]]):
    """Remembers what progress was told, and cancels after some files."""

    def __init__(self, most: int = 1 << 30) -> None:
        self.most = most

    def __call__(self, done: int, total: int, current: str) -> None:
        self.append((done, total, current))

    def enough(self) -> bool:
        return len(self) >= self.most


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="one", b="two", c="three")
    with Contents(tmp_path / "i.sqlite") as contents:
        assert contents.pending(listed(root)) == 3
        assert contents.build(listed(root)) == Built(3, 0, 0)
        assert contents.build(listed(root)) == Built(0, 0, 0)
        make(root, d="four")
        (root / "b.txt").write_text("five", encoding="utf-8")
        (root / "c.txt").unlink()
        assert contents.pending(listed(root)) == 2
        assert contents.build(listed(root)) == Built(2, 1, 0)
        assert paths(contents, "two") == paths(contents, "three") == []
        assert paths(contents, "five") == ["b.txt"]
        assert paths(contents, "one") == ["a.txt"]
        assert contents.coverage().files == 3


@pytest.mark.parametrize(("text", "seconds"), [("eno", 5), ("once", 0)])
def test_size_and_time_each_show_a_change(tmp_path: Path, text: str, seconds: int) -> None:
    root = tmp_path / "evidence"
    make(root, a="one")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(listed(root))
        make(root, a=text)
        os.utime(root / "a.txt", (1_700_000_000 + seconds, 1_700_000_000 + seconds))
        assert contents.build(listed(root)).read == 1
        assert paths(contents, text) == ["a.txt"]


def test_files_that_were_not_listed_stay_when_the_list_is_not_complete(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="one", b="two")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(listed(root))
        some = listed(root)[:1]
        assert contents.build(some, complete=False) == Built(0, 0, 0)
        assert contents.coverage().files == 2
        assert contents.pending(some) == 0
        assert contents.build(some) == Built(0, 1, 0)
        assert contents.coverage().files == 1
        assert contents.build(some, complete=False) == Built(0, 0, 0)


def test_a_root_that_is_left_out_leaves_the_index(tmp_path: Path) -> None:
    make(tmp_path / "one", a="word")
    make(tmp_path / "two", a="word")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([tmp_path / "one", tmp_path / "two"]).entries)
        assert len(contents.search("word").hits) == 2
        assert contents.build(listed(tmp_path / "two")).removed == 1
        (hit,) = contents.search("word").hits
        assert hit.entry.root == str(tmp_path / "two")


def test_likely_files_come_first_then_the_newest(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="1", b="2", c="3", d="4")
    log = Log()
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(listed(root), likely=[root / "b.txt"], processes=1, progress=log)
    assert log == [(1, 4, "b.txt"), (2, 4, "d.txt"), (3, 4, "c.txt"), (4, 4, "a.txt")]


def test_what_was_done_before_a_cancellation_stays_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = pool.started

    def remembered(module: str) -> subprocess.Popen[bytes]:
        started.append(start(module))
        return started[-1]

    monkeypatch.setattr(pool, "started", remembered)
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": f"word{number} common" for number in range(30)})
    log = Log(most=7)
    with Contents(tmp_path / "i.sqlite") as contents:
        built = contents.build(listed(root), progress=log, cancelled=log.enough)
        assert built == Built(7, 0, 23)
        assert len(paths(contents, "common")) == 7
        assert contents.pending(listed(root)) == 23
        assert started
        assert all(process.poll() is not None for process in started)
        assert not [each for each in threading.enumerate() if each.name.startswith("reader")]
        assert contents.build(listed(root)) == Built(23, 0, 0)
        assert len(paths(contents, "common")) == 30


def test_an_error_in_the_caller_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": "common" for number in range(30)})

    def fails(done: int, total: int, current: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with Contents(tmp_path / "i.sqlite") as contents:
        with pytest.raises(KeyboardInterrupt):
            contents.build(listed(root), progress=fails)
        assert not [each for each in threading.enumerate() if each.name.startswith("reader")]
        assert len(paths(contents, "common")) == 3


KILLED = """
import sys
from pathlib import Path
from auditkit.evidence.contents import Contents, build
from auditkit.evidence.scan import scan
build._SECONDS = 0.0
def progress(done, total, current):
    print(done, flush=True)
Contents(Path(sys.argv[2])).build(scan([Path(sys.argv[1])]).entries, progress=progress)
"""


def test_an_indexer_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": f"word{number} common" for number in range(150)})
    index = tmp_path / "i.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(root), str(index)], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        while killed.stdout.readline().strip() != "40":
            assert killed.poll() is None
        killed.kill()
    with Contents(index) as contents:
        assert contents.notice == ""
        done = contents.coverage().files
        assert 39 <= done < 150
        assert len(paths(contents, "common")) == done
        assert contents.build(listed(root)) == Built(150 - done, 0, 0)
        assert len(paths(contents, "common")) == 150
    with sqlite3.connect(index) as db:
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_readers_end_when_their_indexer_is_killed(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": "common" for number in range(150)})
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(root), str(tmp_path / "i.sqlite")],
        stdout=subprocess.PIPE,
    ) as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        readers = _children(killed.pid)
        assert readers
        killed.kill()
    until = time.monotonic() + 30
    while any(map(_is_running, readers)):
        assert time.monotonic() < until
        time.sleep(0.02)


def _children(parent: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(each.parent.name))
    return found


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_index_answers_while_it_is_built(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": "common " * 200 for number in range(200)})
    index = tmp_path / "i.sqlite"
    with Contents(index) as asking:
        builder = threading.Thread(target=_build, args=(index, root))
        builder.start()
        seen = [0]
        while builder.is_alive():
            seen.append(asking.coverage().files)
            assert len(asking.search("common", 1000, per_file=1).hits) >= seen[-1]
        builder.join()
        assert sorted(seen) == seen
        assert len(paths(asking, "common")) == 200


def _build(index: Path, root: Path) -> None:
    with Contents(index) as contents:
        contents.build(listed(root))


def test_two_indexers_at_once_read_nothing_into_it_twice(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, **{f"f{number}": "common" for number in range(60)})
    index = tmp_path / "i.sqlite"
    threads = [threading.Thread(target=_build, args=(index, root)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Contents(index) as contents:
        assert len(contents.search("common", 1000).hits) == 60
        assert contents.coverage().files == 60


def test_pictures_have_names_only_and_nothing_is_wrong_with_them(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="word")
    (root / "org chart.PNG").write_bytes(b"\x89PNG\r\n")
    with Contents(tmp_path / "i.sqlite") as contents:
        assert contents.build(listed(root)) == Built(2, 0, 0)
        coverage = contents.coverage()
        assert (coverage.files, coverage.named, coverage.problems) == (2, 1, ())
        assert contents.build(listed(root)) == Built(0, 0, 0)


@pytest.mark.parametrize("moment", [-(1 << 70), -1, 1 << 62, 1 << 70])
def test_times_of_broken_clocks(tmp_path: Path, moment: int) -> None:
    entries = [FileEntry(str(tmp_path), "a.png", 1, moment)]
    with Contents(tmp_path / "i.sqlite") as contents:
        assert contents.build(entries).read == 1
        assert contents.build(entries).read == 0
        assert contents.build(entries, retry=True).read == 0


def test_words_of_files_that_are_gone_are_no_replacement(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="provenance", b="other")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(listed(root))
        assert contents.search("pruvenance").replaced[0].instead == ("provenance",)
        (root / "a.txt").unlink()
        contents.build(listed(root))
        assert contents.search("pruvenance").replaced == ()


def test_new_words_are_replacements_at_once(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    make(root, a="other")
    with Contents(tmp_path / "i.sqlite") as asking, Contents(tmp_path / "i.sqlite") as building:
        assert asking.search("pruvenance").replaced == ()
        make(root, b="provenance")
        building.build(listed(root))
        assert asking.search("pruvenance").replaced[0].instead == ("provenance",)


@posix_only
def test_the_index_is_for_its_owner_alone(tmp_path: Path) -> None:
    make(tmp_path / "evidence", a="word")
    with Contents(tmp_path / "cache" / "i.sqlite") as contents:
        contents.build(listed(tmp_path / "evidence"))
        for path in (tmp_path / "cache").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE file (id)")
    db.close()


def older(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def cut_off(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    os.truncate(path, 5000)


@pytest.mark.parametrize("harm", [foreign, older, garbage, cut_off])
def test_an_index_that_is_none_is_made_anew_and_that_is_said(tmp_path: Path, harm: object) -> None:
    assert callable(harm)
    make(tmp_path / "evidence", a="word")
    index = tmp_path / "i.sqlite"
    if harm is not foreign:
        _build(index, tmp_path / "evidence")
    harm(index)
    with Contents(index) as contents:
        assert contents.search("word").hits == ()
        assert contents.build(listed(tmp_path / "evidence")).read == 1
        assert len(contents.search("word").hits) == 1
        assert "made anew" in contents.notice
    with Contents(index) as contents:
        assert contents.notice == ""


def test_damage_found_while_working_is_healed(tmp_path: Path) -> None:
    make(tmp_path / "evidence", **{f"f{number}": f"word{number} " * 500 for number in range(40)})
    index = tmp_path / "i.sqlite"
    _build(index, tmp_path / "evidence")
    data = bytearray(index.read_bytes())
    data[8192:] = os.urandom(len(data) - 8192)
    index.write_bytes(data)
    with Contents(index) as contents:
        contents.search("word7")
        contents.build(listed(tmp_path / "evidence"))
        assert paths(contents, "word7") == ["f7.txt"]
        assert "made anew" in contents.notice


def test_a_text_in_the_index_that_is_damaged_is_healed(tmp_path: Path) -> None:
    make(tmp_path / "evidence", a="word")
    index = tmp_path / "i.sqlite"
    _build(index, tmp_path / "evidence")
    with sqlite3.connect(index) as db:
        db.execute("UPDATE block SET kept = x'00'")
    db.close()
    with Contents(index) as contents:
        assert contents.search("word").hits == ()
        assert contents.pending(listed(tmp_path / "evidence")) == 1


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(AuditkitError, match="cannot be used"):
        Contents(tmp_path / "folder")
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuditkitError, match="cannot be used"):
        Contents(tmp_path / "file" / "i.sqlite")


@posix_only
def test_an_index_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "i.sqlite").symlink_to(tmp_path / "other")
    with pytest.raises(AuditkitError, match="cannot be used"):
        Contents(tmp_path / "i.sqlite")
    assert (tmp_path / "other").read_bytes() == b""


LOCKED = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=0.1, isolation_level=None)
try:
    db.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_opening_an_index_leaves_the_locks_on_it(tmp_path: Path) -> None:
    make(tmp_path / "evidence", a="word")
    index = tmp_path / "i.sqlite"
    _build(index, tmp_path / "evidence")
    with sqlite3.connect(index, isolation_level=None) as holder:
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(AuditkitError):
            _open_with_little_patience(index)
        asked = subprocess.run(
            [sys.executable, "-c", LOCKED, str(index)], capture_output=True, text=True, check=True
        )
        assert "locked" in asked.stdout
    holder.close()


def _open_with_little_patience(index: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("auditkit.evidence.contents.database._WAIT", 0.05)
        Contents(index)


def test_an_index_that_another_program_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "evidence", a="word")
    index = tmp_path / "i.sqlite"
    monkeypatch.setattr("auditkit.evidence.contents.database._WAIT", 0.05)
    with Contents(index) as contents:
        holder = sqlite3.connect(index, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(AuditkitError, match="locked"):
            contents.build(listed(tmp_path / "evidence"))
        holder.execute("ROLLBACK")
        holder.close()
        assert contents.build(listed(tmp_path / "evidence")).read == 1
