"""First paint of the audit screen against an empty Textual app, in a pseudo terminal.

    python benchmarks/tui.py [ROUNDS]

Both are started in turn, as processes of their own; the time runs from the start of the process
to the first bytes that hold what the screen shows. Printed: both medians and their ratio (goal:
at most 2.5). POSIX only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
AUDIT = """
import sys
from pathlib import Path
from auditkit.tui.app import run_app
run_app(Path(sys.argv[1]))
"""


def first_paint(code: str, wanted: bytes, *arguments: str) -> float:
    """Seconds from the start of a process until ``wanted`` was painted."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env={**os.environ, "TERM": "xterm-256color"},
        start_new_session=True,
    )
    os.close(child)
    seen = b""
    try:
        while wanted not in seen:
            if time.perf_counter() - begun > 30:
                raise SystemExit("nothing was painted within 30 seconds")
            if select.select([parent], [], [], 0.01)[0]:
                seen += os.read(parent, 65536)
        return time.perf_counter() - begun
    finally:
        process.kill()
        process.wait()
        os.close(parent)


def main() -> None:
    """Measure in turn, so that both meet the same load."""
    from auditkit.record.audit import Audit

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AUDITKIT_HOME"] = str(Path(folder, "home"))
        audit = Path(folder, "audit")
        with Audit.create(audit, title="Benchmark"):
            pass
        empty, ours = [], []
        for _ in range(rounds):
            empty.append(first_paint(EMPTY, b"painted"))
            ours.append(first_paint(AUDIT, b"Context of the organization", str(audit)))
    a, b = statistics.median(empty), statistics.median(ours)
    print(f"empty app {a * 1e3:.0f} ms, audit screen {b * 1e3:.0f} ms, ratio {b / a:.2f}")


if __name__ == "__main__":
    main()
