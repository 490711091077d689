"""Damage of every kind, bit by bit: what is read is what was written, up to a place that is named;
never anything else, and never without a word.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.fold import State, fold
from auditkit.record.model import Ref, Verdict
from auditkit.record.opening import Opened, open_folder
from auditkit.record.reading import SECTOR, journal_paths, read_content, read_journal
from auditkit.record.snapshot import is_intact, parse
from auditkit.record.stamps import same

Begin = Callable[..., Audit]
DOORS, CHECK = Ref("small", "1.1"), Ref("small", "1.1/a")
ALWAYS, NEVER = 0, 1 << 40
"""Sizes of journals from which opening goes through audit.json."""


class Whole:
    """An audit of two devices and five lines, as it should be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = journal_paths(folder / "journal")
        self.content = {path.name: path.read_bytes() for path in self.paths}
        self.changes = {path.name: read_journal(path).changes for path in self.paths}
        self.snapshot = (folder / "audit.json").read_bytes()

    def state(self, **lines: int) -> State:
        """The state of so many lines of a journal (by device), and of all lines of the others."""
        return fold(
            change
            for name, changes in self.changes.items()
            for change in changes[: lines.get(name, len(changes))]
        )

    def lines(self, name: str, content: bytes) -> int:
        """How many lines of a journal are there, from the first one on, as they were written."""
        known = self.content[name]
        same = next((n for n, (a, b) in enumerate(zip(known, content)) if a != b), len(content))
        return known[: min(same, len(content))].count(b"\n")


@pytest.fixture(scope="module")
def whole(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(tmp_path_factory.mktemp("one")))
        with begin(lead="Lena") as audit:
            audit.set_note(DOORS, "caf\u00e9 \udce9")
        patch.setenv("AUDITKIT_HOME", str(tmp_path_factory.mktemp("other")))
        with Audit.open(audit.folder) as audit:
            audit.set_verdict([CHECK], Verdict.DOES_NOT_CONFORM)
            audit.set_note(DOORS, "It stood open. " * 120)
    made = Whole(audit.folder)
    assert sorted(map(len, made.changes.values())) == [2, 3]
    return made


@pytest.fixture
def copy(whole: Whole, tmp_path: Path) -> Path:
    """A copy to damage. No mark is kept of it: audit.json alone knows more."""
    return Path(shutil.copytree(whole.folder, tmp_path / "copy"))


def flips(content: bytes, step: int = 1) -> Iterator[tuple[int, bytes]]:
    """The content with one bit flipped, for every ``step``-th bit of it, and the byte's place."""
    for bit in range(0, len(content) * 8, step):
        place = bit // 8
        flipped = content[place] ^ 1 << bit % 8
        yield place, content[:place] + bytes([flipped]) + content[place + 1 :]


def opened_both_ways(folder: Path) -> Opened:
    """The same, whichever way it is opened."""
    one, other = (open_folder(folder, from_bytes=size) for size in (NEVER, ALWAYS))
    assert same(one.state, other.state)
    assert one.problems == other.problems
    return one


def test_every_bit_of_every_journal_is_named_by_file_and_line(whole: Whole) -> None:
    for path in whole.paths:
        content, changes = whole.content[path.name], whole.changes[path.name]
        for place, flipped in flips(content):
            line = content[:place].count(b"\n") + 1
            reading = read_content(path, flipped)
            assert reading.damage.startswith(f"{path.name}, line {line}: ")
            assert reading.changes == changes[: line - 1]
            assert not reading.torn


def test_every_bit_of_the_snapshot_is_seen(whole: Whole) -> None:
    assert parse(whole.snapshot) is not None
    for _, flipped in flips(whole.snapshot):
        assert not is_intact(flipped)
        assert parse(flipped) is None


def test_a_folder_with_a_flipped_bit_shows_what_stands_before_it(whole: Whole, copy: Path) -> None:
    for path in whole.paths:
        content = whole.content[path.name]
        for place, flipped in flips(content, 67):
            line = content[:place].count(b"\n") + 1
            (copy / "journal" / path.name).write_bytes(flipped)
            opened = opened_both_ways(copy)
            assert [each.kind for each in opened.problems] == ["damage"]
            assert f"{path.name}, line {line}" in opened.problems[0].text
            assert same(opened.state, whole.state(**{path.name: line - 1}))
        (copy / "journal" / path.name).write_bytes(content)


def test_a_folder_with_a_flipped_bit_in_the_snapshot_is_whole(whole: Whole, copy: Path) -> None:
    for _, flipped in flips(whole.snapshot, 331):
        (copy / "audit.json").write_bytes(flipped)
        opened = opened_both_ways(copy)
        assert not opened.problems
        assert opened.strange_snapshot
        assert same(opened.state, whole.state())


def test_an_audit_with_a_flipped_bit_is_read_only_and_left_alone(whole: Whole, copy: Path) -> None:
    for path in whole.paths:
        there = copy / "journal" / path.name
        for place, flipped in flips(whole.content[path.name], 997):
            line = flipped[:place].count(b"\n") + 1
            there.write_bytes(flipped)
            with Audit.open(copy, from_bytes=place % 2 * NEVER) as audit:
                assert f"{path.name}, line {line}" in audit.read_only_reason
                with pytest.raises(AuditkitError, match=f"line {line}"):
                    audit.set_note(DOORS, "more")
                assert same(audit._state, whole.state(**{path.name: line - 1}))
            assert there.read_bytes() == flipped
            assert (copy / "audit.json").read_bytes() == whole.snapshot
        there.write_bytes(whole.content[path.name])


def test_an_audit_with_a_flipped_bit_in_the_snapshot_goes_on(whole: Whole, copy: Path) -> None:
    for _, flipped in flips(whole.snapshot, len(whole.snapshot) * 8 // 20):
        (copy / "audit.json").write_bytes(flipped)
        with Audit.open(copy, from_bytes=ALWAYS) as audit:
            assert not audit.read_only
            assert "audit.json is not as auditkit wrote it" in audit.messages[0]
            assert same(audit._state, whole.state())
        (aside,) = copy.glob("audit.json.other-*")
        assert aside.read_bytes() == flipped
        aside.unlink()


def test_cut_at_every_byte_the_whole_lines_are_there(whole: Whole) -> None:
    for path in whole.paths:
        content = whole.content[path.name]
        for cut in range(len(content)):
            reading = read_content(path, content[:cut])
            lines = content[:cut].count(b"\n")
            assert reading.changes == whole.changes[path.name][:lines]
            assert not reading.damage
            assert reading.end + reading.torn == cut


def test_cut_anywhere_the_loss_is_said(whole: Whole, copy: Path) -> None:
    """audit.json knows how much there was."""
    for path in whole.paths:
        content, there = whole.content[path.name], copy / "journal" / path.name
        total = content.count(b"\n")
        ends = [found.end() for found in re.finditer(rb"\n", content)][:-1]
        for cut in sorted({0, 1, *ends, *(end - 1 for end in ends), *range(0, len(content), 41)}):
            lines, torn = content[:cut].count(b"\n"), content[:cut][-1:] not in (b"", b"\n")
            there.write_bytes(content[:cut])
            opened = opened_both_ways(copy)
            assert [each.kind for each in opened.problems] == ["torn"] * torn + ["missing"]
            said = opened.problems[-1].text
            assert path.name.removesuffix(".jsonl") in said
            assert f"{total - lines} of its {total} lines are missing" in said or not lines
            assert same(opened.state, whole.state(**{path.name: lines}))
        there.write_bytes(content)


def test_whole_sectors_of_zeros_at_the_end_are_an_unfinished_line(whole: Whole) -> None:
    """As a file system shows what never reached the disk; zeros elsewhere are damage."""
    path = max(whole.paths, key=lambda each: len(whole.content[each.name]))
    content = whole.content[path.name]
    start = content[:-1].rindex(b"\n") + 1
    first = start + -start % SECTOR
    for place in range(first, len(content) - 2 * SECTOR, SECTOR):
        for shift in (0, 1, SECTOR // 2, SECTOR - 1):
            one = place + shift
            lost = content[:one] + bytes(SECTOR) + content[one + SECTOR :]
            reading = read_content(path, lost)
            assert reading.changes == whole.changes[path.name][:-1]
            assert bool(reading.torn) == (not shift)
            assert bool(reading.damage) == bool(shift)


def told(whole: Whole, path: Path, content: bytes) -> None:
    """What is read of any content is a beginning of what was written, and the rest is said."""
    reading = read_content(path, content)
    lines = whole.lines(path.name, content)
    assert reading.changes == whole.changes[path.name][:lines]
    rest = content[reading.end :]
    assert bool(rest) == bool(reading.damage or reading.torn)
    if reading.torn:
        assert reading.torn == len(rest)
        assert b"\n" not in rest or b"\0" in rest
    if reading.damage:
        assert reading.damage.startswith(f"{path.name}, line {lines + 1}: ")


@settings(max_examples=150)
@given(st.data())
def test_lines_taken_out_repeated_or_moved_are_said(whole: Whole, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(whole.paths))
    every = [line for each in whole.content.values() for line in each.splitlines(keepends=True)]
    told(whole, path, b"".join(data.draw(st.lists(st.sampled_from(every), max_size=6))))


@settings(max_examples=300)
@given(st.data())
def test_garbage_anywhere_is_said(whole: Whole, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(whole.paths))
    content = whole.content[path.name]
    place = data.draw(st.integers(0, len(content)))
    garbage = data.draw(st.binary(max_size=40) | st.sampled_from([b"\n", b"\r\n", b"\0" * 512]))
    over = data.draw(st.sampled_from([0, len(garbage), 3, len(content)]))
    told(whole, path, content[:place] + garbage + content[place + over :])


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_for_a_journal_or_a_snapshot_are_read(whole: Whole, content: bytes) -> None:
    told(whole, whole.paths[0], content)
    assert parse(content) is None
