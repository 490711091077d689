"""Questions that properties and the comparison of files raise, and the look-alikes."""

from __future__ import annotations

import pytest

from auditkit.evidence.smell import Context, Facts

from .smelling import CONTEXT, CONTROL, asked, at, paper, rules


def test_made_after_the_audit_was_announced() -> None:
    (found,) = asked(paper("Impact assessment Nora.docx", "Text", created=at("2026-09-20")))
    assert (found.rule, found.place) == ("after-announcement", "properties")
    assert found.words == "made 2026-09-20, announced 2026-09-14"


@pytest.mark.parametrize(
    ("path", "properties", "asks"),
    [
        ("AI policy.docx", {"created": at("2025-01-01"), "changed": at("2026-09-20")}, True),
        ("AI policy.pdf", {"created": at("2026-09-20")}, True),
        ("Register.xlsx", {"created": at("2025-01-01"), "changed": at("2026-09-20")}, False),
        ("User guide.pdf", {"created": at("2026-09-20")}, False),
        ("Report 2026-09.docx", {"created": at("2026-10-01")}, False),
        ("Minutes_2026-09-21.docx", {"created": at("2026-09-21")}, False),
        ("Assessment.docx", {"created": at("2026-09-14")}, False),
        ("Assessment.docx", {}, False),
        ("Letter.eml", {"created": at("2026-09-20")}, False),
    ],
)
def test_what_is_asked_about_late_files(
    path: str, properties: dict[str, object], asks: bool
) -> None:
    found = asked(paper(path, *CONTROL, **properties))
    assert rules(found) == (["after-announcement"] if asks else [])


def test_without_a_date_of_announcement_nothing_is_late() -> None:
    late = paper("Assessment.docx", created=at("2026-09-20"))
    assert asked(late, context=Context(on=CONTEXT.on)) == []


def _made(*times: str, suffix: str = "docx") -> list[Facts]:
    return [
        paper(f"Record {n}.{suffix}", "Text", created=at("2026-05-04", time))
        for n, time in enumerate(times)
    ]


def test_five_files_within_an_hour_are_one_question() -> None:
    (found,) = asked(*_made("10:00", "10:07", "10:21", "10:48", "11:00", "15:00"))
    assert (found.rule, found.entry.path) == ("same-hour", "Record 0.docx")
    assert found.words == "5 files made 2026-05-04 10:00 to 11:00 UTC"
    assert len(found.others) == 4


@pytest.mark.parametrize(
    "files",
    [
        _made("10:00", "10:07", "10:21", "10:48"),
        _made("10:00", "10:07", "10:21", "10:48", "11:01"),
        _made(*["10:00"] * 8),
        _made("10:00", "10:07", "10:21", "10:48", "10:50", suffix="pdf"),
        [paper(f"Record {n}.docx", "Text") for n in range(9)],
    ],
    ids=["four", "longer than an hour", "of a template", "exports", "times on the disk only"],
)
def test_what_is_no_cluster(files: list[Facts]) -> None:
    assert asked(*files) == []


@pytest.mark.parametrize("name", ["Ingrid Solberg", "solberg, ingrid", "Tomas Reyes"])
def test_an_auditor_as_author(name: str) -> None:
    (found,) = asked(paper("Risk register.xlsx", "Text", author=name))
    assert (found.rule, found.words) == ("auditor-author", f"author: {name}")


@pytest.mark.parametrize(
    ("path", "name"),
    [("Risk register.xlsx", "Ingrid"), ("Risk register.xlsx", ""), ("Plan.eml", "Ingrid Solberg")],
)
def test_nobody_of_the_team(path: str, name: str) -> None:
    assert asked(paper(path, "Text", author=name)) == []


def test_the_same_file_under_two_names() -> None:
    files = [paper(name, "x") for name in ("Minutes May.docx", "Minutes June.docx", "Other.docx")]
    same = {"Minutes May.docx": "a", "Minutes June.docx": "a", "Other.docx": "b"}
    (found,) = asked(*files, hashes=same)
    assert (found.rule, found.entry.path) == ("same-file", "Minutes June.docx")
    assert [each.path for each in found.others] == ["Minutes May.docx"]


@pytest.mark.parametrize(
    ("paths", "size"),
    [(("A/Minutes.docx", "B/minutes.docx"), 1000), (("one.docx", "two.docx"), 100)],
    ids=["a copy of the same name", "alike by chance"],
)
def test_what_is_no_second_name(paths: tuple[str, ...], size: int) -> None:
    files = [paper(path, "x", size=size) for path in paths]
    assert asked(*files, hashes=dict.fromkeys(paths, "a")) == []


def test_only_files_of_one_size_are_hashed() -> None:
    assert asked(paper("a.docx", size=1000), paper("b.docx", size=2000), hashes={}) == []


SECOND = ("Version | 2.0", "Approved by | Ada Smith, CEO")


def test_an_approved_version_and_a_newer_draft() -> None:
    files = (
        paper("AI policy v2.0.pdf", "Version 2.0", "Status In force. Approved by the CEO"),
        paper("AI policy v2.1 DRAFT.docx", "Status | Draft for comment, not approved"),
    )
    (found,) = asked(*files)
    assert (found.rule, found.entry.path) == ("newer-unapproved", "AI policy v2.1 DRAFT.docx")
    assert [each.path for each in found.others] == ["AI policy v2.0.pdf"]


def test_a_draft_of_the_version_that_was_approved_is_no_question() -> None:
    approved = paper("AI policy v2.0.docx", *SECOND)
    assert asked(approved, paper("AI policy v2.0 draft.docx", "x")) == []


def test_versions_in_other_folders_are_not_compared() -> None:
    files = (paper("A/AI policy v2.0.docx", *SECOND), paper("B/AI policy v2.1 draft.docx", "x"))
    assert rules(asked(*files)) == ["draft"]


RULED = [
    paper(f"Policies/{name}.docx", *CONTROL) for name in ("AI policy", "Test plan", "A manual")
]


def test_where_others_show_an_approval_the_one_without_is_asked_about() -> None:
    (found,) = asked(*RULED, paper("Policies/Release procedure.docx", "How to release."))
    assert (found.rule, found.entry.path) == ("no-approval", "Policies/Release procedure.docx")
    assert found.words == "no approval, version or date; 3 of 4 such documents show one"


def test_where_hardly_any_shows_one_it_is_one_question() -> None:
    names = ("AI policy", "Access policy", "Backup procedure", "Test plan", "Release procedure")
    (found,) = asked(*(paper(f"{name}.docx", "All staff") for name in names))
    assert (found.rule, len(found.others)) == ("no-approval", 4)
    assert found.words == "no approval, version or date; nor in 4 of 4 others of the kind"


def test_a_single_one_is_asked_about_by_itself() -> None:
    (found,) = asked(paper("AI policy.docx", "All staff", "Version 1.0"))
    assert (found.rule, found.words, found.others) == ("no-approval", "no approval", ())


@pytest.mark.parametrize(
    "path",
    [
        "Policies/Access policy.md",
        "Policies/Access list.docx",
        "Policies/Minutes on the access policy.docx",
        "Policies/Templates/Access policy.docx",
        "Policies/Archive/Access policy.docx",
        "Suppliers/Access policy.docx",
        "Policies/Access policy.xlsx",
        "Policies/User manual.pdf",
    ],
)
def test_what_need_not_show_an_approval(path: str) -> None:
    assert asked(*RULED, paper(path, "All staff keep the rules.")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Changes need approval by the line manager.",
        "Risk acceptance needs approval",
        "All requests are approved by IT within 5 days.",
        "Every exception must be approved by the CISO.",
        "Exceptions approved by the CISO are logged.",
        "Approval by the owner is required",
    ],
)
def test_a_rule_about_approving_is_no_approval(line: str) -> None:
    assert rules(asked(*RULED, paper("Policies/Release procedure.docx", line))) == ["no-approval"]


def test_how_documents_are_approved_is_no_approval() -> None:
    said = "Every document is approved by its owner. A release has to be signed by the lead."
    assert rules(asked(*RULED, paper("Policies/Release procedure.docx", said))) == ["no-approval"]


@pytest.mark.parametrize(
    "line",
    [
        "Approved by the CEO on 2026-01-22",
        "Status | In force",
        "Approval: Ada Smith",
        "1.0 | 2026-01-22 | First version | approved by Ada Smith",
        "Version | Date | Change | Approved by",
        "This plan was adopted on 3 March 2026.",
        "Freigegeben durch Ada Smith",
    ],
)
def test_approvals_in_many_forms(line: str) -> None:
    assert asked(*RULED, paper("Policies/Release procedure.docx", line)) == []


def test_a_draft_is_asked_about_as_a_draft_only() -> None:
    draft = paper("Policies/Release procedure.docx", "Status | Draft")
    assert rules(asked(*RULED, draft)) == ["draft"]
