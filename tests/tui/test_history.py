"""The trail on the screen: one line an act, in words; enter shows the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict

Press = Callable[..., str]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def test_enter_shows_what_stood_before_and_after(worked: Path, press: Press) -> None:
    old, new = "One risk of two is owned by nobody.", "Of two risks one is owned by nobody at all."
    with Audit.open(worked, clock=lambda: NOON) as audit:
        audit.edit_finding("F-001", gap=new)
    seen = press(worked, "3", "t", "enter")
    assert "2026-03-02 12:00:00, A. Silva" in seen
    assert f"gap before: {old}" in seen
    assert f"gap after: {new}" in seen
    assert "History of F-001" in press(worked, "3", "t", "enter", "escape")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_long_line_is_cut_where_the_screen_ends(
    worked: Path, press: Press, size: tuple[int, int]
) -> None:
    said = "word " * 60
    with Audit.open(worked, clock=lambda: NOON) as audit:
        audit.add_note(said, speaker="CTO")
    seen = press(worked, "0", "t", size=size)
    row = next(each for each in seen.splitlines() if "line written down" in each)
    assert "line written down: CTO: word word" in row
    assert "…" in row
    assert row.rstrip("┃ ").endswith(" AS")  # who did it gives way to what was done
    whole = press(worked, "0", "t", "enter", size=size)
    assert whole.count("word") >= 60


def test_a_narrow_screen_tells_what_was_done_before_who_and_when(
    worked: Path, press: Press
) -> None:
    seen = press(worked, "0", "t", size=(60, 20))
    assert "03-02 finding issued: F-001 Risks have no owner" in seen
    row = next(each for each in seen.splitlines() if "F-001 minor" in each)
    assert row.startswith("┃ 03-02 finding drafted: F-001 minor nonconformity")
    assert row.rstrip("┃ ").endswith(" AS")
    assert "A. Silva" in press(worked, "0", "t", size=(120, 36))


def test_an_act_is_one_line_and_what_was_undone_says_so(worked: Path, press: Press) -> None:
    with Audit.open(worked, clock=lambda: NOON) as audit:
        audit.set_verdict([ref("2.1/a")], Verdict.CONFORMS)
        audit.undo()
    seen = press(worked, "0", "t")
    assert "undone: verdict given 2.1/a: untested → conforms" in seen
    assert "verdict given 2.1/a: untested → conforms (undone)" in seen


def test_the_trail_beside_a_requirement_uses_the_same_words(worked: Path, press: Press) -> None:
    seen = press(worked, size=(200, 60))
    assert "verdict given 1.1/b:" in seen
