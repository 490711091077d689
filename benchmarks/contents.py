"""How fast evidence is indexed and searched by contents, and what a rescan costs.

    python benchmarks/contents.py [FILES] [FOLDER]

Three parts. FILES (100,000 unless told) empty files, unchanged: a rescan (listing them and
comparing them with the index) beside a bare walk with `os.scandir` and `stat`, as a ratio, in the
same run. A thousand made documents (text, CSV, Word, Excel, PDF): building the index, its size
beside the text in it, queries. With FOLDER, the same for the files in that folder. Times depend
on the machine, so compare ratios.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import docx
import openpyxl
from reportlab.pdfgen.canvas import Canvas

from auditkit.evidence.contents import Contents
from auditkit.evidence.contents.wire import READ, Reply
from auditkit.evidence.model import FileEntry
from auditkit.evidence.scan import scan

ROUNDS = 7
WORDS = (  # noqa: SIM905
    "risk register assessment treatment policy objective approval board review incident data model "
    "bias drift oversight human system supplier agreement control evidence training competence "
    "record procedure impact individual group society transparency notice validation owner "
    "measure monitoring change request resource plan audit finding corrective action cause"
).split()
QUERIES = (
    "bias",
    "risk register",
    '"risk register"',
    "impact NEAR individual",
    "compet*",
    "o*",
    "asessment",
    "bias -drift",
    "board approval supplier agreement",
)


def text(rng: random.Random, words: int) -> str:
    made = [rng.choice(WORDS) if rng.random() < 0.7 else f"w{rng.randint(1, 20_000)}x"
            for _ in range(words)]  # fmt: skip
    return " ".join(made)


def make_documents(root: Path, count: int) -> None:
    """``count`` documents of five kinds, the same every time."""
    rng = random.Random(42)
    makers: list[Callable[[random.Random, Path], None]] = [_plain, _table, _word, _excel, _pdf]
    for number in range(count):
        folder = root / f"Area {number % 20}"
        folder.mkdir(parents=True, exist_ok=True)
        makers[number % len(makers)](rng, folder / f"Document {number}")


def _plain(rng: random.Random, path: Path) -> None:
    path.with_suffix(".txt").write_text("\n".join(text(rng, 12) for _ in range(200)))


def _table(rng: random.Random, path: Path) -> None:
    rows = (";".join(text(rng, 3) for _ in range(6)) for _ in range(150))
    path.with_suffix(".csv").write_text("\n".join(rows))


def _word(rng: random.Random, path: Path) -> None:
    document = docx.Document()
    for _ in range(60):
        document.add_paragraph(text(rng, 40))
    document.save(str(path.with_suffix(".docx")))


def _excel(rng: random.Random, path: Path) -> None:
    workbook = openpyxl.Workbook()
    for _ in range(100):
        workbook.active.append([text(rng, 4) for _ in range(6)])
    workbook.save(path.with_suffix(".xlsx"))


def _pdf(rng: random.Random, path: Path) -> None:
    canvas = Canvas(str(path.with_suffix(".pdf")))
    for _ in range(5):
        for line in range(40):
            canvas.drawString(50, 780 - 18 * line, text(rng, 11))
        canvas.showPage()
    canvas.save()


def walk(root: str) -> int:
    """A bare walk: every file with its size and time."""
    found = 0
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for item in listing:
                if item.is_dir(follow_symlinks=False):
                    waiting.append(item.path)
                else:
                    item.stat(follow_symlinks=False)
                    found += 1
    return found


def rescan(count: int, place: Path) -> None:
    root = place / "many"
    for number in range(0, count, 50):
        folder = root / f"Area {number // 5000}" / f"Folder {number // 50}"
        folder.mkdir(parents=True)
        for each in range(50):
            (folder / f"Document {each} of {number}.txt").touch()
    with Contents(place / "many.sqlite") as contents:
        entries = scan([root]).entries
        begun = time.perf_counter()
        _pretend(contents, entries)
        print(f"{len(entries)} files taken into the index in {time.perf_counter() - begun:.1f} s")
        _compare(contents, root)


def _pretend(contents: Contents, entries: Sequence[FileEntry]) -> None:
    """Take in empty files without opening each of them."""
    store = contents._store
    with store.writing():
        for entry in entries:
            store.put(entry, Reply(READ))
    contents.build(entries)


def _compare(contents: Contents, root: Path) -> None:
    bare: list[float] = []
    whole: list[float] = []
    one: list[float] = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        walk(str(root))
        bare.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        assert contents.build(scan([root]).entries).read == 0
        whole.append(time.perf_counter() - begun)
        next(root.rglob("*.txt")).write_text("x" * (number + 1))
        begun = time.perf_counter()
        assert contents.build(scan([root]).entries).read == 1
        one.append(time.perf_counter() - begun)
    ratios = [each / base for each, base in zip(whole, bare, strict=True)]
    print(f"bare walk {median(bare) * 1000:.0f} ms, rescan {median(whole) * 1000:.0f} ms: "
          f"ratio {median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f}); "
          f"with one changed file {median(one) * 1000:.0f} ms")  # fmt: skip


def index(root: Path, place: Path) -> None:
    entries = scan([root]).entries
    begun = time.perf_counter()
    with Contents(place / "index.sqlite") as contents:
        contents.build(entries)
        took = time.perf_counter() - begun
        characters = sum(
            len(passage.text) for entry in entries for passage in contents.passages(entry)
        )
        coverage = contents.coverage()
        size = (place / "index.sqlite").stat().st_size
        print(f"{len(entries)} files of {sum(e.size for e in entries) / 1e6:.0f} MB, "
              f"{characters / 1e6:.1f} M characters: {took:.1f} s, index {size / 1e6:.0f} MB "
              f"({size / max(1, characters):.2f} bytes a character), "
              f"{len(coverage.problems)} unreadable")  # fmt: skip
        for query in QUERIES:
            times = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                hits = contents.search(query).hits
                times.append((time.perf_counter() - begun) * 1000)
            print(f"  {query:<36} {median(times):6.1f} ms  {len(hits)} hits")
    (place / "index.sqlite").unlink()


def main(arguments: list[str]) -> None:
    place = Path(tempfile.mkdtemp(prefix="auditkit-contents-"))
    try:
        rescan(int(arguments[0]) if arguments else 100_000, place)
        make_documents(place / "documents", 1000)
        index(place / "documents", place)
        if len(arguments) > 1:
            index(Path(arguments[1]), place)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main(sys.argv[1:])
