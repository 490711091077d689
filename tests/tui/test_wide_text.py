"""Text whose signs take two columns, or none that is sure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.steady import Steady
from auditkit.tui.text import content, label, wrapped

Live = Callable[..., str]
JAPANESE = "".join(chr(0x4E00 + 7 * n) for n in range(150))
FAMILY, HEART, THUMB = "👨\u200d👩\u200d👧", "❤\ufe0f", "👍🏽"
UNSURE = (FAMILY, HEART, THUMB, "🏳\ufe0f\u200d🌈", "1\ufe0f\u20e3", "👩🏽\u200d🚒")


def plain_width(text: str) -> int:
    """Columns in a terminal that knows of no joined signs."""
    wide = {0x1F3FB + n for n in range(5)}
    return sum(2 if ord(c) in wide else get_character_cell_size(c) for c in text)


@pytest.mark.parametrize("width", [20, 33, 80])
@pytest.mark.parametrize("text", [JAPANESE, f"ISO {JAPANESE} 42001", "ä b" * 90, f"{FAMILY} " * 40])
def test_text_is_broken_by_columns_and_nothing_of_it_is_lost(text: str, width: int) -> None:
    rows = wrapped(text, width)
    assert all(plain_width(row) <= width for row in rows)
    shown = label(text).plain
    assert "".join("".join(rows).split()) == "".join(shown.split())


def test_more_lines_than_there_is_room_for_end_in_an_ellipsis() -> None:
    rows = wrapped(JAPANESE, 40, 4)
    assert len(rows) == 4
    assert rows[-1].endswith("…")
    assert all(cell_len(row) <= 40 for row in rows)
    assert wrapped("short", 40, 4) == ["short"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_preview_shows_all_of_a_japanese_text(
    size: tuple[int, int], fresh: Path, evidence: Path, press: Live
) -> None:
    (evidence / "Kanji.txt").write_text(JAPANESE, "utf-8")
    seen = press(fresh, "e", "work", "work", *"Kanji", "work", "work", "work", size=size)
    wide = "".join(sign for sign in seen if sign >= "\u4e00")
    assert wide.count(JAPANESE) == 1


def test_a_japanese_sentence_is_told_whole(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.tell(JAPANESE[:80])
        await pilot.pause()

    assert JAPANESE[:80] in "".join(live(fresh, story, (60, 20)).split())


@pytest.mark.parametrize("sign", UNSURE)
def test_a_joined_sign_is_drawn_in_a_form_whose_width_is_sure(sign: str) -> None:
    line = f"a{sign}b|"
    for safe in (label(line).plain, content(line).plain):
        assert plain_width(safe) == cell_len(safe)
        assert safe.startswith("a")
        assert safe.endswith("b|")
    (drawn,) = Steady().apply([Segment(line)], Color(0, 0, 0))
    assert plain_width(drawn.text) == cell_len(drawn.text) == cell_len(line)


@pytest.mark.parametrize("word", ["pay\u200dment", "क्\u200dष"])
def test_a_joiner_hides_no_letter(word: str) -> None:
    letters = word.replace("\u200d", "")
    assert label(word).plain == letters
    (drawn,) = Steady().apply([Segment(word)], Color(0, 0, 0))
    assert drawn.text.strip() == letters


def test_what_is_written_in_keeps_its_signs_and_is_drawn_steadily(fresh: Path, press: Live) -> None:
    with Audit.open(fresh) as audit:
        audit.set_note(Ref("tiny", "1.1"), f"{FAMILY} said {HEART}")

    seen = press(fresh, "i", "x", "escape")
    assert "said ❤" in seen
    assert "\u200d" not in seen
    assert "\ufe0f" not in seen
    with Audit.open(fresh) as audit:
        note = audit.note_text(Ref("tiny", "1.1"))
    assert FAMILY in note
    assert HEART in note
    assert "x" in note
