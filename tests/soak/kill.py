"""Kills a process that writes an audit, again and again, at any moment of its life, and counts
what is gone afterwards of what it had confirmed.

    python tests/soak/kill.py 1000

No test collects this file; tests/record/test_processes.py runs a few dozen kills of it.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Role, Verdict
from auditkit.record.reading import journal_paths, read_journal

CHECKLIST = (
    Path(__file__).parents[1] / "record" / "golden" / "v1" / "audit" / "checklists" / "house.toml"
)
DOORS, CHECK = Ref("house", "1.1"), Ref("house", "1.1/a")
WAYS = (0, 1 << 40)
"""Sizes of journals from which opening goes through audit.json: always, never."""
ROUND = 50
"""Kills that one audit goes through, so that it stays small."""


def grouped(audit: Audit, text: str) -> None:
    """Two lines that are one step: the second one carries its name."""
    with audit.group("both"):
        audit.add_note(f"first of {text}")
        audit.set_note(DOORS, text)


STEPS: tuple[Callable[[Audit, str], object], ...] = (
    lambda audit, text: audit.add_note(text),
    lambda audit, text: audit.set_verdict([CHECK], Verdict.NOT_APPLICABLE, text),
    lambda audit, text: audit.raise_finding(Grade.OFI, text, refs=[DOORS], gap="x" * 2000),
    lambda audit, text: audit.register_statement(EvidenceKind.INTERVIEW, text),
    grouped,
    lambda audit, text: audit.add_person(text, Role.AUDITEE),
    lambda audit, text: audit.db.table("own").insert({"text": text}),
    lambda audit, text: audit.set_info(organization=text),
)
"""What the writer does, over and over; each leaves its number in one line of the journal."""


def write(folder: Path, way: int, number: int) -> None:
    """The writer: says who it is, then opens, writes a little and closes, for ever; says the
    number of each step once it is confirmed."""
    os.write(1, b"%d\n" % os.getpid())
    while True:
        with Audit.open(folder, from_bytes=way) as audit:
            for _ in range(1 + number % 5):
                STEPS[number % len(STEPS)](audit, f"step {number}")
                os.write(1, b"%d\n" % number)
                number += 1


def serve() -> None:
    """Make a writer of each line of standard input without starting Python anew: fork it, and say
    when it is gone."""
    for line in sys.stdin:
        folder, way, number = line.rstrip("\n").rsplit(" ", 2)
        process = os.fork()
        if not process:
            try:
                write(Path(folder), int(way), int(number))
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        os.waitpid(process, 0)
        os.write(1, b"gone\n")


class Writers:
    """Starts writers, and kills them."""

    def __init__(self) -> None:
        self._server = _started("--serve") if hasattr(os, "fork") else None

    def __enter__(self) -> Writers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.communicate()

    def killed(self, order: Sequence[str], steps: int, delay: float) -> list[int]:
        """Let one write until it has confirmed so many steps, and some seconds longer; then kill
        it. Gives the steps that it confirmed."""
        process = self._server or _started("--write", *order)
        assert process.stdin is not None
        assert process.stdout is not None
        if self._server is not None:
            process.stdin.write(" ".join(order) + "\n")
            process.stdin.flush()
        writer = int(process.stdout.readline())
        confirmed: list[int] = []
        if not steps:
            _kill(writer, delay)
        for line in iter(process.stdout.readline, "gone\n"):
            if not line:
                break
            confirmed.append(int(line))
            if len(confirmed) == steps:
                _kill(writer, delay)
        if process is not self._server:
            process.communicate()
        return confirmed


@dataclass
class Found:
    """What was found after so many kills."""

    kills: int = 0
    confirmed: int = 0
    lost: int = 0
    """Steps that were confirmed and are not there."""
    twice: int = 0
    """Steps that are there more than once."""
    invented: int = 0
    """Steps that are there, though the one before was not confirmed."""
    unreadable: list[str] = field(default_factory=list)
    """What openings said that should have said nothing, or only that a line was unfinished."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.confirmed} confirmed, {self.lost} lost, {self.twice} "
            f"twice, {self.invented} invented, {len(self.unreadable)} unreadable"
        )

    @property
    def good(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.twice or self.invented or self.unreadable)


def soak(place: Path, kills: int, seed: int = 42001) -> Found:
    """Kill writers of audits below ``place``; ``$AUDITKIT_HOME`` names their home."""
    chance, found = random.Random(seed), Found()
    with Writers() as writers:
        while found.kills < kills:
            folder = place / f"audit{found.kills}"
            Audit.create(folder, title="Soak", checklists=[str(CHECKLIST)]).close()
            confirmed, possible = set[int](), set[int]()
            for _ in range(min(ROUND, kills - found.kills)):
                first = found.kills * 1000
                order = (str(folder), str(chance.choice(WAYS)), str(first))
                said = writers.killed(order, chance.randint(0, 9), chance.random() / 250)
                confirmed.update(said)
                possible.update([*said, first + len(said)])
                found.kills += 1
                found.confirmed += len(said)
                check(folder, confirmed, possible, found)
    return found


def check(folder: Path, confirmed: set[int], possible: set[int], found: Found) -> None:
    """Hold what lies in a folder against what was confirmed, and what may have been written."""
    try:
        with Audit.open(folder, from_bytes=WAYS[found.kills % 2]) as audit:
            audit.add_note("after the kill")
            said = [audit.read_only_reason, *audit.messages]
    except Exception as error:
        said = [repr(error)]
    found.unreadable += [each for each in said if each and "was unfinished" not in each]
    written = Counter(steps(folder))
    gone = confirmed - written.keys()
    found.lost += len(gone)
    confirmed -= gone  # counted once
    found.twice += sum(count > 1 for count in written.values())
    found.invented += len(written.keys() - possible)


def steps(folder: Path) -> Iterator[int]:
    """The steps whose lines are there."""
    for path in journal_paths(folder / "journal"):
        for change in read_journal(path).changes:
            for _, _, fields in change.ops:
                for value, _ in fields.values():
                    if isinstance(value, str) and (named := re.fullmatch(r"step (\d+)", value)):
                        yield int(named.group(1))


def _started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _kill(process: int, delay: float) -> None:
    time.sleep(delay)
    with suppress(OSError):  # gone already
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))  # on Windows both end it


def main(kills: int) -> int:
    """Run, and say what was found."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["AUDITKIT_HOME"] = str(Path(place) / "home")
        found = soak(Path(place), kills)
    print(found, *found.unreadable, sep="\n")
    return not found.good


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve()
    elif sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1000))
