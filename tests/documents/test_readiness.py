"""The readiness assessment as it was written: reasons that can be followed, and the list to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditkit.analysis.actions import actions
from auditkit.analysis.readiness import readiness
from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Verdict

from .sample import STANDARD, TODAY
from .shown import links_and_places, table_of, text_of


@pytest.fixture(scope="module")
def made(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assessment of the rich audit."""
    target = tmp_path_factory.mktemp("readiness") / "readiness.docx"
    return write(rich, "readiness", target, today=TODAY).path


def test_both_stages_stand_with_all_their_reasons(rich: Audit, made: Path) -> None:
    state = readiness(rich, TODAY)
    for stage in (state.stage1, state.stage2):
        assert f"{stage.name}: {stage.word}" in text_of(made)
        rows = table_of(made, f"Reasons, {stage.name}")[1:]
        assert len(rows) == len(stage.against) > 0
        for row, reason in zip(rows, stage.against, strict=True):
            assert reason.text.startswith(row[0])
            if reason.refs:
                assert row[1].split(", ") == [each.ref for each in reason.refs]


def test_every_reason_leads_to_what_it_stands_on(rich: Audit, made: Path) -> None:
    links, places = links_and_places(made)
    assert links <= places
    rows = {row[0]: row for row in table_of(made, "Requirements that the reasons name")[1:]}
    state = readiness(rich, TODAY)
    named = {ref.ref for each in state.stage2.against for ref in each.refs}
    assert set(rows) == named
    labels = {rich.evidence_item(c.evidence).label for c in rich.citations(Ref(STANDARD, "6.1.2"))}
    shown, _, more = rows["6.1.2"][5].replace("\n", " ").partition(" and ")
    assert set(shown.split(", ")) <= labels
    assert len(shown.split(", ")) + int(more.removesuffix(" more")) == len(labels)
    title = "Evidence under these findings and requirements"
    assert labels <= {row[0] for row in table_of(made, title)}


def test_the_list_to_do_is_that_of_the_analysis(rich: Audit, made: Path) -> None:
    todo = actions(rich, TODAY)
    rows = table_of(made, "What to do")[1:]
    assert len(rows) == len(todo)
    for row, action in zip(rows, todo, strict=True):
        assert row[1].startswith(action.text.split("\n")[0])
        assert row[4] == ("1 and 2" if action.stage1 else "2")


def test_what_stands_ready_says_appears_ready_and_promises_nothing(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New") as audit:
        checks = [Ref(STANDARD, each.id) for each in audit.checklists[0].checks()]
        audit.set_verdict(checks, Verdict.CONFORMS)
        path = write(audit, "readiness", tmp_path / "r.docx", today=TODAY).path
    shown = text_of(path)
    assert shown.count("No reason stands against it.") >= 2
    assert "Stage 1: appears ready" in shown
    assert "Stage 2: appears ready" in shown
    assert "It is no promise" in shown
    assert "Nothing that the record knows of." in shown
    for word in ("certified", "compliant"):
        assert word not in shown.casefold()


def test_an_overdue_request_of_a_withdrawn_finding_can_be_followed(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New", lead="Ada") as audit:
        checks = [Ref(STANDARD, each.id) for each in audit.checklists[0].checks()]
        audit.set_verdict(checks, Verdict.CONFORMS)
        said = audit.register_statement(EvidenceKind.INTERVIEW, "said")
        finding = audit.raise_finding(
            Grade.MINOR,
            "Gap",
            refs=[audit.resolve("7.2")],
            requirement="r",
            objective_evidence="o",
            gap="g",
        )
        audit.cite(said.id, finding=finding.id)
        audit.issue_finding(finding.id)
        audit.issue_car(finding.id, response_due=date(2020, 1, 1))
        audit.withdraw_finding(finding.id, "It was there.")
        path = write(audit, "readiness", tmp_path / "r.docx", today=TODAY).path
    links, places = links_and_places(path)
    assert links <= places
    assert table_of(path, "Findings and CARs")[1][0] == "F-001"
