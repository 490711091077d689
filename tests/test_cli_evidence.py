"""evidence find and list, findings and status: what they say of evidence that is old or gone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditkit.record.audit import Audit

Run = Callable[..., str]


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def run(audit: Audit, evidence: Path, on_audit: Run) -> Run:
    """Runs a command on an audit with some files, and gives what it printed on both outputs."""
    audit.set_info(period_from=date(2026, 1, 1), period_to=date(2026, 12, 31))
    audit.close()
    for name in ("AI policy v1.0.txt", "AI policy v1.1.txt", "Risk register.csv"):
        (evidence / name).write_text(f"The text of {name}.\n")
    return on_audit


def test_find_lists_the_older_versions_when_asked(run: Run) -> None:
    brief = run("evidence", "find", "ai policy")
    assert "AI policy v1.1.txt  (+1 older version)" in brief
    assert "v1.0" not in brief
    assert "       AI policy v1.0.txt" in run("evidence", "find", "ai policy", "--versions")


def test_the_same_version_in_another_form_is_not_called_older(run: Run, evidence: Path) -> None:
    for ending in ("doc", "docx", "odt"):
        (evidence / f"Safety manual v1.0.{ending}").write_text(ending)
    said = run("evidence", "find", "safety manual", "--versions")
    assert "Safety manual v1.0" in said
    assert "older" not in said


def test_a_name_that_only_shares_letters_is_no_hit(run: Run, evidence: Path) -> None:
    (evidence / "Deployment checklist TriageAssist 4.0.xlsx").write_text("x")
    assert run("evidence", "find", "dpia").strip() == "Nothing fits."
    assert json.loads(run("evidence", "find", "dpia", "--json")) == []
    assert "Deployment" in run("evidence", "find", "deploy check")


def test_why_and_json_tell_what_was_found_of_a_name(run: Run) -> None:
    plain = run("evidence", "find", "risk reg")
    assert "found:" not in plain
    assert "[" not in plain
    assert "       found: Risk, reg" in run("evidence", "find", "risk reg", "--why")
    (row,) = json.loads(run("evidence", "find", "risk reg", "--json"))
    assert [row["path"][start:end] for start, end in row["spans"]] == ["Risk", "reg"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_on_a_terminal_what_was_found_stands_in_brackets(run: Run, tmp_path: Path) -> None:
    import pty
    import subprocess

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "auditkit", "evidence", "find", "risk reg"]
    env = {**os.environ, "AUDITKIT_AUDIT": str(tmp_path / "audit")}
    done = subprocess.run(command, stdout=follower, stderr=follower, env=env, check=True)
    os.close(follower)
    seen = os.read(leader, 4096).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "[Risk] [reg]ister.csv" in seen


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_what_cannot_be_listed_is_counted_in_one_line(run: Run, evidence: Path) -> None:
    try:
        for number in range(4):
            (evidence / f"link {number}").symlink_to(evidence / "nowhere")
    except OSError:
        pytest.skip("links cannot be made here")
    said = run("evidence", "find", "risk")
    assert said.count("cannot be read") == 1
    assert "4 files or folders cannot be read: 'auditkit evidence scan' lists them." in said
    assert run("evidence", "scan").count("cannot be read: link") == 4


def test_a_folder_that_is_gone_is_named(run: Run, evidence: Path) -> None:
    evidence.rename(evidence.with_name("elsewhere"))
    assert str(evidence) in run("evidence", "find", "risk")


def test_a_long_path_is_cut_in_its_middle_and_whole_in_json(run: Run, evidence: Path) -> None:
    folder = evidence.joinpath(*(f"{'deep ' * 12}{number}" for number in range(20)))
    try:
        folder.mkdir(parents=True)
        (folder / "The one at the end.txt").write_text("x")
    except OSError:
        pytest.skip("the file system takes no path as long")
    run("evidence", "add", str(folder / "The one at the end.txt"))
    said = run("evidence", "list")
    assert max(map(len, said.splitlines())) < 220
    assert "..." in said
    assert "The one at the end.txt" in said
    (row,) = json.loads(run("evidence", "list", "--json"))
    assert len(row["path"]) > 1_000


def test_evidence_older_than_the_period_is_said(run: Run, evidence: Path) -> None:
    run("evidence", "add", str(evidence / "Risk register.csv"), "--effective", "2019")
    run("evidence", "add", str(evidence / "AI policy v1.1.txt"), "--effective", "2026-03")
    old, new = run("evidence", "list").splitlines()
    assert "2019: older than the audit period" in old
    assert "older" not in new
    rows = json.loads(run("evidence", "list", "--json"))
    assert [row["older_than_period"] for row in rows] == [True, False]
    assert "1 older than the audit period" in run("status")


def test_a_finding_whose_evidence_is_gone_says_so(run: Run, evidence: Path) -> None:
    path = evidence / "Risk register.csv"
    run("finding", "add", "ofi", "A sound one", "--ref", "6.1.2")
    run("finding", "add", "ofi", "Owners", "--ref", "6.1.2", "gap=No.", "objective_evidence=E-001")
    run("evidence", "add", str(path), "--finding", "F-002")
    assert "EVIDENCE" not in run("finding", "list")
    path.unlink()
    run("evidence", "verify", code=1)
    marked = [line for line in run("finding", "list").splitlines() if "EVIDENCE CHANGED" in line]
    assert len(marked) == 1
    assert "F-002" in marked[0]
    assert "LOOK AGAIN: E-001 is missing where it was" in run("finding", "show", "F-002")
    assert json.loads(run("finding", "show", "F-001", "--json"))["finding"]["concerns"] == []
    assert json.loads(run("finding", "show", "F-002", "--json"))["finding"]["concerns"]
    by_label = {each["label"]: each for each in json.loads(run("finding", "list", "--json"))}
    assert by_label["F-002"]["concerns"]
    issued = run("finding", "issue", "F-002")
    assert "F-002 issued" in issued
    assert "auditkit: F-002: E-001 is missing where it was" in issued


def test_one_file_that_cannot_be_listed_is_named(run: Run, evidence: Path) -> None:
    try:
        (evidence / "the link").symlink_to(evidence / "nowhere")
    except OSError:
        pytest.skip("links cannot be made here")
    assert "cannot be read: the link: The link leads nowhere" in run("evidence", "find", "risk")
