"""Several changes reversed as one, which can be undone itself."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict

REF = Ref("iso-iec-42001-2023", "4.1/a")


def test_changes_since_a_mark_are_one_thing_to_undo(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="A") as audit:
        audit.set_verdict([REF], Verdict.CONFORMS)
        mark = audit.last_change
        audit.set_verdict([REF], Verdict.DOES_NOT_CONFORM)
        audit.raise_finding(Grade.MINOR, "Typed by mistake")
        audit.set_verdict([REF], Verdict.UNTESTED)
        assert audit.take_back(mark, "typing taken back") == 3
        assert audit.verdict(REF).verdict is Verdict.CONFORMS
        assert audit.findings() == ()
        assert audit.undo() == "typing taken back"
        assert audit.verdict(REF).verdict is Verdict.UNTESTED
        assert [each.title for each in audit.findings()] == ["Typed by mistake"]


def test_nothing_since_the_mark_writes_nothing(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="A") as audit:
        audit.set_verdict([REF], Verdict.CONFORMS)
        before = audit.head
        assert audit.take_back(audit.last_change, "nothing") == 0
        assert audit.head == before


@given(st.lists(st.sampled_from([*Verdict][:3]), min_size=1, max_size=6))
def test_whatever_was_done_the_state_before_comes_back(
    verdicts: list[Verdict],
) -> None:
    import tempfile

    with (
        tempfile.TemporaryDirectory() as place,
        Audit.create(Path(place) / "a", title="A") as audit,
    ):
        audit.set_note(Ref(REF.checklist, "4.1"), "before")
        mark, told = audit.last_change, audit.verdict(REF).verdict
        for each in verdicts:
            audit.set_verdict([REF], each)
            audit.set_note(Ref(REF.checklist, "4.1"), f"after {each}")
        audit.take_back(mark, "back")
        assert audit.verdict(REF).verdict is told
        assert audit.note_text(Ref(REF.checklist, "4.1")) == "before"
