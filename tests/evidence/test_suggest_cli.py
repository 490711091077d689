"""The commands that suggest files for a requirement, and requirements for a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from auditkit.record.audit import Audit
from auditkit.record.folder import CACHE

Run = Callable[..., Result]


@pytest.fixture
def evidence(audit: Audit) -> Path:
    folder = audit.roots()[0]
    (folder / "P-07.md").write_text("# Competence matrix\n\nWho may do what.\n")
    (folder / "AI policy.txt").write_text("The AI policy was approved.\n")
    (folder / "Risk register \x1b[31m.csv").write_text("Risk;Owner\nBias;Lee\n")
    return folder


def test_a_suggestion_has_score_band_path_and_reason(evidence: Path, run: Run) -> None:
    first, second, *_ = run("suggest", "5.2").stdout.splitlines()
    assert first.split(maxsplit=2)[1:] == ["likely", "AI policy.txt"]
    assert second.strip() == (
        'the name says "AI policy"; line 1 says "The AI policy was approved."'
    )


def test_json_holds_the_same(evidence: Path, run: Run) -> None:
    found = json.loads(run("suggest", "5.2", "--json", "-n", "1").stdout)
    assert [set(each) for each in found] == [{"path", "score", "band", "why", "linked"}]
    assert (found[0]["path"], found[0]["band"], found[0]["linked"]) == (
        "AI policy.txt",
        "likely",
        "",
    )
    assert 0.6 < found[0]["score"] <= 1


def test_a_gap_is_said_plainly_and_is_no_failure(evidence: Path, run: Run) -> None:
    assert run("suggest", "A.7.5").stdout == "A.7.5: nothing found, possibly a gap.\n"
    assert json.loads(run("suggest", "A.7.5", "--json").stdout) == []


def test_contents_are_read_first_unless_names_are_to_do(evidence: Path, run: Run) -> None:
    assert "nothing found" in run("suggest", "7.2", "--names-only").stdout
    assert "P-07.md" in run("suggest", "7.2").stdout
    (evidence / "P-08.md").write_text("# Competence matrix\n\nMore of it.\n")
    assert "P-08.md" in run("suggest", "7.2").stdout


def test_an_index_that_cannot_be_written_leaves_the_names(
    audit: Audit, evidence: Path, run: Run
) -> None:
    place = audit.folder / CACHE / "contents.sqlite"
    place.mkdir(parents=True)
    result = run("suggest", "5.2")
    assert "AI policy.txt" in result.stdout
    assert "cannot be used" in result.stderr
    assert "judged by their names alone" in result.stderr


def test_no_escape_sequence_of_a_name_reaches_the_terminal(evidence: Path, run: Run) -> None:
    out = run("suggest", "8.2").stdout + run("serves", "Risk register \x1b[31m.csv").stdout
    assert "Risk register \\x1b[31m.csv" in out
    assert "\x1b" not in out


def test_a_file_is_told_what_it_serves(audit: Audit, evidence: Path, run: Run) -> None:
    first, second, *_ = run("serves", "AI policy.txt").stdout.splitlines()
    assert first.split(maxsplit=2)[1:] == ["5.2", "AI policy"]
    assert '"AI policy"' in second
    whole = json.loads(run("serves", str(evidence / "AI policy.txt"), "--json").stdout)
    assert (whole[0]["ref"], whole[0]["checklist"]) == ("5.2", "iso-iec-42001-2023")
    assert set(whole[0]) == {"checklist", "ref", "title", "score", "why"}
    assert len(json.loads(run("serves", "AI policy.txt", "--json", "-n", "1").stdout)) == 1


def test_a_file_that_serves_nothing_is_told_so(evidence: Path, run: Run) -> None:
    (evidence / "Lunch.txt").write_text("Soup.")
    assert run("serves", "Lunch.txt").stdout == "No requirement found that this file serves.\n"


def test_a_file_that_is_not_there_is_refused(evidence: Path, run: Run) -> None:
    assert "There is no file nowhere.txt" in run("serves", "nowhere.txt", code=1).stderr
    outside = evidence.parent / "outside.txt"
    outside.write_text("AI policy")
    assert "in the evidence folders" in run("serves", str(outside), code=1).stderr


def test_the_previous_audit_is_named_by_its_folder(
    audit: Audit, evidence: Path, run: Run, tmp_path: Path
) -> None:
    with Audit.create(tmp_path / "before", title="Before", evidence=[evidence]) as before:
        before.set_info(ends="2025-11-02")
        before.link_file(evidence / "P-07.md", before.resolve("5.2"))
    out = run("suggest", "5.2", "--previous", str(before.folder)).stdout.splitlines()
    assert out[0].endswith("P-07.md")
    assert "cited for 5.2 in the audit of 2025" in out[1]
    assert "Error" in run("suggest", "5.2", "--previous", str(tmp_path / "none"), code=2).stderr


def test_what_is_no_audit_is_refused_as_the_previous_one(
    evidence: Path, run: Run, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("suggest", "5.2", "--previous", str(empty), code=1)
    assert "Traceback" not in result.output
    assert str(empty) in result.stderr
