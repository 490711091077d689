"""Undo and redo against a plain model: a list of states and a place in it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Role, Verdict


class Hashed(NamedTuple):
    """A fingerprint as the record takes it."""

    sha256: str
    size: int
    mtime_ns: int


Begin = Callable[..., Audit]
CHECKS = [Ref("small", each) for each in ("1.1/a", "1.1/b", "1.2/a")]
DOORS = Ref("small", "1.1")
STEP = st.one_of(
    st.tuples(
        st.just("verdict"),
        st.lists(st.sampled_from(CHECKS), min_size=1, max_size=3, unique=True),
        st.sampled_from([Verdict.CONFORMS, Verdict.DOES_NOT_CONFORM, Verdict.UNTESTED]),
    ),
    st.tuples(st.just("note"), st.text(max_size=3)),
    st.tuples(st.just("add"), st.text(max_size=3)),
    st.tuples(st.just("edit"), st.integers(0, 3), st.text(max_size=3)),
    st.tuples(st.just("remove"), st.integers(0, 3)),
    st.tuples(st.just("group"), st.text(max_size=3)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("reopen")),
)


class Model:
    """States as they were shown, with what can be undone and redone."""

    def __init__(self) -> None:
        self.now: dict[str, Any] = {"verdicts": {}, "text": "", "notes": {}}
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []

    def change(self) -> dict[str, Any]:
        self.past.append(deepcopy(self.now))
        self.future.clear()
        return self.now

    def undo(self) -> bool:
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()
            return True
        return False

    def redo(self) -> bool:
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()
            return True
        return False


def play(audit: Audit, model: Model, step: tuple[Any, ...]) -> Audit:
    notes = sorted(model.now["notes"])
    match step:
        case ("verdict", checks, verdict):
            audit.set_verdict(checks, verdict)
            given = model.change()["verdicts"]
            given |= dict.fromkeys(checks, verdict)
        case ("note", text) if text != model.now["text"]:
            audit.set_note(DOORS, text)
            model.change()["text"] = text
        case ("add", text):
            made = audit.add_note(text, ref=DOORS)
            model.change()["notes"][made.id] = text
        case ("edit", which, text) if which < len(notes):
            if text != model.now["notes"][notes[which]]:
                audit.edit_note(notes[which], text)
                model.change()["notes"][notes[which]] = text
        case ("remove", which) if which < len(notes):
            audit.remove_note(notes[which])
            del model.change()["notes"][notes[which]]
        case ("group", text):
            with audit.group("both"):
                made = audit.add_note("first")
                audit.edit_note(made.id, text)
                audit.set_verdict(CHECKS[:1], Verdict.CONFORMS)
            now = model.change()
            now["notes"][made.id] = text
            now["verdicts"][CHECKS[0]] = Verdict.CONFORMS
        case ("undo",):
            assert (audit.undo() is not None) == model.undo()
        case ("redo",):
            assert (audit.redo() is not None) == model.redo()
        case ("reopen",):
            audit.close()
            return Audit.open(audit.folder)
    return audit


def shown(audit: Audit) -> dict[str, Any]:
    return {
        "verdicts": {ref: each.verdict for ref, each in audit.verdicts().items()},
        "text": audit.note_text(DOORS),
        "notes": {note.id: note.text for note in audit.notes()},
    }


def expected(model: Model) -> dict[str, Any]:
    given = {
        ref: verdict
        for ref, verdict in model.now["verdicts"].items()
        if verdict is not Verdict.UNTESTED
    }
    return model.now | {"verdicts": given}


@settings(max_examples=30, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_undo_and_redo_follow_the_model(begin: Begin, steps: list[tuple[Any, ...]]) -> None:
    audit, model = begin(), Model()
    try:
        for step in [*steps, ("reopen",), ("undo",), ("undo",), ("redo",)]:
            audit = play(audit, model, step)
            assert shown(audit) == expected(model)
    finally:
        audit.close()


def test_undo_says_what_it_undid_and_stops_at_the_beginning(begin: Begin) -> None:
    with begin(lead="Lena") as audit:
        audit.set_verdict(CHECKS[:1], Verdict.CONFORMS)
        assert audit.undo() == "1.1/a conforms"
        assert audit.redo() == "1.1/a conforms"
        assert audit.undo() == "1.1/a conforms"
        assert audit.undo() is None
        assert audit.info.title == "Small"
        assert audit.lead is not None
        assert audit.checklists


def test_a_new_change_ends_what_could_be_redone(begin: Begin) -> None:
    with begin() as audit:
        audit.set_note(DOORS, "one")
        audit.undo()
        audit.set_note(DOORS, "two")
        assert audit.redo() is None
        assert audit.note_text(DOORS) == "two"


def test_several_checks_are_undone_together(begin: Begin) -> None:
    with begin() as audit:
        audit.set_verdict(CHECKS, Verdict.CONFORMS)
        audit.undo()
        assert not audit.verdicts()


def test_a_field_changed_twice_in_a_group_comes_back_as_it_was_before_the_group(
    begin: Begin,
) -> None:
    with begin() as audit:
        audit.set_note(DOORS, "before")
        with audit.group("twice"):
            audit.set_note(DOORS, "one")
            audit.set_note(DOORS, "two")
        assert audit.undo() == "twice"
        assert audit.note_text(DOORS) == "before"
        assert audit.redo() == "twice"
        assert audit.note_text(DOORS) == "two"
        assert audit.undo() == "twice"
        assert audit.note_text(DOORS) == "before"


def test_nothing_is_lost_by_undo_and_the_history_shows_it(begin: Begin) -> None:
    with begin() as audit:
        audit.add_person("Ada", Role.AUDITEE)
        finding = audit.raise_finding(Grade.OFI, "Doors squeak", refs=[DOORS])
        audit.undo()
        assert audit.findings() == ()
        newest, raised = audit.history(limit=2)
        assert newest.verb == "undo"
        assert raised.undone
        audit.redo()
        assert audit.findings() == (finding,)
        assert not audit.history()[2].undone


def test_the_number_of_entries_is_limited(begin: Begin) -> None:
    with begin() as audit:
        for text in "abc":
            audit.set_note(DOORS, text)
        assert [each.about for each in audit.history(limit=2)] == ["note 1.1", "note 1.1"]
        assert audit.history(limit=0) == ()
        assert len(audit.history(DOORS)) == 3
        assert audit.history(Ref("small", "1.2")) == ()


def test_an_error_inside_a_group_leaves_what_was_saved_as_one_thing_to_undo(begin: Begin) -> None:
    def half(audit: Audit) -> None:
        with audit.group("both"):
            audit.set_note(DOORS, "one")
            audit.set_verdict(CHECKS[:1], Verdict.CONFORMS)
            raise RuntimeError("half way")

    with begin() as audit:
        with pytest.raises(RuntimeError):
            half(audit)
        assert audit.undo() == "both"
        assert audit.note_text(DOORS) == ""
        assert not audit.verdicts()


def test_a_late_hash_is_undone_with_the_link_it_belongs_to(audit: Audit, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    audit.add_root(folder)
    ref = audit.resolve("4.1")
    item, _ = audit.link_file(folder / "a.txt", ref)
    audit.set_note(ref, "heard meanwhile")
    audit.undo()
    audit.set_fingerprint(item.id, Hashed("0" * 64, 1, 1))
    assert audit.redo() == "note 4.1"
    audit.undo()
    assert audit.citations(ref)[0].sha256 == "0" * 64
    assert audit.undo() == "evidence a.txt for 4.1"
    assert audit.evidence() == ()
    audit.redo()
    assert audit.evidence()[0].sha256 == "0" * 64
