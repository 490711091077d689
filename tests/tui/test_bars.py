"""The bars above and below, at every width."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.tui.app import AuditkitApp
from auditkit.tui.heading import Heading
from auditkit.tui.widgets.bars import two_sides

Press = Callable[..., str]
Live = Callable[..., str]

TITLE = "Internal audit of the AI management system 2026"
HEADING = Heading(TITLE, "ISO/IEC 42001:2023", "321/385", "MAJ 2")


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (120, f"{TITLE} · ISO/IEC 42001:2023 · 321/385 · MAJ 2"),
        (70, f"{TITLE} · 321/385 · MAJ 2"),
        (38, "Internal audit of t… · 321/385 · MAJ 2"),
        (29, "321/385 · MAJ 2"),
        (14, "321/385"),
        (5, ""),
    ],
)
def test_a_heading_gives_way_in_the_order_of_what_matters_least(room: int, shown: str) -> None:
    assert HEADING.fit(room) == shown


@pytest.mark.parametrize("width", range(20, 140, 7))
@pytest.mark.parametrize(
    "right", ["saved 12:00:00", "READ ONLY: " + "why " * 40, "NOT SAVED: No space · ^s saves"]
)
def test_the_bar_is_never_wider_than_the_screen_and_loud_words_stay_whole(
    width: int, right: str
) -> None:
    from rich.cells import cell_len

    wide = Heading(
        "審査報告書" * 12, "ISO/IEC 42001:2023", "321/385", "MAJ 2 min 5 OFI 2 obs 1 + 2"
    )
    line = two_sides(wide, right, width)
    assert cell_len(line) <= width
    if right.startswith("NOT SAVED") and width > len(right) + 2:
        assert right in line
    if width >= 60:
        assert "321/385" in line


def test_a_long_sentence_is_told_whole_on_a_narrow_screen(fresh: Path, live: Live) -> None:
    sentence = "This cannot be done now because of a long reason. " * 2 + "Do that instead."

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.tell(sentence)
        await pilot.pause()

    seen = live(fresh, story, (60, 20))
    assert sentence in " ".join(seen.split())
