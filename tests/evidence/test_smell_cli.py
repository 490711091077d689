"""The questions on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from auditkit.cli.common import SafeGroup
from auditkit.cli.smell import dismiss, smell
from auditkit.record.audit import Audit

group = SafeGroup("evidence", commands={"smell": smell, "dismiss": dismiss})


@pytest.fixture
def folder(audit: Audit) -> Path:
    """A closed audit with evidence that raises two questions."""
    root = audit.roots()[0]
    (root / "Objectives.md").write_text("# Objectives\n\n| Measure | TBD |\n", encoding="utf-8")
    (root / "Report draft.md").write_text("# R\n\nText\n", encoding="utf-8")
    audit.close()
    return audit.folder


def run(folder: Path, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(group, [command, "--audit", str(folder), *rest])


def rows(folder: Path, *arguments: str) -> list[dict[str, object]]:
    done = run(folder, "smell", "--json", *arguments)
    assert done.exit_code == 0
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_list_names_rule_place_words_and_question(folder: Path) -> None:
    done = run(folder, "smell")
    assert done.exit_code == 0
    assert "  1  Objectives.md\n     placeholder, line 3: TBD\n" in done.stdout
    assert "     draft, name: Report draft.md\n     This is marked as a draft." in done.stdout
    assert "2 questions, 0 dismissed." in done.stdout
    assert "When the audit was announced is not known" in done.stdout


def test_json_says_the_same(folder: Path) -> None:
    first = rows(folder)[0]
    assert (first["number"], first["rule"], first["path"]) == (1, "placeholder", "Objectives.md")
    assert (first["place"], first["words"], first["dismissed"]) == ("line 3", "TBD", None)
    assert str(first["question"]).endswith("?")


def test_dismissing_hides_and_all_shows_the_reason(folder: Path) -> None:
    done = run(folder, "dismiss", "draft", "Report draft.md", "--reason", "Not used.")
    assert (done.exit_code, done.stdout) == (0, "Dismissed: draft, Report draft.md\n")
    assert [each["rule"] for each in rows(folder)] == ["placeholder"]
    assert [each["dismissed"] for each in rows(folder, "--all")] == [None, "Not used."]
    assert "dismissed: Not used." in run(folder, "smell", "--all").stdout
    assert run(folder, "dismiss", "2", "--undo").exit_code == 0
    assert len(rows(folder)) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1",), 2),
        (("99", "--reason", "x"), 2),
        (("smelly", "x", "--reason", "x"), 2),
        (("1", "--undo"), 1),
        ((), 2),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = run(folder, "dismiss", *arguments)
    assert done.exit_code == code
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit | click.ClickException)


def test_hostile_words_are_shown_as_such(folder: Path) -> None:
    evidence = folder.parent / "evidence" / "Plan.txt"
    evidence.write_text("Owner \x1b]0;x\x07 TBD for now\n", encoding="utf-8")
    done = run(folder, "smell")
    assert "\x1b" not in done.stdout
    assert "Plan.txt" in done.stdout
