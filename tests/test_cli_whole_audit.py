"""A whole audit without any screen: line commands alone, from its first day to its last."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, FindingState

CHECKLIST = Path(__file__).parent / "tui" / "tiny.toml"

ANSWER = {
    "correction": "An owner was named.",
    "extent_check": "All other registers were read.",
    "root_cause": "The form has no field for it.",
    "corrective_action": "The form gets one.",
    "action_owner": "Product",
    "action_due": "2026-04-30",
    "answered": "2026-03-20",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("AUDITKIT_AUDIT", "audit")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "register.csv").write_text("ID,Risk,Owner\nR14,Drift,\n")
    return tmp_path / "audit"


def say(*args: str) -> str:
    """What a command prints; it has to succeed."""
    result = CliRunner().invoke(root, args)
    assert result.exit_code == 0, f"{args}: {result.output}"
    return result.output


def fields(values: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in values.items()]


def test_a_terminal_that_shows_nothing_names_the_line_commands(folder: Path) -> None:
    result = CliRunner().invoke(root, ["open"])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    for name in ("status", "next", "show", "verdict", "note", "evidence", "finding", "car"):
        assert f"'{name}'" in result.output or f"'auditkit {name}'" in result.output


def test_a_whole_audit_with_line_commands_alone(folder: Path) -> None:
    say("new", "audit", "--title", "By lines", "--checklist", str(CHECKLIST), "--lead", "A. Silva")
    say("set", "organization=Example", "scope=Recruitment", "objectives=Readiness")
    say("evidence", "root", "evidence")

    assert "1.1/a" in say("next")
    assert "Which risks" in say("show", "1.1")
    say("verdict", "1.1/a", "c")
    say("verdict", "1.1/b", "no")
    assert "1.2/a" in say("next")
    say("verdict", "1.2/a", "na", "--reason", "No supplier is used.")
    say("verdict", "2.1", "conforms")
    assert "untested" not in say("status").split("Verdicts")[0].replace("0 untested", "")
    say("note", "1.1", "R14 has no owner.", "--speaker", "Product owner")

    assert "register.csv" in say("evidence", "find", "register")
    say("evidence", "add", "evidence/register.csv", "--for", "1.1/b", "--at", "line 2")
    said = {
        "requirement": "Every risk has an owner.",
        "objective_evidence": "R14 in E-001 names no owner.",
        "gap": "One risk of two is owned by nobody.",
        "extent_found": "1",
        "extent_sampled": "2",
        "extent": "risks",
        "area": "Product",
    }
    title = "Risks have no owner"
    cited = ["--ref", "1.1/b", "--evidence", "E-001"]
    say("finding", "add", "minor", title, *cited, *fields(said))
    grading = "unmet=yes,absent=no,outcome=no,systemic=no,repeated=no"
    assert "minor nonconformity" in say("finding", "grade", "F-001", "--answers", grading)
    say("finding", "issue", "F-001")

    say("car", "issue", "--no-form", "--due", "2026-04-01", "--to", "Product")
    say("car", "advance", "CAR-001", "answered", *fields(ANSWER))
    say("car", "advance", "CAR-001", "accepted", "decided=2026-03-22")
    done = {"implementation": "Form 3.1", "implemented": "2026-04-20"}
    say("car", "advance", "CAR-001", "implemented", *fields(done))
    verified = {
        "effectiveness_result": "Ten new risks, all owned.",
        "verified": "2026-06-01",
        "verified_by": "A. Silva",
    }
    say("car", "advance", "CAR-001", "effective", *fields(verified))

    say("report", "audit", "-o", "report.docx")
    say("set", "closed=2026-06-02")

    words = "\n".join(each.text for each in Document("report.docx").paragraphs)
    assert title in words
    with Audit.open(folder) as audit:
        assert [each.state for each in audit.findings()] == [FindingState.ISSUED]
        assert [each.state for each in audit.cars()] == [CarState.EFFECTIVE]
        assert str(audit.info.closed) == "2026-06-02"
    assert say("journal", "verify")
