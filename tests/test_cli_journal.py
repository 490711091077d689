"""journal and doctor on the command line: what they say, their JSON and their exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.signature import available

Run = Callable[..., str]


@pytest.fixture
def run(audit: object, on_audit: Run) -> Run:
    """Runs a command on a small audit and gives what it printed."""
    audit.close()  # type: ignore[attr-defined]
    return on_audit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


def test_show_filters_by_person_finding_and_time(run: Run) -> None:
    run("verdict", "4.1/a", "no")
    run("finding", "add", "minor", "Context is not reviewed", "--ref", "4.1/a")
    run("finding", "edit", "F-001", "gap=No review since 2024.")
    run("note", "5.2", "heard")
    entries = json.loads(run("journal", "show", "--finding", "f-001", "--json"))
    assert [each["verb"] for each in entries] == ["edit findings", "add findings"]
    assert run("journal", "show", "--by", "LENA").count("\n") > 4
    assert run("journal", "show", "--by", "nobody") == ""
    assert run("journal", "show", "--until", "2020-01-01") == ""
    assert "note 5.2" in run("journal", "show", "--since", "2020-01-01T10:00", "-n", "1")
    assert "no finding 'F-009'" in run("journal", "show", "--finding", "F-009", code=2)
    assert "2020-13-01" in run("journal", "show", "--since", "2020-13-01", code=2)


def test_verify_prints_a_phrase_and_checks_it_now_and_later(run: Run) -> None:
    said = json.loads(run("journal", "verify", "--json"))
    assert len(said["phrase"].split()) == 8
    assert said["phrase"] in run("journal", "verify")
    assert "record as it stands" in run("journal", "verify", "--phrase", said["phrase"].upper())
    run("note", "5.2", "later")
    assert "an earlier state" in run("journal", "verify", "--phrase", said["phrase"])
    assert "an earlier state" in run("journal", "verify", "--phrase", said["head"][:12])
    words = said["phrase"].split()
    words[2] = "zebra" if words[2] != "zebra" else "zoo"
    wrong = run("journal", "verify", "--phrase", " ".join(words), code=1)
    assert "word is" in wrong
    assert "The record holds." in wrong
    assert "THE PHRASE IS NOT OF THIS RECORD." in wrong
    assert "No state" in run("journal", "verify", "--phrase", "0123456789ab", code=1)
    for unusable in ("two words", "", "riverr " * 8):
        assert "head phrase" in run("journal", "verify", "--phrase", unusable, code=2)


def test_verify_names_line_and_file_and_ends_with_1(run: Run, folder: Path) -> None:
    (path,) = (folder / "journal").glob("*.jsonl")
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    assert f"{path.name}, line 1" in run("journal", "verify", code=1)
    assert not json.loads(run("journal", "verify", "--json", code=1))["holds"]


def test_verify_against_another_copy(
    run: Run, folder: Path, tmp_path: Path, own_home: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    run("journal", "verify", "--against", str(copy))
    shutil.rmtree(own_home / "seen")  # another laptop, set up from the same image
    run("note", "5.2", "here", "--audit", str(copy))
    assert "missing" in run("journal", "verify", "--against", str(copy), code=1)
    assert "There is no folder" in run("journal", "verify", "--against", "gone", code=1)


def test_checkpoints_on_the_command_line(run: Run, tmp_path: Path) -> None:
    said = run("journal", "checkpoint", "closing")
    assert "Checkpoint: closing, unsigned." in said
    assert "unsigned" in run("journal", "checkpoints", "--export", str(tmp_path / "out"))
    (statement,) = (tmp_path / "out").iterdir()
    assert statement.read_text().startswith("auditkit checkpoint 1\n")
    (made,) = json.loads(run("journal", "checkpoints", "--json"))
    assert made["statement"] == statement.read_text()
    assert "checkpoint closing" in run("journal", "verify")
    assert "birthday" in run("journal", "checkpoint", "birthday", code=2)
    run("set", "report_issued=2026-11-20")
    assert "report issue" in run("journal", "checkpoints")


@pytest.mark.skipif(not available(), reason="there is no ssh-keygen on this machine")
def test_a_signed_checkpoint_on_the_command_line(run: Run, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key), "-C", "x"], check=True
    )
    assert "signed with SHA256:" in run("journal", "checkpoint", "report", "--sign", str(key))
    signers = tmp_path / "signers"
    signers.write_text(f"lena@example.org {key.with_suffix('.pub').read_text()}")
    assert "signed by lena@example.org" in run("journal", "verify", "--signers", str(signers))
    run("journal", "checkpoints", "--export", str(tmp_path / "out"))
    assert len(list((tmp_path / "out").glob("*.sig"))) == 1
    gone = run("journal", "checkpoint", "report", "--sign", str(tmp_path / "no-key"), code=1)
    assert "no-key" in gone
    assert len(json.loads(run("journal", "checkpoints", "--json"))) == 1
    gone = run("journal", "verify", "--signers", str(tmp_path / "nobody"), code=2)
    assert "list of signers" in gone


def test_the_doctor_on_the_command_line(run: Run, folder: Path, tmp_path: Path) -> None:
    assert "chains hold" in run("doctor")
    assert "nothing to repair" in run("doctor", "--repair")
    copy = shutil.copytree(folder, tmp_path / "copy")
    (path,) = (folder / "journal").glob("*.jsonl")
    whole = path.read_bytes()
    content = bytearray(whole)
    content[-100] ^= 1
    path.write_bytes(content)
    assert "PROBLEM" in run("doctor", code=1)
    rows = json.loads(run("doctor", "--json", code=1))
    assert {"check", "level", "text", "remedy"} == set(rows[0])
    assert "--from COPY" in run("doctor", code=1)
    assert "Left: Damage" in run("doctor", "--repair", code=1)
    mended = run("doctor", "--repair", "--from", str(copy))
    assert "was copied to" in mended
    assert "back." in mended
    assert path.read_bytes() == whole
    assert "ok" in run("doctor")
    outcome = json.loads(run("doctor", "--repair", "--from", str(copy), "--json"))
    assert outcome["left"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["doctor", "--from", "x"], 2, "--repair"),
        (["doctor", "--set-aside"], 2, "--repair"),
        (["doctor", "--audit", "gone"], 1, "There is no folder gone"),
        (["doctor", "--repair", "--from", "gone"], 1, "gone"),
    ],
)
def test_bad_input_to_the_doctor(run: Run, arguments: list[str], code: int, said: str) -> None:
    assert said in run(*arguments, code=code)


def test_a_link_among_the_journals_is_never_followed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("not ours")
    try:
        (folder / "journal" / "pw.jsonl").symlink_to(victim)
    except OSError:
        pytest.skip("this system makes no links")
    for command in (
        ("status",),
        ("journal", "verify"),
        ("doctor", "--repair", "--set-aside"),
        ("note", "5.2", "x"),
    ):
        assert "is a link" in run(*command, code=1)
    assert victim.read_text() == "not ours"


def test_nothing_is_written_over_the_record(run: Run, folder: Path, tmp_path: Path) -> None:
    (journal,) = (folder / "journal").glob("*.jsonl")
    whole = journal.read_bytes()
    for command in (
        ("pack", "-o"),
        ("report", "audit", "-o"),
        ("journal", "checkpoints", "--export"),
    ):
        for target in (journal, folder / "audit.json", folder / "journal"):
            said = run(*command, str(target), code=2)
            assert "own record" in said
    other = tmp_path / "key"
    other.write_text("mine")
    for command in (("pack", "-o"), ("report", "audit", "-o")):
        assert "there already and is no" in run(*command, str(other), code=2)
        among = tmp_path / "evidence" / "new.docx"
        assert "among the evidence" in run(*command, str(among), code=2)
    assert other.read_text() == "mine"
    assert journal.read_bytes() == whole
    assert run("journal", "checkpoints") == ""  # and no checkpoint for a pack that never was


def test_a_damaged_record_gives_no_document(run: Run, folder: Path, tmp_path: Path) -> None:
    (path,) = (folder / "journal").glob("*.jsonl")
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    assert "not whole" in run("report", "audit", "-o", str(tmp_path / "r.docx"), code=1)
    assert not (tmp_path / "r.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["journal", "show", "--since", "0001-01-01"], 2, "no day"),
        (["journal", "show", "-n", "99999999999999999999"], 2, "range"),
        (["journal", "show", "-n", "-3"], 2, "range"),
        (["status", "x" * 5000], 1, "too long"),
        (["pack", "--encrypt-to", "blah"], 2, "blah"),
    ],
)
def test_more_bad_input(run: Run, arguments: list[str], code: int, said: str) -> None:
    assert said in run(*arguments, code=code)
    assert run("journal", "checkpoints") == ""


def test_an_edited_checklist_does_not_go_unnoticed(run: Run, folder: Path) -> None:
    (pinned,) = (folder / "checklists").glob("*.toml")
    pinned.write_bytes(pinned.read_bytes() + b"\n# edited")
    assert "not the one this audit began with" in run("journal", "verify", code=1)


def test_a_journal_folder_that_is_gone_is_brought_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(folder / "journal")
    assert "back." in run("doctor", "--repair", "--from", str(copy))
    run("journal", "verify")
