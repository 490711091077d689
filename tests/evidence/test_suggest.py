"""Suggesting files for a requirement, and requirements for a file, without a record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.evidence.contents import Contents
from auditkit.evidence.model import FileEntry
from auditkit.evidence.scan import scan
from auditkit.evidence.suggest import Suggester, Suggestion, Wants

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
    "README.md",
)
POLICY = Wants("AI policy", ("policy", "commitment"), ("AI policy",))


def ask(wants: Wants, paths: tuple[str, ...] = PATHS, limit: int = 10) -> list[Suggestion]:
    return Suggester([FileEntry("/r", path, 1, 0) for path in paths]).suggest(wants, limit)


def named(found: list[Suggestion]) -> list[str]:
    return [suggestion.entry.path for suggestion in found]


def test_the_expected_document_comes_first_and_says_why() -> None:
    best = ask(POLICY)[0]
    assert best.entry.path == "Policies/AI Policy v2.docx"
    assert best.band == "likely"
    assert best.why == 'the name says "AI policy"'


def test_scores_go_down_and_stay_between_0_and_1() -> None:
    paths = (*PATHS, "AI policy draft.docx", "x/AI policy approval.pdf")
    scores = [suggestion.score for suggestion in ask(POLICY, paths)]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_the_limit_holds() -> None:
    assert len(ask(POLICY, (*PATHS, "AI policy draft.docx"), limit=1)) == 1


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ("AI risk assessment", "Risk/AI Risk Assessments 2025.xlsx"),  # plural
        ("Statement of Applicability", "Risk/SoA.xlsx"),  # a short name
        ("Internal audit program", "Audit/Internal audit programme.docx"),  # another spelling
        ("Internal audit report (with findings), dated", "Audit/Internal Audit Report.pdf"),
    ],
)
def test_a_document_is_known_by_other_forms_of_its_name(document: str, path: str) -> None:
    assert named(ask(Wants("", (), (document,))))[0] == path


def test_a_word_of_the_folder_helps_but_does_not_suffice() -> None:
    found = ask(Wants("", (), ("Risk notes",)))
    assert named(found)[0] == "Risk/Notes.txt"
    assert found[0].why == 'name, title or folder have "risk note" of "Risk notes"'
    assert "Data/dump.csv" not in named(ask(Wants("Data", (), ("Data",))))


def test_what_only_tells_about_others_steps_back() -> None:
    paths = ("Risk register.xlsx", "Readme risk register.md")
    assert named(ask(Wants("", (), ("Risk register",)), paths))[0] == paths[0]


def test_a_page_called_index_goes_by_its_folder() -> None:
    paths = ("site/risk register/index.md", "site/holidays/index.md")
    assert named(ask(Wants("", (), ("Risk register",)), paths)) == [paths[0]]


def test_nothing_is_suggested_for_what_is_not_there() -> None:
    assert ask(Wants("Decommissioning", ("retire",), ("Decommissioning plan",))) == []


def test_nothing_is_asked_nothing_is_suggested() -> None:
    assert ask(Wants("")) == []
    assert ask(POLICY, ()) == []


def test_what_many_requirements_want_tells_them_apart_the_least() -> None:
    entries = [FileEntry("/r", path, 1, 0) for path in ("Impact plan.docx", "Release plan.docx")]
    wanted = Wants("", (), ("Release procedure plan",))
    others = [Wants("", (), (f"{word} plan",)) for word in ("Audit", "Data", "Impact", "Test")]
    alone = _scores(Suggester(entries), wanted, entries)
    among = _scores(Suggester(entries, asked=[wanted, *others]), wanted, entries)
    assert among["Impact plan.docx"] < alone["Impact plan.docx"]
    assert among["Release plan.docx"] > among["Impact plan.docx"]


def _scores(suggester: Suggester, wants: Wants, entries: list[FileEntry]) -> dict[str, float]:
    return {fit.entry.path: fit.score for fit in suggester.ranked(wants, also=entries)}


@given(
    st.lists(st.text(max_size=30), max_size=6),
    st.text(max_size=40),
    st.lists(st.text(max_size=40), max_size=4),
)
def test_no_name_and_no_wish_breaks_it(paths: list[str], title: str, documents: list[str]) -> None:
    entries = [FileEntry("/r", path, 1, 0) for path in dict.fromkeys(paths)]
    wants = Wants(title, tuple(documents), tuple(documents))
    suggester = Suggester(entries, asked=[wants])
    assert all(0 <= fit.score <= 1 for fit in suggester.ranked(wants, also=entries))
    for entry in entries:
        ((number, fit),) = suggester.served(entry, [wants], 5, also=[0])
        assert number == 0
        assert fit.entry == entry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "evidence"
    made.mkdir()
    (made / "G-17.md").write_text(
        "# Competence matrix\n\n## Training needs\n\nWho may release a model.\n", encoding="utf-8"
    )
    (made / "G-18.md").write_text(
        "---\ntitle: Data quality report\n---\n\nNothing missing.\n", encoding="utf-8"
    )
    (made / "Manual.md").write_text(
        "# How we work\n\n## Supplier register\n\nIt lists all suppliers.\n", encoding="utf-8"
    )
    (made / "Lunch.txt").write_text("Soup on Monday.\n", encoding="utf-8")
    return made


@pytest.fixture
def reading(folder: Path, tmp_path: Path) -> Iterator[Suggester]:
    entries = scan((folder,)).entries
    with Contents(tmp_path / "index.sqlite") as contents:
        contents.build(entries)
        yield Suggester(entries, contents)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ("Competence matrix", "G-17.md"),
        ("Data quality report", "G-18.md"),
        ("Supplier register", "Manual.md"),
    ],
)
def test_what_the_name_hides_the_contents_tell(
    reading: Suggester, folder: Path, document: str, path: str
) -> None:
    wants = Wants("", (), (document,))
    assert reading.ranked(wants)[0].entry.path == path
    assert Suggester(scan((folder,)).entries).suggest(wants) == []


def test_reasons_name_heading_and_place(reading: Suggester) -> None:
    wants = Wants("", ("release a model",), ("Competence matrix",))
    why = reading.why(reading.ranked(wants)[0], wants)
    assert why == 'heading "Competence matrix"; the text speaks of "release a model" (line 5)'


def test_words_of_the_checks_are_heard_in_texts(reading: Suggester) -> None:
    silent = Wants("", (), ("Menu of the canteen",))
    heard = Wants("", (), ("Menu of the canteen",), ("Somebody serves soup.",))
    assert "Lunch.txt" not in [fit.entry.path for fit in reading.ranked(silent)]
    assert "Lunch.txt" in [fit.entry.path for fit in reading.ranked(heard)]


@given(phrases=st.lists(st.text(max_size=30), max_size=5))
def test_no_phrase_breaks_the_index(phrases: list[str]) -> None:
    with TemporaryDirectory() as place, Contents(Path(place, "index.sqlite")) as contents:
        assert contents.speaking([*phrases, 'the "risk" register', "\ud800", '"']) == []


def test_a_file_is_asked_what_it_serves(reading: Suggester, folder: Path) -> None:
    asked = [Wants("", (), (text,)) for text in ("Menu", "Supplier register", "Competence matrix")]
    entry = next(each for each in scan((folder,)).entries if each.name == "G-17.md")
    (number, fit), *others = reading.served(entry, asked, 5)
    assert number == 2
    assert all(fit.score > other.score for _, other in others)
    same = next(each for each in reading.ranked(asked[2]) if each.entry == entry)
    assert fit.score == same.score


def test_files_that_left_the_folder_are_not_suggested(folder: Path, tmp_path: Path) -> None:
    entries = scan((folder,)).entries
    with Contents(tmp_path / "index.sqlite") as contents:
        contents.build(entries)
        left = [each for each in entries if each.name != "G-17.md"]
        found = Suggester(left, contents).ranked(Wants("", (), ("Competence matrix",)))
        assert "G-17.md" not in [fit.entry.path for fit in found]


def test_what_is_indexed_meanwhile_is_heard(folder: Path, tmp_path: Path) -> None:
    entries, place = scan((folder,)).entries, tmp_path / "index.sqlite"
    wants = Wants("", (), ("Competence matrix",))
    with Contents(place) as reading, Contents(place) as writing:
        suggester = Suggester(entries, reading)
        assert suggester.suggest(wants) == []
        writing.build(entries)
        assert named(suggester.suggest(wants)) == ["G-17.md"]


def test_a_phrase_is_no_part_of_a_word(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "a.txt").write_text("It soared.\nThe SoA is new.\n")
    with Contents(tmp_path / "index.sqlite") as contents:
        contents.build(scan((folder,)).entries)
        (spoken,) = contents.speaking(["SoA"])
        assert contents.place_of(spoken, ["SoA"]) == ("SoA", "line 2")


def test_the_text_of_a_long_file_is_found_far_behind(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    filler = "\n".join(f"Line {number} about the weather." for number in range(4000))
    (folder / "a.txt").write_text(f"{filler}\nThe residual risk was accepted.\n")
    (folder / "b.txt").write_text(filler)
    entries = scan((folder,)).entries
    with Contents(tmp_path / "index.sqlite") as contents:
        contents.build(entries)
        (spoken,) = contents.speaking(["residual risk"])
        assert spoken.entry.path == "a.txt"
        assert spoken.blocks > 20
        assert contents.place_of(spoken, ["residual risk"]) == ("residual risk", "line 4001")
        assert contents.speaking(["?", ""]) == []
