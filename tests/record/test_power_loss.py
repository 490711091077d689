"""The power goes at any moment: every state in which the disk may be found opens again, holds
exactly what was confirmed (or the one change more that was being written), and takes the next one.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from auditkit import files
from auditkit.errors import AuditkitError
from auditkit.record import device
from auditkit.record.audit import Audit
from auditkit.record.fold import fold
from auditkit.record.journal import NotSaved
from auditkit.record.line import Change, encode
from auditkit.record.model import EvidenceKind, Grade, Ref, Role, Verdict
from auditkit.record.opening import open_folder
from auditkit.record.reading import Reading, journal_paths, read_content, read_journal
from auditkit.record.stamps import same

DOORS, CHECK = Ref("small", "1.1"), Ref("small", "1.1/a")
ALWAYS, NEVER = 0, 1 << 40
"""Sizes of journals from which opening goes through audit.json."""
LONG = "The door stood open. " * 60
UNFINISHED = r"The last line of .* was unfinished"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the disk is a POSIX one")


def _power() -> ModuleType:
    """The module beside this one: tests are no package."""
    spec = importlib.util.spec_from_file_location("power", Path(__file__).with_name("power.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["power"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


power = _power()


@dataclass(frozen=True)
class Stage:
    """Where a story plays: an audit folder, and the home of the computer that writes it."""

    place: Path
    checklist: Path

    @property
    def audit(self) -> Path:
        return self.place / "audit"

    @property
    def home(self) -> Path:
        return self.place / "home"

    def begun(self) -> Audit:
        evidence = self.place.parent / "evidence"
        return Audit.create(
            self.audit,
            title="Small",
            checklists=[str(self.checklist)],
            evidence=[evidence],
            lead="Lena",
        )

    def journal(self) -> Path:
        (path,) = journal_paths(self.audit / "journal")
        return path


Say = Callable[[Audit], None]
"""Called with an audit whose changes so far were confirmed."""


class Story:
    """Something that is done to an audit folder while the power may go."""

    messages = UNFINISHED
    """What opening may say after a crash."""
    problems = frozenset({"torn"})
    kept: bytes = b""
    """Bytes that lie in the folder from the beginning and may never be gone."""

    def before(self, stage: Stage) -> None:
        """What is on the disk for certain."""
        stage.begun().close()

    def play(self, stage: Stage, say: Say) -> None:
        """What is done."""
        raise NotImplementedError

    def after(self, stage: Stage) -> None:
        """What must hold besides, after a crash and the change that followed it."""


class Beginning(Story):
    """A new audit."""

    def before(self, stage: Stage) -> None:
        pass

    def play(self, stage: Stage, say: Say) -> None:
        with stage.begun() as audit:
            say(audit)


class Work(Story):
    """A little of everything, in one session."""

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            for _ in self.steps(audit):
                say(audit)

    def steps(self, audit: Audit) -> Iterator[None]:
        """Stops after each change."""
        audit.set_note(DOORS, LONG)
        yield
        audit.set_verdict([CHECK], Verdict.DOES_NOT_CONFORM)
        yield
        audit.set_info(organization="Caf\udce9 \u00e9")
        yield
        with audit.group("a finding with its evidence"):
            finding = audit.raise_finding(Grade.MINOR, "Doors", refs=[DOORS], gap=LONG)
            yield
            said = audit.register_statement(EvidenceKind.INTERVIEW, "Caretaker")
            yield
            audit.cite(said.id, finding=finding.id)
            yield
        audit.undo()
        yield
        audit.redo()
        yield
        audit.db.table("own").insert({"text": "x" * 700})
        yield
        audit.remove_finding(finding.id)
        yield


class Sessions(Story):
    """Two sessions: audit.json and the mark are written over, the second opens through them."""

    def play(self, stage: Stage, say: Say) -> None:
        for text in ("one", "two"):
            with Audit.open(stage.audit, from_bytes=ALWAYS) as audit:
                audit.add_person(text, Role.AUDITEE)
                say(audit)


class SecondDevice(Story):
    """Another computer makes its first change in this folder: a new journal, a new home."""

    def before(self, stage: Stage) -> None:
        super().before(stage)
        shutil.rmtree(stage.home)

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            audit.set_note(DOORS, "from the other computer")
            say(audit)
            audit.set_note(DOORS, LONG)
            say(audit)


class Torn(Story):
    """An interrupted save is cleared away, and work goes on."""

    kept = b"0123456789abcdef" * 9

    def before(self, stage: Stage) -> None:
        super().before(stage)
        with stage.journal().open("ab") as stream:
            stream.write(self.kept)

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            say(audit)
            audit.set_note(DOORS, "goes on")
            say(audit)


class LostSectors(Torn):
    """The same, where the save was there in length but not in all of its sectors."""

    def before(self, stage: Stage) -> None:
        Story.before(self, stage)
        size = stage.journal().stat().st_size
        self.kept = b"a" * (-size % 512) + bytes(512) + b"b" * 99 + b"\n"
        with stage.journal().open("ab") as stream:
            stream.write(self.kept)


class FullDisk(Story):
    """A save that got only half of its line onto a full disk, and one after making room."""

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "write", _half_then_full(os.write))
                with pytest.raises(NotSaved):
                    audit.set_note(DOORS, LONG)
            say(audit)
            audit.set_note(DOORS, "room again")
            say(audit)


class StrangeSnapshot(Story):
    """Another program had written into audit.json: what it wrote is set aside."""

    messages = rf"{UNFINISHED}|set aside as audit\.json\.other-"
    kept = b'{"notes": {"1": {"text": "by plain TinyDB"}}}'

    def before(self, stage: Stage) -> None:
        super().before(stage)
        (stage.audit / "audit.json").write_bytes(self.kept)

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            say(audit)
            audit.set_note(DOORS, "goes on")
            say(audit)


class OldBackup(Story):
    """The folder was put back from a backup; nothing may be written where lines have stood."""

    messages = rf"{UNFINISHED}|lines are missing|set aside as audit\.json\.other-"
    problems = frozenset({"torn", "missing"})
    lost: tuple[str, bytes]

    def before(self, stage: Stage) -> None:
        super().before(stage)
        kept = stage.journal().read_bytes()
        with Audit.open(stage.audit) as audit:
            audit.set_note(DOORS, "lost with the backup")
        self.lost = (stage.journal().name, stage.journal().read_bytes())
        stage.journal().write_bytes(kept)

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            audit.set_note(DOORS, "after the backup")
            say(audit)

    def after(self, stage: Stage) -> None:
        """What was lost can still be put back: no line was written in its place."""
        name, content = self.lost
        (stage.audit / "journal" / name).write_bytes(content)
        assert not open_folder(stage.audit).problem("fork", "damage", "missing")


class Reopening(Story):
    """What a crash left is cleared up."""

    def __init__(self, torn: bytes) -> None:
        self.kept = torn

    def play(self, stage: Stage, say: Say) -> None:
        with Audit.open(stage.audit) as audit:
            say(audit)


STORIES = (
    Beginning,
    Work,
    Sessions,
    SecondDevice,
    Torn,
    LostSectors,
    FullDisk,
    StrangeSnapshot,
    OldBackup,
)


@dataclass(frozen=True)
class Recording:
    """A story that was played: what the disk was told, and the changes that came of it."""

    log: Any
    changes: list[Change]


def record(stage: Stage, story: Story) -> Recording:
    """Play a story once."""
    story.before(stage)
    return played(stage, story)


def played(stage: Stage, story: Story) -> Recording:
    """Play a story on what lies on the stage."""
    device._RENEWED.clear()
    with pytest.MonkeyPatch.context() as patch:
        recorder = power.Recorder(stage.place, patch)
        recorder.say(len(changes_in(stage)))
        story.play(stage, lambda audit: recorder.say(lines_of(audit)))
        recorder.say(len(changes_in(stage)))
        assert recorder.current() == power.tree_of(stage.place), "written past the recorder"
    return Recording(recorder.log, changes_in(stage))


def changes_in(stage: Stage) -> list[Change]:
    """All changes that can be read, in their total order."""
    found = (read_journal(path).changes for path in journal_paths(stage.audit / "journal"))
    return sorted((change for changes in found for change in changes), key=lambda c: c.order)


def lines_of(audit: Audit) -> int:
    return sum(lines for lines, _ in audit.heads().values())


@dataclass
class Found:
    """What an exploration found."""

    states: int
    bad: list[str]


def explore(
    stage: Stage, story: Story, recording: Recording, *, limit: int = 120, **disk: Any
) -> Found:
    """Put every state that a crash may leave to the proof; ends at the tenth bad one."""
    chance, seen, bad = random.Random(42001), set(), []
    replay = power.Disk(recording.log, **disk)
    for op, promise in zip(recording.log.ops, promises(recording.log)):
        replay.do(op)
        for tree in replay.crashes(chance, limit):
            state = (frozenset(tree.items()), promise)
            if state in seen:
                continue
            seen.add(state)
            lay_out(stage, tree)
            try:
                prove(stage, story, recording.changes, promise, mode=len(seen) % 2)
            except Exception as error:
                bad.append(f"after {type(op).__name__}, {promise}: {error!r:.3000}")
                if len(bad) == 10:
                    return Found(len(seen), bad)
    return Found(len(seen), bad)


Promise = tuple[int, int]
"""Changes confirmed, and changes that may be there at most."""


def promises(log: Any) -> list[Promise]:
    """For every step of a log what was promised then; between two promises the next change may
    have come already."""
    made = [op for op in log.ops if isinstance(op, power.Said)]
    found, number = [], -1
    for op in log.ops:
        number += isinstance(op, power.Said)
        coming = made[min(number + 1, len(made) - 1)]
        found.append((made[number].confirmed, coming.confirmed))
    return found


def lay_out(stage: Stage, tree: dict[str, bytes | None]) -> None:
    """Bring a state onto the stage, as a process finds it that starts after the crash."""
    here = power.tree_of(stage.place)
    for path in sorted(here.keys() - tree.keys(), reverse=True):
        gone = stage.place / path
        gone.rmdir() if here[path] is None else gone.unlink()
    for path, content in sorted(tree.items()):
        if content is None:
            (stage.place / path).mkdir(exist_ok=True)
        elif here.get(path) != content:
            (stage.place / path).unlink(missing_ok=True)  # ext4 flushes what is written over
            (stage.place / path).write_bytes(content)
    device._RENEWED.clear()


def prove(
    stage: Stage, story: Story, changes: list[Change], promise: Promise, *, mode: int
) -> None:
    """Hold what lies on the stage against what was promised; raises where it does not hold."""
    confirmed, coming = promise
    if not confirmed:
        with suppress(AuditkitError):  # an audit that was never there may be refused
            Audit.open(stage.audit, read_only=True)
        return
    folded, shortcut = (open_folder(stage.audit, from_bytes=size) for size in (NEVER, ALWAYS))
    assert same(folded.state, shortcut.state)
    assert {each.kind for each in [*folded.problems, *shortcut.problems]} <= story.problems
    lines = sum(each.lines for each in folded.readings)
    assert confirmed <= lines <= coming
    assert same(folded.state, fold(changes[:lines]))
    before = {each: each.read_bytes() for each in journal_paths(stage.audit / "journal")}
    ways = (NEVER, ALWAYS) if mode else (ALWAYS, NEVER)
    with Audit.open(stage.audit, from_bytes=ways[0]) as audit:
        assert not audit.read_only, audit.read_only_reason
        assert all(re.search(story.messages, each) for each in audit.messages), audit.messages
        assert same(audit._state, folded.state)
        assert [each.id for each in audit.checklists] == ["small"]
        prove_kept(stage, before, story.kept)
        audit.set_note(DOORS, "after the crash")
    with Audit.open(stage.audit, read_only=True, from_bytes=ways[1]) as again:
        assert all(re.search(story.messages, each) for each in again.messages), again.messages
        assert again.note_text(DOORS) == "after the crash"
        assert lines_of(again) == lines + 1
    story.after(stage)


def prove_kept(stage: Stage, before: dict[Path, bytes], kept: bytes) -> None:
    """No byte that lay in a journal, or was set aside before, is gone."""
    held = [each.read_bytes() for each in stage.audit.rglob("[!.]*") if each.is_file()]
    assert any(kept in each for each in held)
    for path, content in before.items():
        now = path.read_bytes()
        assert content.startswith(now)
        aside = [each.read_bytes() for each in path.parent.glob(f"{path.stem}.torn-*")]
        assert now == content or content[len(now) :] in aside


@pytest.fixture
def stage(tmp_path: Path, small_checklist: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage(tmp_path.resolve() / "disk", small_checklist)
    made.place.mkdir()
    monkeypatch.setenv("AUDITKIT_HOME", str(made.home))
    # The disk is a model; what is really on this one matters only until the next state.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(os, "replace", _quick_replace)
    return made


@pytest.mark.parametrize("story", STORIES, ids=lambda each: each.__name__)
def test_no_state_after_a_crash_is_bad(stage: Stage, story: type[Story]) -> None:
    told = story()
    found = explore(stage, told, record(stage, told))
    assert not found.bad, "\n".join(found.bad)
    assert found.states >= 40


def test_the_power_goes_again_while_the_next_opening_clears_up(stage: Stage) -> None:
    states = 0
    for tree, tail in torn_states(stage, record(stage, Work()), 12):
        lay_out(stage, tree)
        story = Reopening(tail)
        found = explore(stage, story, played(stage, story), limit=12)
        assert not found.bad, "\n".join(found.bad)
        states += found.states
    assert states >= 200


def torn_states(
    stage: Stage, recording: Recording, count: int
) -> list[tuple[dict[str, bytes | None], bytes]]:
    """Some states after a crash in which the last line of the journal is unfinished, with what
    there is of it."""
    chance, replay = random.Random(42001), power.Disk(recording.log)
    path = stage.journal().relative_to(stage.place).as_posix()
    found: dict[bytes, dict[str, bytes | None]] = {}
    for op in recording.log.ops:
        replay.do(op)
        for tree in replay.crashes(chance, 40):
            reading = read_content(Path(path), tree[path])
            if reading.torn:
                found[tree[path][reading.end :]] = tree
    return [(found[tail], tail) for tail in chance.sample(sorted(found), count)]


def in_place(target: Path, content: bytes) -> None:
    """How a file must not be written."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    files.write_all(descriptor, content)
    os.fsync(descriptor)
    os.close(descriptor)


def cut_first(reading: Reading, word: str) -> str:
    """How an unfinished line must not be set aside."""
    rest = reading.path.read_bytes()[reading.end :]
    descriptor = os.open(reading.path, os.O_RDWR)
    os.ftruncate(descriptor, reading.end)
    os.fsync(descriptor)
    os.close(descriptor)
    aside = reading.path.with_name(f"{reading.device}.{word}-{reading.end}")
    files.write_bytes(aside, rest)
    return aside.name


def nothing(*_: Any) -> None:
    """What a program does that has forgotten a call."""


MUTANTS: dict[str, tuple[type[Story], str, Any]] = {
    "journal not synced": (Work, "auditkit.record.journal.sync", nothing),
    "name of a new journal not synced": (
        SecondDevice,
        "auditkit.record.journal.sync_folder",
        nothing,
    ),
    "moved before it was synced": (Sessions, "auditkit.files._sync_file", nothing),
    "audit.json written in place": (Sessions, "auditkit.record.snapshot.write_bytes", in_place),
    "cut off before it was set aside": (Torn, "auditkit.record.journal.set_aside", cut_first),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_careless_program_is_caught(stage: Stage, mutant: str) -> None:
    story, name, careless = MUTANTS[mutant]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name, careless)
        recording = record(stage, story())
    assert explore(stage, story(), recording).bad


@pytest.mark.parametrize("deaf", ["files_sync", "folders_sync"])
@pytest.mark.parametrize("story", [Beginning, Torn], ids=lambda each: each.__name__)
def test_on_a_disk_deaf_to_fsync_bad_states_are_found(
    stage: Stage, story: type[Story], deaf: str
) -> None:
    """Also on one that keeps names as ext4 does, and forgives much."""
    recording = record(stage, story())
    assert explore(stage, story(), recording, names_too=True, **{deaf: False}).bad


def test_a_line_that_lost_sectors_is_never_taken_for_damage(stage: Stage) -> None:
    """For every place of its end within a sector, and every set of sectors that are missing."""
    stage.begun().close()
    path, chance = stage.journal(), random.Random(42001)
    before = read_journal(path)
    last = before.changes[-1]
    for size in range(power.SECTOR):
        more = msgspec.structs.replace(last, n=last.n + 1, about="x" * (size + 200))
        line, _ = encode(more, before.chain)
        file, start = power.File(), path.read_bytes()
        disk = power.Disk(power.Log({path.name: start}, {path.name: file}, []))
        disk.do(power.Write(file, len(start), line))
        for tree in disk.crashes(chance, 64):
            reading = read_content(path, tree[path.name])
            whole = tree[path.name] == start + line
            assert not reading.damage
            assert reading.lines == before.lines + whole
            assert reading.end + reading.torn == len(tree[path.name])


def _quick_replace(
    source: Path,
    target: Path,
    unlink: Callable[[Path], None] = os.unlink,
    rename: Callable[[Path, Path], None] = os.rename,
) -> None:
    """Without the flush that ext4 makes when a file is moved over another one."""
    with suppress(FileNotFoundError):
        unlink(target)
    rename(source, target)


def _half_then_full(write: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
    """A disk with room for half of what is written next."""
    calls: list[int] = []

    def half(descriptor: int, data: Any) -> int:
        calls.append(descriptor)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data[: len(data) // 2])

    return half
