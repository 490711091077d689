"""What a crash or a bad disk leaves of a journal, and what opening makes of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.fold import fold
from auditkit.record.line import START, Change, encode
from auditkit.record.model import Ref, Verdict
from auditkit.record.reading import read_journal

Begin = Callable[..., Audit]
DOORS = Ref("small", "1.1")
CHECK = Ref("small", "1.1/a")


@pytest.fixture
def folder(begin: Begin) -> Path:
    """A closed audit with five lines in its journal."""
    with begin() as audit:
        audit.set_verdict([CHECK], Verdict.CONFORMS)
        audit.set_note(DOORS, "The door\nstood open.")
        audit.add_note("Someone called", ref=DOORS)
        audit.set_verdict([CHECK], Verdict.DOES_NOT_CONFORM)
    return audit.folder


def journal_of(folder: Path) -> Path:
    (path,) = (folder / "journal").glob("*.jsonl")
    return path


def states(content: bytes, path: Path) -> list[dict[str, Any]]:
    """The state after each line."""
    changes = read_journal(path).changes
    assert len(changes) == content.count(b"\n") == 5
    return [fold(changes[:count]).tables for count in range(len(changes) + 1)]


def another_computer(home: Path) -> None:
    """From now on we sit at another one, which has never seen this audit."""
    shutil.rmtree(home / "seen", ignore_errors=True)
    (home / "device").write_text("other-device\n")


def forget(folder: Path, home: Path) -> None:
    """As after a crash in the first session: nobody has noted yet how far the journal came."""
    (folder / "audit.json").unlink(missing_ok=True)
    shutil.rmtree(home / "seen", ignore_errors=True)


def test_cut_at_every_byte_exactly_the_confirmed_changes_are_there(
    folder: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = journal_of(folder)
    content = path.read_bytes()
    after = states(content, path)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what counts here is content, not disks
    first = content.index(b"\n") + 1
    ends = {place for place, byte in enumerate(content) if byte == ord("\n")}
    near = {place + step for place in ends for step in (-1, 0, 1, 2)}
    for cut in range(first, len(content)):
        path.write_bytes(content[:cut])
        reading = read_journal(path)
        assert not reading.damage
        assert fold(reading.changes).tables == after[content[:cut].count(b"\n")]
        assert reading.end + reading.torn == cut
        if cut % 151 and cut not in near:
            continue  # opening is slow; every byte was read above
        whole, torn = content[:cut].count(b"\n"), content[:cut].rpartition(b"\n")[2]
        forget(folder, own_home)
        with Audit.open(folder) as audit:
            assert audit._state.tables == after[whole]
            assert not audit.read_only
            assert bool(audit.messages) == bool(torn)
        kept = {each.name: each.read_bytes() for each in path.parent.glob("*.torn*")}
        assert list(kept.values()) == ([torn] if torn else [])
        assert path.read_bytes() == content[: cut - len(torn)]
        for name in kept:
            assert name in audit.messages[0]
            (path.parent / name).unlink()


def test_cut_within_the_first_line_is_told_in_one_sentence(folder: Path) -> None:
    path = journal_of(folder)
    first = path.read_bytes().partition(b"\n")[0]
    for cut in (0, 1, len(first) // 2, len(first)):
        path.write_bytes(first[:cut])
        with pytest.raises(AuditkitError, match="no readable change"):
            Audit.open(folder)
        held = path.read_bytes() + b"".join(
            each.read_bytes() for each in sorted(path.parent.glob("*.torn*"))
        )
        assert held == first[:cut]
        for each in path.parent.glob("*.torn*"):
            each.unlink()


def test_after_a_torn_line_work_goes_on(folder: Path, own_home: Path) -> None:
    path = journal_of(folder)
    forget(folder, own_home)
    path.write_bytes(path.read_bytes()[:-10])
    with Audit.open(folder) as audit:
        assert audit.verdict(CHECK).verdict is Verdict.CONFORMS
        audit.set_verdict([CHECK], Verdict.NOT_APPLICABLE, "no door")
    with Audit.open(folder) as again:
        assert again.verdict(CHECK).reason == "no door"
        assert again.messages == []


def test_two_torn_lines_at_the_same_place_are_both_kept(folder: Path) -> None:
    path = journal_of(folder)
    content = path.read_bytes()
    for torn in (b"first half", b"second half", b"first half"):
        path.write_bytes(content + torn)
        Audit.open(folder).close()
        assert path.read_bytes() == content
    kept = sorted(each.read_bytes() for each in path.parent.glob("*.torn*"))
    assert set(kept) == {b"first half", b"second half"}


def test_a_reader_leaves_an_unfinished_line_alone(folder: Path) -> None:
    path = journal_of(folder)
    path.write_bytes(path.read_bytes() + b"half a li")
    before = path.read_bytes()
    with Audit.open(folder, read_only=True) as audit:
        assert audit.verdict(CHECK).verdict is Verdict.DOES_NOT_CONFORM
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.torn*"))


def test_another_devices_unfinished_line_is_left_to_it(folder: Path, own_home: Path) -> None:
    path = journal_of(folder)
    another_computer(own_home)
    path.write_bytes(path.read_bytes() + b"half a li")
    before = path.read_bytes()
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "from the other device")
    assert path.read_bytes() == before
    with Audit.open(folder, read_only=True) as again:
        assert again.note_text(DOORS) == "from the other device"
        assert set(again.heads()) == {"other-device", path.stem}


@pytest.mark.parametrize("line", [2, 3, 5])
@pytest.mark.parametrize("place", [0, 64, 70, 129, 150, -1])
def test_a_flipped_byte_is_named_and_nothing_is_lost(folder: Path, line: int, place: int) -> None:
    path = journal_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    after = states(b"".join(lines), path)
    broken = bytearray(lines[line - 1])
    broken[place if place >= 0 else len(broken) - 2] ^= 1
    content = b"".join([*lines[: line - 1], bytes(broken), *lines[line:]])
    path.write_bytes(content)
    with Audit.open(folder) as audit:
        assert audit.read_only
        assert f"{path.name}, line {line}" in audit.read_only_reason
        assert f"{path.name}, line {line}" in audit.messages[0]
        assert audit._state.tables == after[line - 1]
        with pytest.raises(AuditkitError, match=f"line {line}"):
            audit.set_note(DOORS, "more")
    assert path.read_bytes() == content
    path.write_bytes(b"".join(lines))
    with Audit.open(folder) as again:
        assert not again.read_only
        assert again._state.tables == after[5]


@pytest.mark.parametrize("change", ["drop", "repeat", "swap"])
def test_lines_taken_out_repeated_or_moved_are_noticed(folder: Path, change: str) -> None:
    path = journal_of(folder)
    one, two, three, four, five = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(
        b"".join(
            {
                "drop": [one, two, four, five],
                "repeat": [one, two, two, three],
                "swap": [one, two, four, three, five],
            }[change]
        )
    )
    with Audit.open(folder) as audit:
        assert f"{path.name}, line 3" in audit.read_only_reason


def test_another_devices_journal_is_not_taken_for_ones_own(folder: Path) -> None:
    path = journal_of(folder)
    shutil.copy(path, path.with_name("stranger-aaaaaa.jsonl"))
    with Audit.open(folder) as audit:
        assert "stranger-aaaaaa.jsonl, line 1" in audit.read_only_reason
        assert audit.verdict(CHECK).verdict is Verdict.DOES_NOT_CONFORM


def test_only_a_later_journal_at_hand_is_told_in_one_sentence(folder: Path, own_home: Path) -> None:
    path = journal_of(folder)
    another_computer(own_home)
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "from the other device")
    path.unlink()
    with Audit.open(folder) as audit:
        assert audit.note_text(DOORS) == "from the other device"
        with pytest.raises(AuditkitError, match="began the audit"):
            _ = audit.info


def test_a_newer_format_is_refused_and_nothing_is_written(folder: Path) -> None:
    path = journal_of(folder)
    reading = read_journal(path)
    last = reading.changes[-1]
    newer = {name: getattr(last, name) for name in Change.__struct_fields__}
    line, _ = encode(Change(**(newer | {"v": 2, "n": last.n + 1})), reading.chain)
    content = path.read_bytes() + line
    path.write_bytes(content)
    with pytest.raises(AuditkitError, match=r"newer auditkit.*line 6") as caught:
        Audit.open(folder)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_journals_of_two_audits_are_refused(folder: Path, begin: Begin) -> None:
    with begin() as other:
        line, _ = encode(
            Change(**_fields(read_journal(journal_of(other.folder)).changes[0], "other-one")), START
        )
    (folder / "journal" / "other-one.jsonl").write_bytes(line)
    with pytest.raises(AuditkitError, match="2 different audits"):
        Audit.open(folder)


def test_the_head_changes_with_every_change_and_not_without(folder: Path) -> None:
    with Audit.open(folder) as audit:
        before = audit.head
        assert len(before) == 12
        audit.set_note(DOORS, "another")
        assert audit.head != before
        after = audit.head
    with Audit.open(folder) as again:
        assert again.head == after


def _fields(change: Change, device: str) -> dict[str, Any]:
    fields = {name: getattr(change, name) for name in Change.__struct_fields__}
    return fields | {"device": device}
