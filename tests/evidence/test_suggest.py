"""Suggesting files for a requirement by their names and folders."""

from __future__ import annotations

from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest import Suggestion, Wants, suggest

PATHS = (
    "Policies/AI Policy v2.docx",
    "Policies/Password Policy.docx",
    "Policies/Acceptable Use Policy.docx",
    "Risk/AI Risk Assessments 2025.xlsx",
    "Risk/SoA.xlsx",
    "Risk/Notes.txt",
    "Audit/Internal Audit Report.pdf",
    "Audit/Internal audit programme.docx",
    "Data/dump.csv",
)
POLICY = Wants("AI policy", ("policy", "commitment"), ("AI policy",))


def ask(wants: Wants, limit: int = 10, linked: tuple[str, ...] = ()) -> list[Suggestion]:
    return suggest([FileEntry("/r", path, 1, 0) for path in PATHS], wants, limit, linked)


def paths(found: list[Suggestion]) -> list[str]:
    return [suggestion.entry.path for suggestion in found]


def test_the_expected_document_comes_first_and_says_why() -> None:
    best = ask(POLICY)[0]
    assert best.entry.path == "Policies/AI Policy v2.docx"
    assert best.score > 0.8
    assert best.why == 'the name says "AI policy"'


def test_scores_go_down_and_stay_between_0_and_1() -> None:
    scores = [suggestion.score for suggestion in ask(POLICY)]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_what_is_linked_already_is_left_out() -> None:
    assert "Policies/AI Policy v2.docx" not in paths(ask(POLICY, linked=(PATHS[0],)))


def test_the_limit_holds() -> None:
    assert len(ask(POLICY, limit=1)) == 1


def test_plural_and_singular_are_the_same() -> None:
    wants = Wants("", (), ("AI risk assessment",))
    assert paths(ask(wants))[0] == "Risk/AI Risk Assessments 2025.xlsx"


def test_a_document_named_by_its_acronym_is_known() -> None:
    found = ask(Wants("", (), ("Statement of Applicability",)))
    assert paths(found)[0] == "Risk/SoA.xlsx"


def test_a_word_of_the_folder_helps_but_does_not_suffice() -> None:
    found = ask(Wants("", (), ("Risk notes",)))
    assert paths(found)[0] == "Risk/Notes.txt"
    assert found[0].why == 'name and folder have "note risk" of "Risk notes"'
    assert "Data/dump.csv" not in paths(ask(Wants("Data", (), ("Data",))))


def test_nothing_is_suggested_for_what_is_not_there() -> None:
    assert ask(Wants("Decommissioning", ("retire",), ("Decommissioning plan",))) == []


def test_nothing_is_asked_nothing_is_suggested() -> None:
    assert ask(Wants("")) == []
    assert suggest([], POLICY) == []
