"""Proof: chains, snapshot, witnesses, phrases of earlier states, checkpoints and signers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.earlier import earlier
from auditkit.record.heads import digest
from auditkit.record.model import Ref, Verdict
from auditkit.record.phrase import beginning, phrase
from auditkit.record.proof import prove
from auditkit.record.signature import available
from auditkit.record.statement import parse

Begin = Callable[..., Audit]
DOORS = Ref("small", "1.1")
CHECK = Ref("small", "1.1/a")
needs_ssh = pytest.mark.skipif(not available(), reason="there is no ssh-keygen on this machine")


@pytest.fixture
def folder(begin: Begin) -> Path:
    with begin(lead="Lena") as audit:
        audit.set_verdict([CHECK], Verdict.CONFORMS)
        audit.set_note(DOORS, "shut")
    return audit.folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lena", "-f", str(path)], check=True
    )
    return path


def journal_of(folder: Path) -> Path:
    (path,) = (folder / "journal").glob("*.jsonl")
    return path


def test_a_record_that_holds(folder: Path) -> None:
    proof = prove(folder)
    assert proof.holds
    assert proof.snapshot == "equal"
    with Audit.open(folder, read_only=True) as audit:
        assert proof.head == audit.digest == digest(audit.heads())
        assert audit.head == proof.head[:12]
        assert proof.audit == audit.id


def test_an_older_snapshot_is_proven_against_its_own_lines(folder: Path) -> None:
    old = (folder / "audit.json").read_bytes()
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "open again")
    (folder / "audit.json").write_bytes(old)
    assert prove(folder).snapshot == "older"
    assert prove(folder).holds
    (folder / "audit.json").unlink()
    assert prove(folder).snapshot == "none"
    assert prove(folder).holds


def test_lines_cut_off_at_a_line_end_do_not_go_unnoticed(folder: Path, own_home: Path) -> None:
    path = journal_of(folder)
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert prove(folder).snapshot == "ahead"
    assert not prove(folder).holds
    (folder / "audit.json").unlink()
    assert "This computer has seen more" in prove(folder).problems[0]
    shutil.rmtree(own_home / "seen")
    assert prove(folder).holds  # nobody is left who knows


def test_every_earlier_state_is_known_by_its_phrase(folder: Path) -> None:
    said = []
    with Audit.open(folder) as audit:
        for text in ("a", "b", "c"):
            audit.set_note(DOORS, text)
            said.append(phrase(audit.digest))
    readings = prove(folder).readings
    for number, each in enumerate(said):
        found = earlier(readings, beginning(each))
        assert found is not None
        assert found.ops[0][2]["text"][0] == "abc"[number]
    assert earlier(readings, beginning(phrase("ab" * 32))) is None
    assert earlier(readings, beginning("not a phrase")) is None


def test_a_phrase_read_with_two_journals_is_found_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another device joins; its journal grows between what this one saw and wrote."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    with monkeypatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(tmp_path / "other-home"))
        with Audit.open(copy) as audit:
            audit.set_note(DOORS, "from the other")
            theirs = journal_named(copy, audit)
    shutil.copy(theirs, folder / "journal" / theirs.name)
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "mine, having seen theirs")
        said = phrase(audit.digest)
        audit.set_note(DOORS, "later")
    found = earlier(prove(folder).readings, beginning(said))
    assert found is not None
    assert found.ops[0][2]["text"][0] == "mine, having seen theirs"
    assert found.saw.keys() == {theirs.stem}
    whole = theirs.read_bytes()
    cut = folder / "journal" / theirs.name
    cut.unlink()
    assert any(f"Line {found.n} of" in text for text in _problems_without_snapshot(folder))
    cut.write_bytes(whole)
    assert prove(folder).holds


def journal_named(folder: Path, audit: Audit) -> Path:
    """The journal with the fewest lines: the one that was just begun."""
    name = min(audit.heads().items(), key=lambda each: each[1][0])[0]
    return folder / "journal" / f"{name}.jsonl"


def _problems_without_snapshot(folder: Path) -> list[str]:
    (folder / "audit.json").unlink()
    return list(prove(folder).problems)


def test_another_copy_that_went_another_way_is_told_at_its_first_line(
    folder: Path, tmp_path: Path, own_home: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert prove(folder, others=[copy]).holds
    for place, texts in ((folder, "ab"), (copy, "cde")):
        shutil.rmtree(own_home / "seen")  # two laptops that were set up from one image
        with Audit.open(place) as audit:
            for text in texts:
                audit.set_note(DOORS, text)
    first = len(prove(folder).readings[0].changes) - 1
    told = prove(folder, others=[copy]).problems
    assert any("has forked" in text and f"another line {first} " in text for text in told)
    assert any("1 of its" in text and "missing" in text for text in told)


def test_another_audit_is_no_copy(folder: Path, begin: Begin) -> None:
    with begin() as other:
        pass
    assert "is no copy of this audit" in prove(folder, others=[other.folder]).problems[0]


def test_issuing_the_report_and_closing_are_checkpoints(folder: Path) -> None:
    with Audit.open(folder) as audit:
        before = audit.digest
        audit.set_info(report_issued=date(2026, 11, 20))
        audit.set_info(closed=date(2026, 11, 21))
        first, second = audit.checkpoints()
        assert (first.purpose, second.purpose) == ("report issue", "closing")
        stated = parse(first.statement)
        assert stated.audit == audit.id
        assert stated.holds_together
        assert stated.head not in (before, audit.digest)
        assert first.by == "Lena"
        assert audit.undo() is not None
        assert audit.info.closed is None
        assert len(audit.checkpoints()) == 2  # what somebody stood behind is no thing to undo
    proof = prove(folder)
    assert proof.holds
    assert [each.problem for each in proof.checkpoints] == ["", ""]


def test_a_checkpoint_for_nothing_known_is_refused(folder: Path) -> None:
    with Audit.open(folder) as audit, pytest.raises(UsageError, match="closing"):
        audit.add_checkpoint("because")
    with Audit.open(folder, read_only=True) as audit, pytest.raises(AuditkitError, match="changed"):
        audit.add_checkpoint("closing")


@needs_ssh
def test_a_signed_checkpoint_holds_by_ssh_keygen_alone(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    with Audit.open(folder) as audit:
        made = audit.add_checkpoint("closing", key)
        audit.set_note(DOORS, "later")
    signers = tmp_path / "signers"
    signers.write_text(f"lena@example.org {key.with_suffix('.pub').read_text()}")
    (tmp_path / "sig").write_text(made.signature)
    subprocess.run(
        [
            *("ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "lena@example.org"),
            *("-n", "auditkit", "-s", str(tmp_path / "sig")),
        ],
        input=made.statement.encode(),
        check=True,
        capture_output=True,
    )
    (proven,) = prove(folder, signers=signers).checkpoints
    assert (proven.signer, proven.problem) == ("lena@example.org", "")
    (proven,) = prove(folder).checkpoints
    assert proven.signer == made.key
    assert made.key.startswith("SHA256:")
    signers.write_text("")
    assert not prove(folder, signers=signers).holds


@needs_ssh
def test_a_signature_over_something_else_does_not_hold(folder: Path, key: Path) -> None:
    with Audit.open(folder) as audit:
        made = audit.add_checkpoint("closing", key)
        wrong = made.statement.replace("by Lena", "by Mona")
        audit.db.table("checkpoints").update({"statement": wrong}, doc_ids=[made.id])
    (proven,) = prove(folder).checkpoints
    assert "does not fit" in proven.problem
    assert not prove(folder).holds


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\njournal ", "\nnothing ", "does not fit this audit"),
        ("auditkit checkpoint 1", "something", "no statement"),
        ("\naudit ", "\naudit X", "does not fit this audit"),
        ("\npurpose closing", "", "no statement"),
    ],
)
def test_a_statement_that_was_changed_does_not_hold(
    folder: Path, old: str, new: str, said: str
) -> None:
    with Audit.open(folder) as audit:
        made = audit.add_checkpoint("closing")
        wrong = made.statement.replace(old, new)
        assert wrong != made.statement
        audit.db.table("checkpoints").update({"statement": wrong}, doc_ids=[made.id])
    (proven,) = prove(folder).checkpoints
    assert said in proven.problem


def test_a_checkpoint_names_lines_that_cannot_be_taken_away(folder: Path, own_home: Path) -> None:
    """Rewriting the end of a journal, chain and all, contradicts who stood behind it."""
    with Audit.open(folder) as audit:
        made = audit.add_checkpoint("closing")
    with Audit.open(folder) as audit:
        ((device, (lines, chain)),) = parse(made.statement).heads.items()
        other = made.statement.replace(chain, "0" * 64)
        other = other.replace(parse(other).head, digest({device: (lines, "0" * 64)}))
        audit.db.table("checkpoints").update({"statement": other}, doc_ids=[made.id])
    (proven,) = prove(folder).checkpoints
    assert "has forked" in proven.problem
