"""Remarks on the wording of findings."""

from __future__ import annotations

from typing import Any

import pytest

from auditkit.analysis.wording import lint_finding
from auditkit.record.model import Citation, Finding, FindingState, Grade, Person, Ref, Role

CITED = (Citation(id="c", evidence="e", finding="f"),)
GOOD: dict[str, Any] = {
    "title": "Risk assessment of the scoring model is out of date",
    "grade": Grade.MINOR,
    "refs": (Ref("iso-iec-42001-2023", "8.2"),),
    "requirement": "Risk assessments are repeated at planned intervals.",
    "objective_evidence": "The last one is dated March 2024; the plan says yearly.",
    "gap": "The assessment of 2025 was skipped.",
    "effect": "Risks of the new version are unknown.",
    "extent_found": 1,
    "extent_sampled": 4,
}


def remarks(people: tuple[Person, ...] = (), cited: Any = CITED, **fields: Any) -> list[str]:
    finding = Finding(id="f", label="F-001", state=FindingState.DRAFT, **(GOOD | fields))
    return [f"{each.field}: {each.text}" for each in lint_finding(finding, cited, people)]


def test_a_well_written_finding_has_no_remark() -> None:
    assert remarks() == []


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"gap": "It seems that it was skipped."}, "gap: 'seems' is an opinion"),
        ({"effect": "Clearly bad."}, "effect: 'Clearly' is an opinion"),
        ({"title": "Inadequate assessment"}, "title: 'Inadequate' is an opinion"),
        ({"gap": "The team should repeat it."}, "gap: 'should' recommends"),
        ({"effect": "We recommend a tool."}, "effect: 'recommend' recommends"),
        ({"gap": "Skipped. In addition, no owner."}, "gap: 'In addition': is this a second"),
        ({"extent_found": None}, "extent: give the extent as n of N"),
        ({"extent_sampled": None}, "extent: give the extent as n of N"),
        ({"extent_found": 5}, "extent: 5 of 4: more found than sampled"),
        ({"grade": Grade.OFI, "gap": "There is no plan."}, "grade: this describes an unmet"),
        ({"refs": (Ref("x", "A.5.2"),)}, "refs: A.5.2 is a control"),
        ({"refs": ()}, "finding: no requirement is cited"),
        ({"gap": " "}, "finding: the gap is empty"),
        ({"requirement": ""}, "finding: the requirement is not stated"),
        ({"objective_evidence": ""}, "finding: the objective evidence is empty"),
        ({"title": ""}, "finding: it has no title"),
        ({"cited": ()}, "finding: no evidence is cited"),
    ],
)
def test_each_weakness_gets_its_remark(fields: dict[str, Any], start: str) -> None:
    assert [each for each in remarks(**fields) if each.startswith(start)]


@pytest.mark.parametrize(
    "fields",
    [
        {"objective_evidence": "The policy says that models should be tested."},
        {"grade": Grade.OFI, "gap": "The plan is kept by hand.", "extent_found": None},
        {"grade": Grade.STRENGTH, "refs": (), "gap": "", "requirement": "", "cited": ()},
        {"effect": "Shoulder pads and mightiness are fine words."},
    ],
)
def test_what_is_in_order_gets_none(fields: dict[str, Any]) -> None:
    assert remarks(**fields) == []


@pytest.mark.parametrize("name", ["Ada Lovelace", "Ada J.", "ada lovelace", " Ada Lovelace "])
def test_people_are_named_by_function(name: str) -> None:
    people = (Person(id="p", name=name, role=Role.AUDITEE, function="Head of AI"),)
    found = remarks(people, gap="Ada Lovelace and Ada J. of the team skipped it.")
    assert len(found) == 1
    assert found[0].endswith("is a person: write Head of AI")


@pytest.mark.parametrize("name", ["", "  ", "Ad", "(.*)"])
def test_a_name_is_looked_for_as_a_whole_word(name: str) -> None:
    people = (Person(id="p", name=name, role=Role.AUDITEE),)
    assert remarks(people, gap="Ada skipped the advert.") == []
