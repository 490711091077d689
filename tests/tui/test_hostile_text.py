"""Strings that end, deceive or leak: nothing fires, vanishes or reaches the terminal raw."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.text import block, content, joined, label, show
from auditkit.tui.widgets.line_list import LineList

NASTY = (
    "[/foo]",
    "minutes [draft].pdf",
    "[red]x[/red]",
    "[@click=app.quit]x[/]",
    "[bold",
    "caf\udce9.pdf",
    "a\x1b[31mred\x1b[0m",
    "a\x1b]52;c;aGFjaw==\x07b",
    "a\x00b\x07\x08c",
    "a\r\nb\nc",
    "a\tb",
    "ev\u202efdp.exe",
    "審査報告書",
    "e\u0301\u0327" * 5,
    "$primary $foo",
    "x" * 5000,
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
KEYS = (
    (),
    ("enter", "down"),
    ("r",),
    ("0",),
    ("2",),
    ("3",),
    ("3", "enter"),
    ("4",),
    ("5",),
    ("t",),
    ("0", "t", "enter"),
    ("0", "t", "end", "enter"),
    ("slash",),
    ("slash", "work", "work", "x", "work"),
    ("slash", "work", "work", *"primary", "down", "down", "enter"),
    ("e", "work", "work", "work"),
    ("e", "work", "ctrl+f", "work", "work", "r", "work", "work", "tab", "shift+down"),
    ("2", "F", "work", "work", "work"),
    ("2", "F", "work", "work", "enter", "work"),
    ("2", "F", "F", "F", "work", "work"),
    ("2", "enter", "work"),
    ("2", "e", "work", "work"),
    ("2", "down", "down", "c"),
    ("3", "enter", "ctrl+g"),
    ("3", "enter", "ctrl+o", "work", "work", "work"),
    ("3", "a"),
    ("3", "W"),
    ("4", "enter"),
    ("4", "a"),
    ("4", "i"),
    ("5", "t"),
    ("5", "end", "w", "work"),
    ("f2",),
    ("f2", *"risk", "work", "work"),
    ("f2", "f3"),
    ("A",),
    ("A", "slash"),
    ("O",),
    ("S",),
    ("question_mark",),
    ("colon",),
)
SIZES = ((60, 20), (120, 36), (200, 60))


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.mark.parametrize("text", NASTY)
def test_the_guards_leave_nothing_raw(text: str) -> None:
    for shown in (show(text), joined(text), label(text).plain, block(text), content(text).plain):
        assert RAW.search(shown) is None
        shown.encode("utf-8")


def test_markup_is_shown_as_it_is() -> None:
    assert content("[@click=app.quit]x[/]").plain == "[@click=app.quit]x[/]"
    assert label("[/foo]").plain == "[/foo]"


@pytest.fixture
def nasty(fresh: Path, evidence: Path) -> Path:
    for number, text in enumerate(NASTY):
        name = text.replace("/", "_").replace("\x00", "")[:80]
        if os.name == "nt" or sys.platform == "darwin":
            name = f"{number} " + re.sub(r'[<>:"\\|?*\x00-\x1f\ud800-\udfff]', "_", name)
        (evidence / f"{name}.txt").write_text(block(text), encoding="utf-8")
    with Audit.open(fresh, clock=lambda: NOON) as audit:
        audit.set_note(ref("1.1"), "\n".join(_storable(text) for text in NASTY))
        for text in map(_storable, NASTY):
            made = audit.register_statement(EvidenceKind.INTERVIEW, text, source=text)
            audit.cite(made.id, ref=ref("1.1"), place=text, quote=text)
            finding = audit.raise_finding(
                Grade.MINOR,
                text,
                refs=[ref("1.1")],
                requirement=text,
                objective_evidence=text,
                gap=text,
                area=text,
            )
            audit.cite(made.id, finding=finding.id, place=text)
            audit.add_note(text, speaker=text)
            audit.issue_finding(finding.id)
            audit.issue_car(finding.id)
        audit.set_info(title="[/foo] \x1b]52;c;aGFjaw==\x07 \u202e")
    return fresh


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("number", range(len(KEYS)), ids=[" ".join(k) or "audit" for k in KEYS])
def test_every_screen_shows_them(number: int, nasty: Path, press: Callable[..., str]) -> None:
    size = SIZES[number % len(SIZES)]
    seen = press(nasty, *KEYS[number], size=size, ascii=size == SIZES[0])
    assert RAW.search(seen) is None
    seen.encode("utf-8")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", ["audit", "evidence", "findings", "finding"])
def test_they_look_as_they_did(
    name: str,
    size: tuple[int, int],
    nasty: Path,
    press: Callable[..., str],
    kept: Callable[..., str],
) -> None:
    keys = {"audit": (), "evidence": ("2",), "findings": ("3",), "finding": ("3", "enter")}
    seen = press(nasty, *keys[name], size=size)
    assert seen == kept(f"nasty-{name}", size, seen)


def test_nothing_fires_and_nothing_vanishes(nasty: Path, live: Callable[..., str]) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("3")
        await pilot.pause()
        listing = app.screen.query_one(LineList)
        drawn = "\n".join(line.left.plain for line in listing._lines)
        for text in NASTY:
            assert joined(_storable(text))[:40] in drawn
        for row in range(1, 30):
            await pilot.click(LineList, offset=(30, row))
            await pilot.press("escape")
        assert app.is_running
        assert app.return_code is None

    live(nasty, story)


def test_looking_at_a_note_does_not_rewrite_it(nasty: Path, press: Callable[..., str]) -> None:
    with Audit.open(nasty) as audit:
        before = audit.note_text(ref("1.1"))
    press(nasty, "i", "escape", "n", "n", "n", "N", "N")
    with Audit.open(nasty) as audit:
        assert audit.note_text(ref("1.1")) == before


def test_a_paste_is_made_safe(fresh: Path, live: Callable[..., str]) -> None:
    from textual import events

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("i")
        app.post_message(events.Paste("a\x1b]52;c;aGFjaw==\x07b\nc"))
        await pilot.pause()
        await pilot.press("escape")

    seen = live(fresh, story)
    assert RAW.search(seen) is None
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "a\\x1b]52;c;aGFjaw==\\x07b\nc"
