"""Bad input on the command line: one sentence, exit code 1 or 2, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.record.audit import Audit

MAIN = "iso-iec-42001-2023"
BAD: list[tuple[list[str], int, str]] = [
    (["nonsense-command"], 2, "There is no command"),
    (["--nonsense"], 2, "No such option"),
    (["new"], 2, "Missing argument"),
    (["new", "x"], 2, "Missing option '--title'"),
    (["new", "x", "--title", " "], 2, "needs a title"),
    (["new", "x", "--title", "T", "--checklist", "none"], 2, "There is no checklist 'none'"),
    (["new", "x", "--title", "T", "--evidence", "gone"], 2, "There is no evidence folder"),
    (["new", "AUDIT", "--title", "T"], 1, "not empty"),
    (["status", "gone"], 1, "There is no folder gone"),
    (["status", "."], 1, "is no audit folder"),
    (["set", "nothing"], 2, "is no FIELD=VALUE"),
    (["set", "no_field=1"], 2, "has no field 'no_field'"),
    (["set", "starts=soon"], 2, "starts cannot be 'soon'"),
    (["set", "title="], 2, "title"),
    (["person", "Ada", "boss"], 2, "There is no role 'boss'"),
    (["show", "99.9"], 2, "No requirement or check '99.9'"),
    (["verdict", "4.1", "maybe"], 2, "There is no verdict 'maybe'"),
    (["verdict", "99.9", "c"], 2, "No requirement or check"),
    (["verdict", "4.1", "na"], 2, "Not applicable needs a reason"),
    (["note", "99.9", "x"], 2, "No requirement or check"),
    (["evidence", "root", "gone"], 2, "There is no folder gone"),
    (["evidence", "add", "gone.txt"], 1, "There is no file gone.txt"),
    (["evidence", "add", "ai-policy.txt", "--for", "99.9"], 2, "No requirement or check"),
    (["evidence", "add", "ai-policy.txt", "--finding", "F-9"], 2, "There is no finding 'F-9'"),
    (["evidence", "suggest", "99.9"], 2, "No requirement or check"),
    (["evidence", "statement", "rumour", "x"], 2, "rumour"),
    (["finding", "add", "huge", "t", "--ref", "4.1"], 2, "huge"),
    (["finding", "add", "minor", "t"], 2, "Add --ref 4.3 or --check 4.3/a"),
    (["finding", "add", "minor", "t", "--check", "99.9/a"], 2, "No requirement or check"),
    (["finding", "add", "minor", "t", "--ref", "99.9"], 2, "No requirement or check"),
    (["finding", "add", "minor", "t", "--ref", "4.1", "extent_found=x"], 2, "whole number"),
    (["finding", "add", "minor", "t", "--ref", "4.1", "state=issued"], 2, "not set this way"),
    (["finding", "add", "minor", "t", "--ref", "4.1", "colour=red"], 2, "no field 'colour'"),
    (["finding", "edit", "F-9", "gap=x"], 2, "There is no finding 'F-9'"),
    (["finding", "show", "F-9"], 2, "There is no finding 'F-9'"),
    (["finding", "issue", "F-9"], 2, "There is no finding 'F-9'"),
    (["finding", "withdraw", "F-9", "--reason", "x"], 2, "There is no finding 'F-9'"),
    (["car", "issue", "--finding", "F-9"], 2, "There is no finding 'F-9'"),
    (["car", "issue", "--due", "soon"], 2, "is no date"),
    (["car", "show", "CAR-9"], 2, "There is no car 'CAR-9'"),
    (["car", "advance", "CAR-9", "answered"], 2, "There is no car"),
    (["car", "advance", "CAR-9", "done"], 2, "There is no state 'done'"),
    (["car", "edit", "CAR-9", "correction=x"], 2, "There is no car"),
    (["checklist", "show", "none"], 2, "There is no checklist 'none'"),
    (["checklist", "show", MAIN, "99.9"], 2, "has no requirement '99.9'"),
    (["checklist", "lint", "gone.toml"], 2, "There is no checklist 'gone.toml'"),
    (["checklist", "lint", "."], 1, "cannot be read"),
    (["journal", "show", "--ref", "99.9"], 2, "No requirement or check"),
    (["journal", "show", "-n", "many"], 2, "many"),
    (["journal", "verify", "--audit", "gone"], 1, "There is no folder gone"),
    (["report", "no-such-document"], 2, "no-such-document"),
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One audit for all commands that may not change it."""
    whole = tmp_path_factory.mktemp("untouched")
    (whole / "evidence").mkdir()
    (whole / "evidence" / "ai-policy.txt").write_text("Policy for AI.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(whole / "home"))
        Audit.create(whole / "audit", title="T", evidence=[whole / "evidence"]).close()
    return whole / "audit"


@pytest.mark.parametrize(("args", "code", "words"), BAD, ids=lambda value: str(value)[:60])
def test_bad_input_is_one_sentence_and_changes_nothing(
    args: list[str],
    code: int,
    words: str,
    untouched: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITKIT_AUDIT", str(untouched))
    with Audit.open(untouched, read_only=True) as before:
        head = before.head
    result = CliRunner().invoke(root, [str(untouched) if arg == "AUDIT" else arg for arg in args])
    assert isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    assert words in result.output
    with Audit.open(untouched, read_only=True) as after:
        assert after.head == head
    assert not (tmp_path / "x").exists()


def test_a_finding_with_unknown_evidence_is_not_half_saved(tmp_path: Path) -> None:
    folder = str(tmp_path / "a")
    runner = CliRunner()
    assert runner.invoke(root, ["new", folder, "--title", "T"]).exit_code == 0
    add = ["finding", "add", "minor", "t", "--ref", "6.1.2", "--evidence", "E-009"]
    assert runner.invoke(root, [*add, "--audit", folder]).exit_code == 2
    assert "No findings yet" in runner.invoke(root, ["finding", "list", "--audit", folder]).output
