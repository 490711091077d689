"""Reads one file in a process of its own, so that a hostile file costs only itself.

Run as ``python -m auditkit.evidence.worker PATH CHARACTERS PASSAGES``; writes JSON to standard
output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from auditkit.evidence.apart import limit_memory, limit_seconds
from auditkit.evidence.reading import read_beginning

_SECONDS = 15  # of processor time


def main(arguments: list[str]) -> int:
    """Read the file named by the first argument; always 0, as the answer holds the problem."""
    limit_memory()
    limit_seconds(_SECONDS)
    reading = read_beginning(Path(arguments[0]), int(arguments[1]), int(arguments[2]))
    answer = {
        "passages": [[passage.place, passage.text] for passage in reading.passages],
        "truncated": reading.truncated,
        "problem": reading.problem,
    }
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
