"""Every verb on a disk that fails at every call it makes: memory and disk hold the same, and that
is what stood before or what stands after a whole line, never anything between.
"""

from __future__ import annotations

import errno
import inspect
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
from tinydb import where
from tinydb.table import Document
from ulid import ULID

from auditkit.record import ids
from auditkit.record.audit import Audit
from auditkit.record.fold import State, fold
from auditkit.record.journal import NotSaved
from auditkit.record.line import Change
from auditkit.record.model import (
    Applicability,
    CarState,
    EvidenceKind,
    FileStanding,
    Grade,
    Outcome,
    Ref,
    Role,
    SessionKind,
    Verdict,
)
from auditkit.record.reading import journal_paths, read_journal
from auditkit.record.stamps import same
from auditkit.record.verifications import CitationLookedAt, LookedAt

DOORS = Ref("small", "1.1")
CHECKS = [Ref("small", each) for each in ("1.1/a", "1.1/b")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()


class Hashed(NamedTuple):
    """A fingerprint as the record takes it."""

    sha256: str
    size: int = 1
    mtime_ns: int = 1


def prepare(audit: Audit) -> None:
    """One of everything that a verb can be about."""
    evidence = audit.roots()[0]
    audit.add_person("Ada", Role.AUDITEE)
    audit.add_note("heard", ref=DOORS)
    audit.set_note(DOORS, "before")
    said = audit.register_statement(EvidenceKind.INTERVIEW, "said")
    audit.cite(said.id, ref=DOORS)
    for name in ("cited.txt", "alone.txt"):
        audit.register_file(evidence / name, fingerprint=Hashed("1" * 64))
    cited, alone = audit.evidence_item("E-002"), audit.evidence_item("E-003")
    place = audit.cite(cited.id, ref=DOORS, quote="words", sha256="1" * 64)
    moved = CitationLookedAt(outcome=Outcome.MOVED, place="p. 2", words="words", score=1.0)
    audit.record_verification(
        [look(cited.id, citations={place.id: moved}), look(alone.id)],
    )
    for title in ("draft", "issued", "with a CAR"):
        finding = audit.raise_finding(
            Grade.MINOR, title, refs=[DOORS], requirement="r", objective_evidence="o", gap="g"
        )
        audit.cite(said.id, finding=finding.id)
        if title != "draft":
            audit.issue_finding(finding.id)
    audit.issue_car("F-003")
    meeting = audit.add_session(
        "opening", TODAY, time(9), time(9, 30), kind=SessionKind.OPENING, refs=[DOORS]
    )
    audit.attend(meeting.id, function="Quality manager")
    audit.db.table("own").insert(Document({"text": "one"}, doc_id="one"))  # type: ignore[arg-type]


def look(evidence: str, **more: Any) -> LookedAt:
    """A file that was found changed."""
    return LookedAt(
        evidence=evidence, standing=FileStanding.CHANGED, sha256="2" * 64, size=2, **more
    )


def answer(audit: Audit) -> object:
    fields = dict.fromkeys(
        ("correction", "extent_check", "root_cause", "corrective_action", "action_owner"), "x"
    )
    return audit.advance_car(
        "CAR-001", CarState.ANSWERED, action_due=TODAY, answered=TODAY, **fields
    )


def quoted(audit: Audit) -> str:
    """The citation whose words were found at another place."""
    return next(each.id for each in audit.citations() if each.quote)


def quoted_evidence(audit: Audit) -> str:
    """The evidence that this citation is of."""
    return next(each.evidence for each in audit.citations() if each.quote)


def dismiss(audit: Audit) -> Any:
    path = audit.roots()[0] / "new.txt"
    return audit.dismiss("old date", path, "line 1", "known", fingerprint=Hashed("1" * 64))


VERBS: dict[str, Callable[[Audit], object]] = {
    "add_checkpoint": lambda a: a.add_checkpoint("pack"),
    "add_note": lambda a: a.add_note("more", ref=DOORS),
    "add_person": lambda a: a.add_person("Bob", Role.AUDITEE),
    "add_root": lambda a: a.add_root(a.folder.parent / "elsewhere"),
    "add_session": lambda a: a.add_session("doors", TODAY, time(10), time(11)),
    "add_system": lambda a: a.add_system("chat"),
    "advance_car": answer,
    "append_note": lambda a: a.append_note(DOORS, "more"),
    "attend": lambda a: a.attend("S-001", name="Ada"),
    "cite": lambda a: a.cite("E-001", ref=DOORS, place="p. 1"),
    "dismiss": dismiss,
    "edit_car": lambda a: a.edit_car("CAR-001", issued_to="x"),
    "edit_evidence": lambda a: a.edit_evidence(a.evidence_item("E-001").id, title="x"),
    "edit_finding": lambda a: a.edit_finding("F-001", gap="x"),
    "edit_note": lambda a: a.edit_note(a.notes()[0].id, "x"),
    "edit_person": lambda a: a.edit_person(a.people[0].id, unit="x"),
    "edit_session": lambda a: a.edit_session("opening", place="hall"),
    "file_note": lambda a: a.file_note(a.notes()[0].id, Ref("small", "1.2")),
    "issue_car": lambda a: a.issue_car("F-002"),
    "issue_finding": lambda a: a.issue_finding("F-001"),
    "keep_changed": lambda a: a.keep_changed(quoted_evidence(a)),
    "keep_citation": lambda a: a.keep_citation(quoted(a)),
    "keep_version": lambda a: a.keep_version("E-003"),
    "link_file": lambda a: a.link_file(a.roots()[0] / "new.txt", DOORS),
    "move_evidence": lambda a: a.move_evidence("E-003", a.roots()[0] / "new.txt", Hashed("1" * 64)),
    "raise_finding": lambda a: a.raise_finding(Grade.OFI, "squeaks", checks=CHECKS),
    "record_document": lambda a: a.record_document("report", "r.docx", "0" * 64, a.head),
    "record_verification": lambda a: a.record_verification([look(a.evidence_item("E-002").id)]),
    "redo": lambda a: a.redo(),
    "register_file": lambda a: a.register_file(a.roots()[0] / "new.txt"),
    "register_statement": lambda a: a.register_statement(EvidenceKind.OBSERVATION, "seen"),
    "remove_attendance": lambda a: a.remove_attendance(a.attendance()[0].id),
    "remove_citation": lambda a: a.remove_citation(a.citations()[0].id),
    "remove_finding": lambda a: a.remove_finding("F-001"),
    "remove_note": lambda a: a.remove_note(a.notes()[0].id),
    "remove_person": lambda a: a.remove_person(a.people[0].id),
    "remove_session": lambda a: a.remove_session("S-001"),
    "set_fingerprint": lambda a: a.set_fingerprint(a.evidence_item("E-001").id, Hashed("3" * 64)),
    "set_info": lambda a: a.set_info(report_issued=TODAY, organization="x"),
    "set_note": lambda a: a.set_note(DOORS, "after"),
    "set_soa": lambda a: a.set_soa([DOORS], applicability=Applicability.EXCLUDED, reason="x"),
    "set_verdict": lambda a: a.set_verdict(CHECKS, Verdict.CONFORMS),
    "take_back": lambda a: a.take_back("", "all of it"),
    "undismiss": lambda a: a.undismiss(dismiss(a).id),
    "undo": lambda a: a.undo(),
    "withdraw_finding": lambda a: a.withdraw_finding("F-002", "was wrong"),
}
"""Every public verb of `Audit` that changes something, and one use of it."""

TABLES: dict[str, Callable[[Audit], object]] = {
    "insert": lambda a: a.db.table("own").insert({"text": "two"}),
    "insert_multiple": lambda a: a.db.table("own").insert_multiple([{"text": "2"}, {"text": "3"}]),
    "update": lambda a: a.db.table("own").update({"text": "x"}),
    "upsert": lambda a: a.db.table("own").upsert({"text": "x"}, where("text") == "one"),
    "remove": lambda a: a.db.table("own").remove(where("text") == "one"),
    "truncate": lambda a: a.db.table("own").truncate(),
    "drop_tables": lambda a: a.db.drop_tables(),
}
"""The same through the tables."""

LATE = {"set_fingerprint"}
"""What it writes belongs to changes made before; it is no step of its own to undo."""


def code_names(code: CodeType) -> set[str]:
    """Names that a function uses, functions inside included."""
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*map(code_names, inner))


def functions() -> Iterator[tuple[str, FunctionType]]:
    """All functions of `Audit`, those of its parts included."""
    for part in Audit.__mro__:
        for name, each in vars(part).items():
            plain = inspect.unwrap(getattr(each, "__func__", getattr(each, "fget", each)))
            if isinstance(plain, FunctionType):
                yield name, plain


def changing() -> set[str]:
    """Public functions that come to writing a line, over whatever others."""
    uses = [(name, code_names(each.__code__)) for name, each in functions()]
    found = {"_write"}
    while more := {name for name, used in uses if used & found} - found:
        found |= more
    return {name for name in found if not name.startswith("_")}


def test_no_verb_is_forgotten() -> None:
    # What beginning an audit does on a failing disk is held in test_faults.
    assert changing() - {"create"} == VERBS.keys()


class Ticking:
    """ULIDs of a clock that ticks: the same in every run."""

    from_int = ULID.from_int

    def __init__(self) -> None:
        self._tick = itertools.count(1 << 120, 1 << 80)

    def __call__(self) -> int:
        return next(self._tick)


@pytest.fixture(scope="module")
def base(small_checklist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed audit with one of everything; the home that made it lies beside it."""
    place = tmp_path_factory.mktemp("base")
    evidence = place / "evidence"
    evidence.mkdir()
    for name in ("cited.txt", "alone.txt", "new.txt"):
        (evidence / name).write_text(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(place / "home"))
        with Audit.create(
            place / "audit", title="T", checklists=[str(small_checklist)], evidence=[evidence]
        ) as audit:
            prepare(audit)
    shutil.rmtree(place / "home" / "seen")  # the copies are no copies: the audit, as it was
    return place


class Fault(NamedTuple):
    """What a disk does wrong, once."""

    call: str
    code: int
    half: bool = False
    """Half of what is to be written gets there; the error comes after it."""

    def __str__(self) -> str:
        return f"{'half a ' if self.half else ''}{self.call} {errno.errorcode[self.code]}"


FAULTS = [
    Fault("write", errno.ENOSPC),
    Fault("write", errno.EIO),
    Fault("write", errno.ENOSPC, half=True),
    Fault("write", errno.EIO, half=True),
    Fault("fsync", errno.ENOSPC),
    Fault("fsync", errno.EIO),
    Fault("replace", errno.EIO),
    Fault("ftruncate", errno.EIO, half=True),
]


class Disk:
    """Stands in for `os`; the n-th use of a call fails."""

    def __init__(self, fault: Fault, number: int, patch: pytest.MonkeyPatch) -> None:
        self.hit = False
        self._fault, self._patch, self._left = fault, patch, number
        if fault.call == "ftruncate":  # comes only to take back what a failed write has left
            self._left = 1
            writes = Disk(Fault("write", errno.ENOSPC, half=True), number, patch)
            self._reached = lambda: writes.hit
        else:
            self._reached = lambda: self.hit
        self._real = getattr(os, fault.call)
        patch.setattr(os, fault.call, self)

    @property
    def reached(self) -> bool:
        """Whether it has come to the fault."""
        return self._reached()

    def __call__(self, *args: Any) -> Any:
        self._left -= 1
        if self._left:
            return self._real(*args)
        self.hit = True
        if self._fault.half and self._fault.call == "write":
            self._real(args[0], args[1][: len(args[1]) // 2])
        raise OSError(self._fault.code, os.strerror(self._fault.code))


def quick_replace(source: Path, target: Path) -> None:
    """Without the flush that ext4 makes when a file is moved over another one."""
    with suppress(FileNotFoundError):
        Path(target).unlink()
    Path(source).rename(target)


class Runs:
    """One verb, done again and again on fresh copies of the same audit, in the same way."""

    def __init__(self, name: str, base: Path, place: Path, patch: pytest.MonkeyPatch) -> None:
        self._base, self._place, self._patch = base, place, patch
        self._verb, self._first = (VERBS | TABLES)[name], name == "redo"
        patch.setenv("AUDITKIT_HOME", str(place / "home"))
        # Quick ones; the one that fails is set on top of them.
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(os, "replace", quick_replace)

    def fresh(self) -> Audit:
        """A copy, open, in which the verb can be done."""
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._base, self._place)
        self._patch.setattr("ulid.ULID", Ticking())
        self._patch.setattr(ids, "_last", 0)
        audit = self.opened()
        if self._first:
            assert audit.undo()
        return audit

    def opened(self, **more: Any) -> Audit:
        """What lies there now."""
        return Audit.open(self._place / "audit", clock=lambda: NOW, **more)

    def states(self) -> list[State]:
        """What stands before the verb, and after each line that it writes."""
        with self.fresh() as audit:
            before = len(self.changes())
            self._verb(audit)
        changes = self.changes()
        return [fold(changes[:count]) for count in range(before, len(changes) + 1)]

    def changes(self) -> list[Change]:
        (path,) = journal_paths(self._place / "audit" / "journal")
        return read_journal(path).changes

    def refused(self, audit: Audit, fault: Fault, number: int) -> tuple[bool, str]:
        """Do the verb on a failing disk: whether it came to the fault, and what it said then."""
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(fault, number, patch)
            try:
                self._verb(audit)
            except NotSaved as error:
                return disk.reached, str(error)
            return disk.reached, ""


@pytest.mark.parametrize("name", [*VERBS, *TABLES])
def test_a_verb_on_a_failing_disk_is_done_or_not_done(
    name: str, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(name, base, tmp_path / "place", monkeypatch)
    states = runs.states()
    assert len(states) > 1
    for fault in FAULTS:
        for number in itertools.count(1):
            with runs.fresh() as audit:
                before = len(runs.changes())
                reached, said = runs.refused(audit, fault, number)
                saved = len(runs.changes()) - before
                assert (saved < len(states) - 1) == bool(said)
                assert same(audit._state, states[saved]), "memory"
            with runs.opened() as again:
                assert not again.read_only
                assert same(again._state, states[saved]), "disk"
                if said and saved and name not in LATE:
                    again.undo()
                    assert shown(again._state) == shown(states[0]), "what was saved is one undo"
                again.set_note(DOORS, "and on")
            assert reached == bool(said)
            if not reached:
                break
            assert "NOT SAVED" in said
            assert "everything saved before is safe" in said


def shown(state: State) -> dict[str, Any]:
    return {name: table for name, table in state.tables.items() if table}
