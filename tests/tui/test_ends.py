"""Every way the program can end: what was typed is there at the next start."""

from __future__ import annotations

import asyncio
import contextlib
import json
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
from auditkit.record import unfinished_forms
from auditkit.record.audit import Audit
from auditkit.record.model import NoteMark, Ref
from auditkit.record.unfinished import lines
from auditkit.tui.app import AuditkitApp
from auditkit.tui.crash import report
from auditkit.tui.recent import recent_audits
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.notice import NoticeScreen

RUN = """
import sys
from pathlib import Path
from auditkit.tui import autosave
from auditkit.tui.app import run_app

autosave.QUIET = 600.0  # so that nothing but the end of the program can save
sys.exit(run_app(Path(sys.argv[1])))
"""
posix = pytest.mark.skipif(os.name == "nt", reason="pseudo terminals are a POSIX thing")


def _until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


class _Terminal:
    """A program on a pseudo terminal of 80 by 24."""

    def __init__(self, program: str, *args: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *args],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(child)
        self.seen = b""

    def __enter__(self) -> _Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def until_shown(self, text: bytes) -> None:
        self.seen = b""
        _until(lambda: self._read() and text in self.seen)

    def until_over(self) -> None:
        _until(lambda: self._read() and self.process.poll() is not None)
        self._read()

    def begin_note(self) -> None:
        """Once the audit screen is there, WRITE mode in the note of its first requirement."""
        self.until_shown(b"BROWSE")
        self.type(b"i")
        self.until_shown(b"WRITE")

    def type(self, keys: bytes) -> None:
        os.write(self.parent, keys)

    def _read(self) -> bool:
        import select

        with contextlib.suppress(OSError):  # the other end is gone
            while select.select([self.parent], [], [], 0.02)[0]:
                read = os.read(self.parent, 65536)
                self.seen += read
                if not read:
                    break
        return True


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "closed"])
def test_a_signal_or_a_closed_terminal_keeps_what_was_typed(name: str, fresh: Path) -> None:
    with _Terminal(RUN, str(fresh)) as terminal:
        terminal.begin_note()
        terminal.type(b"qzv")
        terminal.until_shown(b"v")
        if name == "closed":
            os.close(terminal.parent)
            terminal.process.wait(20)
        else:
            terminal.process.send_signal(getattr(signal, name))
            terminal.until_over()
        assert terminal.process.returncode == 1
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "qzv"


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_stands_in_a_form_is_there_at_the_next_start(name: str, worked: Path) -> None:
    with _Terminal(RUN, str(worked)) as terminal:
        terminal.until_shown(b"BROWSE")
        terminal.type(b"4")
        terminal.until_shown(b"CAR-001")
        terminal.type(b"\r")
        terminal.until_shown(b"WRITE")
        terminal.type(b"owner qzv")
        terminal.until_shown(b"v")
        terminal.process.send_signal(getattr(signal, name))
        terminal.until_over()
    _there_again(worked, "owner qzv")


@posix
def test_what_stands_in_a_form_outlives_a_killed_process(worked: Path) -> None:
    with _Terminal(KILLED, str(worked)) as terminal:
        terminal.until_shown(b"BROWSE")
        terminal.type(b"4")
        terminal.until_shown(b"CAR-001")
        terminal.type(b"\r")
        terminal.until_shown(b"WRITE")
        terminal.type(b"owner qzv")
        _until(lambda: bool(terminal._read() and _kept_in_forms(worked).endswith("qzv")))
        terminal.process.kill()
        terminal.until_over()
    _there_again(worked, "owner qzv")


def _kept_in_forms(folder: Path) -> str:
    for path in unfinished_forms.files(folder):
        (form,) = json.loads(path.read_bytes()).values()
        return " ".join(form["texts"].values())
    return ""


def _there_again(folder: Path, text: str) -> None:
    """The next start says so, the form has it, and nobody is said to have said it."""

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert "what you typed is not given yet" in app.session.found[-1]
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert text in app.screen.values().values()
        assert app.session.audit.unfiled_notes() == ()

    asyncio.run(_lived(folder, story))


@posix
def test_bytes_that_are_no_text_end_nothing(fresh: Path) -> None:
    with _Terminal(RUN, str(fresh)) as terminal:
        terminal.begin_note()
        terminal.type(b"caf\xe9 x\xff")
        terminal.type(b"yz")
        terminal.until_shown(b"z")
        terminal.process.send_signal(signal.SIGTERM)
        terminal.until_over()
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "caf\ufffd x\ufffdyz"


@pytest.mark.parametrize("opener", ["i", "I"])
def test_leaving_while_one_writes_keeps_what_was_typed(
    opener: str, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditkit.tui.autosave.QUIET", 600.0)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(opener, "q", "z", "v", "ctrl+q")
        await pilot.pause()
        assert not app.is_running
        assert app.return_code == 0
        app.session.audit.close()  # nothing else saves after that

    asyncio.run(_lived(fresh, story))
    with Audit.open(fresh) as audit:
        kept = [audit.note_text(Ref("tiny", "1.1")), *(each.text for each in audit.unfiled_notes())]
        assert "qzv" in kept


async def _lived(folder: Path, story: Callable[..., Any]) -> None:
    app = AuditkitApp(folder)
    async with app.run_test() as pilot:
        await pilot.pause()
        await story(pilot, app)


SPOKEN = "what the CTO said"


def hostile(spoken: str) -> BaseException:
    """An error that carries words of the audit wherever an error can carry any."""
    kind = type(f"Error_{spoken}", (RuntimeError,), {"__module__": spoken})
    kind.__rich__ = lambda _: spoken  # type: ignore[attr-defined]
    names: dict[str, object] = {"kind": kind}
    exec(
        compile(
            "def words(text):\n    quoted = text\n    raise kind(text, [quoted])\n",
            f"/evidence/{spoken}/{spoken}.py",
            "exec",
        ),
        names,
    )
    try:
        try:
            try:
                compile(f"{spoken} (", f"{spoken}.py", "exec")
            except SyntaxError:
                raise FileNotFoundError(2, spoken, f"{spoken}.docx") from None
        except FileNotFoundError as error:
            error.add_note(spoken)
            raise KeyError(spoken) from error
    except KeyError as cause:
        try:
            names["words"](spoken)  # type: ignore[operator]
        except RuntimeError as error:
            error.add_note(f"while writing {spoken}")
            error.__cause__ = cause
            return error
    raise AssertionError


def test_a_report_says_where_and_nothing_of_what(tmp_path: Path) -> None:
    line = report(hostile(SPOKEN), tmp_path)
    (written,) = (tmp_path / ".cache").glob("crash-*.txt")
    text = written.read_text()
    for word in ("CTO", "what the", "said", "quoted", "words"):
        assert word not in text
        assert word not in line
    assert "builtins.KeyError" in text
    assert "builtins.FileNotFoundError" in text
    assert f"{__name__}:" in text
    assert "hostile" in text
    assert str(written) in line


def test_a_report_of_errors_that_caused_each_other_comes_to_an_end(tmp_path: Path) -> None:
    one, other = ValueError(SPOKEN), TypeError(SPOKEN)
    one.__cause__, other.__cause__ = other, one
    report(one, tmp_path)
    (written,) = (tmp_path / ".cache").glob("crash-*.txt")
    assert written.read_text().count("Error") == 2


def test_where_no_report_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("no folder")
    assert "could not be written" in report(ValueError(SPOKEN), tmp_path)
    assert "could NOT be saved" in report(ValueError(SPOKEN), tmp_path, saved=False)


def test_a_crash_leaves_a_line_and_a_report_without_the_audit(
    fresh: Path, live: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    apps: list[AuditkitApp] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        apps.append(app)

        def broken(*_: object) -> str:
            spoken = SPOKEN
            raise RuntimeError(spoken)

        await pilot.press("i", "k")
        monkeypatch.setattr(app.session, "undo", broken)
        await pilot.press("escape", "u")
        await pilot.pause()

    with pytest.raises(RuntimeError):
        live(fresh, story)
    apps[0].close_audit()
    (written,) = (fresh / ".cache").glob("crash-*.txt")
    assert "RuntimeError" in written.read_text()
    assert "CTO" not in written.read_text()
    assert written.name in apps[0].crash_report
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "k"


CRASH = """
import sys
from pathlib import Path
from auditkit.tui import session
from auditkit.tui.app import run_app

sys.path.insert(0, sys.argv[2])
from test_ends import SPOKEN, hostile

def broken(self):
    spoken = SPOKEN
    raise hostile(spoken)

session.Session.undo = broken
sys.exit(run_app(Path(sys.argv[1])))
"""


KILLED = """
import sys
from pathlib import Path
from auditkit.tui.app import run_app

run_app(Path(sys.argv[1]))
"""


@posix
def test_what_was_saved_before_the_process_was_killed_is_there(fresh: Path) -> None:
    with _Terminal(KILLED, str(fresh)) as terminal:
        terminal.begin_note()
        terminal.type(b"qzv")
        terminal.until_shown(b"saved ")
        terminal.process.kill()
        terminal.until_over()
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "qzv"
        assert not audit.read_only


@posix
def test_an_unfinished_interview_line_outlives_a_killed_process(fresh: Path) -> None:
    with _Terminal(KILLED, str(fresh)) as terminal:
        terminal.until_shown(b"BROWSE")
        terminal.type(b"I")
        terminal.until_shown(b"Interview")
        terminal.type(b"? qzv")
        _until(lambda: bool(terminal._read() and list(lines(fresh))))
        terminal.process.kill()
        terminal.until_over()
    with _Terminal(KILLED, str(fresh)) as terminal:
        terminal.until_shown(b"An interview line was being typed")
    with Audit.open(fresh) as audit:
        (note,) = audit.unfiled_notes()
        assert (note.text, note.mark) == ("qzv", NoteMark.FOLLOW_UP)


WORKER = """
import sys
from functools import partial
from pathlib import Path
from auditkit.tui import autosave
from auditkit.tui.app import AuditkitApp, run_app

autosave.QUIET = 600.0  # so that nothing but the crash can save
sys.path.insert(0, sys.argv[2])
from test_ends import SPOKEN, hostile

def broken(spoken):
    raise hostile(spoken)

def stamp(self):
    self.app.run_worker(partial(broken, SPOKEN), thread=True)

from auditkit.tui.screens import audit
audit.AuditMainScreen.stamp = stamp
sys.exit(run_app(Path(sys.argv[1])))
"""


@posix
def test_a_crash_in_a_worker_leaves_one_line_and_keeps_what_was_typed(fresh: Path) -> None:
    with _Terminal(WORKER, str(fresh), str(Path(__file__).parent)) as terminal:
        terminal.begin_note()
        terminal.type(b"qzv")
        terminal.until_shown(b"v")
        terminal.type(b"\x14")  # ^t, which breaks in a thread here
        terminal.until_over()
    assert terminal.process.returncode == 1
    (written,) = (fresh / ".cache").glob("crash-*.txt")
    left = terminal.seen.rpartition(b"\x1b[?1049l")[2].decode()
    assert written.name in left
    (line,) = [each for each in left.splitlines() if "auditkit" in each]
    assert "what was typed is kept" in line
    for word in ("CTO", "Traceback", "quoted"):
        assert word not in left
        assert word not in written.read_text()
    with Audit.open(fresh) as audit:
        assert audit.note_text(Ref("tiny", "1.1")) == "qzv"


@posix
def test_a_crash_shows_one_line_on_the_terminal(fresh: Path) -> None:
    with _Terminal(CRASH, str(fresh), str(Path(__file__).parent)) as terminal:
        terminal.until_shown(b"BROWSE")
        terminal.type(b"u")
        terminal.until_over()
    assert terminal.process.returncode == 1
    assert b"Report: " in terminal.seen
    assert b"CTO" not in terminal.seen
    assert b"Traceback" not in terminal.seen


def test_without_a_terminal_it_names_the_commands_that_do_the_same(fresh: Path) -> None:
    from auditkit.cli.screen import open_screen

    with pytest.raises(AuditkitError, match=r"line by line: .*'next'"):
        open_screen(fresh)


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
