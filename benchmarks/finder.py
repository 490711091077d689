"""How well and how fast files are found by name, beside ``fzf --filter`` where it is installed.

    python benchmarks/finder.py [--files N] [--sample] [--paths FILE] [--labelled FILE]
                                [--walk] [--no-fzf]

Without FILE the paths are made (always the same). A query is right when the path has every word
it was made from; MRR is the mean of 1 / rank of the first right path among 20 (0 when there is
none). ``--labelled`` takes queries labelled by hand instead (kind, query, words, between tabs);
``--sample`` those of finder_sample.tsv, over the sample evidence among the made paths.
Times of fzf are those of a process that reads all paths; what it needs for reading alone is
printed beside them. ``a key`` are the times of all beginnings of some queries, as the screen asks
for them; ``a cold key`` those where nothing is remembered of what was asked before. Memory is told
after building and again after all queries and keys. ``--walk`` makes an empty file for every path
in a temporary folder and compares listing and indexing them with ``find -printf``. Times depend on
the machine, so compare ratios.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

from finder_paths import ACRONYMS, make_paths
from finder_queries import Query, acronyms, make_queries, query, read_queries

from auditkit.evidence.model import FileEntry
from auditkit.evidence.names import NameIndex
from auditkit.evidence.scan import scan

Finder = Callable[[str], Sequence[str]]


class Ticker:
    """A thread that wants to run every millisecond, and how long the one that started it keeps it
    from that. Counted in the processor time of that one where the system tells it, so that other
    programs on a busy machine do not count."""

    def __enter__(self) -> Ticker:
        self._stalls: list[float] = []
        self._clock = self._clock_of_this_thread()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()
        return self

    def _clock_of_this_thread(self) -> Callable[[], float]:
        if not hasattr(time, "pthread_getcpuclockid"):
            return time.perf_counter
        return partial(time.clock_gettime, time.pthread_getcpuclockid(threading.get_ident()))

    def _tick(self) -> None:
        before = self._clock()
        while not self._done.is_set():
            time.sleep(0.001)
            now = self._clock()
            self._stalls.append((now - before) * 1000)
            before = now

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def __str__(self) -> str:
        p99 = sorted(self._stalls)[int(len(self._stalls) * 0.99)]
        return f"p99 {p99:.0f}, longest {max(self._stalls):.0f} (at most 50)"


def measure(find: Finder, queries: Sequence[Query]) -> tuple[dict[str, float], list[float]]:
    """MRR by kind and the milliseconds of each query."""
    ranks: dict[str, list[float]] = {}
    took: list[float] = []
    for each in queries:
        began = time.perf_counter()
        found = find(each.text)
        took.append((time.perf_counter() - began) * 1000)
        rank = next((number for number, path in enumerate(found[:20], 1) if each.fits(path)), 0)
        ranks.setdefault(each.kind, []).append(1 / rank if rank else 0.0)
    return {kind: mean(values) for kind, values in ranks.items()}, took


def beginnings(queries: Sequence[Query], count: int) -> list[list[Query]]:
    """Every beginning of some queries, in the order one types them."""
    some = random.Random(3).sample(list(queries), min(count, len(queries)))
    return [[query("", each.text[:end]) for end in range(1, len(each.text) + 1)] for each in some]


def typing(find: Finder, queries: Sequence[Query]) -> list[float]:
    """The milliseconds of the keys of sixty queries, one after the other."""
    return [ms for keys in beginnings(queries, 60) for ms in measure(find, keys)[1]]


def cold_typing(index: NameIndex, find: Finder, queries: Sequence[Query]) -> list[float]:
    """The milliseconds of the keys of some queries, each typed into an index that has answered
    nothing since it was changed: a file with a word of its own makes it forget."""
    took: list[float] = []
    for number, keys in enumerate(beginnings(queries, 20)):
        index.add(FileEntry("/evidence", f"zzqx{number} zzqy{number * 7}z.txt", 1, 1))
        find("qzx")  # takes in the new word
        took += measure(find, keys)[1]
    return took


def fzf_finder(paths: list[str], program: str) -> Finder:
    everything = "\n".join(paths).encode("utf-8", "surrogateescape")

    def find(text: str) -> list[str]:
        done = subprocess.run(
            [program, "--filter", text], input=everything, capture_output=True, check=False
        )
        return done.stdout.decode("utf-8", "surrogateescape").split("\n", 20)[:20]

    return find


def times(values: list[float]) -> str:
    p95 = sorted(values)[int(len(values) * 0.95)]
    return f"median {median(values):6.1f}, p95 {p95:6.1f}, longest {max(values):6.1f}"


def report(ours: dict[str, float], theirs: dict[str, float] | None) -> Iterator[str]:
    yield f"{'kind':<14}{'MRR':>7}" + (f"{'fzf':>7}" if theirs else "")
    for kind, value in ours.items():
        yield f"{kind:<14}{value:>7.3f}" + (f"{theirs[kind]:>7.3f}" if theirs else "")
    total = f"{'all':<14}{mean(ours.values()):>7.3f}"
    yield total + (f"{mean(theirs.values()):>7.3f}" if theirs else "")


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * 4096


def built(paths: Sequence[str], before: int) -> tuple[NameIndex, str]:
    """The index, and what it took to build; ``before`` is the memory held without it."""
    with Ticker() as ticker:
        began = time.perf_counter()
        # Other objects than those of the list, as a scan makes them.
        index = NameIndex(
            FileEntry("/evidence", f"{path} "[:-1], number, 10**18 + number)
            for number, path in enumerate(paths)
        )
        index.search("warm up")
        took = time.perf_counter() - began
    held = (resident() - before) / len(paths)
    return index, f"{took:.1f} s, {held:.0f} bytes a file; ms another thread waits: {ticker}"


def walked(paths: Sequence[str]) -> Iterator[str]:
    """Listing and indexing beside ``find``, three times in turn."""
    program = shutil.which("find") if os.name == "posix" else None
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        for _ in range(3):
            began = time.perf_counter()
            if program is not None:
                command = [program, folder, "-type", "f", "-printf", "%s %T@ %p\n"]
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            listed = time.perf_counter()
            NameIndex(scan([Path(folder)]).entries)
            done = time.perf_counter()
            theirs = listed - began
            ratio = f", find {theirs:.2f} s, ratio {(done - listed) / theirs:.1f} (below 4)"
            yield f"walk and index {done - listed:.2f} s" + (ratio if program else "")


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well and fast files are found by name.")
    parser.add_argument("--files", type=int, default=100_000, help="made paths")
    parser.add_argument("--sample", action="store_true", help="the sample evidence among them")
    parser.add_argument("--paths", type=Path, help="a file with one path a line")
    parser.add_argument("--labelled", type=Path, help="queries labelled by hand")
    parser.add_argument("--seed", type=int, default=7, help="of the queries that are made")
    parser.add_argument("--walk", action="store_true", help="measure listing the files as well")
    parser.add_argument("--no-fzf", action="store_true", help="measure auditkit alone")
    parser.add_argument("--misses", action="store_true", help="print what was not found first")
    return parser.parse_args()


def asked(options: argparse.Namespace, paths: Sequence[str]) -> list[Query]:
    if options.labelled:
        return read_queries(options.labelled.read_text("utf-8").splitlines())
    if options.sample:
        labelled = Path(__file__).with_name("finder_sample.tsv")
        return read_queries(labelled.read_text("utf-8").splitlines())
    made = make_queries(paths, options.seed)
    return made if options.paths else [*made, *acronyms(ACRONYMS)]


def lines_of(file: Path) -> list[str]:
    text = file.read_text("utf-8", "surrogateescape")
    return list(dict.fromkeys(line for line in text.split("\n") if line))


def sample_paths() -> list[str]:
    root = Path(__file__).resolve().parents[1] / "sample_evidence"
    return sorted(each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file())


def misses(find: Finder, queries: Sequence[Query]) -> Iterator[str]:
    for each in queries:
        found = find(each.text)
        rank = next((number for number, path in enumerate(found, 1) if each.fits(path)), 0)
        if rank != 1:
            words = " | ".join(" ".join(sorted(words)) for words in each.meant)
            yield f"{each.kind}\t{rank}\t{each.text}\t{words}\t{found[0] if found else ''}"


def main() -> None:
    options = chosen()
    paths = lines_of(options.paths) if options.paths else make_paths(options.files)
    paths = [*sample_paths(), *paths] if options.sample else paths
    queries = asked(options, paths)
    gc.collect()
    before = resident()
    index, built_in = built(paths, before)
    print(f"{len(queries)} queries, {len(paths)} paths; index: {built_in}\n")

    def find(text: str) -> list[str]:
        return [match.entry.path for match in index.search(text)]

    with Ticker() as ticker:
        ours, took = measure(find, queries)
        keys = typing(find, queries)
    gc.collect()
    held = (resident() - before) / len(paths)
    cold = cold_typing(index, find, queries)
    program = None if options.no_fzf else shutil.which("fzf")
    theirs, beside = None, "fzf: not measured" if options.no_fzf else "fzf: not installed"
    if program is not None:
        theirs, fzf_took = measure(fzf_finder(paths, program), queries)
        _, reading = measure(fzf_finder(paths, program), [query("", "zzqxjzzqxj")] * 5)
        beside = f"fzf:       {times(fzf_took)}; reading alone {median(reading):.1f}"
    print("\n".join(report(ours, theirs)))
    print(f"\nms\na query:   {times(took)}\na key:     {times(keys)}")
    print(f"a cold key: {times(cold)}\n{beside}")
    print(f"{held:.0f} bytes a file after use (at most 1200 from 80,000 files on)")
    print(f"another thread waits: {ticker}")
    if options.walk:
        print("\n".join(walked(paths)))
    if options.misses:
        print("\n".join(misses(find, queries)))


if __name__ == "__main__":
    main()
