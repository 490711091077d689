"""Findings by line commands alone: what a command leaves to be done, it names with its command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import FindingState, Ref, Verdict

CHECKLIST = Path(__file__).parent / "tui" / "tiny.toml"


@pytest.fixture(autouse=True)
def _begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("AUDITKIT_AUDIT", "audit")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "register.csv").write_text("ID,Risk,Owner\nR14,Drift,\n")
    said("new", "audit", "--title", "T", "--checklist", str(CHECKLIST), "--evidence", "evidence")


def call(*args: str) -> Result:
    result = CliRunner().invoke(root, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said(*args: str) -> str:
    result = call(*args)
    assert result.exit_code == 0, f"{args}: {result.output}"
    return result.output


def verdict(check: str) -> Verdict:
    with Audit.open(Path("audit"), read_only=True) as audit:
        return audit.verdict(Ref("tiny", check)).verdict


def test_without_a_screen_a_way_to_begin_is_named_where_there_is_no_audit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "auditkit new" not in call("open").output
    monkeypatch.delenv("AUDITKIT_AUDIT")
    for name in ("'auditkit new FOLDER'", "'auditkit demo --no-tui'", "'auditkit status'"):
        assert name in call("open").output


def test_a_check_that_a_nonconformity_stands_on_does_not_conform() -> None:
    said("finding", "add", "minor", "t", "--check", "1.1/b")
    assert verdict("1.1/b") is Verdict.DOES_NOT_CONFORM
    said("undo")
    assert verdict("1.1/b") is Verdict.UNTESTED
    said("finding", "add", "ofi", "t", "--check", "1.1/b")
    assert verdict("1.1/b") is Verdict.UNTESTED


def test_a_nonconformity_without_a_check_says_how_to_name_one() -> None:
    told = said("finding", "add", "minor", "t", "--ref", "1.1")
    assert "'auditkit finding edit F-001 --check CHECK' names one: 1.1/a, 1.1/b" in told
    assert "stands on no check" not in said("finding", "edit", "F-001", "--check", "1.1/a")
    assert verdict("1.1/a") is Verdict.DOES_NOT_CONFORM
    assert "stands on no check" not in said("finding", "add", "ofi", "t", "--ref", "1.1")


def test_further_requirements_and_evidence_can_be_cited() -> None:
    said("finding", "add", "minor", "t", "--ref", "1.1")
    said("evidence", "add", "evidence/register.csv")
    said("finding", "edit", "F-001", "--ref", "2.1", "--evidence", "E-001", "gap=x")
    with Audit.open(Path("audit"), read_only=True) as audit:
        found = audit.finding("F-001")
        assert [each.ref for each in found.refs] == ["1.1", "2.1"]
        assert found.gap == "x"
        assert len(audit.citations(finding=found.id)) == 1


def test_what_is_missing_is_named_with_the_commands_that_write_it() -> None:
    said("finding", "add", "minor", "t", "--check", "1.1/b")
    told = call("finding", "issue", "F-001").output
    fields = "objective_evidence='...' requirement='...' gap='...'"
    assert f"'auditkit finding edit F-001 {fields}'" in told
    assert "'auditkit evidence add FILE --finding F-001'" in told
    assert "editor" not in told
    said("finding", "edit", "F-001", "objective_evidence=a", "requirement=b", "gap=c")
    told = call("finding", "issue", "F-001").output
    assert "finding edit" not in told
    said("evidence", "statement", "interview", "Nobody", "--source", "CTO", "--finding", "F-001")
    assert "F-001 issued" in said("finding", "issue", "F-001")
    with Audit.open(Path("audit"), read_only=True) as audit:
        assert audit.finding("F-001").state is FindingState.ISSUED


def test_requesting_action_says_why_there_is_nothing_to_request() -> None:
    assert "There is no nonconformity" in said("car", "issue")
    said("finding", "add", "minor", "t", "--check", "1.1/b")
    assert "F-001 is a draft" in said("car", "issue")
    assert "'auditkit finding issue F-001' comes first" in said("car", "issue")
    said("finding", "add", "major", "t", "--check", "1.1/a")
    assert "F-002, F-001 are drafts" in said("car", "issue")


def test_not_applicable_says_how_its_reason_is_given() -> None:
    assert "Add --reason '" in call("verdict", "1.2", "na").output
    assert verdict("1.2/a") is Verdict.UNTESTED


def test_a_report_says_what_it_was_written_over() -> None:
    said("finding", "add", "minor", "t", "--check", "1.1/b")
    told = said("report", "audit", "-o", "report.docx")
    assert "marked DRAFT" in told
    assert "F-001 is a draft" in told
    assert "F-001" not in said("report", "plan", "-o", "plan.docx")
