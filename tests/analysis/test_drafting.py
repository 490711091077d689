"""A draft takes what is known where it is drafted: verdict, obligation, evidence, what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit.analysis.drafting import Said, draft_finding, said_in
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Role, Verdict

CHECKLIST = Path(__file__).parents[1] / "tui" / "tiny.toml"


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    made = Audit.create(tmp_path / "a", title="T", checklists=[str(CHECKLIST)], lead="A. Silva")
    made.add_person("B. Costa", Role.AUDITEE, function="Head of AI")
    return made


def test_a_line_names_a_function_that_the_audit_knows(audit: Audit) -> None:
    assert said_in(audit, "09:14 Head of AI: nobody owns R14") == (
        Said("nobody owns R14", "Head of AI"),
    )
    assert said_in(audit, "! product owner: late") == (Said("late", "product owner"),)  # is asked
    audit.add_note("x", speaker="Night shift")
    assert said_in(audit, "Night shift: nobody came")[0].speaker == "Night shift"


@pytest.mark.parametrize("line", ["Note: nobody owns R14", "nobody owns R14", "09:14", "a:b", ":"])
def test_other_lines_name_nobody_and_stay_as_they_are(audit: Audit, line: str) -> None:
    assert said_in(audit, line) == (Said(line),)


def test_every_line_has_its_own_speaker_and_empty_lines_none(audit: Audit) -> None:
    found = said_in(audit, "Head of AI: one\n\n  Buyer: two\nthree")
    assert found == (Said("one", "Head of AI"), Said("two", "Buyer"), Said("three"))


def test_what_was_said_is_registered_once_and_cited(audit: Audit) -> None:
    said = (Said("nobody owns R14", "Head of AI"), Said("so it is"))
    first = draft_finding(audit, Grade.MINOR, ref("1.1/b"), evidence="words", said=said)
    second = draft_finding(audit, Grade.OFI, ref("1.2"), said=said)
    (statement,) = audit.evidence()
    assert statement.kind is EvidenceKind.INTERVIEW
    assert (statement.title, statement.source) == ("nobody owns R14", "Head of AI")
    for finding in (first, second):
        assert len(audit.citations(finding=finding.id)) == 1
    assert first.objective_evidence == "words"


def test_a_nonconformity_sets_the_verdict_of_its_check_only(audit: Audit) -> None:
    draft_finding(audit, Grade.OFI, ref("1.1/a"))
    draft_finding(audit, Grade.MINOR, ref("1.2"))
    assert audit.verdicts() == {}
    draft_finding(audit, Grade.MAJOR, ref("1.1/b"))
    assert [each.verdict for each in audit.verdicts().values()] == [Verdict.DOES_NOT_CONFORM]


def test_all_of_it_is_one_thing_to_undo(audit: Audit) -> None:
    draft_finding(audit, Grade.MINOR, ref("1.1/b"), said=[Said("x", "Buyer")])
    audit.undo()
    assert audit.findings() == audit.evidence() == audit.citations() == ()
    assert audit.verdicts() == {}
