"""A terminal that goes away or takes nothing, in the worst moment: what was typed is saved, the
audit is free for the next one, and the process is over."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.hangup import Output

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo terminals are a POSIX thing")

RUN = """
import sys
from pathlib import Path
from auditkit.tui.app import run_app

sys.exit(run_app(Path(sys.argv[1])))
"""
WORDS = b"said and " * 110
LONG = 30.0
"""Seconds in which even a busy machine comes to an end; without an end it is never."""


class Terminal:
    """A program on a pseudo terminal, which is or is not the one that signals come from."""

    def __init__(self, program: str, folder: Path, *, controls: bool = True) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

        def control() -> None:
            if controls:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=control,
        )
        os.close(child)

    def until_shown(self, text: bytes) -> None:
        """Read what is drawn up to these words."""
        seen, end = b"", time.monotonic() + LONG
        while text not in seen:
            assert time.monotonic() < end, "waited too long"
            seen += self.read()

    def begin_note(self) -> None:
        """Once the audit is there, WRITE mode in the note of its first requirement."""
        self.until_shown(b"BROWSE")
        self.type(b"i")
        self.until_shown(b"WRITE")

    def read(self) -> bytes:
        if select.select([self.parent], [], [], 0.02)[0]:
            return os.read(self.parent, 65536)
        return b""

    def type(self, keys: bytes) -> None:
        os.write(self.parent, keys)

    def go_away(self) -> None:
        os.close(self.parent)
        self.parent = -1

    def code(self) -> int:
        """The exit code, while what is drawn is read."""
        end = time.monotonic() + LONG
        while self.process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError):  # the other end is gone
                self.read()
        return self.process.wait(1)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Makes terminals, and takes them away."""
    made: list[Terminal] = []

    def make(program: str, folder: Path, *, controls: bool = True) -> Terminal:
        made.append(Terminal(program, folder, controls=controls))
        return made[-1]

    yield make
    for each in made:
        each.process.kill()
        each.process.wait()
        if each.parent >= 0:
            os.close(each.parent)


def noted(folder: Path) -> str:
    """The note that was written, in an audit that the next one can write in."""
    with Audit.open(folder) as audit:
        assert not audit.read_only
        return audit.note_text(Ref("tiny", "1.1"))


def crashes(folder: Path) -> list[Path]:
    return list((folder / ".cache").glob("crash-*"))


@pytest.mark.parametrize("controls", [True, False])
@pytest.mark.parametrize("moment", [0.05, 0.3])
def test_it_goes_away_while_it_is_drawn_on(
    moment: float, controls: bool, fresh: Path, terminal: Callable[..., Terminal]
) -> None:
    program = terminal(RUN, fresh, controls=controls)
    program.begin_note()
    program.type(WORDS)
    time.sleep(moment)  # not a condition: whatever it is at then
    program.go_away()
    assert program.process.wait(LONG) == 1
    assert WORDS.decode().startswith(noted(fresh))  # a system drops what is not read by then
    assert crashes(fresh) == []


PATIENT = """
from auditkit.tui import autosave, keeping

autosave.QUIET = keeping._MOMENT = 600.0
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_was_typed_before_is_taken_first(
    name: str, fresh: Path, terminal: Callable[..., Terminal]
) -> None:
    program = terminal(PATIENT + RUN, fresh)
    program.begin_note()
    program.type(WORDS)
    program.until_shown(b"said")
    program.process.send_signal(getattr(signal, name))
    assert program.code() == 1
    assert noted(fresh) == WORDS.decode()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_it_takes_nothing_while_the_program_is_asked_to_end(
    name: str, fresh: Path, terminal: Callable[..., Terminal]
) -> None:
    program = terminal(RUN, fresh)
    program.begin_note()
    program.type(b"qzv")
    program.until_shown(b"saved ")
    for _ in range(40):  # far more than fits into it: from here on nobody reads
        program.type(b"\x1b\x1b[B\x1b[Ai")
        time.sleep(0.05)
    program.process.send_signal(getattr(signal, name))
    assert program.process.wait(LONG) == 1
    assert noted(fresh) == "qzv"
    assert crashes(fresh) == []


PICKER = """
import os, signal, sys
from pathlib import Path
from auditkit.tui.app import run_app
from auditkit.tui.screens.picker import PickerScreen

def half_there(self):
    os.kill(os.getpid(), signal.SIGTERM)
    self.query_one("#nothing")

PickerScreen.on_mount = half_there
sys.exit(run_app(Path(sys.argv[1])))
"""


def test_what_fails_because_it_ends_is_no_crash(
    fresh: Path, terminal: Callable[..., Terminal]
) -> None:
    program = terminal(PICKER, fresh)
    program.begin_note()
    program.type(b"qzv")
    program.until_shown(b"saved ")
    program.type(b"\x1b")
    program.until_shown(b"BROWSE")
    program.type(b":")
    assert program.code() == 1
    assert crashes(fresh) == []
    assert noted(fresh) == "qzv"


BUSY = """
import sys, time
from pathlib import Path
from auditkit.tui import autosave, ending, session
from auditkit.tui.app import run_app

autosave.QUIET = 600.0  # so that nothing but the end of the program can save
ending.LAST = 0.2

def undo(self):
    print("BUSY", file=sys.__stderr__, flush=True)
    while True:
        time.sleep(0.01)

session.Session.undo = undo
sys.exit(run_app(Path(sys.argv[1])))
"""


def test_a_program_that_comes_to_nothing_else_is_ended(
    fresh: Path, terminal: Callable[..., Terminal]
) -> None:
    program = terminal(BUSY, fresh)
    program.begin_note()
    program.type(b"qzv")
    program.until_shown(b"v")
    program.type(b"\x1b")
    program.until_shown(b"BROWSE")
    program.type(b"u")
    program.until_shown(b"BUSY")
    program.process.send_signal(signal.SIGTERM)
    assert program.code() == 1
    assert noted(fresh) == "qzv"


def test_what_is_drawn_goes_nowhere_once_it_is_gone() -> None:
    told: list[str] = []
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as file:
        output = Output(file, lambda: told.append("gone"))
        assert output.admit()
        output.write("x")
        assert told == ["gone"]
        for _ in range(100):  # more than may be on their way
            assert not output.admit()
        assert not output.drained()


def test_a_terminal_that_takes_nothing_is_waited_for_until_the_end() -> None:
    output = Output(sys.stdout, lambda: None)
    while output._room._value:
        assert output.admit()
    waiting = threading.Thread(target=output.admit, daemon=True)
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive()
    output.leaving = True
    waiting.join(LONG)
    assert not waiting.is_alive()
