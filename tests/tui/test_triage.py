"""Interview lines that lie about: filed, corrected, taken away, made findings of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.refs import requirement_of

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
    seen = press(heard, "A", "work", "1", "2", "u")
    assert "undone: filing of “risks have no owner”" in seen
    with Audit.open(heard) as audit:
        assert len(audit.unfiled_notes()) == 2


def test_a_line_is_corrected_and_taken_away(heard: Path, press: Press) -> None:
    press(heard, "A", "enter", *"X", "enter", "down", "x", "escape")
    with Audit.open(heard) as audit:
        assert [note.text for note in audit.notes()] == ["risks have no ownerX"]


def test_a_finding_needs_a_filed_line_and_takes_its_words(heard: Path, press: Press) -> None:
    assert "filed nowhere yet" in press(heard, "A", "work", "m")
    press(heard, "A", "work", "1", "o", *"T", "escape")
    with Audit.open(heard) as audit:
        (finding,) = audit.findings()
        (note,) = [each for each in audit.notes() if each.ref]
        (cited,) = audit.citations(finding=finding.id)
        (statement,) = audit.evidence()
    assert (finding.title, finding.grade) == ("T", Grade.OFI)
    assert finding.objective_evidence == "risks have no owner"
    assert finding.refs == (Ref(note.checklist, note.ref),)
    assert (statement.id, statement.source) == (cited.evidence, "Model owner")


def by_hand(ref: str) -> tuple[str, ...]:
    return ("slash", *("full_stop" if char == "." else char for char in ref), "enter", "work")


def test_note_verdict_and_finding_take_three_keys(heard: Path, press: Press) -> None:
    press(heard, "A", "work", "1", "m", "b", *"T", "escape")
    with Audit.open(heard) as audit:
        (finding,) = audit.findings()
        (check,) = finding.checks
        assert check.ref.endswith("/b")
        assert audit.verdict(check).verdict is Verdict.DOES_NOT_CONFORM
        assert [each.ref for each in audit.notes() if each.ref] == [requirement_of(check.ref)]


@pytest.mark.parametrize(
    ("key", "verdict"), [("c", Verdict.CONFORMS), ("v", Verdict.DOES_NOT_CONFORM)]
)
def test_a_verdict_is_that_of_a_check(
    key: str, verdict: Verdict, heard: Path, press: Press
) -> None:
    seen = press(heard, "A", "work", *by_hand("1.1"), key)
    assert "Which check of 1.1" in seen
    seen = press(heard, "A", "work", *by_hand("1.1"), key, "b")
    assert f"1.1/b: {verdict}" in seen
    with Audit.open(heard) as audit:
        assert {ref.ref: each.verdict for ref, each in audit.verdicts().items()} == {
            "1.1/b": verdict
        }


@pytest.mark.parametrize("key", ["c", "v", "m", "M"])
def test_esc_at_the_question_which_check_changes_nothing(
    key: str, heard: Path, press: Press
) -> None:
    seen = press(heard, "A", "work", *by_hand("1.1"), key, "escape")
    with Audit.open(heard) as audit:
        assert (len(audit.verdicts()), audit.findings()) == (0, ())
        assert len(audit.unfiled_notes()) == 1
    assert "Filed under 1.1:" in seen


@pytest.mark.parametrize("key", ["c", "v", "m", "M", "o", "b", "s"])
def test_a_line_filed_nowhere_says_what_comes_first(key: str, heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work", key)
    assert "This line is filed nowhere yet. File it first (1-5 or /)." in seen
    with Audit.open(heard) as audit:
        assert (len(audit.verdicts()), audit.findings()) == (0, ())


def test_the_screen_says_how_to_go_on(heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work")
    assert "Filed nowhere: 1-5 file it under a proposal" in seen
    seen = press(heard, "A", "work", *by_hand("1.1"))
    assert "Filed under 1.1: 0 of 2 checks judged. c conforms" in seen
    keys = (*by_hand("1.1"), "v", "a", "o", *"T", "escape")
    seen = press(heard, "A", "work", *keys, size=(200, 60))
    assert "1 of 2 checks judged, 1 not conforming. Evidence of F-001." in seen


def test_verdicts_are_for_where_it_was_filed_last(heard: Path, press: Press) -> None:
    keys = (*by_hand("1.1"), *by_hand("1.2"))
    seen = press(heard, "A", "work", *keys, size=(200, 60))
    assert "Filed under 1.1, 1.2. For 1.2 (0 of 1 check judged): c" in seen
    press(heard, "A", "work", "down", *keys, "c")
    with Audit.open(heard) as audit:
        assert [each.ref for each in audit.verdicts()] == ["1.2/a"]


def test_undo_of_a_verdict_leaves_the_line_where_it_is(heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work", *by_hand("1.1"), "c", "a", "u")
    assert "undone: 1.1/a conforms" in seen
    assert "Filed under 1.1: 0 of 2" in seen
    seen = press(heard, "A", "work", *by_hand("1.2"), "u")
    assert "Filed nowhere" in seen


def test_it_is_reached_from_the_interview_and_from_the_menu(heard: Path, press: Press) -> None:
    assert "May belong to" in press(heard, "I", "f6", "work")
    assert "May belong to" in press(heard, "0", "colon", *"interview", "down", "enter", "work")


def test_who_closes_the_audit_is_asked_about_them_and_led_there(heard: Path, press: Press) -> None:
    assert "A  2 interview lines are filed nowhere" in press(heard, "C")
    assert "May belong to" in press(heard, "C", "A", "work")
    assert "Close the audit?" in press(heard, "C", "X")
    with Audit.open(heard) as audit:
        assert not audit.read_only


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
def test_it_fits(size: tuple[int, int], heard: Path, press: Press) -> None:
    seen = press(heard, "A", "work", size=size)
    assert "risks have no owner" in seen
    assert "BROWSE" in seen
    assert max(map(len, seen.splitlines())) <= size[0]


def test_keys_of_other_screens_work_or_say_that_they_do_not(heard: Path, press: Press) -> None:
    assert "Q is no command here" in press(heard, "A", "work", "Q")
    assert "Menu" in press(heard, "A", "work", "colon")
    assert "History" in press(heard, "A", "work", "t")


@pytest.mark.parametrize("key", ["I", "f2"])
def test_an_interview_goes_on_over_it_and_comes_back_to_it(
    key: str, heard: Path, press: Press
) -> None:
    seen = press(heard, "A", "work", key, *"abc", "enter", "escape", "work")
    assert "3 unfiled" in seen
    assert "abc" in seen
    seen = press(heard, "A", "work", key, "f6", "work", "escape", "work")
    assert "Interview lines" not in seen
