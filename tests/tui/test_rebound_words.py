"""Messages, hints and empty lists name the keys in force, not those of the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

import auditkit.tui
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.commands import COMMANDS, commands_for, use_keys
from auditkit.tui.finding_board import board_detail
from auditkit.tui.key_words import (
    brought_back,
    finding_keys,
    help_key,
    letter_of,
    saves_elsewhere,
    taken_back,
)
from auditkit.tui.keymap import Keymap, keymap
from auditkit.tui.refusal import refusal, way_out
from auditkit.tui.screens.confirm import given_words
from auditkit.tui.session import Session
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes

Press = Callable[..., str]
Live = Callable[..., str]
Words = Callable[[AuditkitApp], str]
OWN = {
    "undo": "f7",
    "triage.undo": "f7",
    "citations.undo": "ctrl+u",
    "evidence.link": "f9",
    "editor.evidence": "ctrl+e",
    "verdict.conforms": "Y",
    "finding.minor": "w",
    "finding.major": "Z",
    "finding.strength": "f12",
    "note.write": "W",
    "view.filter": "f5",
    "evidence.filter": "f5",
    "finding.filter": "f5",
    "triage.filed": "f5",
    "go.next": "f6",
    "go.audit": "8",
    "go.findings": "9",
    "car.request": "R",
    "citation.remove": "D",
    "triage.back": "f10",
    "triage.search": "f3",
    "triage.fails": "w",
    "capture.role": "f5",
    "finder.mark": "f11",
    "finder.pane": "ctrl+b",
    "finder.statement": "ctrl+y",
    "triage": "ctrl+g",
    "help": "Q",
}


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture(autouse=True)
def _keys_of_one_s_own(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "home").mkdir(exist_ok=True)
    lines = (f'"{name}" = "{key}"' for name, key in OWN.items())
    (tmp_path / "home" / "keys.toml").write_text("\n".join(["[keys]", *lines, ""]))
    yield
    use_keys(Keymap())


def use(**keys: str) -> None:
    """Keys in force without an app; ``__`` stands for the point of an id."""
    found = keymap({name.replace("__", "."): key for name, key in keys.items()}, COMMANDS)
    assert found.problems == []
    use_keys(found)


def test_all_of_these_keys_can_be_given() -> None:
    assert keymap(OWN, COMMANDS).problems == []


def test_a_fresh_audit_names_them_where_nothing_stands_yet(fresh: Path, press: Press) -> None:
    seen = press(fresh)
    assert "Nothing linked yet: F9 links evidence, w drafts a finding." in seen
    assert "W writes here; saved while you type" in seen
    assert "e links" not in seen
    assert "i writes" not in seen
    assert "w minor, Z major, o OFI, b observation, F12 strength." in press(fresh, "f")


def test_the_filter_names_the_key_that_goes_on(fresh: Path, press: Press) -> None:
    assert "Showing: untested. F5 shows the next kind." in press(fresh, "f5")
    seen = press(fresh, "f5", "f5", "hush")
    assert "Nothing to show; press F5." in seen
    assert "Press F5 to show other checks." in seen
    assert "F5 shows the next list." in press(fresh, "2", "f5")
    assert "F5 shows the next selection." in press(fresh, "9", "f5")


def test_what_was_done_is_taken_back_by_the_key_in_force(fresh: Path, press: Press) -> None:
    assert "2 checks: conforms; F7 takes that back" in press(fresh, "Y")
    assert "undone: 1.1 conforms" in press(fresh, "f7")


def test_lists_that_are_empty(fresh: Path, press: Press) -> None:
    assert "On the audit screen (8), F9 finds a file and cites it." in press(fresh, "2")
    assert "On a check of the audit screen (8): w minor, Z major, o OFI." in press(fresh, "9")
    assert "On the findings screen (9), R issues one" in press(fresh, "4")


def test_what_a_key_means_elsewhere(worked: Path, press: Press) -> None:
    seen = press(worked, "D")
    assert "D takes a citation away in the evidence pane." in seen
    seen = press(worked, "2", "f5", "work", "work", "work", "v", "hush", "D")
    assert "That is for registered evidence. F5 shows the register." in seen
    assert "p is no command here; Q shows the keys." in press(worked, "p")


def test_evidence_that_is_cited_and_taken_away_again(worked: Path, live: Live) -> None:
    told = []

    async def remove(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.session.go(ref("1.1/b"))
        app.show_again()
        app.screen.query_one("#linked").focus()
        await pilot.press("D")
        told.append(app.screen.query_one(CommandFooter).told)

    live(worked, remove)
    assert told == ["Citation taken away; F7 brings it back."]


@pytest.fixture
def heard(fresh: Path) -> Path:
    with Audit.open(fresh) as audit:
        audit.add_note("risks have no owner", speaker="Model owner")
    return fresh


def test_interview_lines_are_filed(heard: Path, press: Press) -> None:
    seen = press(heard, "ctrl+g", "work", "w")
    assert "1-5 file it under a proposal, F3 by hand; then c w m judge it." in seen
    assert "File it first (1-5 or F3)." in seen
    seen = press(heard, "ctrl+g", "work", "1", "work")
    assert "c conforms, w does not; m M o b s draft a finding." in seen
    assert "Next: F10, then F6 goes to the next untested check." in seen


def test_interview_lines_are_taken_away(heard: Path, press: Press) -> None:
    seen = press(heard, "ctrl+g", "x")
    assert "Line taken away; F7 brings it back." in seen
    assert "Next: F10, then F6 goes to the next untested check." in seen
    assert "There is no line here. F5 shows filed lines, too." in press(heard, "ctrl+g", "x")


def test_taking_lines_down(fresh: Path, press: Press) -> None:
    seen = press(fresh, "I")
    assert "nobody named (F5)" in seen
    assert "esc, then F7 takes back more." in press(fresh, "I", "ctrl+z")


def test_the_editor_and_the_finder(fresh: Path, press: Press) -> None:
    seen = press(fresh, "enter", "down", "w")
    assert "None: ^e cites evidence" in seen
    seen = press(fresh, "f9", "work", "work")
    assert "^b into the preview picks one" in seen


def test_a_key_that_the_question_names_leads_there(worked: Path, live: Live, words: Words) -> None:
    with Audit.open(worked) as audit:
        audit.add_note("risks have no owner")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("C")
        assert " ^g 1 interview line" in words(app)
        await pilot.press("ctrl+g")
        await pilot.pause()

    assert "risks have no owner" in live(worked, story)


def test_a_sentence_that_was_taken_for_commands(
    fresh: Path, live: Live, hurry: Callable[..., Any], words: Words
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await hurry(pilot, app, "nobody knows who owns the risk")
        assert app.screen.query_one(Notes).has_focus
        assert "is taken back (F7 brings it back)." in words(app)

    live(fresh, story)


def test_the_board_of_findings_names_what_is_next(worked: Path) -> None:
    use(car__request="R", editor__evidence="ctrl+e")
    with Audit.open(worked) as audit:
        (one, *_) = audit.evidence()
        minor = audit.raise_finding(Grade.MINOR, "Drift", refs=[ref("1.2")])
        assert "enter, then ^e cites evidence" in board_detail(audit, minor).plain
        written = {"requirement": "r", "objective_evidence": "e", "gap": "g", "area": "a"}
        audit.edit_finding(minor.id, **written)
        audit.cite(one.id, finding=minor.id)
        audit.issue_finding(minor.id)
        told = board_detail(audit, audit.finding(minor.id)).plain
        assert "none yet; R issues one" in told


def test_the_words_for_taking_back() -> None:
    assert taken_back() == "u takes that back"
    assert brought_back() == "u brings it back"
    use(undo="f7", evidence__dismiss="X")
    assert taken_back() == "F7 takes that back"
    assert taken_back("triage.undo") == "u takes that back"
    assert brought_back("undo", "evidence.dismiss") == "F7 or X brings it back"
    assert given_words().endswith("F7 takes that back.")


def test_the_key_that_saves_elsewhere_works_where_one_is() -> None:
    assert saves_elsewhere() == "^s saves elsewhere"
    use(save__elsewhere="f7")
    assert saves_elsewhere() == "F7 or ^s saves elsewhere"
    use(save__elsewhere="S,f7", write__elsewhere="f7")
    assert saves_elsewhere() == "F7 saves elsewhere"


def test_a_letter_is_named_where_a_command_has_one() -> None:
    assert finding_keys() == "m minor, M major, o OFI, b observation, s strength"
    assert letter_of("document.write") == "w"
    use(document__write="f7", finding__strength="plus")
    assert letter_of("document.write") == "F7"
    assert finding_keys().endswith("+ strength")


def test_the_keys_are_listed_by_the_key_of_the_screen() -> None:
    use(help="Q")
    assert help_key("audit") == help_key("finder") == "Q"
    assert help_key("triage") == "?"


def test_a_refusal_names_the_way_out(fresh: Path) -> None:
    use(save__elsewhere="f7")
    with Audit.open(fresh) as audit:
        audit.refuse_changes("the folder cannot be written", "Make it writable.")
        assert "or F7 saves the audit in another folder" in str(refusal(audit))
        assert way_out(audit).startswith("F7 saves")


def test_what_is_not_saved_names_the_way_out(fresh: Path) -> None:
    from auditkit.record.journal import NotSaved

    use(save__elsewhere="S,f7", write__elsewhere="f7")
    with Audit.open(fresh) as audit:
        told = Session(audit).not_saved(NotSaved("the disk is full", fresh))
    assert told.endswith(" · F7 saves elsewhere")


def test_the_help_of_a_command_names_the_keys_of_others() -> None:
    usual = {each.id: each.help for each in COMMANDS}
    assert "more; v and then the arrows do the same." in usual["finder.extend"]
    use(finder__mark="f7", write__done="f9")
    own = {each.id: each.help for place in ("finder", "audit") for each in commands_for(place)}
    assert "more; F7 and then the arrows do the same." in own["finder.extend"]
    assert "F9 comes back" in own["note.write"]
    use_keys(Keymap())
    assert {each.id: each.help for each in commands_for("finder")}.items() <= usual.items()


FOLDER = Path(auditkit.tui.__file__).parent
_KEY = r"(?:[A-Za-z?/]|\^[a-z]|F\d+)"
_DOES = (
    "again|and then|asks|brings|cancels|changes|cites|compares|conforms|dismisses|drafts|ends"
    "|files|finds|goes|judges|lets|links|lists|looks|once more|opens|quits|requests"
    "|saves|says|shows|stops|takes|writes"
)
_NAMED = re.compile(
    rf"(?:^|[ (;,.·]){_KEY} (?:{_DOES})\b"
    r"|\^(?!u first)[a-z]\b"
    r"|\bF(?!8\b)\d"
    rf"|\b[Pp]ress {_KEY}\b"
    r"|\bscreen \(\d\)"
    r"|\b[mM] (?:minor|major)\b"
)
"""A key and what it does. ``^u`` empties a line and ``F8`` ends a form wherever there is one:
neither is in the table."""
_KNOWN = ("q quits.", "x lets go of")
"""Texts that are let pass: of a screen with keys of its own."""


def texts(tree: ast.AST) -> Iterator[str]:
    """All that may be shown; what is filled in is a line break, docstrings are left out."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.JoinedStr):
                parts = child.values
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "\n" for p in parts)
            elif isinstance(child, ast.Constant) and not isinstance(node, ast.Expr | ast.JoinedStr):
                yield str(child.value)


def named(source: str) -> list[str]:
    return [each for each in texts(ast.parse(source)) if _NAMED.search(each)]


def test_no_text_names_a_key_by_itself() -> None:
    found = {
        f"{path.name}: {each}"
        for path in FOLDER.rglob("*.py")
        for each in named(path.read_text("utf-8"))
        if not any(known in each for known in _KNOWN)
    }
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "Showing: all. F shows the next kind.",
        "Citation taken away; u brings it back.",
        "None: ^o cites evidence",
        "Nothing to show; press F.",
        "On the findings screen (3), a requests one.",
        "nobody named (F3)",
        "no finding: m minor, M major",
    ],
)
def test_such_a_text_would_be_found(text: str) -> None:
    assert named(f"said = {text!r}") == [text]
    assert named(f"say(f'{{label}} {text}')") != []
    assert named(f"{text!r}") == []  # a docstring
