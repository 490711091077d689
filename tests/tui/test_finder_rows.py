"""The rows of the finder: names first, other versions, what fits, and the preview of the row."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.evidence.model import FileEntry, Passage
from auditkit.record.audit import Audit
from auditkit.record.model import Citation
from auditkit.tui.app import AuditkitApp
from auditkit.tui.file_lines import middle_clipped, name_first
from auditkit.tui.picking import found_in, pieces
from auditkit.tui.text import label

Press = Callable[..., str]
Live = Callable[..., str]
OPEN = ("e", "work", "work", "work")


def typed(words: str) -> tuple[str, ...]:
    return (*("space" if letter == " " else letter for letter in words), "work", "work")


def cited(folder: Path) -> tuple[str, Citation]:
    with Audit.open(folder, read_only=True) as audit:
        (citation,) = audit.citations()
        return audit.evidence_item(citation.evidence).path, citation


@pytest.fixture
def versions(evidence: Path) -> Path:
    for number in ("1.0", "1.1", "1.2"):
        (evidence / f"Safety manual v{number}.txt").write_text(f"Manual {number}\n")
    return evidence


def test_an_older_version_is_shown_and_cited(fresh: Path, versions: Path, press: Press) -> None:
    keys = (*OPEN, *typed("safety manual"))
    folded = press(fresh, *keys)
    assert "Safety manual v1.2.txt" in folded
    assert "+2 older" in folded
    assert "v1.0" not in folded
    unfolded = press(fresh, *keys, "ctrl+o", "work")
    assert "›  Safety manual v1.1.txt" in unfolded
    assert "Safety manual v1.0.txt" in unfolded
    assert "Manual 1.1" in unfolded
    press(fresh, *keys, "ctrl+o", "work", "down", "work", "enter", "work")
    assert cited(fresh)[0] == "Safety manual v1.0.txt"


def test_a_file_without_other_versions_says_so(fresh: Path, press: Press) -> None:
    seen = press(fresh, *OPEN, *typed("risk register"), "ctrl+o")
    assert "No other version of this file lies beside it." in seen


def test_versions_unfold_once(fresh: Path, versions: Path, press: Press) -> None:
    keys = (*OPEN, *typed("safety manual"), "ctrl+o", "work", "up", "ctrl+o", "work")
    assert press(fresh, *keys).count("Safety manual v1.0.txt") == 1


def test_the_name_stands_before_the_folder(fresh: Path, evidence: Path, press: Press) -> None:
    deep = evidence / "a long folder of the department" / "and another one below it" / "records"
    deep.mkdir(parents=True)
    (deep / "Training log of everybody.csv").write_text("a\n")
    for size in ((80, 24), (120, 36)):
        seen = press(fresh, *OPEN, *typed("training log"), size=size)
        assert "›Training log of everybody.csv" in seen
    assert "Training log of everybody.csv · a" in seen
    assert "records" in seen


def test_a_name_that_only_shares_letters_is_not_offered(
    fresh: Path, evidence: Path, press: Press
) -> None:
    (evidence / "Deployment checklist TriageAssist 4.0.xlsx").write_text("x")
    seen = press(fresh, *OPEN, *typed("dpia"))
    assert "Nothing fits; fewer letters find more." in seen
    assert "File names (^f contents): 0 of 4 files" in seen


def test_a_slow_look_never_shows_another_file_than_the_chosen_one(
    fresh: Path, evidence: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that comes too late, since nothing is offered any more or another row is chosen."""
    from auditkit.tui.screens import finder

    quick = finder.preview

    def slow(path: Path) -> Any:
        time.sleep(0.4)
        return quick(path)

    monkeypatch.setattr(finder, "preview", slow)
    told: dict[str, str] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in (*OPEN, *"policy"):
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
        await asyncio.sleep(0.25)  # the look into the policy has begun
        query: Any = app.screen.query_one("#query")
        query.value = "zzzz"  # fits nothing
        await asyncio.sleep(0.8)
        await pilot.pause()
        told["preview"] = str(app.screen.query_one("#preview").border_title)
        told["pieces"] = str(len(app.screen.query_one("#preview")._pieces))  # type: ignore[attr-defined]
        await pilot.press("enter")

    seen = live(fresh, story)
    assert told == {"preview": "Preview", "pieces": "0"}
    assert "No file is chosen" in seen
    assert "nothing to cite yet" in seen


def test_the_place_of_another_row_is_not_cited(fresh: Path, evidence: Path, live: Live) -> None:
    """Down and enter in one breath: the place picked before belongs to the row before."""
    for number in (1, 2):
        (evidence / f"Shortlisting notes of team {number}.txt").write_text(f"Team {number} met.\n")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in (*OPEN, *typed("shortlisting notes"), "tab", "work"):
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        screen: Any = app.screen
        screen.query_one("#files").action_move(1)
        screen.action_link()
        await pilot.pause()

    live(fresh, story)
    path, citation = cited(fresh)
    assert (citation.place, citation.quote) == ("", ""), path


def test_a_passage_is_quoted_by_the_sentence_with_the_words() -> None:
    text = "\n".join(
        (
            "Risk is a word.",
            "Nothing here.",
            "The risk appetite is set by the board.",
            "And so on about appetite.",
            "More on risk.",
        )
    )
    some = pieces([Passage("page 1", text)])
    chosen = found_in(some, "page 1", text, ("risk", "appetite"))
    assert [some[n].text for n in chosen] == ["The risk appetite is set by the board."]


def test_two_lines_are_quoted_where_the_words_stand_in_both() -> None:
    text = "One line.\nThe appetite for all\nof that risk is low.\nAn end with risk."
    some = pieces([Passage("page 1", text)])
    chosen = found_in(some, "page 1", text, ("risk", "appetite"))
    assert [some[n].text for n in chosen] == ["The appetite for all", "of that risk is low."]


@pytest.mark.parametrize("width", [0, 20, 30, 40, 80, 200])
def test_a_line_never_outgrows_its_list_and_keeps_name_and_ending(width: int) -> None:
    entry = FileEntry("/e", f"{'folder/' * 30}A name 名前.docx", 1, 1)
    line = name_first(entry, width, "E-001")
    assert line.plain.startswith("A name 名前.docx")
    assert line.cell_len <= max(20, width)
    assert middle_clipped(label("名" * 50), 21).cell_len <= 21


def test_letters_found_stand_out_in_name_and_folder() -> None:
    entry = FileEntry("/e", "risk/register.csv", 1, 1)
    line = name_first(entry, 80, "", ((0, 4), (5, 8)))
    assert line.plain == "register.csv · risk"
    marked = sorted(line.plain[s.start : s.end] for s in line.spans if "underline" in str(s.style))
    assert marked == ["reg", "risk"]
