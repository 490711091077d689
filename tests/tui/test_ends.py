"""Every way the program can end: what was typed is there at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp, run_app
from auditkit.tui.recent import recent_audits

RUN = """
import sys
from pathlib import Path
from auditkit.tui import autosave
from auditkit.tui.app import run_app

autosave.QUIET = 600.0  # so that nothing but the end of the program can save
run_app(Path(sys.argv[1]))
"""
posix = pytest.mark.skipif(os.name == "nt", reason="pseudo terminals are a POSIX thing")


def _until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "closed"])
def test_a_signal_or_a_closed_terminal_keeps_what_was_typed(name: str, fresh: Path) -> None:
    import fcntl
    import pty
    import select
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(fresh)],
        stdin=child,
        stdout=child,
        stderr=child,
        env=env,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(child)
    seen = b""

    def shows(text: bytes) -> bool:
        nonlocal seen
        while select.select([parent], [], [], 0.02)[0]:
            seen += os.read(parent, 65536)
        return text in seen

    try:
        _until(lambda: shows(b"BROWSE"))
        os.write(parent, b"i")
        _until(lambda: shows(b"WRITE"))
        seen = b""
        os.write(parent, b"qzv")
        _until(lambda: shows(b"v"))
        if name == "closed":
            os.close(parent)
        else:
            process.send_signal(getattr(signal, name))
            _until(lambda: _drained(parent, process))
        process.wait(20)
    finally:
        process.kill()
        process.wait()
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "qzv"


def _drained(parent: int, process: subprocess.Popen[bytes]) -> bool:
    import select

    if select.select([parent], [], [], 0.02)[0]:
        try:
            os.read(parent, 65536)
        except OSError:
            return True
    return process.poll() is not None


def test_a_crash_leaves_a_line_and_a_report_without_the_audit(
    fresh: Path, live: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    apps: list[AuditkitApp] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        apps.append(app)

        def broken(*_: object) -> str:
            spoken = "what the CTO said"
            raise RuntimeError(spoken)

        await pilot.press("i", "k")
        monkeypatch.setattr(app.session, "undo", broken)
        await pilot.press("escape", "u")
        await pilot.pause()

    with pytest.raises(RuntimeError):
        live(fresh, story)
    apps[0].close_audit()
    (report,) = (fresh / ".cache").glob("crash-*.txt")
    assert "RuntimeError" in report.read_text()
    assert "CTO" not in report.read_text()
    assert report.name in apps[0].crash_report
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "k"


def test_without_a_terminal_it_names_the_commands_that_do_the_same(fresh: Path) -> None:
    with pytest.raises(AuditkitError, match="auditkit next"):
        run_app(fresh)


def test_opened_audits_are_on_the_list_and_vanished_ones_are_not(
    fresh: Path, press: Callable[..., str]
) -> None:
    press(fresh)
    assert [each.folder for each in recent_audits()] == [fresh]
    fresh.rename(fresh.with_name("moved"))
    assert recent_audits() == ()


def test_a_broken_list_of_recent_audits_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "recent.json").write_text("[{]")
    assert recent_audits() == ()
