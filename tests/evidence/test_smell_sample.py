"""The questions that the sample evidence raises, every one of them looked up in its documents."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from auditkit.evidence.reading import read_beginning
from auditkit.evidence.scan import scan
from auditkit.evidence.smell import RULES, Context, Smell, facts, smells
from auditkit.resources import data_folder

EXPECTED = {
    ("placeholder", "01 Governance/Objectives plan 2026.xlsx", "sheet Plan, row 8"),  # G-07
    ("newer-unapproved", "02 Policies/AI policy v2.1 DRAFT.docx", "name"),  # G-03
    ("placeholder", "03 Risk/Statement of Applicability v1.2.xlsx", "sheet SoA, row 34"),  # G-04
    (  # G-16, as the next three
        "placeholder",
        "05 AI systems/AIS-01 TriageAssist/Deployment checklist TriageAssist 4.0.xlsx",
        "sheet Checklist, row 9",
    ),
    (
        "placeholder",
        "05 AI systems/AIS-01 TriageAssist/V&V report TriageAssist 4.0.docx",
        "paragraph 8",
    ),
    (
        "draft",
        "05 AI systems/AIS-01 TriageAssist/V&V report TriageAssist 4.0.docx",
        "table 1, row 2",
    ),
    (
        "approval-empty",
        "05 AI systems/AIS-01 TriageAssist/V&V report TriageAssist 4.0.docx",
        "table 1, row 4",
    ),
    ("review-passed", "06 Data/Data licence register.csv", "row 4"),  # G-15
    ("review-passed", "09 Suppliers/Supplier register.xlsx", "sheet Suppliers, row 6"),  # G-12
}


def found(on: date, announced: date) -> list[Smell]:
    """The questions about the sample evidence."""
    entries = scan([data_folder("sample_evidence")]).entries
    known = facts(entries, text=lambda each: read_beginning(each.absolute, 300_000).passages)
    context = Context(on=on, announced=announced, team=("Ingrid Solberg", "Tomás Reyes"))
    return list(smells(known, context))


@pytest.fixture(scope="module")
def at_the_end() -> list[Smell]:
    """The questions on the last day of the audit in the sample."""
    return found(date(2026, 11, 6), date(2026, 9, 14))


def test_the_questions_are_exactly_these(at_the_end: list[Smell]) -> None:
    assert {(each.rule, each.entry.path, each.place) for each in at_the_end} == EXPECTED
    assert len(at_the_end) == len(EXPECTED)


def test_counts_by_rule(at_the_end: list[Smell]) -> None:
    assert Counter(each.rule for each in at_the_end) == {
        "placeholder": 4,
        "review-passed": 2,
        "draft": 1,
        "approval-empty": 1,
        "newer-unapproved": 1,
    }


def test_the_words_stand_where_the_question_says(at_the_end: list[Smell]) -> None:
    words = {each.rule: each.words for each in at_the_end}
    assert words["draft"] == "Status | Draft 0.9, not signed"
    assert words["newer-unapproved"] == (
        "AI policy v2.0.pdf approved, AI policy v2.1 DRAFT.docx not"
    )


def test_had_the_audit_been_announced_earlier() -> None:
    later = found(date(2026, 12, 5), date(2026, 8, 1))
    counts = Counter(each.rule for each in later)
    late = [each for each in later if each.rule == "after-announcement"]
    assert [(each.entry.path, each.words) for each in late] == [
        ("02 Policies/AI policy v2.1 DRAFT.docx", "changed 2026-08-11, announced 2026-08-01")
    ]
    assert counts["review-passed"] == 4  # also the methodology (2026-11) and supplier SUP-06


def test_every_rule_asks_a_question_and_passes_no_verdict() -> None:
    for rule in RULES.values():
        assert rule.question.endswith("?")
        assert not {"fake", "forged", "certified", "compliant"} & set(rule.question.lower().split())
        assert sum(bool(each) for each in (rule.in_one, rule.between, rule.by_hash)) == 1
