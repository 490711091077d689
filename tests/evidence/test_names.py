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


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("polices use", "02 Policies/Acceptable Use Policy.docx"),
        ("registers risk", "03 Risk/AI_Risk_Register_2025.xlsx"),
        ("agreements", "07 Suppliers/Supplier Agreement Nordwind.pdf"),
        ("airskreg 2025", "03 Risk/AI_Risk_Register_2025.xlsx"),
        ("fraudshield imass", "04 Impact/FraudShield/AI System Impact Assessment.docx"),
        ("peopletrain", "06 People/Training Record - Müller.pdf"),
        ("soa.xlsx", "03 Risk/Statement of Applicability.xlsx"),
        ("aisia", "04 Impact/CreditScore/AI System Impact Assessment.docx"),
        ("iar 2024", "05 Audit/Internal Audit Report 2024.pdf"),
        ("pol 12", "07 Suppliers/POL-012 Supplier assessment.docx"),
    ],
)
def test_the_query_may_be_in_other_forms(index: NameIndex, query: str, expected: str) -> None:
    assert index.search(query)[0].entry.path == expected


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("a/Minutes 2024-05-12.docx", "20240512"),
        ("a/Minutes 20240512.docx", "2024-05-12"),
        ("a/Minutes 20240512.docx", "minutes 2024"),
        ("a/リスク評価表.xlsx", "評価"),
        ("a/Оценка рисков.docx", "рисков"),
        ("a/Maßnahmenplan.docx", "massnahmenplan"),
        ("a/Årsrapport Sørensen.pdf", "sorensen arsrapport"),
        ("a/MoM 3.docx", "minutes"),
        ("a/Meeting notes minutes.docx", "mom"),
        ("a/NC-7.docx", "nonconformity"),
        ("a/Non-conformity 7.docx", "nc"),
        ("a/SoA.xlsx", "statement of applicability"),
        ("a/Data Protection Impact Assessment.docx", "dpia"),
        ("a/Roles and Responsibilities Register.docx", "rrr"),
    ],
)
def test_each_finding_shows_why(path: str, query: str) -> None:
    index = NameIndex([entry(path), *(entry(f"x/other {n}.txt") for n in range(5))])
    match = index.search(query)[0]
    assert match.entry.path == path
    assert any(start >= 2 for start, _ in match.spans)


@pytest.mark.parametrize(
    ("query", "literal", "meant"),
    [
        (
            "soa",
            "very old/archive of 2019/SoA of the former site with many more words.xlsx",
            "Statement of Applicability.xlsx",
        ),
        (
            "minutes",
            "a/b/c/the minutes of a meeting that nobody remembers anything about.docx",
            "MoM.docx",
        ),
        (
            "nc",
            "a/b/c/list of every NC that was ever raised in this organization.docx",
            "Nonconformity.docx",
        ),
    ],
)
def test_a_synonym_never_outranks_what_is_written(query: str, literal: str, meant: str) -> None:
    found = NameIndex([entry(meant, 2), entry(literal, 1)]).search(query)
    assert [match.entry.path for match in found] == [literal, meant]


def test_among_equals_the_newer_and_the_shorter_name_come_first() -> None:
    year = 365 * 86400 * 10**9
    index = NameIndex(
        [
            entry("a/Risk register.xlsx", year),
            entry("b/Risk register.xlsx", 9 * year),
            entry("c/Risk register of all sites.xlsx", 9 * year),
        ]
    )
    found = [match.entry.path[0] for match in index.search("risk register")]
    assert found == ["b", "a", "c"]


def test_among_equals_a_document_comes_before_a_piece_of_a_program() -> None:
    names = ["a/Risk register.py", "b/Risk register.XLSX", "c/Risk register.svg"]
    found = NameIndex(entry(name) for name in names).search("risk register")
    assert found[0].entry.path == "b/Risk register.XLSX"
    assert len(found) == 3


@pytest.mark.parametrize(
    ("query", "meant", "other"),
    [
        ("sod", "a/SoD of the whole organization and all its many sites.xlsx", "b/theme.sod"),
        ("sod", "a/Segregation of Duties.docx", "b/theme.sod"),
        ("pdf", "a/How to make a PDF of a long report for the archive.txt", "b/x.pdf"),
    ],
)
def test_what_a_name_says_counts_more_than_what_it_ends_in(
    query: str, meant: str, other: str
) -> None:
    found = NameIndex([entry(other, 2), entry(meant, 1)]).search(query)
    assert [match.entry.path for match in found] == [meant, other]


def test_a_file_below_two_roots_is_shown_once() -> None:
    index = NameIndex(
        [FileEntry("/r", "p/policy.docx", 1, 0), FileEntry("/r/p", "policy.docx", 1, 0)]
    )
    assert len(index) == 2
    assert len(index.search("policy")) == 1


def test_a_search_can_be_cancelled_at_any_look() -> None:
    index = NameIndex(entry(f"folder {n % 7}/report {n}.pdf") for n in range(300))
    for query in ("report", "folder report", "fldrprt", "zzqx yyqw"):
        for looks in range(12):
            left = iter(range(looks))
            found = index.search(query, cancelled=lambda left=left: next(left, None) is None)
            assert found in ([], index.search(query))


@pytest.mark.parametrize("query", ["assesment", "policy", "fldrprt", "mom", "p", "zzqx yyqw"])
def test_whoever_waits_no_more_is_obeyed_at_the_next_look(query: str) -> None:
    index = NameIndex(entry(f"folder {n % 7}/policy minutes {n}.pdf") for n in range(2000))
    total = 0

    def count() -> bool:
        nonlocal total
        total += 1
        return False

    index.search(query, cancelled=count)
    assert total > 3
    for allowed in range(0, total, max(1, total // 12)):
        looks = 0

        def no_more(allowed: int = allowed) -> bool:
            nonlocal looks
            looks += 1
            return looks > allowed

        fresh = NameIndex(entry(f"folder {n % 7}/policy minutes {n}.pdf") for n in range(2000))
        assert fresh.search(query, cancelled=no_more) == []
        assert looks <= allowed + 12  # every stage looks once and goes


def test_a_cancelled_search_leaves_nothing_behind() -> None:
    index = NameIndex(entry(path) for path in PATHS)
    index.search("airskreg", cancelled=lambda: True)
    index.search("airskregister", cancelled=lambda: True)
    assert index.search("airskreg")[0].entry.path == PATHS[2]


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


NAMES = st.lists(
    st.builds(
        "{}/{}{}".format,
        st.sampled_from(["a", "b/HR", "Risk Policies"]),
        st.sampled_from(["AI policy", "RiskRegister", "Minutes", "airsk", "Straße", "SoA"]),
        st.sampled_from([".docx", " v1.docx", " v2.docx", " 2024.pdf", " 20240512.pdf", ""]),
    ),
    unique=True,
    max_size=12,
)
QUERIES = st.sampled_from(
    ["", "policy", "polcy ai", "airskreg", "soa", "risk", "v2", "2024", "mom", "hr minutes", "a"]
)


def told(index: NameIndex, query: str) -> list[object]:
    return [(m.entry, round(m.score, 9), m.spans, m.versions) for m in index.search(query)]


@settings(deadline=None)
@given(NAMES, st.data(), QUERIES)
def test_adding_and_removing_comes_to_the_same_as_building_anew(
    paths: list[str], data: st.DataObject, query: str
) -> None:
    gone = data.draw(st.sets(st.sampled_from(paths))) if paths else set()
    index = NameIndex(entry(path, 1) for path in paths[: len(paths) // 2])
    index.search(query)
    for path in paths[len(paths) // 2 :]:
        index.add(entry(path, 1))
    index.search("something else")
    for path in gone:
        index.remove(entry(path))
    assert told(index, query) == told(NameIndex(entry(p, 1) for p in paths if p not in gone), query)


@settings(deadline=None)
@given(NAMES, QUERIES)
def test_the_same_question_has_the_same_answer(paths: list[str], query: str) -> None:
    index = NameIndex(entry(path, 1) for path in paths)
    first = told(index, query)
    for other in ("policy", "hr", "airsk", query):
        index.search(other)
    assert told(index, query) == first
    assert told(NameIndex(entry(path, 1) for path in paths), query) == first


@settings(deadline=None)
@given(
    NAMES, st.sampled_from(["policy", "polcy ai", "soa", "mom", "2024", "registers", "airskreg"])
)
def test_whatever_is_found_is_explained(paths: list[str], query: str) -> None:
    for match in NameIndex(entry(path) for path in paths).search(query):
        assert match.spans
        assert all(match.entry.path[start:end].strip() for start, end in match.spans)
