"""Merging is a union of files: whatever three devices write and carry to each other, in any order,
all of it adds up to one state, nothing is lost, and each journal stands witness for the others.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb.table import Document

from auditkit.record.audit import Audit
from auditkit.record.fold import State, fold
from auditkit.record.heads import Claim, contradictions, witnesses
from auditkit.record.line import START, Change, encode
from auditkit.record.model import Ref, Verdict
from auditkit.record.opening import open_folder
from auditkit.record.reading import Reading, journal_paths, read_content
from auditkit.record.stamps import same

Begin = Callable[..., Audit]
EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "80"))
"""Histories a test. A longer run, which looks for more: ``HYPOTHESIS_PROFILE=explore
AUDITKIT_EXAMPLES=2000 pytest tests/record/test_union.py``."""
DOORS, CHECK = Ref("small", "1.1"), Ref("small", "1.1/a")
ALWAYS, NEVER = 0, 1 << 40
"""Sizes of journals from which opening goes through audit.json."""
NAMES = ("desk-aaaaaa", "laptop-bbbbbb", "train-cccccc")
Journals = dict[str, bytes]
"""Journals by file name."""

WHO = st.integers(0, 2)
TEXT = st.sampled_from(["", "a", "b"])
KEY = st.sampled_from(["one", "two"])
STEP = st.one_of(
    st.tuples(st.just("put"), WHO, KEY, TEXT),
    st.tuples(st.just("field"), WHO, KEY, st.integers(0, 2)),
    st.tuples(st.just("remove"), WHO, KEY),
    st.tuples(st.just("note"), WHO, TEXT),
    st.tuples(st.just("judge"), WHO, TEXT),
    st.tuples(st.just("several"), WHO, TEXT),
    st.tuples(st.just("undo"), WHO),
    st.tuples(st.just("carry"), WHO, WHO),
    st.tuples(st.just("carry"), WHO, WHO),
    st.tuples(st.just("carry one"), WHO, WHO, WHO),
)
HISTORY = st.lists(STEP, max_size=14)
CHANCE = st.integers(0, 1 << 16).map(random.Random)


class Devices:
    """Three computers with a copy each of one audit."""

    def __init__(self, place: Path, begun: Path) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(os, "fsync", lambda _: None)
        self.folders = [place / name / "audit" for name in NAMES]
        for name, folder in zip(NAMES, self.folders):
            shutil.copytree(begun, folder)
            (place / name / "device").write_text(name)
        self._open: dict[int, Audit] = {}

    def play(self, steps: list[tuple[Any, ...]]) -> None:
        """What a history says."""
        for word, who, *rest in steps:
            if word == "carry":
                self.carry(who, rest[0])
            elif word == "carry one":
                self.carry(who, rest[0], only=NAMES[rest[1]])
            else:
                self._do(word, self.audit(who), *rest)

    def audit(self, who: int) -> Audit:
        """The audit as one of them has it open."""
        if who not in self._open:
            self._home(who)
            self._open[who] = Audit.open(self.folders[who])
            assert not self._open[who].read_only
        return self._open[who]

    def carry(self, source: int, target: int, only: str = "") -> None:
        """Copy journals by hand, where they are longer."""
        self.close(target)
        there = self.folders[target] / "journal"
        for name, content in self.journals(source).items():
            path = there / name
            if name.startswith(only) and len(content) > (
                path.stat().st_size if path.exists() else 0
            ):
                path.write_bytes(content)

    def carry_all(self, chance: random.Random) -> None:
        """Carry from one to another, in any order, until everybody has everything."""
        ways = list(permutations(range(3), 2))
        while len({frozenset(self.journals(who).items()) for who in range(3)}) > 1:
            self.carry(*chance.choice(ways))

    def journals(self, who: int) -> Journals:
        """What lies in one folder."""
        paths = journal_paths(self.folders[who] / "journal")
        return {path.name: path.read_bytes() for path in paths}

    def close(self, who: int) -> None:
        """Close one of them, where it is open."""
        if who in self._open:
            self._home(who)
            self._open.pop(who).close()

    def leave(self) -> None:
        """Close all of them."""
        try:
            for who in range(3):
                self.close(who)
        finally:
            self._patch.undo()

    def _home(self, who: int) -> None:
        self._patch.setenv("AUDITKIT_HOME", str(self.folders[who].parent))

    def _do(self, word: str, audit: Audit, *rest: Any) -> None:
        own = audit.db.table("own")
        if word == "put":
            own.upsert(Document({"text": rest[1]}, doc_id=rest[0]))
        elif word == "field" and own.contains(doc_id=rest[0]):
            own.update({"more": rest[1]}, doc_ids=[rest[0]])
        elif word == "remove" and own.contains(doc_id=rest[0]):
            own.remove(doc_ids=[rest[0]])
        elif word == "note":
            audit.set_note(DOORS, rest[0])
        elif word == "judge":
            audit.set_verdict([CHECK], Verdict.NOT_APPLICABLE, "r" + rest[0])
        elif word == "several":
            with audit.group("several"):
                audit.set_note(DOORS, "s" + rest[0])
                audit.add_note(rest[0])
        elif word == "undo":
            audit.undo()


@pytest.fixture(scope="module")
def begun(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed audit that a fourth device has begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(tmp_path_factory.mktemp("beginner")))
        with begin(lead="Lena") as audit:
            audit.set_note(DOORS, "begun")
    return audit.folder


@contextmanager
def played(begun: Path, steps: list[tuple[Any, ...]]) -> Iterator[Devices]:
    """Three devices after a history."""
    place = Path(mkdtemp())
    devices = Devices(place, begun)
    try:
        devices.play(steps)
        yield devices
    finally:
        devices.leave()
        shutil.rmtree(place)


def union(*all_journals: Journals) -> Journals:
    """The union of folders; nobody but its device writes a journal, so that of two copies one is
    the beginning of the other."""
    found: Journals = {}
    for journals in all_journals:
        for name, content in journals.items():
            shorter, longer = sorted((found.get(name, b""), content), key=len)
            assert longer.startswith(shorter)
            found[name] = longer
    return found


def readings(journals: Journals) -> list[Reading]:
    found = [read_content(Path(name), content) for name, content in journals.items()]
    assert not any(each.damage or each.torn for each in found)
    return found


def changes(journals: Journals) -> list[Change]:
    return [change for reading in readings(journals) for change in reading.changes]


def state(journals: Journals) -> State:
    return fold(changes(journals))


@settings(max_examples=EXAMPLES)
@given(HISTORY, CHANCE)
def test_the_union_is_one_in_whatever_order(
    begun: Path, steps: list[tuple[Any, ...]], chance: random.Random
) -> None:
    with played(begun, steps) as devices:
        one, two, three = (devices.journals(who) for who in range(3))
    whole = state(union(one, two, three))
    for some in permutations((one, two, three)):
        assert same(state(union(*some)), whole), "commutative"
    assert union(union(one, two), three) == union(one, union(two, three)), "associative"
    assert union(one, one) == one, "idempotent"
    early = {name: first_lines(content, chance) for name, content in two.items()}
    assert union(early, two) == two, "a beginning adds nothing"
    shuffled = changes(union(one, two, three))
    chance.shuffle(shuffled)
    assert same(fold(shuffled), whole), "whatever order the lines are read in"


@settings(max_examples=EXAMPLES)
@given(HISTORY, CHANCE)
def test_everybody_comes_to_the_same_state(
    begun: Path, steps: list[tuple[Any, ...]], chance: random.Random
) -> None:
    with played(begun, steps) as devices:
        whole = union(*map(devices.journals, range(3)))
        devices.carry_all(chance)
        for who in range(3):
            assert devices.journals(who) == whole
            assert same(devices.audit(who)._state, state(whole))
            assert not devices.audit(who).messages
            devices.audit(who).save_snapshot()
            for way in (ALWAYS, NEVER):
                opened = open_folder(devices.folders[who], from_bytes=way)
                assert same(opened.state, state(whole))
                assert not opened.problems
        assert len({devices.audit(who).digest for who in range(3)}) == 1


@settings(max_examples=EXAMPLES)
@given(HISTORY)
def test_nothing_is_lost_unseen(begun: Path, steps: list[tuple[Any, ...]]) -> None:
    """Every value stands, alone or beside its rivals, or was replaced by somebody who had read
    it."""
    with played(begun, steps) as devices:
        whole = union(*map(devices.journals, range(3)))
    shown, every = state(whole), changes(whole)
    knew = knowledge(readings(whole))
    for change in every:
        for table, key, fields in change.ops:
            for name in fields:
                place = (table, key, name)
                replacing = [each for each in every if change.version in saw_there(each, place)]
                assert (change.version in shown.seen(*place)) == (not replacing)
                assert all(change.n <= knew[each.version][change.device] for each in replacing)


@settings(max_examples=EXAMPLES)
@given(HISTORY)
def test_witnesses_never_contradict_an_honest_history(
    begun: Path, steps: list[tuple[Any, ...]]
) -> None:
    """Lines that were never carried here are missed, and nothing else."""
    with played(begun, steps) as devices:
        folders = [devices.journals(who) for who in range(3)]
    for journals in folders:
        here = readings(journals)
        lines = {each.device: each.lines for each in here}
        for found in contradictions(witnesses(here), here):
            assert not found.forked
            assert found.claim.lines > lines.get(found.claim.device, 0)
    whole = readings(union(*folders))
    assert contradictions(witnesses(whole), whole) == []


@settings(max_examples=EXAMPLES)
@given(HISTORY, st.data())
def test_what_was_witnessed_cannot_be_cut_or_rewritten(
    begun: Path, steps: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    with played(begun, steps) as devices:
        devices.carry(0, 1)
        devices.carry(1, 2)
        devices.play([("note", 2, "witness to all that came before"), ("judge", 2, "and again")])
        whole = union(*map(devices.journals, range(3)))
    here = readings(whole)
    claim: Claim = data.draw(st.sampled_from(witnesses(here)))
    line = data.draw(st.integers(1, claim.lines))
    (meant,) = (each for each in here if each.device == claim.device)
    others = [each for each in here if each is not meant]
    cut = rebuilt(meant, meant.changes[: line - 1])
    (found,) = (
        each
        for each in contradictions([claim], [*others, cut])
        if each.claim.device == claim.device
    )
    assert not found.forked
    assert f"{claim.lines - line + 1} of its" in found.text or line == 1
    other = msgspec.structs.replace(meant.changes[line - 1], about="rewritten")
    rewritten = rebuilt(meant, [*meant.changes[: line - 1], other, *meant.changes[line:]])
    assert any(each.forked for each in contradictions([claim], [*others, rewritten]))


def first_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: chance.randint(0, len(lines))])


def saw_there(change: Change, place: tuple[str, str, str]) -> list[str]:
    """The versions that a change replaces in a field."""
    return [
        version
        for table, key, fields in change.ops
        for name, (_, seen) in fields.items()
        if (table, key, name) == place
        for version in seen
    ]


def knowledge(journals: list[Reading]) -> dict[str, dict[str, int]]:
    """For each line how much of every journal its writer had read: its own, and what it witnessed
    up to there."""
    found = {}
    for reading in journals:
        knew = {each.device: 0 for each in journals}
        for change in reading.changes:
            knew |= {device: n for device, (n, _) in change.saw.items()}
            found[change.version] = {**knew, change.device: change.n - 1}
    return found


def rebuilt(reading: Reading, lines: list[Change]) -> Reading:
    """A journal with these lines, chained as if they had always been so."""
    content, chain = b"", START
    for change in lines:
        line, chain = encode(change, chain)
        content += line
    return read_content(reading.path, content)
