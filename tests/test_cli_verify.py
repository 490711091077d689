"""evidence verify, keep, moved, collect: what is said, and what is noted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit

Run = Callable[..., str]
QUOTE = "Risks above twelve need the approval of the board."


@pytest.fixture
def run(audit: Audit, tmp_path: Path, on_audit: Run) -> Run:
    """Runs a command on an audit with one cited file, and gives what it printed."""
    audit.close()
    path = tmp_path / "evidence" / "criteria.md"
    path.write_text(f"# Criteria\n\n{QUOTE}\n")
    on_audit("finding", "add", "minor", "Criteria", "--ref", "6.1.2/b")
    on_audit(
        *("evidence", "add", str(path), "--finding", "F-001", "--at", "line 3", "--quote", QUOTE)
    )
    return on_audit


def test_a_changed_file_tells_where_the_words_stand_and_is_kept(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    run("evidence", "verify")
    path.write_text(f"New.\n\nMore.\n\n{QUOTE}\n")
    assert "citation 1, line 3: moved to line 5" in run("evidence", "verify", code=1)
    (row,) = json.loads(run("evidence", "verify", "--json", code=1))
    assert (row["standing"], row["citations"][0]["outcome"]) == ("changed", "moved")
    assert "evidence files" not in run("journal", "show", "-n", "2")
    assert "verify evidence: 1 evidence file" in run("journal", "show", "-n", "1")
    assert "stands as the file is now" in run("evidence", "keep", "e-001")
    assert "unchanged" in run("evidence", "verify")
    run("undo")
    run("undo")
    assert "moved to line 5" in run("evidence", "verify", code=1)


def test_reworded_and_gone_words_are_shown_side_by_side(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    path.write_text("Risks above nine need the approval of the board.")
    said = run("evidence", "verify", code=1)
    assert f"was: {QUOTE}" in said
    assert "now: Risks above nine" in said
    run("evidence", "keep", "E-001", "--citation", "1")
    assert "no citation 7" in run("evidence", "keep", "E-001", "--citation", "7", code=1)
    path.write_text("nothing of the kind")
    assert "citation 1, line 1: GONE" in run("evidence", "verify", code=1)
    assert "take the citation away" in run("evidence", "keep", "E-001", code=1)


def test_a_missing_file_is_sought_and_found_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    target = tmp_path / "evidence" / "old" / "criteria v0.md"
    target.parent.mkdir()
    path.rename(target)
    assert f"may be now: {target}" in run("evidence", "verify", code=1)
    assert "old/criteria v0.md now" in run("evidence", "moved", "E-001", str(target))
    assert "unchanged" in run("evidence", "verify")
    assert "is not there" in run("evidence", "moved", "E-001", "gone", code=1)
    assert "no evidence 'E-9'" in run("evidence", "moved", "E-9", str(target), code=2)


def test_cited_files_are_collected(run: Run, tmp_path: Path) -> None:
    assert "1 of 1 cited files" in run("evidence", "collect")
    assert list((tmp_path / "audit" / "collected").rglob("*"))
    (tmp_path / "evidence" / "criteria.md").unlink()
    assert json.loads(run("evidence", "collect", "--json"))[0]["problem"] == ""


def cited_again(path: Path, quote: str) -> tuple[str, ...]:
    return ("evidence", "add", str(path), "--finding", "F-001", "--quote", quote)


def test_new_words_are_not_bound_to_the_old_version(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    path.write_text(f"{QUOTE}\nA sentence that is new.\n")
    said = run(*cited_again(path, "A sentence that is new."), code=1)
    assert "E-001 changed since it was registered" in said
    assert "'auditkit evidence verify'" in said
    assert len(json.loads(run("evidence", "verify", "--json", code=1))[0]["citations"]) == 1
    run("evidence", "keep", "E-001")
    run(*cited_again(path, "A sentence that is new."))
    assert "unchanged" in run("evidence", "verify")


def test_an_effective_date_given_later_is_kept(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    run("evidence", "add", str(path), "--effective", "2019")
    assert json.loads(run("evidence", "list", "--json"))[0]["effective"] == "2019"
    run("evidence", "add", str(path))
    assert json.loads(run("evidence", "list", "--json"))[0]["effective"] == "2019"


def test_keeping_all_changes_nothing_where_one_is_gone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    run(*cited_again(path, "Criteria"))
    path.write_text(f"New.\n\n{QUOTE}\n\nMore.\n")
    said = run("evidence", "verify", code=1)
    before = run("journal", "show")
    assert "citation 2 cannot be kept" in run("evidence", "keep", "E-001", code=1)
    assert run("journal", "show") == before
    assert run("evidence", "verify", code=1) == said


def test_the_journal_says_what_became_of_each_citation(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "criteria.md"
    run(*cited_again(path, "Criteria"))
    path.write_text(f"New.\n\nMore.\n\n{QUOTE}\n")
    run("evidence", "verify", code=1)
    told = "E-001 changed: citation 1 moved to line 5, citation 2 gone"
    assert told in run("journal", "show", "-n", "2")
    run("evidence", "verify", code=1)
    assert told not in run("journal", "show", "-n", "1")
    assert run("journal", "show").count(told) == 1
    assert "1 evidence file verified" in run("undo")
    assert "1 evidence file verified" in run("undo")
    assert "evidence criteria.md" in run("undo")


def test_a_value_that_changed_is_not_still_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "settings.json"
    path.write_text('{"retention_days": 400}')
    run(*cited_again(path, "400"))
    path.write_text('{"retention_days": 1400}')
    assert "citation 1, no place: GONE" in run("evidence", "verify", code=1)


def test_words_behind_the_part_that_is_read_are_not_called_gone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "long.txt"
    lines = "Words that fill the file, again and again.\n"
    path.write_text(f"{lines * 6_000}{QUOTE}\n")
    run(*cited_again(path, QUOTE))
    path.write_text(f"New.\n{lines * 6_000}{QUOTE}\n")
    assert "still there" in run("evidence", "verify", code=1)
    path.write_text(f"{lines * 120_000}{QUOTE}\n")
    said = run("evidence", "verify", code=1)
    assert "not read to the end" in said
    assert "GONE" not in said
    assert "cannot be kept" in run("evidence", "keep", "E-002", code=1)
    run("evidence", "keep", "E-002", "--citation", "1")
