"""The finder: by names and by contents, quotations picked with keys, suggestions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.evidence.model import Passage
from auditkit.evidence.places import beginnings, spanned
from auditkit.record.audit import Audit
from auditkit.record.model import Citation, Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.library import Library
from auditkit.tui.picking import Piece, found_in, picked, pieces
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.passage_list import PassageList

Press = Callable[..., str]
Live = Callable[..., str]
OPEN = ("e", "work", "work", "work")
CONTENTS = (*OPEN, "ctrl+f", "work", "work")


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def typed(words: str) -> tuple[str, ...]:
    return (*("space" if letter == " " else letter for letter in words), "work", "work")


def cited(folder: Path) -> Citation:
    with Audit.open(folder, read_only=True) as audit:
        (citation,) = audit.citations()
    return citation


@pytest.fixture
def plan(evidence: Path) -> Path:
    path = evidence / "Review plan.txt"
    path.write_text("Reviews\nEvery quarter the owner looks.\nThe board hears of it.\nEnd\n")
    return path


def test_names_and_contents_are_one_key_apart_and_told_in_words(fresh: Path, press: Press) -> None:
    assert "File names (^f contents): 1 of 3 files" in press(fresh, *OPEN, *typed("register"))
    seen = press(fresh, *CONTENTS, *typed("shortlisting"))
    assert "Contents (^f file names): 1 passage in 1 file ·" in seen
    assert "File names" in press(fresh, *CONTENTS, "ctrl+f")


def test_who_goes_on_to_a_picked_place_adds_to_it(fresh: Path, press: Press) -> None:
    keys = (*CONTENTS, *typed("shortlisting"), "tab", "tab", *typed(" (b)"), "tab", *typed(" ff"))
    press(fresh, *keys, "enter", "work")
    citation = cited(fresh)
    assert citation.place == "row 3 (b)"
    assert citation.quote == "R15 | Bias in shortlisting | People ff"


def test_a_passage_found_is_cited_with_its_place_and_words(fresh: Path, press: Press) -> None:
    seen = press(fresh, *CONTENTS, *typed("shortlisting"))
    assert "will cite: row 3 · “R15 | Bias in shortlisting | People”" in seen
    press(fresh, *CONTENTS, *typed("shortlisting"), "enter", "work")
    citation = cited(fresh)
    assert (citation.place, citation.quote) == ("row 3", "R15 | Bias in shortlisting | People")
    assert citation.ref == "1.1"


def test_the_words_found_stand_out(fresh: Path, live: Live) -> None:
    styles: dict[str, Any] = {}

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in (*CONTENTS, *typed("shortl")):
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            styles.update({segment.text: segment.style for segment in strip})

    live(fresh, story)
    assert styles["shortlisting"].bold
    assert styles["shortlisting"].underline


def test_an_unfinished_word_finds_and_a_mistyped_one_says_what_it_was_taken_for(
    fresh: Path, press: Press
) -> None:
    assert "row 3" in press(fresh, *CONTENTS, *typed("shortli"))
    seen = press(fresh, *CONTENTS, *typed("shortlistign bias"))
    assert "'shortlistign' occurs nowhere; looked for: shortlisting" in seen


def test_a_later_letter_gives_up_the_earlier_search(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in CONTENTS:
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
        await pilot.press(*"board")
        await app.workers.wait_for_complete()
        await pilot.pause()

    seen = live(fresh, story)
    assert "Contents (^f file names): 2 passages" in seen


def test_several_lines_become_a_range_and_are_told_before(
    fresh: Path, plan: Path, press: Press
) -> None:
    keys = (*OPEN, *typed("review plan"), "tab", "down", "shift+down", "work")
    seen = press(fresh, *keys)
    assert "will cite: lines 2-3 · “Every quarter the owner looks. The board hears of it.”" in seen
    press(fresh, *keys, "enter", "work")
    assert cited(fresh).place == "lines 2-3"
    assert cited(fresh).quote == "Every quarter the owner looks. The board hears of it."


def test_v_marks_in_the_preview_and_is_a_letter_in_the_query(
    fresh: Path, plan: Path, press: Press
) -> None:
    keys = (*OPEN, *typed("review plan"), "tab", "down", "v", "down", "down")
    assert "will cite: lines 2-4" in press(fresh, *keys)
    assert "will cite: line 2" in press(fresh, *keys, "v", "up", "up")
    assert "File names (^f contents): 1 of 4 files" in press(fresh, *OPEN, *typed("rev"))


def test_a_part_of_a_line_is_typed_and_words_that_are_not_there_are_warned_about(
    fresh: Path, plan: Path, live: Live
) -> None:
    seen: list[str] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in (*OPEN, *typed("review plan"), "tab", "down"):
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        field = app.screen.query_one("#quote")
        for words in ("the owner looks", "the owner sleeps"):
            field.value = words  # type: ignore[attr-defined]
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            seen.append(str(app.screen.query_one("#will").render()))
        await pilot.press("enter")
        await pilot.pause()

    live(fresh, story)
    assert seen[0].strip() == "will cite: line 2 · “the owner looks”"
    assert "THESE WORDS ARE NOT IN THE FILE" in seen[1]
    assert cited(fresh).quote == "the owner sleeps"


def test_without_a_letter_what_fits_is_suggested_with_its_reason(fresh: Path, press: Press) -> None:
    seen = press(fresh, *OPEN)
    below = seen[seen.index("Suggested for 1.1 Risk register") :]
    assert below.index("AI risk register.csv") < below.index("Newest files")
    assert "likely" in below or "perhaps" in below
    assert 'the name says "risk register"' in below.casefold()


def test_a_gap_is_said_plainly(fresh: Path, press: Press) -> None:
    seen = press(fresh, "n", "n", "n", *OPEN)
    assert "Suggested for 1.2 Suppliers" in seen
    assert "nothing found, possibly a gap" in seen
    assert "Newest files" in seen


def test_what_was_linked_lately_is_offered(worked: Path, press: Press) -> None:
    seen = press(worked, "n", *OPEN)
    lately = seen[seen.index("Linked lately") : seen.index("Newest files")]
    assert "AI risk register.csv" in lately
    assert "E-001" in lately


def test_for_a_finding_its_first_requirement_counts(worked: Path, press: Press) -> None:
    seen = press(worked, "3", "enter", "ctrl+o", "work", "work", "work")
    assert "Evidence for F-001" in seen
    assert "Suggested for 1.1 Risk register" in seen


def test_at_and_a_few_letters_and_enter_are_all_it_takes(fresh: Path, press: Press) -> None:
    press(fresh, *OPEN, *typed("regi"), "enter", "work")
    assert cited(fresh).place == ""


def test_what_cannot_be_read_is_counted_and_listed(
    fresh: Path, evidence: Path, press: Press
) -> None:
    (evidence / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    seen = press(fresh, *CONTENTS, *typed("board"))
    assert "1 cannot be read" in seen
    seen = press(fresh, *CONTENTS, "ctrl+l")
    assert "Evidence that cannot be read" in seen
    assert "broken.docx" in seen


def test_contents_are_indexed_in_the_background(fresh: Path, live: Live) -> None:
    words: list[str] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.library.begin()
        for _ in range(3):
            await app.workers.wait_for_complete()
            await pilot.pause()
        words.append(app.library.words())

    live(fresh, story)
    assert words == ["contents of all 3 read"]
    assert (fresh / ".cache" / "contents.sqlite").is_file()


def test_a_read_only_audit_and_a_pack_are_not_indexed(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.library.begin()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not app.library.indexing
        assert "READ ONLY" in app.library.words()
        app.passing = "a pack"
        assert app.library.refusal() == "The evidence folders are not in a pack."

    with Audit.open(worked):
        live(worked, story)
    assert not (worked / ".cache" / "contents.sqlite").exists()


def test_an_audit_without_evidence_folder_says_what_to_do(tmp_path: Path, press: Press) -> None:
    folder = tmp_path / "bare"
    with Audit.create(folder, title="Bare", checklists=[str(Path(__file__).parent / "tiny.toml")]):
        pass
    assert "auditkit evidence root FOLDER" in press(folder, "e", "work")


def test_stopped_indexing_goes_on_and_closing_does_not_wait(
    fresh: Path, evidence: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        (evidence / f"note {number}.txt").write_text(f"note {number}\n")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.library.index()
        await pilot.pause()
        app.library.stop()
        while app.library.indexing:
            await pilot.pause(0.02)
        app.library.index()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.library.words() == "contents of all 63 read"

    async def leave(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.library.scan()
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.library.index()
        app.exit()

    live(fresh, leave)
    live(fresh, story)


def test_unforeseen_trouble_is_said(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(Library, "fitting", fails)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("e")
        await pilot.pause(0.5)
        told = app.screen.query_one(CommandFooter).told
        assert told == "That could not be done (find: RuntimeError)."

    live(fresh, story)


def test_a_long_line_is_picked_sentence_by_sentence() -> None:
    long = " ".join(f"Sentence number {number} says something about risks." for number in range(9))
    found = pieces([Passage("paragraph 4", long), Passage("paragraph 5", "Short.\n\nLast.")])
    assert [each.text for each in found[-2:]] == ["Short.", "Last."]
    assert found[0] == Piece("paragraph 4", "Sentence number 0 says something about risks.")
    assert " ".join(each.text for each in found[:-2]) == long
    assert picked(found[7:10]).place == "paragraphs 4-5"


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        ("page 3", "page 3", "page 3"),
        ("paragraph 4", "paragraph 6", "paragraphs 4-6"),
        ("sheet Plan, row 5", "sheet Plan, row 7", "sheet Plan, rows 5-7"),
        ("sheet A, row 5", "sheet B, row 1", "sheet A, row 5 to sheet B, row 1"),
        ("heading Scope", "paragraph 9", "heading Scope to paragraph 9"),
    ],
)
def test_places_of_several_passages(first: str, last: str, place: str) -> None:
    assert spanned(first, last) == place
    assert first in beginnings(place)


def test_a_passage_shown_in_part_is_found_in_its_file() -> None:
    text = "Risks are accepted by the owner.\nThe board is told.\nNothing else."
    some = pieces([Passage("page 1", "Title"), Passage("page 2", text)])
    assert found_in(some, "page 2", "The board is told.", ("board",)) == range(2, 3)
    assert found_in(some, "page 2", text, ("owner", "told")) == range(1, 3)
    assert found_in(some, "page 9", text, ("owner",)) == range(0)


def test_the_text_wraps_and_the_cursor_takes_whole_pieces(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("e")
        await pilot.pause()
        pane = app.screen.query_one("#preview", PassageList)
        some = [Piece("line 1", "word " * 40), Piece("line 2", "end"), Piece("line 3", "last")]
        pane.set_pieces(some)
        pane.action_move(1)
        assert pane.picked.quote == "end"
        pane.action_extend(-1)
        assert pane.picked.place == "lines 1-2"
        pane.action_edge(1)
        assert pane.picked.place == "line 3"
        pane.action_page(-1)
        assert pane.picked.place == "line 1"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert pane.picked.place == "line 1"

    live(fresh, story)


def test_a_range_cited_from_a_changed_file_is_verified(
    fresh: Path, plan: Path, press: Press
) -> None:
    keys = (*OPEN, *typed("review plan"), "tab", "down", "shift+down", "enter", "work", "work")
    press(fresh, *keys)
    plan.write_text(plan.read_text() + "More\n")
    os.utime(plan, (1, 1))
    press(fresh, "2", "v", "work", "work")
    assert cited(fresh).outcome in ("same", "moved")


def test_the_text_of_a_file_that_changed_since_is_not_shown_from_the_index(
    fresh: Path, plan: Path, press: Press
) -> None:
    press(fresh, *CONTENTS)
    plan.write_text("Reviews are a thing of the past.\n")
    seen = press(fresh, *CONTENTS, "work", "work", *typed("quarter"))
    assert "Contents (^f file names): 0 passages" in seen


def test_a_hit_whose_file_changed_under_it_says_so(fresh: Path, plan: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for key in CONTENTS:
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        plan.write_text("Reviews are a thing of the past.\n")
        for key in typed("quarter"):
            await (app.workers.wait_for_complete() if key == "work" else pilot.press(key))
            await pilot.pause()
        told = app.screen.query_one(CommandFooter).told
        assert told == "Review plan.txt has changed since it was indexed; F5 reads it anew."

    seen = live(fresh, story)
    assert "Reviews are a thing of the past." in seen
    assert "will cite: the whole file" in seen
