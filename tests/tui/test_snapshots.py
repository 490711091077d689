"""Every screen as text, at both sizes. ``AUDITKIT_SNAPSHOTS=write`` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

KEPT = Path(__file__).parent / "snapshots"

SCREENS = {
    "audit": (),
    "audit-check": ("enter", "down", "down"),
    "audit-read": ("r",),
    "dashboard": ("0",),
    "evidence": ("2",),
    "findings": ("3",),
    "finding": ("3", "enter"),
    "cars": ("4",),
    "finder": ("e", "work", "r", "i", "s", "k", "work", "work"),
    "statement": ("e", "work", "work", "work", "ctrl+t"),
    "not-applicable": ("down", "down", "x"),
    "menu": ("colon", "f", "i", "n"),
    "help": ("question_mark",),
    "search": ("slash", "r", "i", "s", "k"),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], worked: Path, press: Callable[..., str]) -> None:
    seen = press(worked, *SCREENS[name], size=size)
    path = KEPT / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("AUDITKIT_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


def test_without_colour_the_words_are_the_same(
    worked: Path, press: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    kept = (KEPT / "audit-120x36.txt").read_text(encoding="utf-8")
    assert press(worked) == kept


@pytest.mark.parametrize("size", [(60, 20), (200, 60)], ids=["60x20", "200x60"])
def test_other_sizes_show_the_same_things(
    size: tuple[int, int], worked: Path, press: Callable[..., str]
) -> None:
    seen = press(worked, "enter", "down", size=size)
    assert "Risk register" in seen
    assert "Which risks" in seen
    assert "BROWSE" in seen
    assert max(len(line) for line in seen.splitlines()) <= size[0]
