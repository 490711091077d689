"""The command line: every command, its exit code, its JSON, and one sentence for bad input."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import COMMANDS, root
from auditkit.record.audit import Audit

Run = Callable[..., str]
MAIN = "iso-iec-42001-2023"


def invoke(*args: str | Path, given: str | None = None) -> Result:
    """Run a command; anything but a clean end or a sentence is a defect."""
    result = CliRunner().invoke(root, [str(arg) for arg in args], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "ai-policy.txt").write_text("Policy for AI.")
    (folder / "risk register.csv").write_text("risk,owner\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path, evidence: Path) -> Path:
    """An audit begun on the command line."""
    made = tmp_path / "audit"
    result = invoke("new", made, "--title", "Internal audit", "--evidence", evidence)
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the audit and gives what it printed; expects exit code 0."""
    monkeypatch.setenv("AUDITKIT_AUDIT", str(folder))

    def of(*args: str | Path, code: int = 0, given: str | None = None) -> str:
        result = invoke(*args, given=given)
        assert result.exit_code == code, result.output
        return result.output

    return of


@pytest.fixture
def finding(run: Run) -> str:
    """A complete, issued minor nonconformity."""
    run("evidence", "add", "ai-policy.txt", "--for", "5.2")
    run(
        *("finding", "add", "minor", "Policy unsigned", "--ref", "5.2/a", "--evidence", "E-001"),
        *("requirement=Is approved.", "objective_evidence=No name.", "gap=Not approved."),
        *("extent_found=1", "extent_sampled=1", "area=Top management"),
    )
    run("finding", "issue", "F-001")
    return "F-001"


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """All commands below one, with their names."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    found = [path]
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        found += leaves(inner, (*path, name))
    return found


def test_every_command_explains_itself() -> None:
    paths = leaves(root)
    assert {path[0] for path in paths if path} == set(COMMANDS)
    for path in paths:
        result = invoke(*path, "--help")
        assert result.exit_code == 0
        assert " ".join(("Usage: root", *path)) in " ".join(result.output.split())
        own = result.output.partition("\n\n")[2].strip()
        assert own
        assert not own.startswith("Options:"), f"{path} does not say what it is for"
    help_text = invoke("--help").output
    for name, (_, text) in COMMANDS.items():
        assert name in help_text
        assert text in " ".join(help_text.split())


@pytest.mark.parametrize("word", ["statsu", "status2"])
def test_an_unknown_command_is_corrected(word: str) -> None:
    result = invoke(word)
    assert result.exit_code == 2
    assert "Did you mean 'status'?" in result.output


def test_the_frame_of_the_audit(run: Run, folder: Path) -> None:
    run("set", "organization=Org & Co", "objectives=one; two;", "starts=2026-03-02", "ends=")
    assert "Lena: lead auditor" in run("person", "Lena", "lead auditor", "--function", "Auditor")
    with Audit.open(folder, read_only=True) as audit:
        assert audit.info.organization == "Org & Co"
        assert audit.info.objectives == ("one", "two")
        assert str(audit.info.starts) == "2026-03-02"
        assert audit.info.ends is None
        assert audit.lead is not None
        assert audit.lead.function == "Auditor"


def test_verdicts_line_by_line(run: Run) -> None:
    assert run("next").startswith("4.1/a")
    assert "conforms (1 check). Saved." in run("verdict", "4.1/a", "c")
    first = json.loads(run("next", "--json"))
    assert first["id"] == "4.1/b"
    run("verdict", "4.1", "no", "--untested-only")
    shown = json.loads(run("show", "4.1", "--json"))
    assert [each["verdict"] for each in shown["checks"]][:2] == ["conforms", "does not conform"]
    assert shown["verdict"] == "does not conform"
    run("verdict", "4.1", "na", "--reason", "no such thing")
    assert json.loads(run("show", "4.1", "--json"))["checks"][0]["reason"] == "no such thing"
    run("verdict", "4.1", "clear")
    assert json.loads(run("show", "4.1", "--json"))["verdict"] == "untested"
    for word in ("conforms", "OK", "does not conform", "nc", "untested"):
        run("verdict", "A.5.2/a", word)


def test_when_everything_is_judged_next_says_so(run: Run, folder: Path) -> None:
    from auditkit.record.model import Ref, Verdict

    with Audit.open(folder) as audit:
        checks = [Ref(MAIN, each.id) for each in audit.checklists[0].checks()]
        audit.set_verdict(checks, Verdict.CONFORMS)
    assert run("next") == "Every check is judged.\n"
    assert json.loads(run("next", "--json")) is None
    figures = json.loads(run("status", "--json"))
    assert figures["progress"]["untested"] == 0
    assert figures["readiness"]["stage 2"]["word"] == "appears ready"


def test_notes_undo_and_redo(run: Run) -> None:
    run("note", "5.2/a", "Nobody knows it.", "--speaker", "Engineer")
    said = json.loads(run("show", "5.2", "--json"))["note"]
    assert re.fullmatch(r"\d\d:\d\d Engineer: Nobody knows it\.", said)
    run("note", "5.2", "Nor the intranet.")
    both = json.loads(run("show", "5.2", "--json"))["note"].splitlines()
    assert both[0] == said
    assert both[1].endswith(" Nor the intranet.")
    assert "Undone: note 5.2" in run("undo")
    assert "Undone: note 5.2" in run("undo")
    assert json.loads(run("show", "5.2", "--json"))["note"] == ""
    assert "Nothing to undo" in run("undo")
    assert "Redone: note 5.2" in run("redo")
    assert json.loads(run("show", "5.2", "--json"))["note"] == said
    assert "Redone: note 5.2" in run("redo")
    assert "Nothing to redo" in run("redo")
    assert "Nobody knows it." in run("show", "5.2")


def test_status_in_words_and_as_data(run: Run, finding: str) -> None:
    run("verdict", "5.2", "no")
    figures = json.loads(run("status", "--json"))
    assert figures["progress"]["judged"] == figures["progress"]["does not conform"] > 0
    assert figures["progress"]["requirements"] == 70
    assert figures["findings"]["minor nonconformity"] == 1
    assert figures["evidence"]["registered"] == figures["evidence"]["unchanged"] == 1
    assert figures["readiness"]["stage 1"]["word"] == "not ready"
    assert figures["readiness"]["stage 1"]["reasons"]
    words = run("status")
    for part in ("Internal audit", "1 minor nonconformity", "not ready", "5.2"):
        assert part in words


def test_evidence_from_scan_to_verify(run: Run, evidence: Path, tmp_path: Path) -> None:
    assert "2 files" in run("evidence", "scan")
    assert json.loads(run("evidence", "scan", "--json"))["files"] == 2
    assert "No evidence registered" in run("evidence", "list")
    assert "ai-policy.txt" in run("evidence", "find", "polciy")
    assert json.loads(run("evidence", "find", "policy", "--json"))[0]["path"] == "ai-policy.txt"
    lines = run("evidence", "find", "-", "--json", given="policy\nrisk\n").splitlines()
    assert [json.loads(line)[0]["path"] for line in lines] == ["ai-policy.txt", "risk register.csv"]
    suggested = json.loads(run("evidence", "suggest", "5.2", "--json"))
    assert suggested[0]["path"] == "ai-policy.txt"
    assert suggested[0]["why"]
    run("evidence", "add", "ai-policy.txt", "--for", "5.2", "--at", "line 1", "--quote", "Policy")
    run("evidence", "add", evidence / "ai-policy.txt", "--for", "5.2", "--at", "line 1")
    run("evidence", "statement", "interview", "We have one.", "--source", "CEO", "--for", "5.2")
    listed = json.loads(run("evidence", "list", "--json"))
    assert [each["label"] for each in listed] == ["E-001", "E-002"]
    assert "2 files checked" not in run("evidence", "verify")
    (evidence / "ai-policy.txt").write_text("Another policy.")
    assert "changed" in run("evidence", "verify", code=1)
    (evidence / "ai-policy.txt").unlink()
    rows = json.loads(run("evidence", "verify", "--json", code=1))
    assert rows[0]["standing"] == "missing"
    more = tmp_path / "more"
    more.mkdir()
    assert "added" in run("evidence", "root", more)


def test_evidence_without_a_folder_is_said(tmp_path: Path) -> None:
    invoke("new", tmp_path / "bare", "--title", "T")
    for command in (["scan"], ["find", "x"], ["suggest", "5.2"]):
        result = invoke("evidence", command[0], "--audit", tmp_path / "bare", *command[1:])
        assert result.exit_code == 1
        assert "no evidence folder" in result.output


def test_findings_from_draft_to_withdrawal(run: Run) -> None:
    assert "No findings yet" in run("finding", "list")
    run("finding", "add", "major", "No policy", "--ref", "A.2.2", "--ref", "5.2/a")
    assert "cannot be issued yet" in run("finding", "issue", "F-001", code=1)
    assert "the gap is empty" in run("finding", "lint", code=1)
    run("finding", "edit", "F-001", "requirement=r", "objective_evidence=o", "gap=g", "grade=ofi")
    run("finding", "edit", "F-001", "extent_found=1", "extent-sampled=2")
    run("finding", "issue", "f-001")
    assert "issued already" in run("finding", "issue", "F-001", code=1)
    assert "0 remarks" in run("finding", "lint", "F-001")
    (shown,) = json.loads(run("finding", "list", "--json"))
    assert (shown["state"], shown["grade"]) == ("issued", "opportunity for improvement")
    assert [each["ref"] for each in shown["refs"]] == ["A.2.2", "5.2"]
    assert json.loads(run("finding", "show", "F-001", "--json"))["finding"]["extent_sampled"] == 2
    assert "Gap: g" in run("finding", "show", "F-001")
    run("finding", "withdraw", "F-001", "--reason", "There is one.")
    assert "Withdrawn because: There is one." in run("finding", "show", "F-001")
    assert "withdrawn" in run("finding", "list")


def test_a_control_cited_alone_is_noted(run: Run) -> None:
    assert "A.5.2 is a control" in run("finding", "add", "minor", "t", "--ref", "A.5.2")


def test_cars_from_issue_to_implementation(run: Run, finding: str) -> None:
    assert "No CARs yet" in run("car", "list")
    said = run("car", "issue", "--no-form", "--due", "2026-12-01", "--to", "Head of AI")
    assert said.startswith("CAR-001 issued for F-001, answer due 2026-12-01")
    assert "has its CAR" in run("car", "issue", "--no-form")
    assert "already has CAR-001" in run("car", "issue", "--no-form", "--finding", finding, code=1)
    missing = run("car", "advance", "CAR-001", "answered", "correction=Signed.", code=1)
    assert "missing" in missing
    assert "the root cause" in missing
    assert "Next: answered" in run("car", "advance", "CAR-001", "effective", code=1)
    run("car", "edit", "CAR-001", "root_cause=No process.")
    run(
        *("car", "advance", "CAR-001", "answered", "correction=Signed.", "extent_check=None."),
        *("corrective_action=Process.", "action_owner=CEO", "action_due=2026-12-20"),
        "answered=2026-11-30",
    )
    assert "is no date" in run("car", "advance", "CAR-001", "accepted", "decided=x", code=2)
    run("car", "advance", "car-001", "accepted", "decided=2026-12-02")
    (shown,) = json.loads(run("car", "list", "--json"))
    assert (shown["state"], shown["root_cause"]) == ("accepted", "No process.")
    assert json.loads(run("car", "show", "CAR-001", "--json"))["label"] == "CAR-001"
    assert "finding: F-001" in run("car", "show", "CAR-001")
    assert "accepted" in run("car", "list")


def test_the_journal_shows_and_verifies(run: Run, folder: Path) -> None:
    run("verdict", "4.1/a", "c")
    run("note", "5.2", "text")
    newest = run("journal", "show", "-n", "2").splitlines()
    assert len(newest) == 2
    assert "write note: note 5.2" in newest[0]
    entries = json.loads(run("journal", "show", "--json", "--ref", "4.1"))
    assert [each["about"] for each in entries] == ["4.1/a conforms"]
    proof = json.loads(run("journal", "verify", "--json"))
    assert proof["holds"]
    assert [each["wrong"] for each in proof["journals"]] == [""]
    assert "The record holds." in run("journal", "verify")
    (path,) = (folder / "journal").glob("*.jsonl")
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    assert f"DOES NOT HOLD: {path.name}, line" in run("journal", "verify", code=1)
    assert "Damage in" in run("status")
    assert "cannot be changed now" in run("verdict", "4.1/a", "no", code=1)


def test_checklists(run: Run, tmp_path: Path) -> None:
    assert "70 requirements" in run("checklist", "list")
    (row,) = [r for r in json.loads(run("checklist", "list", "--json")) if r["id"] == MAIN]
    assert row["requirements"] == 70
    assert "AI policy" in run("checklist", "show", MAIN)
    assert len(json.loads(run("checklist", "show", MAIN, "--json"))["requirements"]) == 70
    assert "5.2/a" in run("checklist", "show", MAIN, "5.2")
    assert json.loads(run("checklist", "show", MAIN, "5.2", "--json"))["checks"]
    assert "0 faults" in run("checklist", "lint", MAIN)
    assert "Art 9" in run("checklist", "map", MAIN, "eu-ai-act")
    assert json.loads(run("checklist", "map", MAIN, "iso-iec-27001-2022", "--json"))["4.1"]
    assert "Nothing maps to 'x'" in run("checklist", "map", MAIN, "x")
    own = tmp_path / "own.toml"
    own.write_text('id = "own"\nstandard = "S"\ntitle = "T"\nshort = ""\nnote = "n"\n')
    assert "own.toml: the top of the file: the field 'short' is empty" in run(
        "checklist", "lint", own, code=1
    )
    own.write_text("id = \n")
    assert "own.toml, line 1" in run("checklist", "lint", own, code=1)


def test_the_audit_is_found_by_option_variable_or_current_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for args in (["status", str(folder)], ["status", "--audit", str(folder)]):
        assert "Internal audit" in invoke(*args).output
    monkeypatch.chdir(folder)
    assert "Internal audit" in invoke("status").output
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITKIT_AUDIT", str(folder))
    assert "Internal audit" in invoke("status").output


def test_a_second_process_is_told_that_the_audit_is_open_elsewhere(run: Run, folder: Path) -> None:
    with Audit.open(folder):
        assert "open elsewhere" in run("verdict", "4.1/a", "c", code=1)
        run("status")
    run("verdict", "4.1/a", "c")


def test_hostile_text_reaches_no_terminal_raw(run: Run, folder: Path, evidence: Path) -> None:
    hostile = "\x1b[2J\x07[red]\u202etxt\udce9"
    with Audit.open(folder) as audit:
        audit.set_info(title=hostile, organization=hostile)
        audit.set_note(audit.resolve("5.2"), hostile)
        audit.add_note(hostile, ref=audit.resolve("5.2"))
        audit.raise_finding("minor nonconformity", hostile, refs=[audit.resolve("5.2")])
    for args in (
        ["status"],
        ["show", "5.2"],
        ["finding", "list"],
        ["finding", "show", "F-001"],
        ["journal", "show"],
        ["show", hostile],
    ):
        said: Any = invoke(*args).output
        assert "\x1b" not in said
        assert "\x07" not in said
        assert "\u202e" not in said
    assert json.loads(invoke("status", "--json").output)["title"] == hostile


def test_the_kinds_of_documents_are_listed(run: Run) -> None:
    said = run("report", "list")
    for kind in ("audit", "checklist", "evidence"):
        assert kind in said


def test_the_sample_audit_is_left_alone_when_it_is_there_or_something_else_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file.txt").write_text("mine")
    result = invoke("demo", tmp_path / "mine", "--no-tui")
    assert result.exit_code == 1
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["file.txt"]
