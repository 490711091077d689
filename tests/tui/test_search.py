"""Search over everything: what is found, what is seen of it, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.record.audit import Audit
from auditkit.record.model import CarState, Ref, Role, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.widgets.line_list import LineList

Press = Callable[..., str]
Live = Callable[..., str]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LONG = "Nobody thought of it for a long while, said all who were asked there. " * 4


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def spoken(worked: Path, evidence: Path) -> Path:
    """An audit in which words stand in every place where words can stand."""
    (evidence / "risk" / "Usage guideline CodeMate.md").write_text("# Usage\n")
    with Audit.open(worked, clock=lambda: NOON) as audit:
        audit.add_note(f"{LONG} the referral model, said she", ref=ref("1.2"), speaker="CTO")
        audit.add_note("Brackwater has its own server", speaker="MLOps lead")
        audit.set_verdict([ref("2.1/a")], Verdict.NOT_APPLICABLE, "Closed with the Oslo branch.")
        audit.advance_car(
            "CAR-001",
            CarState.ANSWERED,
            correction="The ledger was mended.",
            extent_check="Both registers were read.",
            root_cause=f"{LONG} No handover took place.",
            corrective_action="A deputy is named.",
            action_owner="Chief librarian",
            action_due=date(2026, 5, 1),
            answered=date(2026, 3, 2),
        )
        audit.edit_finding("F-002", effect=f"{LONG} Zebras were counted twice.")
        audit.cite(audit.evidence()[0].id, ref=ref("1.2"), place="row 3", quote="peculiar words")
        audit.add_person("Ada Quist", Role.AUDITEE, "Head of Cartography")
        audit.add_system("Lettersorter", purpose="sorts envelopes")
        audit.set_info(scope="All of the observatory")
    return worked


def lines(app: AuditkitApp) -> list[str]:
    """What the list of the screen shows, left and right."""
    shown = app.screen.query_one(LineList)._lines
    return [f"{shown[n].left.plain} | {shown[n].right.plain}" for n in range(len(shown))]


def searched(live: Live, folder: Path, typed: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    found: list[str] = []

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("slash", *typed)
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        found.extend(lines(app))

    live(folder, story, size)
    return found


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("referral model", "interview line · 1.2"),
        ("brackwater", "interview line · unfiled"),
        ("mlops", "interview line · unfiled"),
        ("ledger", "CAR · correction"),
        ("both registers", "CAR · extent check"),
        ("handover", "CAR · root cause"),
        ("deputy", "CAR · corrective action"),
        ("librarian", "CAR · action owner"),
        ("zebras", "finding · effect"),
        ("owned by nobody", "finding · gap"),
        ("codemate", "file"),
        ("minutes 2026", "file"),
        ("risk register.csv", "evidence"),
        ("peculiar", "evidence · cited row 3"),
        ("criteria sit", "note"),
        ("oslo", "check · reason"),
        ("cartography", "person"),
        ("envelopes", "AI system · purpose"),
        ("observatory", "audit · scope"),
    ],
)
def test_words_are_found_wherever_they_stand(
    typed: str, kind: str, spoken: Path, live: Live
) -> None:
    """And the words found are seen in the line, however far behind they stand in the text."""
    first = searched(live, spoken, typed)[0]
    left, _, right = first.partition(" | ")
    assert right == kind
    assert typed in left.casefold()
    assert len(left) <= 80


def test_what_has_the_label_comes_first_then_titles_then_texts(spoken: Path, live: Live) -> None:
    with Audit.open(spoken) as audit:
        audit.set_note(ref("2.1"), "F-001 speaks of suppliers and of 1.2 as well.")
    assert searched(live, spoken, "f-001")[0].startswith("F-001 Risks have no owner")
    assert searched(live, spoken, "1.2")[0].startswith("1.2 Suppliers")
    kinds = [each.partition(" | ")[2] for each in searched(live, spoken, "suppliers")]
    assert kinds.index("requirement") < kinds.index("note")
    assert searched(live, spoken, "nothing like it") == []


def test_letters_with_and_without_accents_are_the_same(spoken: Path, live: Live) -> None:
    with Audit.open(spoken) as audit:
        audit.add_note(f"{LONG} Straßenprüfung in Tromsø", speaker="Größe")
    (only,) = searched(live, spoken, "prufung")
    assert "Straßenprüfung in Troms" in only


def test_an_unfiled_line_leads_to_the_interview_lines(spoken: Path, press: Press) -> None:
    with Audit.open(spoken) as audit:
        audit.add_note("A later line")
    seen = press(spoken, "3", "slash", *"brackwater", "enter", "work")
    assert "Interview lines" in seen
    (cursor,) = [each for each in seen.splitlines() if "›" in each and "unfiled" in each]
    assert "Brackwater has its own server" in cursor


@pytest.mark.parametrize("mode", ["1", "3"])
def test_a_filed_line_leads_to_its_place_beside_its_requirement(
    mode: str, spoken: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press(mode, "slash", *"referral", "enter")
        for _ in range(3):
            await pilot.pause()
        linked = app.screen.query_one("#linked", LineList)
        assert linked.has_focus
        (line,) = [each for each in linked._lines if each.key == linked.key]
        assert "referral model" in line.left.plain

    assert "1.2 Suppliers" in live(spoken, story).splitlines()[1]


def test_a_request_leads_to_its_screen(spoken: Path, press: Press) -> None:
    with Audit.open(spoken) as audit:
        audit.edit_finding("F-001", effect="nobody knows of handover")
    seen = press(spoken, "2", "slash", *"deputy", "enter")
    assert "Corrective-action requests" in seen or "CAR-001 answered" in seen
    assert "CAR-001" in seen


def test_a_file_that_nobody_registered_is_shown_among_those(spoken: Path, press: Press) -> None:
    seen = press(spoken, "slash", "work", "work", *"codemate", "enter", "work")
    assert "Evidence: unlinked files" in seen
    assert "Usage guideline CodeMate.md" in next(e for e in seen.splitlines() if "›" in e)
    again = press(spoken, "2", "slash", "work", "work", *"codemate", "enter", "work")
    assert "Usage guideline CodeMate.md" in next(e for e in again.splitlines() if "›" in e)


def test_what_has_no_screen_is_told(spoken: Path, press: Press) -> None:
    seen = press(spoken, "slash", *"cartography", "enter")
    assert "person: Ada Quist Head of Cartography" in seen
    assert "role: auditee" in seen


def test_typing_goes_on_after_tab_and_arrows(spoken: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("slash", *"led", "tab", "shift+tab", "down", *"ger")
        assert app.screen.query_one(Input).value == "ledger"
        assert lines(app)[0].startswith("CAR-001")

    live(spoken, story)


def test_files_that_come_late_leave_the_cursor_where_it_is(spoken: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("slash", *"risk", "down", "down", "down")
        listing = app.screen.query_one(LineList)
        before = listing.key
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert listing.key == before

    live(spoken, story)


def test_of_very_many_no_kind_pushes_the_others_away(spoken: Path, live: Live) -> None:
    with Audit.open(spoken) as audit:
        for number in range(250):
            audit.add_note(f"line {number} about penguins")
        audit.edit_finding("F-001", effect="Of penguins nobody knows.")
    found = searched(live, spoken, "penguins")
    assert len(found) == 200
    assert sum("finding" in each.partition(" | ")[2] for each in found) == 1


def test_enter_that_comes_at_once_finds_what_was_not_gathered_yet(
    spoken: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditkit.tui.screens.search._SLICE", 0.0)
    monkeypatch.setattr("auditkit.tui.screens.search.run_latest", lambda *_: None)
    assert "Nothing fits." in press(spoken, "slash", *"quist")
    assert "person: Ada Quist" in press(spoken, "slash", *"quist", "enter")


def test_very_many_files_are_looked_through_a_few_at_a_time(
    spoken: Path, evidence: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditkit.tui.screens.search._FILES", 5)
    for number in range(43):
        (evidence / f"penguin {number} of the colony.txt").write_text("p")
    (evidence / "the colony.txt").write_text("c")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("slash")
        await app.workers.wait_for_complete()
        for typed, count in (("colony", 44), ("colony penguin", 43), ("enguin 42", 1)):
            await pilot.press("ctrl+u", *typed)
            await app.workers.wait_for_complete()
            assert len(lines(app)) == count
        assert "penguin 42" in lines(app)[0]

    live(spoken, story)


def test_enter_that_comes_at_once_looks_through_all_files(
    spoken: Path, evidence: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (evidence / f"a {number}.txt").write_text("p")
    (evidence / "zebra.txt").write_text("z")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("slash")
        await app.workers.wait_for_complete()
        monkeypatch.setattr("auditkit.tui.screens.search._FILES", 3)
        monkeypatch.setattr("auditkit.tui.screens.search.run_latest", lambda *_: None)
        await pilot.press(*"zebra.t")
        assert not lines(app)
        await pilot.press("enter")
        assert app.current_mode == "evidence"

    live(spoken, story)
