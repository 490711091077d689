"""Which names are versions of one document, and which of them is the newest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.evidence.model import FileEntry, Match
from auditkit.evidence.names import NameIndex
from auditkit.evidence.versions import document, rank

FOLDER = (  # oldest first
    "AI Policy superseded.docx",
    "AI Policy draft.docx",
    "AI Policy v0.9.docx",
    "AI_Policy_v1.9.docx",
    "AIPolicyV1.10.docx",
    "AI Policy v2 FINAL.pdf",
    "AI-Policy-rev-3.docx",
)


def found(names: list[str], query: str, **more: int) -> list[Match]:
    entries = [FileEntry("/r", f"p/{name}", 1, more.get(name, 0)) for name in names]
    return NameIndex(entries).search(query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Policy v1.0.docx", "Policy v1.1.docx"),
        ("Policy v1.0.docx", "Policy_V2_FINAL.docx"),
        ("Policy.docx", "Policy (1).docx"),
        ("Policy.docx", "Copy of Policy.docx"),
        ("Policy.docx", "Policy - Copy.docx"),
        ("Policy rev A.docx", "Policy rev B.docx"),
        ("Policy draft.docx", "Policy approved.pdf"),
        ("Policy 2024-05-12.pdf", "Policy 20250101.pdf"),
        ("AI procedure 12.05.2024.pdf", "AI procedure 2025_01_01.pdf"),
        ("Inventory v1 2024-05.xlsx", "Inventory v2 2025-01.xlsx"),
        ("Scan 2024-05-12 v1.pdf", "Scan 2024-05-12 v2.pdf"),
        ("Register 2024 v1.xlsx", "Register 2024 v2.xlsx"),
        ("Prüfbericht v1.docx", "PRUFBERICHT v2.docx"),
    ],
)
def test_versions_are_one_document(one: str, other: str) -> None:
    assert document(one) is not None
    assert document(one) == document(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AI Policy.docx", "HR Policy.docx"),
        ("Register 2024.xlsx", "Register 2025.xlsx"),
        ("Stage 1 report.pdf", "Stage 2 report.pdf"),
        ("INC-0012.pdf", "INC-0013.pdf"),
        ("policy.h", "policy.c"),
        ("Final report.docx", "Report of drafting.docx"),
        ("Policy v1.docx", "Policy v1.xlsx"),
        ("Minutes 2026-01-12.docx", "Minutes 2026-02-12.docx"),
        ("Minutes 2026-01-12 signed.pdf", "Minutes 2026-02-12 signed.pdf"),
        ("Management review 2026-01.docx", "Management review 2026-02.docx"),
        ("Review of the AI policy 12.01.2026.docx", "Review of the AI policy 12.02.2026.docx"),
        ("Scan 20260112.pdf", "Scan 20260212.pdf"),
    ],
)
def test_other_documents_are_apart(one: str, other: str) -> None:
    assert document(one) != document(other)


@pytest.mark.parametrize("name", ["v1.docx", "2024-05-12.pdf", "draft (2).docx", "", ".", "(1)"])
def test_a_name_that_is_all_version_is_no_document(name: str) -> None:
    assert document(name) is None


def test_newer_versions_rank_higher() -> None:
    ranks = [rank(name) for name in FOLDER]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@given(st.text(max_size=80))
def test_any_name_has_a_rank(name: str) -> None:
    assert rank(name) <= rank(name)
    assert document(name) == document(name)


def test_versions_are_one_match_newest_first() -> None:
    (match,) = found(list(FOLDER), "ai policy")
    names = [match.entry.name, *(version.name for version in match.versions)]
    assert names == list(reversed(FOLDER))


def test_where_names_say_nothing_the_later_file_is_newer() -> None:
    names = ["Policy (1).docx", "Policy.docx", "Copy of Policy.docx"]
    ages = {"Policy (1).docx": 2, "Policy.docx": 3, "Copy of Policy.docx": 1}
    (match,) = found(names, "policy", **ages)
    assert match.entry.name == "Policy.docx"
    assert [v.name for v in match.versions] == ["Policy (1).docx", "Copy of Policy.docx"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ai policy v0.9", "AI Policy v0.9.docx"),
        ("policy draft", "AI Policy draft.docx"),
        ("policy superseded", "AI Policy superseded.docx"),
        ("policy final", "AI Policy v2 FINAL.pdf"),
    ],
)
def test_a_query_that_names_a_version_shows_it(query: str, shown: str) -> None:
    (match,) = found(list(FOLDER), query)
    assert match.entry.name == shown
    assert len(match.versions) == len(FOLDER) - 1


def test_a_number_that_only_looks_like_a_version_keeps_files_apart() -> None:
    assert len(found(["Stage 1 report.pdf", "Stage 2 report.pdf"], "stage report")) == 2


def test_the_same_name_in_another_folder_is_another_document() -> None:
    entries = [
        FileEntry("/r", f"{folder}/Policy v{n}.docx", 1, 0) for folder in "ab" for n in (1, 2)
    ]
    matches = NameIndex(entries).search("policy")
    assert [(m.entry.path, [v.path for v in m.versions]) for m in matches] == [
        ("a/Policy v2.docx", ["a/Policy v1.docx"]),
        ("b/Policy v2.docx", ["b/Policy v1.docx"]),
    ]


def test_versions_are_found_among_many_files_and_removed_ones_are_left_out() -> None:
    noise = [FileEntry("/r", f"p/Log {n}.txt", 1, 0) for n in range(500)]
    index = NameIndex([*noise, *(FileEntry("/r", f"p/Policy v{n}.docx", 1, 0) for n in range(4))])
    index.remove(FileEntry("/r", "p/Policy v2.docx", 1, 0))
    (match,) = index.search("policy v3")[:1]
    assert [v.name for v in match.versions] == ["Policy v1.docx", "Policy v0.docx"]


def test_no_file_is_shown_twice() -> None:
    names = [f"Policy v{n}.docx" for n in range(30)] + [f"Policy {n}.docx" for n in range(30)]
    matches = found(names, "policy")
    shown = [e.path for m in matches for e in (m.entry, *m.versions)]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("word", ["document", "table"])
def test_a_file_named_after_its_kind_does_not_part_the_versions_of_others(word: str) -> None:
    noise = [FileEntry("/r", f"a/{word} {n}.txt", 1, 0) for n in range(2)]
    suffix = "docx" if word == "document" else "xlsx"
    policies = [FileEntry("/r", f"p/Policy v{n}.0.{suffix}", 1, 0) for n in (1, 2)]
    (match,) = NameIndex([*noise, *policies]).search("policy")
    assert [version.name for version in match.versions] == [f"Policy v1.0.{suffix}"]


@pytest.mark.parametrize(
    "names",
    [
        ["Policy.docx", "policy.docx"],
        ["Pr\u00fcfung.docx", "Pru\u0308fung.docx"],
        ["Minutes 2026-01-12.docx", "Minutes 2026-02-12.docx", "Minutes 2026-03-12.docx"],
    ],
)
def test_twins_and_records_of_other_days_are_no_versions(names: list[str]) -> None:
    matches = found(names, names[0].split()[0].split(".")[0])
    assert len(matches) == len(names)
    assert not any(match.versions for match in matches)


def test_the_same_version_in_other_formats_is_one_match() -> None:
    (match,) = found(["Plan v1.0.docx", "Plan v1.0.odt", "Plan v0.9.docx"], "plan")
    names = [match.entry.name, *(version.name for version in match.versions)]
    assert names[2] == "Plan v0.9.docx"
    assert sorted(names[:2]) == ["Plan v1.0.docx", "Plan v1.0.odt"]
