"""Properties read in a process of its own, which is started once and replaced when a file was too
much for it.

Run as ``python -m auditkit.evidence.smell.child``: names of files come over standard input, one
JSON text a line (a name may hold anything), answers go to standard output, one JSON object a line.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from auditkit.evidence.apart import ended, limit_memory, limit_seconds, started
from auditkit.evidence.smell.facts import Properties
from auditkit.evidence.smell.properties import read_properties

_THIS = "auditkit.evidence.smell.child"
_SECONDS = 10.0  # for one file, the start of the process included
_MOST = 1 << 16  # bytes of an answer


class PropertyReader:
    """Asks for the properties of one file after the other. Leaving the context ends the process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, path: Path) -> Properties:
        """What a file says of itself; nothing where it cannot be read in time."""
        try:
            return msgspec.json.decode(self._ask(str(path.absolute())), type=Properties)
        except (OSError, msgspec.DecodeError):
            self._end()
            return Properties()

    def _ask(self, name: str) -> bytes:
        process = self._process = self._process or started(_THIS)
        assert process.stdin is not None
        assert process.stdout is not None
        overdue = threading.Timer(_SECONDS, process.kill)
        overdue.start()
        try:
            process.stdin.write(json.dumps(name).encode() + b"\n")
            process.stdin.flush()
            return process.stdout.readline(_MOST)
        finally:
            overdue.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            ended(process)


def main() -> int:
    """Answer until nobody asks any more."""
    # Ctrl-C reaches this process, too; the one that started it decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    for line in sys.stdin.buffer:
        limit_seconds(int(_SECONDS))
        try:
            answer = msgspec.json.encode(read_properties(Path(json.loads(line))))
        # A parser of foreign data: whatever it raises, the file is at fault.
        except Exception:
            answer = b"{}"
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
