"""Does suggesting put a right file first, and is it silent where there is none?

    python benchmarks/suggest.py [FOLDER LABELS]... [--names-only] [--misses]
    python benchmarks/suggest.py --many N [--names-only]

FOLDER holds evidence; LABELS is a TOML file: requirement = [patterns of right files], an empty list
where the folder has none. Without arguments the sample evidence is asked. ``--many N`` measures
the time among N made files; writing their index takes a minute or two for 100,000.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from auditkit.analysis.prior import wants
from auditkit.checklist.catalog import checklist_file
from auditkit.checklist.load import load_checklist
from auditkit.evidence.contents import Contents
from auditkit.evidence.contents.blocks import Block
from auditkit.evidence.contents.store import Store
from auditkit.evidence.contents.wire import READ, Reply
from auditkit.evidence.model import FileEntry
from auditkit.evidence.scan import scan
from auditkit.evidence.suggest import Suggester, Wants, band

HERE = Path(__file__).parent
SAMPLE = (HERE.parent / "sample_evidence", HERE / "suggest_sample.toml")
CHECKLIST = "iso-iec-42001-2023"


@dataclass(frozen=True)
class Case:
    """A requirement asked of a folder: where the first right file stands (from 0; -1: nowhere),
    the best score, and how long it took in seconds."""

    folder: str
    ref: str
    wanted: bool
    place: int
    score: float
    shown: bool
    seconds: float
    best: str


def cases(folder: Path, labels: Path, *, names_only: bool) -> Iterator[Case]:
    """Every labelled requirement, asked of a folder."""
    asked = {
        each.ref: wants(each) for each in load_checklist(checklist_file(CHECKLIST)).requirements()
    }
    entries = scan((folder,)).entries
    labelled = tomllib.loads(labels.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place, Contents(Path(place, "i.sqlite")) as contents:
        if not names_only:
            contents.build(entries)
        suggester = Suggester(entries, None if names_only else contents, asked.values())
        for ref, patterns in labelled.items():
            yield _case(folder.name, suggester, ref, asked[ref], patterns)


def _case(folder: str, suggester: Suggester, ref: str, asked: Wants, patterns: list[str]) -> Case:
    begun = time.perf_counter()
    found = suggester.ranked(asked)
    seconds = time.perf_counter() - begun
    right = [any(fnmatchcase(fit.entry.path, each) for each in patterns) for fit in found]
    best = found[0].score if found else 0.0
    return Case(
        folder,
        ref,
        bool(patterns),
        right.index(True) if True in right else -1,
        best,
        band(best) is not None,
        seconds,
        found[0].entry.path if found else "",
    )


def told(found: list[Case]) -> str:
    """The figures of some cases in one line."""
    wanted = [each for each in found if each.wanted]
    empty = [each for each in found if not each.wanted]
    likely = [each for each in found if band(each.score) == "likely"]
    perhaps = [each for each in found if band(each.score) == "perhaps"]
    return "  ".join(
        (
            f"{len(wanted)} with evidence:",
            _share("right first", sum(each.place == 0 for each in wanted), len(wanted)),
            _share("among five", sum(0 <= each.place < 5 for each in wanted), len(wanted)),
            _share("shown", sum(each.shown for each in wanted), len(wanted)),
            f"| {len(empty)} without:",
            _share("silent", sum(not each.shown for each in empty), len(empty)),
            "| first right where",
            _share("likely", sum(each.place == 0 for each in likely), len(likely)),
            _share("perhaps", sum(each.place == 0 for each in perhaps), len(perhaps)),
            f"| {statistics.median(each.seconds for each in found) * 1000:.0f} ms",
            f"(most {max(each.seconds for each in found) * 1000:.0f})",
        )
    )


def _share(name: str, part: int, whole: int) -> str:
    return f"{name} {part / whole:.3f}" if whole else f"{name} -"


def made(count: int) -> list[FileEntry]:
    """Names as large evidence folders have them."""
    kinds = ("minutes", "report", "plan", "risk register", "policy", "log", "checklist", "notes")
    things = ("release", "supplier", "training", "incident", "audit", "model", "data", "budget")
    return [
        FileEntry(
            "/made",
            f"{things[n % 8]}s/{2000 + n % 26}/team {n % 997}/"
            f"{things[n // 8 % 8]} {kinds[n // 64 % 8]} {n % 9973} v{n % 7}.docx",
            n,
            n,
        )
        for n in range(count)
    ]


def written(place: Path, entries: list[FileEntry], words: list[str]) -> None:
    """An index in which every file has a text of one to three blocks, one word in twenty of them
    one of these."""
    chance = random.Random(7)
    others = [f"word{number}" for number in range(20_000)]
    pool = [
        " ".join(chance.choices(words, k=20) + chance.choices(others, k=380)) for _ in range(4000)
    ]
    store = Store(place)
    for begin in range(0, len(entries), 2000):
        with store.writing():
            for entry in entries[begin : begin + 2000]:
                texts = chance.choices(pool, k=chance.choice((1, 1, 2, 3)))
                blocks = [Block(text, 0, [0], ["page 1"]) for text in texts]
                store.put(entry, Reply(READ, blocks=blocks))
    store.close()


def time_many(count: int, *, names_only: bool) -> None:
    """How long it takes among many files."""
    asked = [wants(each) for each in load_checklist(checklist_file(CHECKLIST)).requirements()]
    entries = made(count)
    words = sorted({word for each in asked for text in each.keywords for word in text.split()})
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "i.sqlite")
        if not names_only:
            written(place, entries, words)
        with Contents(place) as contents:
            _time(entries, asked, None if names_only else contents)


def _time(entries: list[FileEntry], asked: list[Wants], contents: Contents | None) -> None:
    begun = time.perf_counter()
    suggester = Suggester(entries, contents, asked)
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    suggester.served(entries[0], asked, 5)
    reverse = time.perf_counter() - begun
    times = []
    for each in asked:
        begun = time.perf_counter()
        suggester.ranked(each)
        times.append(time.perf_counter() - begun)
    middle, most = (each(times) * 1000 for each in (statistics.median, max))
    print(
        f"{len(entries)} files: built {built:.2f} s, a requirement {middle:.0f} ms"
        f" (most {most:.0f}), a file {reverse * 1000:.0f} ms"
    )


def main() -> None:
    """Print the figures for each folder and for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", type=Path, metavar="FOLDER LABELS")
    parser.add_argument("--names-only", action="store_true")
    parser.add_argument("--misses", action="store_true", help="name what went wrong")
    parser.add_argument("--many", type=int, default=0)
    options = parser.parse_args()
    if options.many:
        time_many(options.many, names_only=options.names_only)
        return
    places = options.places or list(SAMPLE)
    everything: list[Case] = []
    for folder, labels in zip(places[::2], places[1::2], strict=True):
        found = list(cases(folder, labels, names_only=options.names_only))
        print(f"{folder.name}: {told(found)}")
        everything += found
    print(f"all: {told(everything)}")
    for each in everything if options.misses else ():
        if each.shown != each.wanted or (each.wanted and each.place):
            wrong = "right at" if each.wanted else "should be silent"
            print(f"  {each.folder} {each.ref}: {wrong} {each.place}, {each.score:.2f} {each.best}")


if __name__ == "__main__":
    main()
