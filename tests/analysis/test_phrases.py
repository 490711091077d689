"""The wording rules on sentences as auditors write them: which are flagged, and which are not."""

from __future__ import annotations

import pytest

from auditkit.analysis.wording import OK, checks
from auditkit.record.model import Citation, Finding, FindingState, Grade, Person, Ref, Role

CITED = (Citation(id="c", evidence="e", finding="f"),)
PEOPLE = (
    Person(id="p", name="Jana Miller", role=Role.AUDITEE, function="Head of AI"),
    Person(id="q", name="Li Wu", role=Role.AUDITOR, function="Auditor"),
)
WORDING = (
    "facts, no opinion",
    "no recommendation",
    "one finding, not two",
    "functions, no names",
)

GOOD = (
    ("title", "Risk register holds risks without an owner"),
    ("title", "Management review took no decision on resources"),
    ("objective_evidence", "3 of 10 training records name neither the course nor its date."),
    ("objective_evidence", "Procedure P-7 says that every model should be tested before release."),
    ("objective_evidence", "The interview with the Head of AI gave no date for the next review."),
    ("objective_evidence", "The report calls the test data “insufficient” for two dialects."),
    ("objective_evidence", "Also seen: the minutes of 2026-01-20, which hold no entry on drift."),
    ("gap", "The impact assessment is dated after the release of 2026-02-03."),
    ("gap", "No internal audit took place in 2025; the programme plans one a year."),
    ("gap", "Two of four supplier contracts do not mention how incidents are notified."),
    ("gap", "The recommended interval of 90 days was exceeded by 41 days."),
    ("gap", "The recommendations of the audit of 2025 were not followed up."),
    ("gap", "A second reviewer did not sign the release, in addition to the missing test."),
    ("gap", "The plan states that drift might occur; it names no threshold for it."),
    ("gap", "The procedure does not say which logs need to be kept, or for how long."),
    ("gap", "The threshold for 'clearly unacceptable' is not defined in the risk criteria."),
    ("gap", "The notice appears in the app since 2026-02-11, but not on the web page."),
    ("effect", "Bias in shortlisting might stay undetected until the next yearly review."),
    ("effect", "Users may rely on an answer that nobody has checked."),
    ("effect", "Perhaps 4,000 decisions a month rest on a model without validation."),
)

BAD = (
    ("title", "Poorly maintained risk register", "facts, no opinion"),
    ("title", "Training should be documented", "no recommendation"),
    ("objective_evidence", "It seems that nobody looked at the register.", "facts, no opinion"),
    ("objective_evidence", "Jana Miller could not show the record.", "functions, no names"),
    ("objective_evidence", "Ms Miller could not show the record.", "functions, no names"),
    ("objective_evidence", "The team probably forgot the review.", "facts, no opinion"),
    ("gap", "In my opinion the method is too simple.", "facts, no opinion"),
    ("gap", "The data are obviously of low quality.", "facts, no opinion"),
    ("gap", "Documentation of the model is inadequate.", "facts, no opinion"),
    ("gap", "The register needs to be reviewed more often.", "no recommendation"),
    ("gap", "We recommend a tool for the register.", "no recommendation"),
    ("gap", "It would be better to name an owner.", "no recommendation"),
    ("gap", "The policy says nothing about reuse and should be extended.", "no recommendation"),
    (
        "gap",
        "Risks have no owner. Furthermore, the policy is not approved.",
        "one finding, not two",
    ),
    ("gap", "The review was skipped. In addition, logs are missing.", "one finding, not two"),
    ("gap", "No owner is named; another issue is the missing date.", "one finding, not two"),
    ("gap", "The review may have been skipped in March.", "facts, no opinion"),
    ("gap", "Li Wu found no approval.", "functions, no names"),
    ("effect", "This is clearly a danger to applicants.", "facts, no opinion"),
    ("effect", "Management ought to act before the release.", "no recommendation"),
)


def flagged(field: str, sentence: str) -> list[str]:
    finding = Finding(
        id="f",
        label="F-001",
        state=FindingState.DRAFT,
        grade=Grade.MINOR,
        **({"title": "Title"} | {field: sentence}),
    )
    looked = checks(finding, CITED, PEOPLE)
    return [each.name for each in looked if each.word != OK and each.name in WORDING]


@pytest.mark.parametrize(("field", "sentence", "name"), BAD)
def test_a_weak_sentence_is_flagged_for_what_is_weak(field: str, sentence: str, name: str) -> None:
    assert flagged(field, sentence) == [name]


def test_good_sentences_are_hardly_ever_flagged() -> None:
    wrong = [sentence for field, sentence in GOOD if flagged(field, sentence)]
    assert wrong == []


def test_words_are_found_where_they_stand() -> None:
    finding = Finding(
        id="f",
        label="F-001",
        state=FindingState.DRAFT,
        grade=Grade.MINOR,
        title="T",
        gap="First line.\nIt seems late.",
    )
    (check,) = [c for c in checks(finding, CITED) if c.name == "facts, no opinion"]
    (remark,) = check.remarks
    assert finding.gap[remark.start :].startswith("seems late")


def test_a_complete_finding_is_ok_in_every_respect() -> None:
    finding = Finding(
        id="f",
        label="F-001",
        state=FindingState.DRAFT,
        grade=Grade.MINOR,
        title="Risks have no owner",
        refs=(Ref("tiny", "1.1"),),
        requirement="Every risk has an owner.",
        objective_evidence="R14 names no owner.",
        gap="R14 is owned by nobody.",
        extent_found=1,
        extent_sampled=2,
    )
    looked = checks(finding, CITED, PEOPLE)
    assert {each.word for each in looked} == {OK}
    assert len(looked) == 9
    changed = checks(finding, CITED, PEOPLE, ["E-001 changed since it was cited."])
    told = {each.name: each.word for each in changed if each.word != OK}
    assert told == {"evidence is cited and unchanged": "LOOK"}


def test_nothing_is_cited_is_said_where_it_belongs() -> None:
    finding = Finding(
        id="f", label="F-001", state=FindingState.DRAFT, grade=Grade.MINOR, title="T", gap="G."
    )
    told = {each.name: [r.text for r in each.remarks] for each in checks(finding, ())}
    assert told["a criterion is cited"] == ["no requirement is cited"]
    assert told["evidence is cited and unchanged"] == ["no evidence is cited"]
    assert "the requirement is not stated" in told["nothing is missing"]


@pytest.mark.parametrize(
    ("gap", "asked"),
    [
        ("The two registers use different scales; a reader has to convert them.", False),
        ("The template has no field for the version; it stands under remarks.", False),
        ("There is no plan.", True),
        ("The review was not held.", True),
        ("Approval of the policy is missing.", True),
    ],
)
def test_an_improvement_that_tells_an_unmet_obligation_is_questioned(gap: str, asked: bool) -> None:
    finding = Finding(
        id="f", label="F-001", state=FindingState.DRAFT, grade=Grade.OFI, title="T", gap=gap
    )
    (check,) = [c for c in checks(finding, CITED) if c.name == "the grade fits"]
    assert bool(check.remarks) is asked
