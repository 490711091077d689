"""Reads one file in a process of its own, so that a hostile file costs only itself.

Run as ``python -m auditkit.evidence.worker PATH LIMIT``; writes JSON to standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from auditkit.evidence.reading import read_beginning

_MEMORY = 1 << 30  # bytes
_SECONDS = 15  # of processor time, in case nobody is left to end this process


def _limit_itself() -> None:
    """Set what the platform offers; the time limit of the caller holds everywhere."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def main(arguments: list[str]) -> int:
    """Read the file named by the first argument; always 0, as the answer holds the problem."""
    _limit_itself()
    reading = read_beginning(Path(arguments[0]), int(arguments[1]))
    answer = {
        "passages": [[passage.place, passage.text] for passage in reading.passages],
        "truncated": reading.truncated,
        "problem": reading.problem,
    }
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
