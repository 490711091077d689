"""Mending journals: a flipped line feed, and what a copy of the same journal still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from auditkit.files import write_bytes
from auditkit.record.folder import JOURNAL
from auditkit.record.journal import set_aside
from auditkit.record.line import BadLine, NewerFormat, decode
from auditkit.record.opening import Opened, Problem
from auditkit.record.reading import Reading, empty_reading, journal_paths, read_journal
from auditkit.text import one_line

_HEADER = re.compile(rb"[0-9a-f]{64} [0-9a-f]{64} \{")
_LEAST = 131
"""Bytes of the shortest line: two hashes, two spaces, something."""


def mended_feed(reading: Reading) -> bytes | None:
    """The journal's bytes with the one line feed put back that was damaged, or None where that
    is not what is wrong. The hash of the line before it proves where it stood."""
    content = reading.path.read_bytes()
    rest = content[reading.end :]
    places = [found.start() - 1 for found in _HEADER.finditer(rest, _LEAST)]
    for place in (*places, len(rest) - 1):
        if rest[place : place + 1] != b"\n" and _holds(rest[:place], reading.chain):
            at = reading.end + place
            return content[:at] + b"\n" + content[at + 1 :]
    return None


def mend_feeds(opened: Opened) -> list[str]:
    """Put damaged line feeds back; says what was done. Raises `AuditkitError`."""
    done = []
    for reading in opened.readings:
        content = mended_feed(reading) if reading.damage else None
        if content is not None:
            write_bytes(reading.path, content)
            name = one_line(reading.path.name)
            done.append(f"Put the damaged line feed of line {reading.lines + 1} in {name} right.")
    return done


def take_from(folder: Path, opened: Opened, source: Path) -> list[str]:
    """Bring back lines that a copy of the audit holds and this one has lost; says what was done.

    Only a journal that goes on exactly where ours ends is taken: its chain proves it. What is
    damaged or unfinished in ours is set aside by name. Raises `AuditkitError`.
    """
    ours = {each.device: each for each in opened.readings}
    wanted = {each.device for each in opened.problems if each.kind != "fork"}
    done = []
    for copy in _copies(opened, source):
        own = ours.get(copy.device)
        if own is None and copy.device not in wanted:
            continue
        if own is None or _goes_on(own, copy):
            done.append(_taken(own or empty_reading(folder / JOURNAL / copy.path.name), copy))
    return done


def give_up(opened: Opened) -> list[str]:
    """Where there is no copy: keep what stands before the damage, set the rest aside by name."""
    done = []
    for reading in opened.readings:
        if reading.damage:
            line, name = reading.lines + 1, set_aside(reading, "damaged")
            done.append(
                f"Set aside what follows line {line - 1} of {one_line(reading.path.name)} as "
                f"{one_line(name)}; it is no part of the record now."
            )
    return done


def forked(problems: Iterable[Problem]) -> list[str]:
    """What no repair decides."""
    return [
        f"{each.text} Which of the two goes on has to be decided by the people who wrote them."
        for each in problems
        if each.kind == "fork"
    ]


def _copies(opened: Opened, source: Path) -> list[Reading]:
    copies = [read_journal(path) for path in journal_paths(source / JOURNAL)]
    ids = {change.audit for copy in copies for change in copy.changes[:1]}
    return copies if ids == {opened.audit} or not opened.audit else []


def _goes_on(own: Reading, copy: Reading) -> bool:
    return copy.lines > own.lines and (not own.lines or copy.chain_at(own.lines) == own.chain)


def _taken(own: Reading, copy: Reading) -> str:
    if own.damage or own.torn:
        set_aside(own, "damaged" if own.damage else "torn")
    write_bytes(own.path, copy.path.read_bytes()[: copy.end])
    return f"Brought {copy.lines - own.lines} lines of {one_line(own.path.name)} back."


def _holds(line: bytes, previous: str) -> bool:
    try:
        decode(line, previous)
    except (BadLine, NewerFormat):
        return False
    return True
