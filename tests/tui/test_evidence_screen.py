"""The evidence screen: four lists by one key, citing from it, questions, changed citations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.evidence.fingerprint import fingerprint
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.differences import compared, new_words, old_words
from auditkit.tui.widgets.line_list import LineList

Press = Callable[..., str]
Live = Callable[..., str]
UNLINKED = ("2", "F", "work", "work", "work")
QUESTIONS = ("2", "F", "F", "F", "work", "work", "work")
POLICY = (
    "AI policy\nThe policy is approved by the board every year.\nIt applies to every AI system.\n"
)


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def doubtful(fresh: Path, evidence: Path) -> Path:
    (evidence / "Scope DRAFT.txt").write_text("Scope\nStatus: Draft 0.9\nOwner: TBD\n")
    return fresh


@pytest.fixture
def reworded(fresh: Path, evidence: Path) -> Path:
    """Two citations of a policy; the file then changed under one of them, and moved the other."""
    path = evidence / "Policy text.txt"
    path.write_text(POLICY)
    quotes = (
        ("line 2", "The policy is approved by the board every year."),
        ("line 3", "It applies to every AI system."),
    )
    with Audit.open(fresh) as audit:
        item = audit.register_file(path, fingerprint=fingerprint(path))
        for place, quote in quotes:
            audit.cite(item.id, ref=ref("1.1"), place=place, quote=quote)
    path.write_text(
        "AI policy\nIssue 2\nThe policy is approved by the director every second year.\n"
        "It applies to every AI system.\n"
    )
    return fresh


def test_one_key_goes_through_the_four_lists(worked: Path, press: Press) -> None:
    assert "Evidence: register" in press(worked, "2")
    assert "Evidence: unlinked files" in press(worked, *UNLINKED)
    assert "Evidence: changed or missing" in press(worked, "2", "F", "F")
    assert "Evidence: questions" in press(worked, *QUESTIONS)
    assert "Evidence: register" in press(worked, *QUESTIONS, "F")


def test_unlinked_files_say_what_they_may_serve(fresh: Path, press: Press) -> None:
    seen = press(fresh, *UNLINKED, "end", "work", "work")
    assert "3 of 3 files · contents not read yet" in seen
    assert "›AI risk register.csv · risk" in seen
    assert "May serve     1.1 Risk register" in seen


def test_registered_files_are_not_among_the_unlinked(worked: Path, press: Press) -> None:
    seen = press(worked, *UNLINKED)
    assert "2 of 3 files" in seen
    assert "risk register.csv" not in seen


def test_a_file_is_cited_for_a_requirement_proposals_first(fresh: Path, press: Press) -> None:
    keys = (*UNLINKED, "end", "work", "e", "work")
    seen = press(fresh, *keys)
    assert "AI risk register.csv: evidence for which requirement" in seen
    assert "›1.1 Risk register" in seen
    assert "cited for 1.1" in press(fresh, *keys, "enter", "work")
    with Audit.open(fresh) as audit:
        (citation,) = audit.citations(ref=ref("1.1"))
        (item,) = audit.evidence()
    assert item.path == "risk/AI risk register.csv"
    assert citation.evidence == item.id
    assert "undone" in press(fresh, "2", "u")


def test_a_look_into_a_file_cites_what_is_picked_there(fresh: Path, press: Press) -> None:
    keys = (*UNLINKED, "end", "enter", "work", "down", "shift+down")
    seen = press(fresh, *keys)
    assert "AI risk register.csv · rows 2-3" in seen
    press(fresh, *keys, "e", "work", "enter", "work", "escape")
    with Audit.open(fresh) as audit:
        (citation,) = audit.citations(ref=ref("1.1"))
    assert (citation.place, citation.quote) == (
        "rows 2-3",
        "R14 | Model drift R15 | Bias in shortlisting | People",
    )


def test_a_look_goes_to_the_place_that_is_cited(reworded: Path, press: Press) -> None:
    seen = press(reworded, "2", "enter", "work")
    assert "E-001 Policy text.txt · line" in seen


def test_a_look_at_a_changed_file_shows_it_as_it_is_now(reworded: Path, press: Press) -> None:
    press(reworded, "2", "i", "work", "work")
    seen = press(reworded, "2", "v", "work", "work", "c", "enter", "work")
    assert "approved by the director" in seen
    assert "Policy text.txt · line" in seen


def test_a_statement_cannot_be_looked_into(fresh: Path, press: Press) -> None:
    with Audit.open(fresh) as audit:
        audit.register_statement("interview", "seen", source="CTO")  # type: ignore[arg-type]
    assert "is a statement and has no file" in press(fresh, "2", "enter")


def test_questions_name_rule_and_place_and_can_be_dismissed_and_asked_again(
    doubtful: Path, press: Press
) -> None:
    seen = press(doubtful, *QUESTIONS)
    assert "draft" in seen
    assert "Scope DRAFT.txt" in seen
    assert "0 dismissed" in seen
    seen = press(doubtful, *QUESTIONS, "x", "enter")
    assert "Why: needed here" in seen
    press(doubtful, *QUESTIONS, "x", *"known", "enter")
    with Audit.open(doubtful) as audit:
        (kept,) = audit.dismissals()
        assert kept.reason == "known"
    seen = press(doubtful, *QUESTIONS)
    assert "1 dismissed" in seen
    assert ", dismissed" in seen
    assert "undone" in press(doubtful, *QUESTIONS, "u")
    with Audit.open(doubtful) as audit:
        assert audit.dismissals() == ()


def test_a_dismissed_question_is_asked_again_by_the_same_key(doubtful: Path, press: Press) -> None:
    press(doubtful, *QUESTIONS, "x", *"ok", "enter")
    assert "Asked again" in press(doubtful, *QUESTIONS, "end", "x")
    with Audit.open(doubtful) as audit:
        assert audit.dismissals() == ()


def test_the_look_of_a_question_is_at_its_place(doubtful: Path, press: Press) -> None:
    seen = press(doubtful, *QUESTIONS, "enter", "work")
    assert "Scope DRAFT.txt · line" in seen


def test_keys_that_mean_nothing_in_a_list_say_so(doubtful: Path, press: Press) -> None:
    assert "That is for registered evidence" in press(doubtful, *UNLINKED, "a")
    assert "x dismisses a question" in press(doubtful, *UNLINKED, "x")
    assert "was not found changed" in press(
        doubtful, *UNLINKED, "e", "work", "enter", "work", "F", "F", "F", "c"
    )


def test_changed_citations_stand_side_by_side_with_their_words_marked(
    reworded: Path, press: Press
) -> None:
    keys = ("2", "v", "work", "work", "c")
    wide = press(reworded, *keys, size=(120, 36)).splitlines()
    was = next(line for line in wide if "[-board" in line)
    assert "{+director" in was
    narrow = press(reworded, *keys, size=(80, 24)).splitlines()
    above = next(number for number, line in enumerate(narrow) if "[-board" in line)
    below = next(number for number, line in enumerate(narrow) if "{+director" in line)
    assert above < below


def test_a_reworded_citation_is_accepted_and_undone(reworded: Path, press: Press) -> None:
    keys = ("2", "v", "work", "work", "c")
    seen = press(reworded, *keys, "a")
    assert "; 1 left. u takes that back." in seen
    with Audit.open(reworded) as audit:
        first, _ = audit.citations()
    assert "director" in first.quote
    assert "undone" in press(reworded, "2", "c", "u")
    with Audit.open(reworded) as audit:
        assert "board" in audit.citations()[0].quote


def test_all_citations_and_the_file_are_accepted_at_once(reworded: Path, press: Press) -> None:
    seen = press(reworded, "2", "v", "work", "work", "c", "A")
    assert "stands as the file is now" in seen
    assert "nothing to decide" in seen
    with Audit.open(reworded) as audit:
        (item,) = audit.evidence()
        look = audit.verification(item.id)
        assert look is not None
        assert look.standing == "unchanged"


def test_words_that_are_gone_are_said_and_the_citation_can_go(
    fresh: Path, evidence: Path, press: Press
) -> None:
    path = evidence / "Policy text.txt"
    path.write_text(POLICY)
    with Audit.open(fresh) as audit:
        item = audit.register_file(path, fingerprint=fingerprint(path))
        quote = "The policy is approved by the board every year."
        audit.cite(item.id, ref=ref("1.1"), place="line 2", quote=quote)
    path.write_text("Something else entirely, about lunch.\n")
    keys = ("2", "v", "work", "work", "c")
    assert "The quoted words are gone." in press(fresh, *keys)
    assert "no new place or words to keep" in press(fresh, *keys, "a")
    press(fresh, *keys, "d")
    with Audit.open(fresh) as audit:
        assert audit.citations() == ()


def test_indexing_is_started_and_stopped_by_a_key(fresh: Path, press: Press) -> None:
    seen = press(fresh, "2", "i", "work", "work")
    assert "contents of all 3" in seen


def test_what_another_screen_points_at_is_shown_in_the_register(worked: Path, press: Press) -> None:
    # A key that is no letter: else all of this in one breath is taken for a sentence.
    keys = (*UNLINKED, "home", "1", "slash", *"E-001", "enter")
    assert "Evidence: register" in press(worked, *keys)


def test_a_hundred_thousand_unlinked_files_make_no_hundred_thousand_lines(
    fresh: Path, live: Live
) -> None:
    from auditkit.evidence.model import FileEntry
    from auditkit.evidence.names import NameIndex
    from auditkit.evidence.scan import Scan

    made: list[int] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        many = tuple(FileEntry("/r", f"note {n}.txt", 1, n) for n in range(100_000))
        app.session.take_files(Scan(many, ()), NameIndex())
        await pilot.press("2", "F")
        await pilot.pause()
        lines = app.screen.query_one("#lines", LineList)
        make = lines._lines._make  # type: ignore[attr-defined]

        def counted(key: str, entry: FileEntry) -> Any:
            made.append(1)
            return make(key, entry)

        lines._lines._make = counted  # type: ignore[attr-defined]
        await pilot.press("end")
        await pilot.pause()

    assert "note 99999.txt" in live(fresh, story)
    assert len(made) < 1_000


def test_differing_words_are_marked_without_colour() -> None:
    was, now = compared("approved by the Board each year", "approved by the director each year")
    assert old_words(was).plain == "approved by the [-Board-] each year"
    assert new_words(now).plain == "approved by the {+director+} each year"
    same, _ = compared("As It is", "as it IS")
    assert old_words(same).plain == "As It is"
