"""Two computers, one audit, and all that happens to folders: random lives of an audit, held
against a plain model after every step.

The model knows nothing of journals, versions or snapshots. It keeps who wrote what, and what each
writer knew then: a value counts as long as nobody who knew of it has written another one.

A longer run, which looks for more: ``HYPOTHESIS_PROFILE=explore AUDITKIT_EXAMPLES=2000 pytest
tests/record/test_machine.py`` (some minutes).
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tinydb.operations import delete
from tinydb.table import Document
from ulid import ULID

from auditkit.record import device, ids
from auditkit.record.audit import Audit
from auditkit.record.cars import NEXT_STATES
from auditkit.record.fold import REMOVED
from auditkit.record.model import CarState, EvidenceKind, Grade, Ref, Role, Verdict
from auditkit.record.opening import open_folder
from auditkit.record.reading import journal_paths, read_journal
from auditkit.record.stamps import same

EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "100"))
CHECKS = [Ref("small", each) for each in ("1.1/a", "1.1/b", "1.2/a")]
REFS = [Ref("small", "1.1"), Ref("small", "1.2")]
ALWAYS, NEVER = 0, 1 << 40
"""Sizes of journals from which opening goes through audit.json."""
GONE = REMOVED
"""Value that takes a field away."""

Key = tuple[str, str]
Docs = dict[Key, dict[str, Any]]
"""Documents by table and id."""
Name = tuple[str, int]
"""A line: whose, and which."""

TRACKED = {
    "audit": ("organization", "scope"),
    "cars": ("finding", "state", "correction"),
    "checkpoints": ("purpose",),
    "citations": ("evidence", "finding", "place", "sha256"),
    "evidence": ("title", "sha256", "size"),
    "findings": ("title", "grade", "state", "gap", "withdrawn_reason"),
    "notes": ("text", "checklist", "ref"),
    "own": ("text", "more"),
    "people": ("name", "function"),
    "verdicts": ("verdict", "reason"),
}
"""Fields that the model follows."""


class Line(NamedTuple):
    """One change, and what its writer knew."""

    device: str
    n: int
    clock: int
    group: int
    kind: str
    edits: Docs
    known: frozenset[Name]
    turns: int = 0

    @property
    def name(self) -> Name:
        return self.device, self.n

    @property
    def order(self) -> tuple[int, str, int]:
        return self.clock, self.device, self.n


class World:
    """All lines that were ever written, and what each set of them shows."""

    def __init__(self) -> None:
        self.lines: dict[Name, Line] = {}
        self._standing: dict[frozenset[Name], dict[Key, dict[str, list[Any]]]] = {}

    def standing(self, known: frozenset[Name]) -> dict[Key, dict[str, list[Any]]]:
        """All values of each field that nobody has replaced who knew of them, the newest last."""
        if known not in self._standing:
            self._standing[known] = self._stand(known)
        return self._standing[known]

    def shown(self, known: frozenset[Name]) -> Docs:
        """All documents, removed ones included."""
        return {
            key: {name: each[-1] for name, each in fields.items() if each[-1] is not GONE}
            for key, fields in self.standing(known).items()
        }

    def living(self, known: frozenset[Name]) -> Docs:
        """The documents that were not removed."""
        return {key: each for key, each in self.shown(known).items() if not each.get("deleted")}

    def rivals(self, known: frozenset[Name]) -> dict[tuple[str, str, str], set[str]]:
        """Different values of one field that stand side by side."""
        found = {
            (*key, name): {repr(each) for each in values}
            for key, fields in self.standing(known).items()
            for name, values in fields.items()
        }
        return {place: values for place, values in found.items() if len(values) > 1}

    def in_order(self, known: frozenset[Name]) -> list[Line]:
        return sorted((self.lines[name] for name in known), key=lambda line: line.order)

    def _stand(self, known: frozenset[Name]) -> dict[Key, dict[str, list[Any]]]:
        writes: dict[Key, dict[str, list[Line]]] = {}
        for line in self.in_order(known):
            for key, fields in line.edits.items():
                written = writes.setdefault(key, {})
                for name in fields:
                    written.setdefault(name, []).append(line)
        return {
            key: {
                name: [
                    line.edits[key][name]
                    for line in lines
                    if not any(line.name in each.known for each in lines)
                ]
                for name, lines in fields.items()
            }
            for key, fields in writes.items()
        }

    def undo(self, known: frozenset[Name], group: int) -> Docs:
        """What stood before a group."""
        edits: Docs = {}
        for line in reversed(self.in_order(known)):
            if line.group == group:
                before = self.shown(line.known)
                for key, fields in line.edits.items():
                    was = {field: before.get(key, {}).get(field, GONE) for field in fields}
                    edits.setdefault(key, {}).update(was if key in before else {"deleted": True})
        return edits

    def redo(self, known: frozenset[Name], group: int) -> Docs:
        """What a group wrote."""
        edits: Docs = {}
        for line in self.in_order(known):
            if line.group == group:
                for key, fields in line.edits.items():
                    edits.setdefault(key, {}).update(fields)
        return edits

    def stacks(self, known: frozenset[Name], device: str) -> tuple[list[int], list[int]]:
        """Groups that a device can undo and redo, the next one last."""
        done: list[int] = []
        undone: list[int] = []
        for line in self.in_order(known):
            if line.device != device:
                continue
            if line.kind in ("undo", "redo"):
                source, target = (done, undone) if line.kind == "undo" else (undone, done)
                source.remove(line.turns)
                target.append(line.turns)
            elif line.group not in done:
                undone.clear()
                if line.kind != "fixed":
                    done.append(line.group)
        return done, undone


ADVANCE = {
    "extent_check": "e",
    "root_cause": "r",
    "corrective_action": "a",
    "action_owner": "owner",
    "action_due": date(2026, 5, 1),
    "answered": date(2026, 4, 1),
    "decided": date(2026, 4, 2),
    "decision_reason": "d",
    "implementation": "i",
    "implemented": date(2026, 4, 3),
    "effectiveness_result": "x",
    "verified": date(2026, 4, 4),
    "verified_by": "somebody else",
}
"""What a CAR needs for any of its states."""


class Hashed(NamedTuple):
    """A fingerprint as the record takes it."""

    sha256: str
    size: int
    mtime_ns: int = 1


class Wrote(NamedTuple):
    """A line that a deed writes: its edits, and the thing whose group it joins, if any."""

    edits: Docs
    joins: Key | None = None
    kind: str = ""


def edit(docs: Docs, key: Key, **fields: Any) -> list[Wrote]:
    """What is already so is not written again."""
    changed = {name: new for name, new in fields.items() if docs[key].get(name, "") != new}
    return [Wrote({key: changed})] if changed else []


class Deeds:
    """What can be done to an audit, each with the lines that it writes.

    ``docs`` are the documents that live, ``every`` the removed ones too. A deed is about the thing
    with an id (``key``), or chooses by a number (``pick``).
    """

    def __init__(self, audit: Audit, docs: Docs, every: Docs) -> None:
        self.audit, self.docs, self.every = audit, docs, every

    def of(self, table: str, **fields: str) -> list[str]:
        """Ids of the documents with these values."""
        return sorted(
            key
            for (name, key), each in self.docs.items()
            if name == table
            and not key.startswith("running:")
            and all(each.get(field, "") == value for field, value in fields.items())
        )

    def judge(self, pick: int, text: str) -> list[Wrote]:
        checks = CHECKS if pick == 5 else [CHECKS[pick % 3]]
        verdict = [Verdict.CONFORMS, Verdict.DOES_NOT_CONFORM, Verdict.UNTESTED][pick % 3]
        self.audit.set_verdict(checks, verdict, text)
        fields = {"verdict": verdict.value, "reason": text}
        return [Wrote({("verdicts", str(check)): fields for check in checks})]

    def note(self, pick: int, text: str) -> list[Wrote]:
        ref = REFS[pick % 2]
        key = ("notes", f"running:{ref}")
        before = self.docs.get(key, {}).get("text", "")
        self.audit.set_note(ref, text)
        fields = {"text": text, "checklist": "small", "ref": ref.ref}
        return [] if text == before else [Wrote({key: fields})]

    def add_note(self, pick: int, text: str) -> list[Wrote]:
        ref = REFS[0] if pick % 2 else None
        made = self.audit.add_note(text, ref=ref)
        fields = {
            "text": text,
            "checklist": "small" if ref else "",
            "ref": ref.ref if ref else "",
        }
        return [Wrote({("notes", made.id): fields})]

    def edit_note(self, key: str, text: str) -> list[Wrote]:
        self.audit.edit_note(key, text)
        return edit(self.docs, ("notes", key), text=text)

    def remove_note(self, key: str, _: str) -> list[Wrote]:
        self.audit.remove_note(key)
        return [Wrote({("notes", key): {"deleted": True}})]

    def hear(self, pick: int, text: str) -> list[Wrote]:
        made = self.audit.register_statement(EvidenceKind.INTERVIEW, text)
        return [Wrote({("evidence", made.id): {"title": text}})]

    def hash_evidence(self, key: str, text: str) -> list[Wrote]:
        hashed = {"sha256": f"{len(text)}" * 64, "size": 1 + len(text)}
        citing = self.of("citations", evidence=key, sha256="")
        self.audit.set_fingerprint(key, Hashed(**hashed))
        done = edit(self.docs, ("evidence", key), **hashed)
        wrote = [each._replace(joins=("evidence", key)) for each in done]
        for each in citing:
            place = ("citations", each)
            wrote.append(Wrote({place: {"sha256": hashed["sha256"]}}, joins=place))
        return wrote

    def cite(self, key: str, text: str) -> list[Wrote]:
        findings = self.of("findings")
        finding = findings[len(text) % len(findings)] if findings else ""
        wanted = {"evidence": key, "finding": finding, "place": text}
        known = self.of("citations", **wanted)
        made = self.audit.cite(key, ref=REFS[0], finding=finding, place=text)
        if known:
            assert made.id in known
            return []
        sha256 = self.docs["evidence", key].get("sha256", "")
        return [Wrote({("citations", made.id): {**wanted, "sha256": sha256}})]

    def remove_citation(self, key: str, _: str) -> list[Wrote]:
        self.audit.remove_citation(key)
        return [Wrote({("citations", key): {"deleted": True}})]

    def find(self, pick: int, text: str) -> list[Wrote]:
        grade = Grade.MINOR if pick % 2 else Grade.STRENGTH
        made = self.audit.raise_finding(
            grade, "t", refs=[REFS[0]], requirement="r", objective_evidence="o", gap="g" + text
        )
        fields = {"title": "t", "grade": grade.value, "state": "draft", "gap": "g" + text}
        return [Wrote({("findings", made.id): fields})]

    def edit_finding(self, key: str, text: str) -> list[Wrote]:
        self.audit.edit_finding(key, gap="g" + text)
        return edit(self.docs, ("findings", key), gap="g" + text)

    def issue_finding(self, key: str, _: str) -> list[Wrote]:
        finding = self.docs["findings", key]
        cited = finding["grade"] == Grade.STRENGTH or self.of("citations", finding=key)
        if finding["state"] != "draft" or not cited:
            return []
        self.audit.issue_finding(key)
        return edit(self.docs, ("findings", key), state="issued")

    def withdraw_finding(self, key: str, text: str) -> list[Wrote]:
        self.audit.withdraw_finding(key, "w" + text)
        fields = {"state": "withdrawn", "withdrawn_reason": "w" + text}
        return edit(self.docs, ("findings", key), **fields)

    def remove_finding(self, key: str, _: str) -> list[Wrote]:
        if self.docs["findings", key]["state"] != "draft":
            return []
        gone = [("citations", each) for each in self.of("citations", finding=key)]
        self.audit.remove_finding(key)
        return [Wrote({place: {"deleted": True}}) for place in (*gone, ("findings", key))]

    def issue_car(self, key: str, _: str) -> list[Wrote]:
        finding = self.docs["findings", key]
        if finding["state"] != "issued" or finding["grade"] != Grade.MINOR:
            return []
        if self.of("cars", finding=key):
            return []
        made = self.audit.issue_car(key)
        return [Wrote({("cars", made.id): {"finding": key, "state": "issued"}})]

    def advance_car(self, key: str, text: str) -> list[Wrote]:
        following = NEXT_STATES[CarState(self.docs["cars", key]["state"])]
        if not following:
            return []
        state = following[len(text) % len(following)]
        self.audit.advance_car(key, state, **ADVANCE, correction="c" + text)
        return edit(self.docs, ("cars", key), state=state.value, correction="c" + text)

    def add_person(self, pick: int, text: str) -> list[Wrote]:
        made = self.audit.add_person(text, Role.AUDITEE)
        return [Wrote({("people", made.id): {"name": text, "function": ""}})]

    def edit_person(self, key: str, text: str) -> list[Wrote]:
        self.audit.edit_person(key, function=text)
        return edit(self.docs, ("people", key), function=text)

    def remove_person(self, key: str, _: str) -> list[Wrote]:
        self.audit.remove_person(key)
        return [Wrote({("people", key): {"deleted": True}})]

    def set_info(self, pick: int, text: str) -> list[Wrote]:
        fields = {"organization": text} if pick % 2 else {"scope": text, "organization": "o" + text}
        self.audit.set_info(**fields)
        return edit(self.docs, ("audit", "audit"), **fields)

    def checkpoint(self, pick: int, _: str) -> list[Wrote]:
        made = self.audit.add_checkpoint("pack")
        return [Wrote({("checkpoints", made.id): {"purpose": "pack"}}, kind="fixed")]

    def insert(self, pick: int, text: str) -> list[Wrote]:
        fields = {"text": text, "more": pick} if pick else {}
        made = self.audit.db.table("own").insert(fields)
        return [Wrote({("own", str(made)): fields})]

    def drop_field(self, key: str, _: str) -> list[Wrote]:
        """Also of the last one: a document without fields is one."""
        if "text" not in self.docs["own", key]:
            return []
        self.audit.db.table("own").update(delete("text"), doc_ids=[key])
        return [Wrote({("own", key): {"text": GONE}})]

    def update(self, key: str, text: str) -> list[Wrote]:
        self.audit.db.table("own").update({"text": text}, doc_ids=[key])
        before = self.docs["own", key].get("text")
        return [] if text == before else [Wrote({("own", key): {"text": text}})]

    def remove(self, key: str, _: str) -> list[Wrote]:
        self.audit.db.table("own").remove(doc_ids=[key])
        return [Wrote({("own", key): {"deleted": True}})]

    def put_back(self, pick: int, text: str) -> list[Wrote]:
        """Under an id that may have been used before: nothing of what stood there comes back."""
        key = ("own", f"id-{pick % 2}")
        before = self.docs.get(key)
        self.audit.db.table("own").upsert(Document({"text": text}, doc_id=key[1]))
        if before is not None:
            return [] if text == before.get("text") else [Wrote({key: {"text": text}})]
        old = dict.fromkeys(self.every.get(key, {}).keys() - {"deleted"}, GONE)
        return [Wrote({key: {**old, "text": text}})]


DEEDS = {
    "judge": "",
    "note": "",
    "add_note": "",
    "edit_note": "notes",
    "remove_note": "notes",
    "hear": "",
    "hash_evidence": "evidence",
    "cite": "evidence",
    "remove_citation": "citations",
    "find": "",
    "edit_finding": "findings",
    "issue_finding": "findings",
    "withdraw_finding": "findings",
    "remove_finding": "findings",
    "issue_car": "findings",
    "advance_car": "cars",
    "add_person": "",
    "edit_person": "people",
    "remove_person": "people",
    "set_info": "",
    "checkpoint": "",
    "insert": "",
    "drop_field": "own",
    "update": "own",
    "remove": "own",
    "put_back": "",
}
"""Deeds, and the table from which they take the thing they are about."""
DEED = st.tuples(
    st.sampled_from(sorted(DEEDS) + ["judge", "note", "set_info", "put_back", "edit_finding"] * 3),
    st.integers(0, 5),
    st.sampled_from(["", "a", "bb", "\udce9"]),
)
"""A deed (more often one that both computers may do to the same thing), a number, and a text."""


class Ticking:
    """ULIDs of a clock that ticks: the same for the same life, so that failures can be shrunk."""

    from_int = ULID.from_int

    def __init__(self) -> None:
        self.ticks = 1 << 40

    def __call__(self) -> int:
        self.ticks += 1
        return self.ticks << 80 | random.getrandbits(80)


class Computer:
    """A computer with a home and a copy of the audit, and what the model says of them."""

    def __init__(self, place: Path) -> None:
        self.home, self.folder = place / "home", place / "audit"
        self.known = self.ever = frozenset[Name]()
        """Lines that are in the folder, and all that have ever been there."""
        self.device = ""
        """The name under which it writes; empty before it first opened the audit."""
        self.audit: Audit | None = None
        self.torn = b""
        """Unfinished line that a crash left."""
        self.typing = 0
        """Group of text being typed; 0 where the next change begins a new one."""

    @property
    def journal(self) -> Path:
        return self.folder / "journal" / f"{self.device}.jsonl"


class Life(RuleBasedStateMachine):
    """The rules: what people do, what goes wrong, and what is carried from folder to folder."""

    checklist: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(os, "fsync", lambda _: None)  # nothing of this outlives the machine
        self.patch.setattr("ulid.ULID", Ticking())
        self.patch.setattr(ids, "_last", 0)
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.world = World()
        self.groups = 0
        self.desk = Computer(self.place / "desk")
        self.laptop = Computer(self.place / "laptop")
        self.backups: list[tuple[Path, frozenset[Name]]] = []
        self.kept: list[tuple[Path, frozenset[Name]]] = []
        self.snapshots: list[bytes] = []
        self.touched: set[Computer] = set()
        self.begin()

    def begin(self) -> None:
        """A new audit on the desk, and a copy of it on the laptop; what its first lines hold is
        taken as it is."""
        self.patch.setenv("AUDITKIT_HOME", str(self.desk.home))
        audit = self.desk.audit = Audit.create(
            self.desk.folder, title="T", checklists=[str(self.checklist)], lead="Lena"
        )
        self.desk.device = audit._device
        count = audit.heads()[self.desk.device][0]
        for edits in [*[{}] * (count - 1), seen(audit)]:
            self.wrote(self.desk, edits, 0, "fixed")
        self.close(self.desk)
        shutil.copytree(self.desk.folder, self.laptop.folder)
        self.laptop.known = self.laptop.ever = self.desk.known

    def teardown(self) -> None:
        try:
            for each in (self.desk, self.laptop):
                self.opened(each).close()
                for path in journal_paths(each.folder / "journal"):
                    reading = read_journal(path)
                    assert not reading.damage
                    assert path != each.journal or not reading.torn
        finally:
            self.patch.undo()
            shutil.rmtree(self.place)

    @rule(deeds=st.lists(DEED, min_size=1, max_size=5), grouped=st.booleans(), away=st.booleans())
    def work(self, deeds: list[tuple[str, int, str]], grouped: bool, away: bool) -> None:
        computer = self.one(away)
        audit = self.opened(computer)
        group = self.new_group()
        with audit.group("several") if grouped else nullcontext():
            for deed in deeds:
                self.do(computer, deed, group if grouped else self.new_group())

    @rule(text=st.sampled_from(["", "t", "ty"]), pick=st.integers(0, 1), away=st.booleans())
    def type(self, text: str, pick: int, away: bool) -> None:
        computer = self.one(away)
        group = computer.typing or self.new_group()
        before = computer.known
        with self.opened(computer).typing("note"):
            self.do(computer, ("note", pick, text), group)
        if computer.known != before:
            computer.typing = group

    @rule(away=st.booleans())
    def undo(self, away: bool) -> None:
        computer = self.one(away)
        audit = self.opened(computer)
        done, _ = self.world.stacks(computer.known, computer.device)
        assert (audit.undo() is not None) == bool(done)
        if done:
            edits = self.world.undo(computer.known, done[-1])
            self.wrote(computer, edits, self.new_group(), "undo", done[-1])

    @rule(away=st.booleans())
    def redo(self, away: bool) -> None:
        computer = self.one(away)
        audit = self.opened(computer)
        _, undone = self.world.stacks(computer.known, computer.device)
        assert (audit.redo() is not None) == bool(undone)
        if undone:
            edits = self.world.redo(computer.known, undone[-1])
            self.wrote(computer, edits, self.new_group(), "redo", undone[-1])

    @rule(days=st.integers(-365, 365))
    def set_clock(self, days: int) -> None:
        self.now += timedelta(days=days, seconds=1)

    @rule(torn=st.integers(0, 400), away=st.booleans())
    def crash(self, torn: int, away: bool) -> None:
        computer = self.one(away)
        audit = self.opened(computer)
        audit._journal.close()
        audit._holder.release()
        computer.audit, computer.typing = None, 0
        if torn and computer.journal.exists():
            last = computer.journal.read_bytes().splitlines()[-1]
            computer.torn = last[: min(torn, len(last) - 1)]
            with computer.journal.open("ab") as stream:
                stream.write(computer.torn)

    @rule(
        large=st.booleans(),
        snapshot=st.sampled_from(["as it is", "gone", "empty", "older", "strange"]),
        away=st.booleans(),
    )
    def open_again(self, large: bool, snapshot: str, away: bool) -> None:
        computer = self.one(away)
        self.close(computer)
        path = computer.folder / "audit.json"
        if snapshot == "gone":
            path.unlink(missing_ok=True)
        elif snapshot == "empty":
            path.write_bytes(b"")
        elif snapshot == "strange":
            path.write_bytes(b'{"notes": {}}')
        elif snapshot == "older" and computer is self.desk and self.snapshots:
            path.write_bytes(self.snapshots[len(self.snapshots) // 2])
        self.opened(computer, ALWAYS if large else NEVER)

    @rule()
    def back_up(self) -> None:
        if not self.desk.torn:
            copy = self.place / f"backup{len(self.backups)}"
            shutil.copytree(self.desk.folder, copy)
            self.backups.append((copy, self.desk.known))

    @precondition(lambda self: self.backups)
    @rule(pick=st.integers(0, 3))
    def put_backup_back(self, pick: int) -> None:
        """Only after the audit was closed in good order: of lines that it wrote before a crash no
        computer can know, once they are gone from the folder."""
        self.opened(self.desk)
        self.close(self.desk)
        kept = self.place / f"kept{len(self.kept)}"
        self.desk.folder.rename(kept)
        self.kept.append((kept, self.desk.known))
        copy, self.desk.known = self.backups[pick % len(self.backups)]
        shutil.copytree(copy, self.desk.folder)
        self.snapshots.clear()

    @precondition(lambda self: self.kept)
    @rule(pick=st.integers(0, 3))
    def bring_back(self, pick: int) -> None:
        kept, known = self.kept[pick % len(self.kept)]
        self.close(self.desk)
        self.carry(kept, known, self.desk)

    @rule(away=st.booleans(), large=st.booleans())
    def exchange(self, away: bool, large: bool) -> None:
        source, target = (self.laptop, self.desk) if away else (self.desk, self.laptop)
        self.close(target)
        self.carry(source.folder, source.known, target)
        self.opened(target, ALWAYS if large else NEVER)

    @invariant()
    def holds(self) -> None:
        for computer in self.touched:
            if computer.audit is not None:
                self.prove(computer, computer.audit)
        self.touched.clear()

    def one(self, away: bool) -> Computer:
        chosen = self.laptop if away else self.desk
        self.touched.add(chosen)
        return chosen

    def opened(self, computer: Computer, way: int = NEVER) -> Audit:
        """The computer's audit, opened where it is not open; what that says is what happened."""
        self.patch.setenv("AUDITKIT_HOME", str(computer.home))
        if computer.audit is not None:
            return computer.audit
        device._RENEWED.clear()  # as in a new process
        before = computer.device
        audit = computer.audit = Audit.open(
            computer.folder, clock=lambda: self.now, actor="Lena", from_bytes=way
        )
        computer.device = audit._device
        said = " ".join(audit.messages)
        assert not audit.read_only, audit.read_only_reason
        lost = {name for name, _ in computer.ever - computer.known}
        assert lost or "has seen more" not in said
        if before:
            assert (computer.device != before) == (before in lost)
        assert before not in lost or "has seen more" in said
        assert ("unfinished" in said) == bool(computer.torn)
        self.require_set_aside(computer, before)
        return audit

    def require_set_aside(self, computer: Computer, before: str) -> None:
        if computer.torn:
            aside = (computer.folder / "journal").glob(f"{before}.torn-*")
            assert computer.torn in [path.read_bytes() for path in aside]
            computer.torn = b""

    def close(self, computer: Computer) -> None:
        """Close it where it is open; one that has crashed stays as it is."""
        if computer.audit is not None:
            self.patch.setenv("AUDITKIT_HOME", str(computer.home))
            computer.audit.close()
            computer.audit, computer.typing = None, 0
            if computer is self.desk:
                self.snapshots.append((computer.folder / "audit.json").read_bytes())

    def do(self, computer: Computer, deed: tuple[str, int, str], group: int) -> None:
        """One deed, done and written into the model."""
        name, pick, text = deed
        audit, known = self.opened(computer), computer.known
        deeds = Deeds(audit, self.world.living(known), self.world.shown(known))
        table = DEEDS[name]
        things = deeds.of(table) if table else [pick]
        if not things:
            return
        thing = things[pick % len(things)]
        for line in getattr(deeds, name)(thing, text):
            self.wrote(computer, line.edits, self.group_of(known, line, group), line.kind)
        assert audit.heads().get(computer.device, (0, ""))[0] == self.count(computer)

    def new_group(self) -> int:
        self.groups += 1
        return self.groups

    def group_of(self, known: frozenset[Name], wrote: Wrote, group: int) -> int:
        if wrote.joins is not None:
            lines = self.world.in_order(known)
            return next(line.group for line in lines if wrote.joins in line.edits)
        return self.new_group() if wrote.kind == "fixed" else group

    def count(self, computer: Computer) -> int:
        return sum(name == computer.device for name, _ in computer.known)

    def wrote(
        self, computer: Computer, edits: Docs, group: int, kind: str = "", turns: int = 0
    ) -> None:
        """Write a line into the model."""
        shown = self.world.shown(computer.known)
        alive = {
            key: {**({"deleted": GONE} if shown.get(key, {}).get("deleted") else {}), **fields}
            for key, fields in edits.items()
        }
        clock = 1 + max((self.world.lines[name].clock for name in computer.known), default=0)
        name = (computer.device, self.count(computer) + 1)
        assert name not in self.world.lines, "written where another line has stood"
        self.world.lines[name] = Line(*name, clock, group, kind, alive, computer.known, turns)
        computer.known |= {name}
        computer.ever |= {name}
        computer.typing = 0
        self.touched.add(computer)

    def carry(self, source: Path, known: frozenset[Name], target: Computer) -> None:
        """Copy journals by hand, where they are longer; an unfinished line comes along."""
        for path in journal_paths(source / "journal"):
            there, reading = target.folder / "journal" / path.name, read_journal(path)
            if not there.exists() or read_journal(there).lines < reading.lines:
                shutil.copy(path, there)
                if there == target.journal:
                    target.torn = path.read_bytes()[reading.end :]
        target.known |= known
        target.ever |= known
        self.touched.add(target)

    def prove(self, computer: Computer, audit: Audit) -> None:
        """Memory, disk by either way, and the model are one."""
        self.patch.setenv("AUDITKIT_HOME", str(computer.home))
        living = self.world.living(computer.known)
        expected = {
            key: {name: each for name, each in fields.items() if name != "deleted"}
            for key, fields in living.items()
        }
        assert seen(audit) == expected
        assert contested(audit) == self.world.rivals(computer.known)
        for way in (ALWAYS, NEVER):
            assert same(open_folder(computer.folder, from_bytes=way).state, audit._state)
        read_all(audit)


def seen(audit: Audit) -> Docs:
    """What an audit shows, as far as the model follows it."""
    return {
        (table, str(document.doc_id)): {
            field: document[field] for field in fields if field in document
        }
        for table, fields in TRACKED.items()
        for document in audit.db.table(table)
    }


def contested(audit: Audit) -> dict[tuple[str, str, str], set[str]]:
    """Rival values, as far as the model follows them."""
    return {
        (table, key, name): {repr(each) for each in values}
        for (table, key, name), values in audit._state.rivals().items()
        if name in (*TRACKED.get(table, ()), "deleted")
    }


def read_all(audit: Audit) -> None:
    """Everything can be read as what it is."""
    assert audit.info.title == "T"
    for read in (audit.notes, audit.verdicts, audit.evidence, audit.citations, audit.findings):
        read()
    audit.cars()
    audit.checkpoints()
    audit.history()


def test_a_random_life(small_checklist: Path) -> None:
    Life.checklist = small_checklist
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
