"""Colours: readable in every theme, kept for the next time, and nothing that no word says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment, Segments
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp
from auditkit.tui.settings import keep_setting, setting
from auditkit.tui.theme import THEMES

Press = Callable[..., str]
Live = Callable[..., str]
NAMES = [theme.name for theme in THEMES]

SCREENS = {
    "audit": (),
    "check": ("enter", "down", "down"),
    "write": ("i",),
    "dashboard": ("0",),
    "evidence": ("2",),
    "questions": ("2", "F", "F", "F", "work", "work"),
    "findings": ("3",),
    "finding": ("3", "enter"),
    "cars": ("4",),
    "documents": ("5",),
    "finder": ("e", "work", *"risk", "work", "work"),
    "suggestions": ("e", "work", "work", "work"),
    "contents": ("e", "work", "ctrl+f", "work", "work", *"drift", "work", "work"),
    "form": ("down", "down", "x"),
    "menu": ("colon",),
    "help": ("question_mark",),
    "history": ("u", "t"),
    "interview": ("f2",),
    "unfiled": ("A",),
    "told": ("y",),
    "grade": ("3", "enter", "ctrl+g"),
}


def drawn(app: AuditkitApp) -> Iterator[Segment]:
    """Every piece of the screen with its style, without what is dimmed behind a dialog."""
    whole = app.screen.region
    front = app.screen.children[0].region if app.screen.is_modal else whole
    for strip in app.screen._compositor.render_strips()[front.y : front.bottom]:
        yield from strip.crop(front.x, front.right)


def luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def poor(app: AuditkitApp, least: float) -> list[str]:
    """Words whose colours are closer than that."""
    found = []
    for text, style, _ in drawn(app):
        if style is None or not re.search(r"\w", text) or not style.color or not style.bgcolor:
            continue
        colours = style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False)
        ratio = contrast(*colours)
        if ratio < least or style.dim:
            found.append(f"{text.strip()!r} {colours[0].hex} on {colours[1].hex}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_every_word_can_be_read(name: str, worked: Path, live: Live) -> None:
    with Audit.open(worked) as audit:
        audit.set_info(organization="Example")
    theme = NAMES[list(SCREENS).index(name) % len(NAMES)]
    keep_setting("theme", theme)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in SCREENS[name]:
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        assert app.theme == theme
        assert any(re.search(r"\w", each.text) for each in drawn(app))
        assert poor(app, 7 if theme == "high-contrast" else 4.5) == []

    live(worked, story)


def test_a_theme_is_chosen_from_the_menu_and_kept(worked: Path, press: Press, live: Live) -> None:
    seen = press(worked, "colon", *"colours", "enter")
    assert all(name in seen for name in NAMES)
    assert re.search(r"dark: .*now", seen)
    press(worked, "f4", *"light:", "enter")
    assert setting("theme") == "light"

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert app.theme == "light"
        await pilot.press("f4", *"high", "enter")
        await pilot.pause()
        assert app.theme == "high-contrast"

    live(worked, story)


@pytest.mark.parametrize("kept", ["{", "[]", '{"theme": "mauve"}', '{"theme": 7}', "\x00"])
def test_settings_nobody_can_read_are_the_usual_ones(
    kept: str, fresh: Path, live: Live, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.json").write_text(kept)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("f4", *"light:", "enter")
        await pilot.pause()

    live(fresh, story)
    assert setting("theme") == "light"


def test_a_theme_that_cannot_be_kept_is_worn_and_said(
    fresh: Path, live: Live, tmp_path: Path
) -> None:
    (tmp_path / "home" / "settings.json").mkdir(parents=True)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("f4", *"light:", "enter")
        await pilot.pause()
        assert app.theme == "light"

    assert "settings.json" in live(fresh, story)


SYSTEMS: tuple[Any, ...] = (None, "standard", "256", "truecolor")


@pytest.mark.parametrize("name", ["audit", "check", "evidence", "findings", "cars", "dashboard"])
def test_every_state_is_a_word_in_any_number_of_colours(
    name: str, worked: Path, live: Live
) -> None:
    sent: dict[Any, str] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(*SCREENS[name])
        await pilot.pause()
        for system in SYSTEMS:
            console = Console(
                color_system=system, force_terminal=True, width=120, legacy_windows=False
            )
            with console.capture() as capture:
                for strip in app.screen._compositor.render_strips():
                    console.print(Segments([*strip, Segment.line()]), end="", soft_wrap=True)
            sent[system] = capture.get()

    seen = live(worked, story)
    for system, drawn_so in sent.items():
        assert ("\x1b[" in drawn_so) == (system is not None)
        plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", drawn_so).splitlines()]
        assert plain == seen.splitlines()[: len(plain)]
    words = {
        "audit": ("3/4", "min"),
        "check": ("OK", "NO"),
        "evidence": ("cited",),
        "findings": ("min", "issued", "draft"),
        "cars": ("issued",),
        "dashboard": ("min", "Drafts, not issued"),
    }
    assert all(word in "\n".join(plain) for word in words[name])


def test_without_colours_all_screens_hold_the_same_words(
    worked: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("check", "dashboard", "evidence", "findings", "finding", "cars", "menu"):
        monkeypatch.delenv("NO_COLOR", raising=False)
        coloured = press(worked, *SCREENS[name])
        monkeypatch.setenv("NO_COLOR", "1")
        assert press(worked, *SCREENS[name]) == coloured


def test_without_colours_nothing_is_drawn_in_one(
    worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def main() -> None:
        app = AuditkitApp(worked)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press("enter", "down", "v")
            await pilot.pause()
            for _, style, _ in drawn(app):
                assert not style or (style.color is None and style.bgcolor is None)
            marked = [text for text, style, _ in drawn(app) if style and style.reverse]
            assert any("The risks of" in each for each in marked), "the cursor of the list"
            await pilot.press("i", *"abc", "left")
            await pilot.pause()
            assert "c" in [text for text, style, _ in drawn(app) if style and style.reverse]
        app.close_audit()

    asyncio.run(main())
