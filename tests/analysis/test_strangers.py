"""Wording: people whom the record does not know, reproaches, and titles that tell two findings."""

from __future__ import annotations

import unicodedata

import pytest

from auditkit.analysis.wording import LOOK, OK, checks
from auditkit.record.model import Finding, FindingState, Grade, Person, Role

NAMES, OPINION, TWO = "functions, no names", "facts, no opinion", "one finding, not two"
PEOPLE = (
    Person(id="p", name="Jana Miller", role=Role.AUDITEE, function="Head of AI"),
    Person(id="q", name="Li Wu", role=Role.AUDITOR, function="Auditor"),
)


def told(check: str, people: tuple[Person, ...] = (), **fields: str) -> list[str]:
    """What one check says of a draft; a question, never a thing that stops it."""
    finding = Finding(
        id="f",
        label="F-001",
        state=FindingState.DRAFT,
        grade=Grade.MINOR,
        **({"title": "Title"} | fields),
    )
    (looked,) = [each for each in checks(finding, (), people) if each.name == check]
    assert looked.word == (LOOK if looked.remarks else OK)
    return [each.text for each in looked.remarks]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Lena Fischer probably forgot to run the workshop.", "Lena Fischer"),
        ("According to Dr. Weber, the threshold was changed.", "Dr. Weber"),
        ("Mr Okafor could not show the approval.", "Mr Okafor"),
        ("Prof. Dr. L. van Dyk wrote it.", "Prof. Dr. L. van Dyk"),
        ("The release was approved by Fischer, Lena without a report.", "Fischer, Lena"),
        ("L. Fischer signed the checklist.", "L. Fischer"),
        ("J.R. Patterson approved the change on his own.", "J.R. Patterson"),
        ("Signed: Björn Lindqvist, 2026-02-01.", "Björn Lindqvist"),
        ("The log was deleted by Siobhán O'Connell.", "Siobhán O'Connell"),
        ("The file of Jonathan McAllister's team is empty.", "Jonathan McAllister"),
        ("João da Silva trained the model.", "João da Silva"),
        ("Anna-Lena Hoffmann reports 3 incidents.", "Anna-Lena Hoffmann"),
        ("Michał Nowak has no training.", "Michał Nowak"),
        ("Lena FISCHER holds both roles.", "Lena FISCHER"),
        ("Mark Weber has not signed the checklist.", "Mark Weber"),
        ("The register was changed by Grace Elmendorp.", "Grace Elmendorp"),
        ("Rajesh told the auditor that no report exists.", "Rajesh"),
        ("As stated by Weber, the dataset has no licence.", "Weber"),
    ],
)
def test_a_person_the_record_does_not_know_is_asked_about(sentence: str, name: str) -> None:
    asked = f"'{name}' reads like a person's name: write the function"
    assert told(NAMES, gap=sentence) == [asked]
    assert told(NAMES, objective_evidence=unicodedata.normalize("NFD", sentence)) == [
        unicodedata.normalize("NFD", asked)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Model Card TriageAssist 4.0 names no test data.",
        "The Risk Register holds 34 risks; the Head of Data could not name the owner.",
        "Port Elling is the only site of Northfell Analytics Ltd.",
        "Madison Square and Charlotte Street are listed as locations.",
        "Will the owner of R14 be named?",
        "Mark the row as closed. Grace period: 30 days.",
        "The report of May 2026 was issued on 3 June 2026.",
        "On Monday, Nora answered 312 questions.",
        "In Port Elling, Nora is not in use.",
        "Nora Pilot test log 2026-05 shows 4 wrong answers.",
        "Appendix B. Northfell keeps the list in Excel.",
        "San Francisco and St. Louis hold the backups.",
        "The robot of the Robert Koch Institute reads the list.",
        "Gaussian noise, Max Pooling and Adam Optimizer are named as methods.",
        "Confirmed by Procurement: two of four contracts have ended.",
        "The model was trained for Elena. Northfell keeps no copy.",
        "MS Excel and U.S. Treasury rates are used.",
        "",
    ],
)
def test_things_places_and_functions_are_no_people(sentence: str) -> None:
    assert told(NAMES, gap=sentence) == []


def test_somebody_known_is_told_of_once_and_with_the_function() -> None:
    said = told(NAMES, PEOPLE, gap="Jana Miller and Ms Miller met; Jana Miller signed.")
    assert said == ["'Jana Miller' is a person: write Head of AI"]
    both = told(NAMES, PEOPLE, gap="Jana Miller and Lena Fischer signed for Mr Wu.")
    assert len(both) == 3
    assert both[0] == "'Jana Miller' is a person: write Head of AI"
    assert "Lena Fischer" in both[1]
    assert "Mr Wu" in both[2]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("I think the register is poor.", ["I think", "poor"]),
        ("The risk register is a mess.", ["a mess"]),
        ("Records are kept in a careless way.", ["careless"]),
        ("The state of the log is bad.", ["bad"]),
        ("Handling of incidents is chaotic.", ["chaotic"]),
        ("It is unacceptable that nobody signed.", ["unacceptable"]),
        ("The tests are insufficiently good.", ["insufficiently"]),
        ("The team did not even bother to read it.", ["not even bother"]),
        ("The controls are very weak.", ["very weak"]),
        ("The error rates are bad.", ["bad"]),
        ("The assessed controls are poor.", ["poor"]),
        ("Marks of the readers and the grade of the file are bad.", ["bad"]),
    ],
)
def test_reproaches_are_asked_about(sentence: str, words: list[str]) -> None:
    assert [each.split("'")[1] for each in told(OPINION, gap=sentence)] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Poor lighting in the scan room is risk R9; poor recall of the model is R10.",
        "The bad debt model ran on a disk with bad sectors.",
        "The server answered 400 Bad Request 212 times.",
        "Unacceptable risks are not defined in the criteria.",
        "Lazy loading of images hides the notice.",
        "Weak passwords were found on 3 of 12 accounts.",
        "The disaster recovery plan names no owner.",
        "The survey rated the training as poor.",
        "2 of 9 letters were graded poor by two readers.",
        "The incident report describes the handling as chaotic.",
        "The supplier calls the old model useless.",
        "The minutes state that the state of the logs is bad.",
        "The classes of the labels are good, fair and poor.",
        "The negligence clause has no owner.",
    ],
)
def test_terms_and_judgements_of_others_are_facts(sentence: str) -> None:
    assert told(OPINION, gap=sentence) == []


@pytest.mark.parametrize(
    ("title", "second"),
    [
        ("Risk process is a mess and training is missing", "training is missing"),
        ("Risk register outdated and training records incomplete", "training records incomplete"),
        ("Owner of R14 is not named; two licences have expired", "two licences have expired"),
        ("Review was skipped and three people lack training", "three people lack training"),
        ("No owner is named and no assessment was made", "no assessment was made"),
    ],
)
def test_a_title_with_two_clauses_is_asked_about(title: str, second: str) -> None:
    assert told(TWO, title=title) == [f"'{second}': is this a second finding?"]


@pytest.mark.parametrize(
    "title",
    [
        "Roles and responsibilities are not documented",
        "Register is outdated and has no owner",
        "Logs are deleted and cannot be restored",
        "Logs are kept and no longer read",
        "Drift alarm was raised and it was not acted on",
        "Tests are planned and carried out, but not recorded",
        "Minutes undated and unsigned",
        "Model is used before validation is finished and approval is given",
        "Sensitivity of TriageAssist below its threshold in June and July",
        "Data sheets and model cards that people use and keep up to date",
        "and",
        "",
    ],
)
def test_one_thing_with_two_sides_is_one_finding(title: str) -> None:
    assert told(TWO, title=title) == []
