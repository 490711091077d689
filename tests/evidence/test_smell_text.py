"""Questions that the text of one file raises, and the look-alikes that raise none."""

from __future__ import annotations

import pytest

from auditkit.evidence.model import FileEntry, Passage
from auditkit.evidence.smell import Facts

from .smelling import CONTROL, asked, paper, rules


@pytest.mark.parametrize(
    "line",
    [
        "This policy of [Insert company name here] applies to all.",
        "Owner: TBD",
        "Owner | TBD",
        "The owner is TBD until spring.",
        "Measure | to be defined",
        "Justification to be completed | Excluded",
        "5 | V&V report signed | open at release, to follow",
        "Kappa so far is 0.66. [To be completed when the panel has finished.]",
        "Click or tap here to enter text.",
        "It is the policy of Company Name to protect data.",
        "Approved on: DD/MM/YYYY",
        "Lorem ipsum dolor sit amet",
        "Signed for [Company Name] by [Name]",
        "<<Your organisation>> runs AI systems.",
    ],
)
def test_words_left_of_a_template(line: str) -> None:
    found = asked(paper("Records/Impact assessment.docx", "Heading", line))
    assert rules(found) == ["placeholder"]
    assert found[0].place in ("paragraph 2", "table 1, row 2")
    assert found[0].words in " ".join(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "The STBDX board meets in May.",
        "Fields marked TBD have to be filled in before approval.",
        "No TBD remains open.",
        "TBD (to be determined) is not allowed in an approved plan.",
        "Roles are to be defined by the owner.",
        "The objective needs to be confirmed.",
        "What is to be specified | why",
        "Points to be agreed | owner",
        "Follow the procedure to follow up actions.",
        "Company Name: Northfell Ltd",
        "Date (YYYY-MM-DD) | 2026-03-01",
        "All date fields: DD.MM.YYYY",
        "See [the register](https://example.org) and [list of terms][].",
    ],
)
def test_prose_that_only_looks_like_it(line: str) -> None:
    assert asked(paper("Records/Impact assessment.docx", "Heading", line)) == []


@pytest.mark.parametrize(
    "path",
    [
        "Templates/Policy.docx",
        "Forms/F-12 incident.docx",
        "Policy template.docx",
        "Policy.dotx",
        "Archive/Policy.docx",
        "notes.json",
        "Mail/question.eml",
    ],
)
def test_where_placeholders_belong_or_say_nothing(path: str) -> None:
    assert asked(paper(path, "[Insert company name]", "Owner: TBD")) == []


def test_a_file_titled_template_is_one() -> None:
    facts = paper("Policy.docx", "[Insert name]", title="Access policy template")
    assert "placeholder" not in rules(asked(facts))


def test_markdown_buttons_and_code_are_no_placeholders() -> None:
    assert asked(paper("Design.md", "[Add row]", "```", "Owner: TBD", "```", "done")) == []
    assert rules(asked(paper("Design.md", "```", "code", "```", "Owner: TBD"))) == ["placeholder"]


def test_one_question_a_file_with_all_places() -> None:
    (found,) = asked(paper("Record.docx", "[Insert name]", "fine", "Owner: TBD", "[Insert date]"))
    assert (found.place, found.places) == ("paragraph 1", ("paragraph 3", "paragraph 4"))


def test_the_same_words_in_many_files_are_one_question() -> None:
    files = [paper(f"Records/{n}.docx", "[Company Name] keeps records") for n in range(6)]
    (found,) = asked(*files)
    assert found.entry.path == "Records/0.docx"
    assert [each.path for each in found.others] == [f"Records/{n}.docx" for n in range(1, 6)]
    assert len(asked(*files[:4])) == 4


@pytest.mark.parametrize(
    ("path", "lines", "place"),
    [
        ("Report DRAFT.docx", ("text",), "name"),
        ("V&V_report_draft_0.9.pdf", ("text",), "name"),
        ("Report.docx", ("Title", "Status | Draft 0.9, not signed"), "table 1, row 2"),
        ("Report.pdf", ("Status Under review",), "paragraph 1"),
        ("Report.docx", ("Report", "DRAFT"), "paragraph 2"),
        ("Report.docx", ("Report", "Draft for comment"), "paragraph 2"),
        ("Report.docx", ("Version: 0.3 (draft)",), "paragraph 1"),
    ],
)
def test_a_document_that_calls_itself_a_draft(
    path: str, lines: tuple[str, ...], place: str
) -> None:
    (found,) = asked(paper(path, *lines))
    assert (found.rule, found.place) == ("draft", place)


def test_a_draft_mark_in_header_or_footer() -> None:
    passages = (Passage("paragraph 1", "Text"), Passage("header 1", "Acme\t\tAI-010 v2.1 DRAFT"))
    (found,) = asked(Facts(FileEntry("/evidence", "Report.docx", 1, 1), passages))
    assert (found.rule, found.place) == ("draft", "header 1")


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("Draft handling procedure.docx", (*CONTROL, "Drafts carry the word DRAFT in the name.")),
        ("Document control procedure.docx", (*CONTROL, "A draft is not used for work.")),
        ("Minutes 2026-01-22.docx", ("Draft AI policy 2.0 | Ada | done",)),
        ("Drafts/Report draft.docx", ("Status | Draft",)),
        ("Procedure.docx", (*CONTROL, "Status | Draft / Under review / Approved")),
        ("Draughts report.docx", ("Redrafted text",)),
        ("Report.docx", ("One", "Two", "Three", "Four", "Five", "Six", "draft")),
    ],
)
def test_what_is_said_about_drafts_is_no_draft(path: str, lines: tuple[str, ...]) -> None:
    assert asked(paper(path, *lines)) == []


def test_an_empty_place_for_a_signature() -> None:
    (found,) = asked(
        paper("Report.docx", "Title", "Verification signed by | ", "Validation approved by | | ")
    )
    assert (found.rule, found.place, found.places) == (
        "approval-empty",
        "table 1, row 2",
        ("table 1, row 3",),
    )


def test_a_filled_or_markdown_place_for_a_signature() -> None:
    assert asked(paper("Report.docx", "Verification signed by | Zofia Kowalska, 2026-03-04")) == []
    assert asked(paper("Report.docx", "Significance | ", "Release date | ")) == []
    assert asked(paper("Notes.md", "Approved by | ")) == []


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("Report.docx", ("Next review | 2026-09",)),
        ("Report.docx", ("Next review: 3 March 2026",)),
        ("Report.pdf", ("Next review 2026-10-15",)),
        ("Report.docx", ("Valid until | 30.06.2026",)),
        ("Register.csv", ("licence | valid_from | valid_to", "DL-03 | 2024-04-01 | 2026-03-31")),
        ("Register.xlsx", ("No. | Supplier | Next review due", "S-02 | Sortwell | 2026-02-14")),
    ],
)
def test_a_review_date_that_has_passed(path: str, lines: tuple[str, ...]) -> None:
    (found,) = asked(paper(path, *lines))
    assert (found.rule, found.place.rpartition(" ")[2]) == ("review-passed", str(len(lines)))


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("Report.docx", ("Next review | 2026-10",)),
        ("Report.docx", ("Next review | 03/04/2026",)),
        ("Report.docx", ("Last review | 2025-01-01",)),
        ("Report.docx", ("The next review of 2026-01-01 went well.",)),
        ("Archive/Report.docx", ("Next review | 2025-01",)),
        ("Register.csv", ("licence | state | valid_to", "DL-03 | expired | 2026-03-31")),
        ("Register.csv", ("licence | valid_from | valid_to", "DL-03 | 2026-03-31")),
    ],
)
def test_no_review_date_that_has_passed(path: str, lines: tuple[str, ...]) -> None:
    assert asked(paper(path, *lines)) == []


def test_a_long_table_is_data() -> None:
    rows = [f"{n} | x | 2020-01-01" for n in range(600)]
    assert asked(paper("Data.csv", "id | what | valid_to", *rows)) == []


@pytest.mark.parametrize(
    ("name", "inside", "differs"),
    [
        ("AI policy v2.0.docx", "Version | 2.1", True),
        ("AI policy v2.1 FINAL.docx", "Version: 2.0", True),
        ("AI policy v2.0.docx", "Version | 2", False),
        ("AI policy v2.docx", "Version 2.1", False),
        ("Access for v1.8 of the app.docx", "Version | 1.0", False),
        ("AI policy.docx", "Version | 2.1", False),
        ("AI policy v2.0.docx", "Version 2.1 brought new rules for models.", False),
        ("Plan rev 2026.docx", "Version | 1.0", False),
        ("Register v2.10.xlsx", "Version | 2.1", False),
    ],
)
def test_the_version_in_the_name(name: str, inside: str, differs: bool) -> None:
    found = asked(paper(name, "Approved by | Ada Smith", inside))
    assert rules(found) == (["version-differs"] if differs else [])


def test_a_row_of_a_register_is_named_with_its_column() -> None:
    lines = ("No. | Supplier | next_review", "S-02 | Sortwell | 2026-02-14")
    (found,) = asked(paper("Register.csv", *lines))
    assert found.words == "S-02, next review: 2026-02-14"


@pytest.mark.parametrize(
    "line",
    [
        "Authors must not leave TBD or [Insert text] marks, said the guide.",
        "Placeholders such as [Insert name] have to go.",
        "Replace [Company Name] with the name in the register.",
    ],
)
def test_rules_for_authors_about_placeholders_are_none(line: str) -> None:
    assert "placeholder" not in rules(asked(paper("Guide.docx", line)))


def test_a_placeholder_behind_prose_about_them_is_one() -> None:
    line = "Placeholders are replaced. The owner is [Insert name]."
    assert "placeholder" in rules(asked(paper("Guide.docx", line)))
