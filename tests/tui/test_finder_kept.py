"""A place and words typed for a file and not cited yet are there when the finder comes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.evidence.model import FileEntry
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.record.unfinished_forms import files
from auditkit.tui.app import AuditkitApp
from auditkit.tui.citing import HalfCited, Target
from auditkit.tui.form_memory import FormText
from auditkit.tui.offers import Offer
from auditkit.tui.picking import Picked

Live = Callable[..., str]
Press = Callable[..., str]
OPEN = ("e", "work", "work", "work")
TYPED = ("shift+tab", *"abc", "shift+tab", *"pg")
CONTENTS = (*OPEN, "ctrl+f", "work", "work", *"shortlisting", "work", "work")


def chosen(query: str) -> tuple[str, ...]:
    """The file found by a query, with something typed for it."""
    return (*OPEN, *query, "work", "work", *TYPED, "work")


def kept(folder: Path) -> list[str]:
    return [
        text
        for path in files(folder)
        for form in json.loads(path.read_bytes()).values()
        for text in form["texts"].values()
    ]


def cited(folder: Path) -> list[tuple[str, str]]:
    with Audit.open(folder, read_only=True) as audit:
        return [(each.place, each.quote) for each in audit.citations()]


@pytest.mark.parametrize("keys", [("escape",), ("ctrl+q",)])
def test_whoever_leaves_finds_it_at_the_next_start(
    keys: tuple[str, ...], fresh: Path, press: Press
) -> None:
    press(fresh, *chosen("register"), *keys)
    assert kept(fresh) == ["pg\nabc"]
    said = press(fresh)
    assert "Evidence for 1.1: what you typed is not given yet; e on screen 1 opens it." in said
    seen = press(fresh, "enter", *OPEN, "work", "work")
    assert "Typed for, not cited yet" in seen
    assert "will cite: pg · “abc”" in seen
    press(fresh, "enter", *OPEN, "work", "work", "enter", "work")
    assert cited(fresh) == [("pg", "abc")]
    assert kept(fresh) == []


def test_leaving_says_that_it_waits(fresh: Path, press: Press) -> None:
    assert "Not cited yet: the place or words you typed" in press(
        fresh, *chosen("register"), "escape"
    )
    assert "Not cited yet" not in press(fresh, *OPEN, *"register", "work", "escape")


@pytest.mark.parametrize(
    ("back", "cites"), [((), "the whole file"), (("up", "work", "work"), "pg · “abc”")]
)
def test_another_file_shows_its_own_and_coming_back_shows_it_again(
    back: tuple[str, ...], cites: str, fresh: Path, evidence: Path, press: Press
) -> None:
    (evidence / "registers.txt").write_text("One\nTwo\n")
    seen = press(fresh, *chosen("regist"), "down", "work", "work", *back)
    assert f"will cite: {cites}" in seen


def test_what_is_picked_by_hand_takes_its_place(fresh: Path, evidence: Path, press: Press) -> None:
    (evidence / "plan.txt").write_text("Every quarter\nThe board\n")
    seen = press(fresh, *chosen("plan"), "shift+tab", "down", "work")
    assert "will cite: line 2 · “The board”" in seen
    assert kept(fresh) == []


def test_what_was_taken_out_again_does_not_wait(fresh: Path, press: Press) -> None:
    press(fresh, *OPEN, *"register", "work", "tab", "tab", "x", "backspace", "escape")
    assert kept(fresh) == []


def test_words_added_to_a_passage_found_wait_too(fresh: Path, press: Press) -> None:
    press(fresh, *CONTENTS, "tab", "tab", *"b", "ctrl+q")
    assert kept(fresh) == ["row 3b\nR15 | Bias in shortlisting | People"]
    assert "will cite: row 3b" in press(fresh, "enter", *CONTENTS)
    assert "will cite: row 3b" in press(fresh, "enter", *OPEN, "work", "work")


def test_a_finding_has_its_own(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        finding = app.session.audit.findings()[0]
        one, other = Target(finding=finding.id), Target(Ref("tiny", "1.1"))
        assert one.words(app.session.audit) == finding.label
        assert one.form != other.form

    live(worked, story)


def test_of_several_passages_the_last_counts_where_none_is_asked_for() -> None:
    half = HalfCited(FormText("cite tiny 1.1"))
    entry, like = FileEntry("/r", "a.txt", 5, 6), FileEntry("/r", "a.txt.old", 5, 6)
    half.keep(Offer(entry, "line 1"), Picked("line 1", "one"))
    half.keep(Offer(entry, "line 2"), Picked("line 2", "two"))
    half.keep(Offer(like), Picked("", "old"))
    assert half.typed(Offer(entry, "line 1")) == Picked("line 1", "one")
    assert half.typed(Offer(entry, "line 3")) is None
    assert half.typed(Offer(entry)) == Picked("line 2", "two")
    assert [each.path for each in half.files()] == ["a.txt.old", "a.txt"]
    half.drop(Offer(entry))
    assert half.typed(Offer(entry)) == Picked("line 1", "one")
    half.drop(Offer(entry))
    half.drop(Offer(like))
    assert not half
