"""A process that reads one file after the other, so that a hostile file costs only itself.

Run as ``python -m auditkit.evidence.contents.child``: names of files come over standard input,
replies go to standard output, in frames (`wire`). It ends when standard input does.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from auditkit.evidence.apart import limit_memory, limit_seconds
from auditkit.evidence.contents.blocks import blocks
from auditkit.evidence.contents.text import vocabulary
from auditkit.evidence.contents.wire import (
    FAILED,
    READ,
    UNREADABLE,
    Reply,
    encoded,
    receive,
    send,
)
from auditkit.evidence.reading import Reading, read_beginning
from auditkit.text import one_line

HELLO = b"auditkit reads"
_SECONDS = 15  # of processor time for a file
_CHARACTERS = 5_000_000  # of a file are searched
_PASSAGES = 500_000


def read_file(path: Path) -> Reply:
    """The blocks of a file; raises for no file."""
    try:
        return _reply(read_beginning(path, _CHARACTERS, _PASSAGES))
    except MemoryError:
        return Reply(FAILED, "Reading the file needs too much memory.")


def _reply(reading: Reading) -> Reply:
    found = list(blocks(reading.passages))
    note = reading.problem
    if reading.truncated and not note:
        note = f"Only the first {_CHARACTERS:,} characters are searched."
    state = READ if not reading.problem else UNREADABLE if reading.lasting else FAILED
    words = vocabulary(block.text for block in found)
    return Reply(state, one_line(note), found, sorted(words))


def main() -> int:
    """Answer until nobody asks any more."""
    # Ctrl-C reaches this process, too; the one that started it decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    answers = _own_output()
    send(answers, HELLO)
    while (name := receive(sys.stdin.buffer)) is not None:
        limit_seconds(_SECONDS)
        send(answers, encoded(read_file(Path(os.fsdecode(name)))))
    return 0


def _own_output() -> BinaryIO:
    """Standard output for frames alone: what libraries print goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except BrokenPipeError:  # nobody waits for the answer
        raise SystemExit(0) from None
