"""Real processes: one that is killed while it writes, and two that open one audit."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict

Begin = Callable[..., Audit]
CHECK = Ref("small", "1.1/a")
DOORS = Ref("small", "1.1")
WRITER = """
import sys
from pathlib import Path
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
with Audit.open(Path(sys.argv[1])) as audit:
    start = int(audit.note_text(Ref("small", "1.1")) or 0)
    print("open", audit.read_only_reason, flush=True)
    for number in range(start + 1, 100_000):
        audit.set_verdict([Ref("small", "1.1/a")], Verdict.NOT_APPLICABLE, f"reason {number}")
        print(number, flush=True)
        audit.set_note(Ref("small", "1.1"), str(number))
"""
HOLDER = """
import sys
from pathlib import Path
from auditkit.record.audit import Audit
with Audit.open(Path(sys.argv[1])) as audit:
    print("open", flush=True)
    sys.stdin.readline()
"""


def child(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def test_a_killed_writer_loses_nothing_it_confirmed(begin: Begin) -> None:
    with begin() as audit:
        folder = audit.folder
    chance = random.Random(42001)
    for _ in range(12):
        with child(WRITER, folder) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open \n"
            confirmed = 0
            for _ in range(chance.randint(1, 12)):
                confirmed = int(writer.stdout.readline())
            writer.kill()
            confirmed = int((writer.stdout.read().splitlines() or [confirmed])[-1])
        with Audit.open(folder) as audit:
            assert not audit.read_only
            reached = int(audit.verdict(CHECK).reason.removeprefix("reason "))
            assert reached in (confirmed, confirmed + 1)
            assert int(audit.note_text(DOORS) or 0) in (reached, reached - 1)
            audit.set_note(DOORS, str(reached))
            assert audit.verdict(CHECK).verdict is Verdict.NOT_APPLICABLE


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
