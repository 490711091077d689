"""What the command line refuses before anything is done, and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.record.audit import Audit

HOSTILE = "x\x1b[31mred\x9b2J\x07\u202e\udc80"


def run(*args: object) -> Result:
    return CliRunner().invoke(root, [str(each) for each in args])


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit with one file among its evidence."""
    place = tmp_path_factory.mktemp("guards")
    (place / "evidence").mkdir()
    (place / "evidence" / "ai-policy.txt").write_text("Policy for AI.", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(place / "home"))
        Audit.create(place / "audit", title="T", evidence=[place / "evidence"]).close()
    return place / "audit"


@pytest.mark.parametrize("number", ["0", "-1"])
@pytest.mark.parametrize(
    "command",
    [
        ("evidence", "suggest", "6.1.2"),
        ("evidence", "serves", "ai-policy.txt"),
        ("evidence", "find", "policy"),
        ("evidence", "search", "policy"),
    ],
)
def test_nobody_is_told_of_a_gap_by_asking_for_no_files(
    audit: Path, command: tuple[str, ...], number: str
) -> None:
    answer = run(*command, "-n", number, "--audit", audit)
    assert answer.exit_code == 2
    assert "'-n'" in answer.output


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        (f"--{HOSTILE}",),
        ("status", HOSTILE, HOSTILE),
        ("status", f"--{HOSTILE}"),
        ("report", "write", "audit", HOSTILE),
        ("report", "audit", "--page", HOSTILE),
        ("report", "audit", f"--names={HOSTILE}"),
        ("report", "audit", "--previous", HOSTILE),
        ("report", "audit", "-o", f"{HOSTILE}.txt"),
        ("evidence", HOSTILE),
        ("evidence", "find", "-n", HOSTILE, "x"),
        ("evidence", "statement", HOSTILE, "x"),
        ("export", HOSTILE),
        ("export", "html", "-o", HOSTILE),
        ("soa", "set", "A.6.2.4", "--ground", HOSTILE),
        ("journal", "show", "--since", HOSTILE),
        ("template", "new", HOSTILE),
        ("template", "check", HOSTILE),
        ("finding", "add", HOSTILE, "t"),
    ],
)
def test_no_argument_reaches_the_terminal_raw(audit: Path, arguments: tuple[str, ...]) -> None:
    at = ("--audit", audit) if arguments[0] == "report" else ()
    answer = run(*arguments, *at)
    assert isinstance(answer.exception, SystemExit), answer.exc_info
    assert answer.exit_code in (1, 2)
    assert answer.output
    assert not [each for each in HOSTILE if not each.isprintable() and each in answer.output]


@pytest.mark.parametrize("name", ["h.txt", "-", "noext", ".docx", ""])
def test_a_document_is_written_under_the_name_of_one(
    audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["report", "plan", "--audit", audit, "-o", name], ["template", "new", name]):
        answer = run(*command)
        assert answer.exit_code == 2
        assert "is no name of a .docx file" in answer.output or "name is empty" in answer.output
    assert not list(tmp_path.iterdir())


def test_a_template_goes_into_no_record_and_no_evidence(audit: Path, tmp_path: Path) -> None:
    """The evidence of the audit meant, and the record of any."""
    evidence, journal = audit.parent / "evidence" / "t.docx", audit / "journal" / "t.docx"
    among = run("template", "new", evidence, "--audit", audit)
    assert (among.exit_code, "lies among the evidence" in among.output) == (2, True)
    inside = run("template", "new", journal, "--audit", tmp_path)
    assert (inside.exit_code, "lies in the audit's own record" in inside.output) == (2, True)
    assert not evidence.exists()
    assert not journal.exists()
    assert run("template", "new", tmp_path / "t.docx", "--audit", audit).exit_code == 0
    assert run("template", "new", audit / "documents" / "t.docx").exit_code == 0


def test_a_control_is_stated_one_way(audit: Path) -> None:
    with Audit.open(audit, read_only=True) as before:
        head = before.head
    both = ("--applicable", "--excluded")
    for flags in (both, both[::-1], ("--undecided", "--excluded")):
        answer = run("soa", "set", "A.6.2.4", *flags, "--audit", audit)
        assert answer.exit_code == 2
        assert "A control is not both" in answer.output
    with Audit.open(audit, read_only=True) as after:
        assert after.head == head
    for word in ("applicable", "excluded", "undecided"):
        answer = run("soa", "set", "A.6.2.4", f"--{word}", "--reason", "r", "--audit", audit)
        assert answer.output.startswith(f"A.6.2.4  {word}")


def test_who_holds_the_audit_is_said_even_while_that_is_written_down(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T"):
        (tmp_path / "a" / ".cache" / "holder").write_bytes(b"")
        answer = run("note", "4.1", "x", "--audit", tmp_path / "a")
    assert answer.exit_code == 1
    assert "()" not in answer.output
    assert "another process" in answer.output
