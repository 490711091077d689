"""Interview lines that lie about: filed, corrected, taken away, made findings of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import Ref

Press = Callable[..., str]


@pytest.fixture
def heard(fresh: Path) -> Path:
    with Audit.open(fresh) as audit:
        audit.add_note("risks have no owner", speaker="Model owner")
        audit.add_note("the supplier is never looked at")
    return fresh


def test_unfiled_lines_are_shown_with_proposals(heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work")
    assert "2 unfiled" in seen
    assert "Model owner: risks have no owner" in seen
    assert "1 1." in seen


def test_digits_file_until_nothing_is_left_and_what_is_next_is_said(
    heard: Path, press: Press
) -> None:
    seen = press(heard, "A", "work", "1", "down", "work", "slash", "1", "enter", "work")
    with Audit.open(heard) as audit:
        assert audit.unfiled_notes() == ()
    assert "Every interview line is filed. Next:" in seen


def test_filing_can_be_undone(heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work", "1", "u")
    assert "undone: note filed" in seen
    with Audit.open(heard) as audit:
        assert len(audit.unfiled_notes()) == 2


def test_a_line_is_corrected_and_taken_away(heard: Path, press: Press) -> None:
    press(heard, "A", "enter", *"X", "enter", "down", "x", "escape")
    with Audit.open(heard) as audit:
        assert [note.text for note in audit.notes()] == ["risks have no ownerX"]


def test_a_finding_needs_a_filed_line_and_takes_its_words(heard: Path, press: Press) -> None:
    assert "filed nowhere yet" in press(heard, "A", "work", "m")
    press(heard, "A", "work", "1", "m", *"T", "escape")
    with Audit.open(heard) as audit:
        (finding,) = audit.findings()
        (note,) = [each for each in audit.notes() if each.ref]
    assert finding.objective_evidence == "risks have no owner"
    assert finding.refs == (Ref(note.checklist, note.ref),)


def test_it_is_reached_from_the_interview_and_from_the_menu(heard: Path, press: Press) -> None:
    assert "May belong to" in press(heard, "I", "f6", "work")
    assert "May belong to" in press(heard, "0", "colon", *"interview", "down", "enter", "work")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
def test_it_fits(size: tuple[int, int], heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work", size=size)
    assert "risks have no owner" in seen
    assert "BROWSE" in seen
    assert max(map(len, seen.splitlines())) <= size[0]
