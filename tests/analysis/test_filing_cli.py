"""Capturing lines and filing them from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import NoteMark

Run = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Audit.create(tmp_path / "audit", title="Internal audit").close()
    return tmp_path / "audit"


@pytest.fixture
def run(folder: Path, on_audit: Run) -> Run:
    return on_audit


def test_a_line_is_written_unfiled_and_requirements_are_proposed(run: Run, folder: Path) -> None:
    line = "! the supplier was never assessed"
    said = json.loads(run("capture", *line.split(), "--role", "Purchasing manager", "--json"))
    assert said["text"] == "the supplier was never assessed"
    assert (said["mark"], said["speaker"]) == ("!", "Purchasing manager")
    assert said["wants_evidence"] is False
    assert said["proposals"][0]["ref"] == "A.10.3"
    assert said["proposals"][0]["title"] == "Suppliers"
    assert said["proposals"][0]["why"]
    with Audit.open(folder, read_only=True) as audit:
        (note,) = audit.unfiled_notes()
        assert (note.id, note.mark) == (said["note"], NoteMark.NONCONFORMITY)


def test_proposals_are_shown_with_reasons_and_the_next_step(run: Run) -> None:
    out = run("capture", "logs are deleted after a week @")
    assert "A.6.2.8" in out
    assert "logs are deleted after a week" in out
    assert "auditkit file last A.6.2.8" in out
    assert "auditkit evidence add" in out


def test_small_talk_is_written_down_without_proposals(run: Run) -> None:
    assert "No requirement is proposed." in run("capture", "thank you for the coffee")
    assert "thank you for the coffee" in run("capture", "--list")


def test_a_note_is_filed_under_several_requirements_and_taken_back_at_once(run: Run) -> None:
    run("capture", "nobody rated the risks again", "--role", "Developer")
    assert "8.2, 6.1.2" in run("file", "last", "8.2/a", "6.1.2", "8.2/b")
    for ref in ("8.2", "6.1.2"):
        assert json.loads(run("show", ref, "--json"))["notes"] == ["nobody rated the risks again"]
    assert json.loads(run("capture", "--list", "--json")) == []
    run("undo")
    assert json.loads(run("show", "6.1.2", "--json"))["notes"] == []
    (back,) = json.loads(run("capture", "--list", "--json"))
    assert (back["text"], back["speaker"]) == ("nobody rated the risks again", "Developer")
    run("file", back["note"].lower(), "5.2")
    assert json.loads(run("show", "5.2", "--json"))["notes"] == ["nobody rated the risks again"]


def test_what_was_filed_is_proposed_with_that_reason(run: Run) -> None:
    run("capture", "the gizmo drawer stays unlocked")
    run("file", "last", "7.5.3")
    assert 'filed here before: "the gizmo drawer' in run("capture", "gizmo drawer unlocked again")


def test_bad_input_is_one_sentence(run: Run, folder: Path) -> None:
    assert "nothing to write down" in run("capture", code=2)
    assert "nothing to write down" in run("capture", " ! ", code=2)
    assert "takes no text" in run("capture", "--list", "text", code=2)
    assert "Every note is filed." in run("file", "last", "5.2", code=2)
    assert "There is no note 'nope'" in run("file", "nope", "5.2", code=2)
    run("capture", "something about suppliers")
    assert "No requirement or check '99'" in run("file", "last", "5.2", "99", code=2)
    assert "Missing argument" in run("file", "last", code=2)
    with Audit.open(folder, read_only=True) as audit:
        assert len(audit.unfiled_notes()) == 1


def test_hostile_text_is_shown_harmless(run: Run) -> None:
    run("capture", "the \x1b[2J\x07supplier \u202e was never assessed", "--role", "\x1b]0;x")
    for out in (run("capture", "--list"), run("capture", "supplier \x1b[2J assessed")):
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
