"""Real processes: one that is killed while it writes, and two that open one audit."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from auditkit.errors import AuditkitError
from auditkit.record import opening
from auditkit.record.audit import Audit
from auditkit.record.heads import Heads
from auditkit.record.model import Ref

Begin = Callable[..., Audit]
DOORS = Ref("small", "1.1")
HOLDER = """
import sys
from pathlib import Path
from auditkit.record.audit import Audit
with Audit.open(Path(sys.argv[1])) as audit:
    print("open", flush=True)
    sys.stdin.readline()
"""


HAMMER = """
import sys, time
from pathlib import Path
from auditkit.record.audit import Audit
folder, name, end = Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
number = 0
while time.monotonic() < end or number < 10:
    with Audit.open(folder, from_bytes=number % 2 << 40) as audit:
        assert not audit.messages, audit.messages
        if audit.read_only:
            assert "open elsewhere" in audit.read_only_reason, audit.read_only_reason
            continue
        for _ in range(1 + number % 3):
            number += 1
            audit.add_note(f"{name} {number}")
            print(number, flush=True)
"""


def _soak() -> ModuleType:
    """The script that kills writers; tests are no package."""
    path = Path(__file__).parents[1] / "soak" / "kill.py"
    spec = importlib.util.spec_from_file_location("soak_kill", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["soak_kill"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


soak = _soak()


def child(program: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def test_killed_writers_lose_nothing_they_confirmed(tmp_path: Path) -> None:
    """Killed while they open, write or close; ``tests/soak/kill.py`` does it a thousand times."""
    found = soak.soak(tmp_path, kills=36)
    assert found.good, (str(found), found.unreadable)
    assert found.kills == 36
    assert found.confirmed > 36


@pytest.mark.parametrize("homes", [1, 2], ids=["one device", "two devices"])
def test_two_processes_that_hammer_one_audit_lose_nothing_and_double_nothing(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, homes: int
) -> None:
    with begin() as audit:
        folder = audit.folder
    confirmed = []
    hammers = {}
    for name in ("one", "two"):
        if homes == 2:
            monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / name))
        hammers[name] = child(HAMMER, folder, name, "2")
    for name, process in hammers.items():
        said, _ = process.communicate()
        assert process.returncode == 0
        confirmed += [f"{name} {number}" for number in said.split()]
    with Audit.open(folder) as audit:
        assert not audit.messages
        assert sorted(note.text for note in audit.notes()) == sorted(confirmed)
        assert {text.split()[0] for text in confirmed} == {"one", "two"}


def test_the_second_process_reads_and_is_told_why(begin: Begin) -> None:
    with begin() as audit:
        folder = audit.folder
    with child(HOLDER, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with Audit.open(folder) as second:
            assert second.read_only
            assert "open elsewhere" in second.read_only_reason
            assert f"process {holder.pid}" in second.read_only_reason
            assert second.info.title == "Small"
            with pytest.raises(AuditkitError, match="open elsewhere"):
                second.set_note(DOORS, "no")
            assert second.undo() is None
        holder.communicate("go\n")
        assert holder.returncode == 0
    with Audit.open(folder) as third:
        assert not third.read_only
        third.set_note(DOORS, "yes")


def test_a_reader_does_not_keep_the_writer_out(begin: Begin) -> None:
    with begin() as audit:
        folder = audit.folder
    with Audit.open(folder, read_only=True) as reader, Audit.open(folder) as writer:
        assert not writer.read_only
        writer.set_note(DOORS, "written beside a reader")
        assert reader.note_text(DOORS) == ""
        assert reader.read_only_reason


def test_what_is_written_while_a_reader_reads_is_no_loss(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin() as audit:
        folder = audit.folder
    recall = opening.recall

    def late(*place: Any) -> Heads:
        """The journals are read; now another process writes, closes, and notes how far it came."""
        monkeypatch.setattr(opening, "recall", recall)
        with Audit.open(folder) as writer:
            writer.set_note(DOORS, "meanwhile")
        return recall(*place)

    monkeypatch.setattr(opening, "recall", late)
    with Audit.open(folder, read_only=True) as reader:
        assert not reader.messages
        assert reader.note_text(DOORS) == ""
    with Audit.open(folder, read_only=True) as later:
        assert later.note_text(DOORS) == "meanwhile"


def test_a_killed_holder_leaves_no_lock(begin: Begin) -> None:
    with begin() as audit:
        folder = audit.folder
    with child(HOLDER, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        holder.kill()
    with Audit.open(folder) as again:
        assert not again.read_only


def test_a_closed_audit_refuses_changes(begin: Begin) -> None:
    with begin() as audit:
        audit.set_note(DOORS, "kept")
    with pytest.raises(AuditkitError, match="closed"):
        audit.set_note(DOORS, "too late")
    audit.close()
    with Audit.open(audit.folder) as again:
        assert again.note_text(DOORS) == "kept"
