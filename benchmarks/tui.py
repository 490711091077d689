"""How quick the screen is beside Textual itself, in pseudo terminals and in one run.

    python benchmarks/tui.py [ROUNDS]

Each figure of ours stands beside that of a named peer, measured in turn, as medians and their
ratio; the goal of every ratio is at most 2.0. POSIX only.

* first paint: ``auditkit open`` on an audit with some 385 checks beside an app with one Static,
  from the start of the process to the first bytes that hold what the screen shows;
* keys: moving on the audit screen beside an app whose one Static changes with each key; judging
  beside the same app where it brings a line to the disk (fsync) first, as auditkit does; typing
  into the note beside an app with one TextArea. From the key to the first bytes
  painted; ``last`` is the time to the last bytes before a pause;
* screens: a number key beside `App.switch_mode` between two screens with one Static each.
"""

from __future__ import annotations

import compileall
import os
import statistics
import sys
import tempfile
from pathlib import Path

from terminal import Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
COUNTING = """
import os, sys
from textual.app import App
from textual.widgets import Static
class Counting(App):
    count = 0
    def compose(self):
        yield Static("painted")
    def on_key(self):
        self.count += 1
        if len(sys.argv) > 1:
            with open(sys.argv[1], "a") as file:
                file.write("a line\\n")
                file.flush()
                os.fsync(file.fileno())
        self.query_one(Static).update(f"painted {self.count}")
Counting().run()
"""
TYPING = """
from textual.app import App
from textual.widgets import TextArea
class Typing(App):
    def compose(self):
        yield TextArea("painted")
Typing().run()
"""
SWITCHING = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static
class One(Screen):
    def compose(self):
        yield Static("painted one")
class Two(Screen):
    def compose(self):
        yield Static("painted two")
class Switching(App):
    MODES = {"one": One, "two": Two}
    DEFAULT_MODE = "one"
    def on_key(self, event):
        self.switch_mode("one" if event.key == "1" else "two")
Switching().run()
"""
SHOWN = "Context of the organization"
DOWN, UP = b"\x1b[B", b"\x1b[A"


def told(what: str, peer: list[float], ours: list[float]) -> None:
    """One line: both medians in ms, and their ratio."""
    one, two = statistics.median(peer), statistics.median(ours)
    print(f"{what:<34} peer {one * 1e3:6.1f}   ours {two * 1e3:6.1f}   ratio {two / one:.2f}")


def first_paint(audit: Path, rounds: int) -> None:
    """Processes of their own, in turn, so that both meet the same load."""
    peer, ours = [], []
    for _ in range(rounds):
        with Terminal("-c", EMPTY) as terminal:
            peer.append(terminal.until(b"painted"))
        with Terminal("-m", "auditkit", "open", str(audit)) as terminal:
            ours.append(terminal.until(SHOWN.encode()))
    told("first paint", peer, ours)


def opened(audit: Path) -> Terminal:
    """The audit screen, when what it does beside the first paint is done."""
    terminal = Terminal("-m", "auditkit", "open", str(audit))
    terminal.until(SHOWN.encode())
    terminal.settle(2.5)
    return terminal


def keys(audit: Path, rounds: int) -> None:
    """Moving, judging check by check (``n`` goes to the next one) and typing a note."""
    with opened(audit) as ours, Terminal("-c", COUNTING) as peer:
        peer.until(b"painted")
        compare("move", peer, ours, [DOWN, DOWN, DOWN, UP, DOWN], rounds)
    with opened(audit) as ours, Terminal("-c", COUNTING, str(audit.with_name("x"))) as peer:
        peer.until(b"painted")
        compare("judge", peer, ours, [b"c"] * 3, rounds, before=b"n")
    with opened(audit) as ours, Terminal("-c", TYPING) as peer:
        peer.until(b"painted")
        ours.paint(b"i")
        said = [bytes([letter]) for letter in b"they say so "]
        compare("type", peer, ours, said, rounds)


def compare(
    what: str,
    peer: Terminal,
    ours: Terminal,
    pressed: list[bytes],
    rounds: int,
    *,
    before: bytes = b"",
) -> None:
    """Press the same keys in both, one after the other; ``before`` each of ours another one,
    which does not count."""
    times: list[list[float]] = [[], [], [], []]
    for key in pressed * rounds:
        if before:
            ours.paint(before)
        for at, terminal in enumerate((peer, ours)):
            first, last = terminal.paint(key)
            times[at].append(first)
            times[at + 2].append(last)
    told(f"{what}: key to first bytes", times[0], times[1])
    told(f"{what}: key to last bytes", times[2], times[3])


def screens(audit: Path, rounds: int) -> None:
    """To each screen for the first time, and again."""
    first: list[list[float]] = [[], []]
    again: list[list[float]] = [[], []]
    for _ in range(max(1, rounds // 3)):
        with opened(audit) as ours, Terminal("-c", SWITCHING) as peer:
            peer.until(b"painted one")
            first[0].append(peer.paint(b"2", quiet=0.3)[1])
            for key in (b"1", b"2") * 4:
                again[0].append(peer.paint(key, quiet=0.3)[1])
            for key in (b"3", b"4", b"5", b"0"):
                first[1].append(ours.paint(key, quiet=0.3)[1])
            for key in (b"1", b"3", b"4", b"5", b"0", b"1", b"3", b"1"):
                again[1].append(ours.paint(key, quiet=0.3)[1])
    told("switch to a screen, first time", first[0], first[1])
    told("switch to a screen, again", again[0], again[1])


def main() -> None:
    """All figures on one new audit."""
    import auditkit
    from auditkit.record.audit import Audit

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    # As pip leaves an installed package, Textual's own among them.
    compileall.compile_dir(Path(auditkit.__file__).parent, quiet=1)
    wanted = sys.argv[2:] or ("paint", "keys", "screens")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AUDITKIT_HOME"] = str(Path(folder, "home"))
        audit = Path(folder, "audit")
        with Audit.create(audit, title="Benchmark"):
            pass
        for name, measure in (("paint", first_paint), ("keys", keys), ("screens", screens)):
            if name in wanted:
                measure(audit, rounds)


if __name__ == "__main__":
    main()
