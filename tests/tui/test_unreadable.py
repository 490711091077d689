"""Files that cannot be read when they are cited, and files without a hash when all are verified."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from auditkit.cli.root import root
from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.readable import require_readable
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp

Press = Callable[..., str]
Live = Callable[..., str]


def became_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def registered(folder: Path) -> tuple[int, int]:
    with Audit.open(folder, read_only=True) as audit:
        return len(audit.evidence()), len(audit.citations())


@pytest.mark.parametrize("key", ["enter", "ctrl+n"])
@pytest.mark.parametrize(
    ("spoil", "said"),
    [(became_a_folder, "is a folder, not a regular file"), (Path.unlink, "is not there")],
)
def test_a_file_that_cannot_be_read_now_is_not_cited_in_the_finder(
    key: str, spoil: Callable[[Path], None], said: str, fresh: Path, evidence: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for each in ("e", "work", "work", *"minutes", "work", "work"):
            if each == "work":
                await app.workers.wait_for_complete()
            else:
                await pilot.press(each)
            await pilot.pause()
        spoil(evidence / "minutes 2026-01.txt")
        await pilot.press(key)

    assert said in " ".join(live(fresh, story).split())
    assert registered(fresh) == (0, 0)


def test_a_file_that_cannot_be_read_now_is_not_cited_on_the_evidence_screen(
    fresh: Path, evidence: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for each in ("2", "work", "F", "work", "work", "e", "work", "work"):
            if each == "work":
                await app.workers.wait_for_complete()
            else:
                await pilot.press(each)
            await pilot.pause()
        for path in [each for each in evidence.rglob("*") if each.is_file()]:
            became_a_folder(path)
        await pilot.press("enter")

    assert "is a folder, not a regular file" in " ".join(live(fresh, story).split())
    assert registered(fresh) == (0, 0)


@pytest.fixture
def one_without(fresh: Path, evidence: Path) -> Path:
    """One file with a hash, and one that became a folder before it got one."""
    with Audit.open(fresh) as audit:
        path = evidence / "AI policy.md"
        audit.link_file(path, Ref("tiny", "1.1"), fingerprint=fingerprint(path))
        audit.link_file(evidence / "minutes 2026-01.txt", Ref("tiny", "1.2"))
    became_a_folder(evidence / "minutes 2026-01.txt")
    return fresh


def test_verifying_counts_and_names_what_has_no_hash(one_without: Path, press: Press) -> None:
    seen = press(one_without, "2", "v", "work", "work")
    assert "1 file verified: all unchanged. 1 file without a hash, NOT verified: E-002." in seen


def test_the_command_counts_and_names_it_too(one_without: Path) -> None:
    done = CliRunner().invoke(root, ["evidence", "verify", "--audit", str(one_without)])
    assert done.exit_code == 1
    assert "2 files checked." in done.output
    assert "Without a hash, so nothing can be said of them: E-002." in done.output


def test_a_disk_that_does_not_answer_is_not_waited_for(
    evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def dead(_: Path) -> BinaryIO:
        over.wait(20)
        raise AssertionError

    monkeypatch.setattr("auditkit.evidence.readable.open_regular", dead)
    monkeypatch.setattr("auditkit.evidence.readable._SECONDS", 0.1)
    with pytest.raises(AuditkitError, match="does not answer"):
        require_readable(evidence / "AI policy.md")
    over.set()
