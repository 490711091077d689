"""Finding files by name: what an auditor types, and what is hostile."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.evidence.model import FileEntry
from auditkit.evidence.names import NameIndex
from auditkit.evidence.words import parts, plain, plain_with_origins, query_words, words

PATHS = (
    "02 Policies/AI Policy v2.docx",
    "02 Policies/Acceptable Use Policy.docx",
    "03 Risk/AI_Risk_Register_2025.xlsx",
    "03 Risk/AI Risk Treatment Plan.docx",
    "03 Risk/Statement of Applicability.xlsx",
    "04 Impact/CreditScore/AI System Impact Assessment.docx",
    "04 Impact/FraudShield/AI System Impact Assessment.docx",
    "05 Audit/Internal Audit Report 2024.pdf",
    "05 Audit/ManagementReviewMinutes.docx",
    "06 People/Compétence matrix.xlsx",
    "06 People/Training Record - Müller.pdf",
    "07 Suppliers/Supplier Agreement Nordwind.pdf",
    "07 Suppliers/POL-012 Supplier assessment.docx",
    "08 Incidents/INC10234.pdf",
    "08 Incidents/Incident Response Plan.docx",
)


def entry(path: str, mtime_ns: int = 0) -> FileEntry:
    return FileEntry("/evidence", path, 1, mtime_ns)


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(entry(path, number) for number, path in enumerate(PATHS))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ai policy", PATHS[0]),
        ("AI RISK REGISTER", PATHS[2]),
        ("imapct assesment fraudshield", PATHS[6]),
        ("register risk", PATHS[2]),
        ("minuts managment", PATHS[8]),
        ("managementreview", PATHS[8]),
        ("mgmt review", PATHS[8]),
        ("competence", PATHS[9]),
        ("muller", PATHS[10]),
        ("Müller", PATHS[10]),
        ("soa", PATHS[4]),
        ("aup", PATHS[1]),
        ("irp", PATHS[14]),
        ("creditscore impact", PATHS[5]),
        ("airskreg", PATHS[2]),
        ("mgmtrevmin", PATHS[8]),
        ("supagr", PATHS[11]),
        ("treat pl", PATHS[3]),
        ("inc10234", PATHS[13]),
        ("intrnal audit 2024", PATHS[7]),
        ("audit/report", PATHS[7]),
    ],
)
def test_the_file_meant_comes_first(index: NameIndex, query: str, expected: str) -> None:
    found = index.search(query)
    assert found[0].entry.path == expected
    assert 0 < found[0].score <= 1
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("polciy ai", ["AI", "Policy"]),
        ("manag minutes", ["Manag", "Minutes"]),
        ("competence", ["Compétence"]),
        ("soa", ["Statement", "of", "Applicability"]),
    ],
)
def test_says_which_characters_made_it_a_match(
    index: NameIndex, query: str, marked: list[str]
) -> None:
    match = index.search(query)[0]
    name_at = len(match.entry.path) - len(match.entry.name)
    spans = [match.entry.path[a:b] for a, b in match.spans if a >= name_at]
    assert spans == marked


def test_spans_fit_names_with_decomposed_accents() -> None:
    path = unicodedata.normalize("NFD", "Prüfbericht/Überprüfung.docx")
    (match,) = NameIndex([entry(path)]).search("überprüfung")
    ((start, end),) = match.spans
    assert unicodedata.normalize("NFC", path[start:end]) == "Überprüfung"


def test_an_abbreviation_marks_its_letters(index: NameIndex) -> None:
    match = index.search("airskreg")[0]
    marked = "".join(match.entry.path[a:b] for a, b in match.spans)
    assert marked.lower() == "airskreg"


def test_an_empty_query_gives_the_newest_files(index: NameIndex) -> None:
    assert [match.entry.path for match in index.search("  ", 2)] == [PATHS[14], PATHS[13]]


@pytest.mark.parametrize("query", ["zzqxj", "???", "\0", "\ud800"])
def test_what_fits_nothing_finds_nothing(index: NameIndex, query: str) -> None:
    assert index.search(query) == []


def test_the_limit_holds(index: NameIndex) -> None:
    assert len(index.search("ai", 3)) == 3
    assert index.search("ai", 0) == []


def test_prior_decides_between_equals(index: NameIndex) -> None:
    for path in PATHS[5:7]:
        found = index.search("ai system impact assessment", prior={path: 0.1})
        assert found[0].entry.path == path
        assert found[0].score <= 1


def test_a_cancelled_search_gives_nothing(index: NameIndex) -> None:
    assert index.search("ai policy", cancelled=lambda: True) == []
    assert index.search("airskreg", cancelled=lambda: True) == []


def test_files_come_and_go() -> None:
    index = NameIndex()
    assert index.search("policy") == []
    index.add(entry("AI policy.docx", 1))
    index.add(entry("AI policy.docx", 2))
    index.add(entry("Charter.docx", 3))
    assert len(index) == 2
    assert index.search("policy")[0].entry.mtime_ns == 2
    index.remove(entry("AI policy.docx"))
    index.remove(entry("never seen.docx"))
    assert len(index) == 1
    assert index.search("policy") == []
    assert index.search("chartr")[0].entry.path == "Charter.docx"


def test_searching_stays_right_after_many_removals() -> None:
    entries = [entry(f"folder/report {number}.pdf") for number in range(600)]
    index = NameIndex(entries)
    for gone in entries[:-1]:
        index.remove(gone)
    assert len(index) == 1
    assert [match.entry for match in index.search("report")] == [entries[-1]]


def test_the_same_path_below_two_roots_are_two_files() -> None:
    index = NameIndex([FileEntry("/a", "x.txt", 1, 0), FileEntry("/b", "x.txt", 1, 0)])
    assert {match.entry.root for match in index.search("x")} == {"/a", "/b"}


HOSTILE = st.text(max_size=60) | st.text(
    alphabet="aäAé1/.-_ \ud800\udce9\u202e\x1b\n\u0301漢İßﬁ", max_size=60
)


@given(HOSTILE)
def test_splitting_never_fails_and_origins_fit(text: str) -> None:
    bare, origins = plain_with_origins(text)
    assert bare == plain(text)
    assert len(origins) == len(bare)
    assert all(0 <= origin < len(text) for origin in origins)
    assert list(origins) == sorted(origins)
    for word in words(bare):
        assert all(part == part.lower() for part in parts(word))
    assert query_words(text) == query_words(plain(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(HOSTILE, max_size=6), HOSTILE)
def test_any_query_over_any_names_is_answered_with_sound_spans(
    names: list[str], query: str
) -> None:
    index = NameIndex(entry(f"folder/{name}") for name in names)
    for match in index.search(query):
        assert 0 <= match.score <= 1
        before = 0
        for start, end in match.spans:
            assert before <= start < end <= len(match.entry.path)
            before = end


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12))
def test_a_files_own_name_finds_it(name: str) -> None:
    index = NameIndex([*(entry(path) for path in PATHS), entry(f"{name}.txt")])
    assert f"{name}.txt" in [match.entry.path for match in index.search(name)]


def test_a_query_of_a_megabyte_is_cut() -> None:
    index = NameIndex([entry("a" * 255)])
    assert index.search("a" * 1_000_000)
