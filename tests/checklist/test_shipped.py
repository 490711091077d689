"""The checklist that ships: exact identifiers, seventy requirements, nothing for lint to say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from auditkit.checklist.catalog import checklist_file, shipped
from auditkit.checklist.lint import lint
from auditkit.checklist.load import load_checklist
from auditkit.checklist.model import Checklist, Kind
from auditkit.checklist.structure import known_references, load_structure
from auditkit.refs import requirement_of, sort_key

MAIN = "iso-iec-42001-2023"
CLAUSE_REFS = (
    "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7.1 7.2 7.3 7.4 7.5.1 7.5.2 7.5.3 "
    "8.1 8.2 8.3 8.4 9.1 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.1 10.2"
)
CONTROL_REFS = (
    "A.2.2 A.2.3 A.2.4 A.3.2 A.3.3 A.4.2 A.4.3 A.4.4 A.4.5 A.4.6 A.5.2 A.5.3 A.5.4 A.5.5 "
    "A.6.1.2 A.6.1.3 A.6.2.2 A.6.2.3 A.6.2.4 A.6.2.5 A.6.2.6 A.6.2.7 A.6.2.8 "
    "A.7.2 A.7.3 A.7.4 A.7.5 A.7.6 A.8.2 A.8.3 A.8.4 A.8.5 A.9.2 A.9.3 A.9.4 A.10.2 A.10.3 A.10.4"
)
SECTION_REFS = "4 5 6 7 8 9 10 A.2 A.3 A.4 A.5 A.6 A.7 A.8 A.9 A.10"
CLAUSES, CONTROLS = CLAUSE_REFS.split(), CONTROL_REFS.split()
SECTIONS = SECTION_REFS.split()


@pytest.fixture(scope="module")
def main() -> Checklist:
    return load_checklist(checklist_file(MAIN))


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_checklist_is_without_fault(path: Path) -> None:
    assert [str(fault) for fault in lint(path)] == []
    loaded = load_checklist(path)
    assert loaded.id == path.stem
    assert sum(1 for _ in loaded.checks()) >= sum(1 for _ in loaded.requirements()) > 0


def test_it_has_exactly_the_requirements_of_the_standard(main: Checklist) -> None:
    assert [each.ref for each in main.requirements()] == CLAUSES + CONTROLS
    assert len(CLAUSES + CONTROLS) == 70
    assert [each.ref for each in main.sections] == SECTIONS
    for section in main.sections:
        for each in section.requirements:
            assert each.ref.startswith(f"{section.ref}.")


def test_clauses_and_controls_are_told_apart(main: Checklist) -> None:
    kinds = {each.ref: each.kind for each in main.requirements()}
    assert {ref for ref, kind in kinds.items() if kind is Kind.CLAUSE} == set(CLAUSES)
    assert {ref for ref, kind in kinds.items() if kind is Kind.CONTROL} == set(CONTROLS)


def test_titles_are_those_of_the_structure_file(main: Checklist) -> None:
    known = load_structure(MAIN)
    assert {each.ref: each.title for each in main.requirements()} == known.requirements
    assert {each.ref: each.title for each in main.sections} == known.sections
    assert main.standard == known.standard == "ISO/IEC 42001:2023"
    for ref, title in (
        ("6.1.4", "AI system impact assessment"),
        ("9.2.2", "Internal audit programme"),
        ("A.5.5", "Assessing societal impacts of AI systems"),
        ("A.10.3", "Suppliers"),
    ):
        assert main.requirement(ref).title == title


def test_checks_belong_to_their_requirement_and_are_in_order(main: Checklist) -> None:
    for requirement in main.requirements():
        ids = [check.id for check in requirement.checks]
        assert ids
        assert {requirement_of(each) for each in ids} == {requirement.ref}
        assert [each.partition("/")[2] for each in ids] == sorted(
            each.partition("/")[2] for each in ids
        )


def test_references_are_in_natural_order(main: Checklist) -> None:
    refs = [each.ref for each in main.requirements()]
    assert refs == sorted(refs, key=sort_key)


def test_related_references_of_its_own_standard_exist(main: Checklist) -> None:
    known = known_references()[MAIN]
    for requirement in main.requirements():
        own = requirement.related.get(MAIN, ())
        assert set(own) <= known
        assert requirement.ref not in own


def test_every_annex_c_objective_and_risk_source_is_used(main: Checklist) -> None:
    used = {ref for each in main.requirements() for ref in each.annex_c}
    assert used == set(load_structure(MAIN).annex_c)


def test_the_file_says_that_it_does_not_replace_the_standard() -> None:
    text = checklist_file(MAIN).read_text(encoding="utf-8")
    assert "does not replace" in text.partition("\n\n")[0]
    assert tomllib.loads(text)["structure"] == MAIN
