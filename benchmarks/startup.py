"""How long ``auditkit --help`` takes beside the bare import of click, in one run.

Prints the ratio of medians; the goal is at most 2.0.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15


def seconds(*arguments: str) -> float:
    """Wall-clock time of one fresh interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Alternate both commands, so that a busy machine hits both alike."""
    peer, ours = [], []
    for _ in range(ROUNDS):
        peer.append(seconds("-c", "import click"))
        ours.append(seconds("-m", "auditkit", "--help"))
    one, two = statistics.median(peer), statistics.median(ours)
    print(f"import click      {one * 1000:6.1f} ms")
    print(f"auditkit --help   {two * 1000:6.1f} ms   ratio {two / one:.2f} (goal: at most 2.0)")


if __name__ == "__main__":
    main()
