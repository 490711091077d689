"""Which findings may be the same one twice."""

from __future__ import annotations

from typing import Any

from auditkit.analysis.similar import similar
from auditkit.record.model import Finding, FindingState, Grade, Ref


def finding(label: str, title: str, *refs: str, **fields: Any) -> Finding:
    return Finding(
        id=label,
        label=label,
        state=FindingState.DRAFT,
        grade=Grade.MINOR,
        title=title,
        refs=tuple(Ref("tiny", each) for each in refs),
        **fields,
    )


def test_the_same_requirement_or_words_alike_are_named_with_the_reason() -> None:
    one = finding("F-001", "Risks have no owner", "1.1")
    others = [
        one,
        finding("F-002", "Policy was not approved", "1.1"),
        finding("F-003", "No owner for risks", "2.1"),
        finding("F-004", "Logs are kept for a week only", "3.1"),
    ]
    found = {each.finding.label: each.why for each in similar(one, others)}
    assert found == {"F-002": "also 1.1", "F-003": "words alike"}


def test_the_clause_beside_controls_makes_no_likeness() -> None:
    one = finding("F-001", "Roles of the impact assessment", "A.5.2", "6.1.3")
    other = finding("F-002", "Labels of training data", "A.7.4", "6.1.3")
    assert similar(one, [other]) == ()


def test_a_shared_check_is_named_rather_than_its_requirement() -> None:
    checks = (Ref("tiny", "1.1/b"),)
    one = finding("F-001", "Alpha", "1.1", checks=checks)
    (found,) = similar(one, [finding("F-002", "Omega", "1.1", checks=checks)])
    assert found.why == "also 1.1/b"


def test_five_at_most_and_the_most_alike_first() -> None:
    one = finding("F-001", "Risk register without owners", "1.1")
    others = [finding(f"F-1{n}", f"Number {n}", "1.1") for n in range(9)]
    twin = finding("F-099", "Risk register without owners", "1.1")
    found = similar(one, [*others, twin])
    assert len(found) == 5
    assert found[0].finding is twin


def test_findings_without_words_are_not_alike() -> None:
    assert similar(finding("F-001", ""), [finding("F-002", "")]) == ()
