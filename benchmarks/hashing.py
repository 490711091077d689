"""How fast registered files are hashed, beside ``sha256sum`` over the same files in one run.

Prints the ratio of speeds; the goal is at least 0.8. Says so where there is no sha256sum.

python benchmarks/hashing.py
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

from auditkit.evidence.hashing import hash_all

ROUNDS = 5
SETS = {"2,000 files of 5 kB": (2_000, 5_000), "40 files of 10 MB": (40, 10_000_000)}


def made(folder: Path, count: int, size: int) -> list[Path]:
    """Files of random bytes."""
    chance = random.Random(1)
    paths = [folder / str(number) for number in range(count)]
    for path in paths:
        path.write_bytes(chance.randbytes(size))
    return paths


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Alternate both, so that a busy machine hits both alike."""
    if not shutil.which("sha256sum"):
        print("There is no sha256sum on this machine: nothing to compare with.")
        return
    for name, (count, size) in SETS.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = [*rounds(made(Path(folder), count, size))]
        ours, theirs = (statistics.median(each) for each in zip(*rows, strict=True))
        print(f"{name}: {theirs / ours:.2f} times the speed of sha256sum (at least 0.8)")


def rounds(paths: list[Path]) -> Iterator[tuple[float, float]]:
    """Seconds of ours and of the peer's, round by round."""
    peer = ["sha256sum", *(os.fspath(path) for path in paths)]
    for _ in range(ROUNDS):
        yield (
            seconds(lambda: list(hash_all(paths))),
            seconds(lambda: subprocess.run(peer, check=True, stdout=subprocess.DEVNULL)),
        )


if __name__ == "__main__":
    main()
