"""What the record costs: a confirmed change, and opening, as ratios of one run.

Beside a bare append and fsync of the same bytes, plain TinyDB, and sqlite3 in WAL mode with
synchronous=FULL. Rounds alternate, so that a busy disk hits all alike; medians are printed.

python benchmarks/record.py
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB

os.environ["AUDITKIT_HOME"] = tempfile.mkdtemp(prefix="auditkit-bench-")

from auditkit.record.audit import Audit
from auditkit.record.fold import fold
from auditkit.record.line import Change, encode
from auditkit.record.model import Ref
from auditkit.record.reading import read_journal

SIZES = (300, 10_000, 50_000)
ROUNDS = 200
PEER_ROUNDS = 12  # plain TinyDB takes more than a second a change at 50,000
CHECKLIST = "iso-iec-42001-2023"


def record(number: int) -> dict[str, Any]:
    """A finding of the usual size: 17 fields, about 1 kB."""
    chance = random.Random(number)
    words = ["risk", "register", "owner", "impact", "system", "model", "review", "evidence"]
    text = " ".join(chance.choice(words) for _ in range(100))
    fields = {f"field_{each}": text[each * 40 : each * 40 + 40] for each in range(15)}
    return {"number": number, **fields, "state": "draft"}


def written(fields: dict[str, Any]) -> dict[str, tuple[Any, list[str]]]:
    """Fields of a new document, as a journal line holds them."""
    return {name: (value, []) for name, value in fields.items()}


def audit_of(folder: Path, count: int) -> Audit:
    """An audit with ``count`` records, one line each, written without waiting for the disk."""
    Audit.create(folder, title="Benchmark", checklists=[CHECKLIST]).close()
    (path,) = (folder / "journal").glob("*.jsonl")
    reading = read_journal(path)
    chain, first = reading.chain, reading.changes[0]
    state = fold(reading.changes)
    with path.open("ab") as stream:
        for number in range(count):
            change = Change(
                v=1,
                audit=first.audit,
                device=first.device,
                n=reading.lines + number + 1,
                clock=state.clock + number + 1,
                at=first.at,
                by="Lena Auditor",
                verb="add samples",
                group=f"{number:026d}",
                about=f"sample {number}",
                ops=(("samples", f"{number:026d}", written(record(number))),),
            )
            line, chain = encode(change, chain)
            stream.write(line)
    return Audit.open(folder)


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def changes(folder: Path, count: int) -> None:
    """A confirmed change at one size, beside its peers."""
    audit = audit_of(folder / "audit", count)
    table = audit.db.table("samples")
    ids = [f"{number:026d}" for number in range(count)]
    chance = random.Random(1)
    (journal,) = (folder / "audit" / "journal").glob("*.jsonl")
    bare = os.open(folder / "bare", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    ref = Ref(CHECKLIST, "4.1")
    rows: dict[str, list[tuple[float, float]]] = {"insert": [], "update": [], "note": []}

    def both(name: str, work: Callable[[], object]) -> None:
        """One change, and right after it the same number of bytes, appended and synced."""
        before = journal.stat().st_size
        took = timed(work)
        line = b"x" * (journal.stat().st_size - before)
        rows[name].append((took, timed(lambda: (os.write(bare, line), os.fsync(bare)))))

    for number in range(ROUNDS):
        one = [chance.choice(ids)]
        new = record(count + number)
        both("insert", lambda new=new: table.insert(new))
        both("update", lambda n=number, i=one: table.update({"state": f"s{n}"}, doc_ids=i))
        both("note", lambda n=number: audit.set_note(ref, f"heard {n} " * 40))
    audit.close()
    floor = statistics.median(each for _, each in rows["insert"])
    print(f"{count:>7} records: bare append + fsync {floor * 1000:.3f} ms; as ratios of that")
    for name, pairs in rows.items():
        ours, peer = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"          {name:<28}{ours / peer:8.2f}   (at most 2.0)")
    for name, each in peers(folder, count).items():
        print(f"          {name:<28}{each / floor:8.2f}")


def peers(folder: Path, count: int) -> dict[str, float]:
    """Medians of one insert into plain TinyDB and into SQLite."""
    data = {str(n + 1): record(n) for n in range(count)}
    (folder / "plain.json").write_text(json.dumps({"_default": data}))
    with TinyDB(folder / "plain.json") as plain:
        plain_times = [timed(lambda n=n: plain.insert(record(n))) for n in range(PEER_ROUNDS)]
    base = sqlite3.connect(folder / "peer.sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE samples (id INTEGER PRIMARY KEY, document TEXT)")
    base.execute("BEGIN")
    base.executemany(
        "INSERT INTO samples (document) VALUES (?)", ((json.dumps(d),) for d in data.values())
    )
    base.execute("COMMIT")
    insert = "INSERT INTO samples (document) VALUES (?)"
    sqlite_times = [
        timed(lambda n=n: base.execute(insert, (json.dumps(record(n)),))) for n in range(ROUNDS)
    ]
    base.close()
    return {
        "plain TinyDB insert": statistics.median(plain_times),
        "sqlite3 WAL FULL insert": statistics.median(sqlite_times),
    }


def opening(folder: Path) -> None:
    """Opening and verifying 5,000 lines; opening 50,000 through the snapshot."""
    audit_of(folder / "five", 5_000).close()
    (journal,) = (folder / "five" / "journal").glob("*.jsonl")

    def decode() -> None:
        for line in journal.read_bytes().splitlines():
            json.loads(line[130:])

    rows = [
        (timed(decode), timed(lambda: Audit.open(folder / "five", from_bytes=1 << 60).close()))
        for _ in range(9)
    ]
    one, two = (statistics.median(each) for each in zip(*rows, strict=True))
    print(f"open and verify 5,000 lines / read and json-decode: {two / one:.2f} (at most 4)")
    with audit_of(folder / "fifty", 50_000) as audit:
        audit.save_snapshot()
    whole, quick = [], []
    for _ in range(3):
        whole.append(timed(lambda: _read(folder / "fifty", 1 << 60)))
        quick.append(timed(lambda: _read(folder / "fifty", 0)))
    one, two = statistics.median(whole), statistics.median(quick)
    print(
        f"open 50,000 records by folding / through the snapshot: {one / two:.1f} (at least 5; "
        f"{one:.2f} s / {two:.2f} s)"
    )


def _read(folder: Path, from_bytes: int) -> None:
    with Audit.open(folder, read_only=True, from_bytes=from_bytes) as audit:
        assert len(audit.db.table("samples")) >= 50_000


def main() -> None:
    """Print everything."""
    print(f"sha256 of 100 MB: {timed(lambda: hashlib.sha256(bytes(10**8))):.3f} s")
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            changes(Path(folder), count)
    with tempfile.TemporaryDirectory() as folder:
        opening(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
