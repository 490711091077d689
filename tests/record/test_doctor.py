"""The doctor: everything that can be wrong is found, and what needs no guessing is repaired."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.doctor import surroundings
from auditkit.record.doctor.examine import examine
from auditkit.record.doctor.repair import repair
from auditkit.record.model import EvidenceKind, Grade, Ref, Verdict
from auditkit.record.proof import prove

Begin = Callable[..., Audit]
DOORS = Ref("small", "1.1")
CHECK = Ref("small", "1.1/a")
LF = b"\n"


@pytest.fixture
def folder(begin: Begin) -> Path:
    """A closed audit with a finding, evidence for it and a note: nine lines."""
    with begin(lead="Lena") as audit:
        audit.set_verdict([CHECK], Verdict.DOES_NOT_CONFORM)
        audit.set_note(DOORS, "It stood open.")
        heard = audit.register_statement(EvidenceKind.INTERVIEW, "Nobody has the key")
        finding = audit.raise_finding(Grade.MINOR, "Doors are open", checks=[CHECK])
        audit.cite(heard.id, finding=finding.id, ref=CHECK)
    return audit.folder


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A colleague's copy of the whole audit."""
    return shutil.copytree(folder, tmp_path / "copy")


def journal_of(folder: Path) -> Path:
    return next(iter(sorted((folder / "journal").glob("*.jsonl"))))


def problems(folder: Path) -> dict[str, str]:
    return {each.check: each.text for each in examine(folder) if each.level == "problem"}


def notes(folder: Path) -> dict[str, str]:
    return {each.check: each.text for each in examine(folder) if each.level == "note"}


def flip(path: Path, line: int, place: int = 200) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    broken = bytearray(lines[line - 1])
    broken[place] ^= 1
    path.write_bytes(b"".join([*lines[: line - 1], bytes(broken), *lines[line:]]))


def tree(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_healthy_audit_has_no_problem_and_is_not_changed(folder: Path) -> None:
    before = tree(folder)
    assert problems(folder) == {}
    assert repair(folder).done == []
    changed = {path.name for path in tree(folder) if tree(folder)[path] != before.get(path)}
    assert changed <= {"holder"}
    assert not (folder / "repairs").exists()


def test_damage_is_taken_back_from_a_copy(folder: Path, copy: Path) -> None:
    path = journal_of(folder)
    whole = path.read_bytes()
    flip(path, 5)
    broken = path.read_bytes()
    assert f"{path.name}, line 5" in problems(folder)["journals"]
    outcome = repair(folder, source=copy)
    assert any(f"Brought {whole.count(LF) - 4} lines" in text for text in outcome.done)
    assert outcome.left == []
    assert path.read_bytes() == whole
    assert outcome.copy is not None
    assert (outcome.copy / path.name).read_bytes() == broken
    (aside,) = path.parent.glob("*.damaged-*")
    assert broken.endswith(aside.read_bytes())
    with Audit.open(folder) as audit:
        assert not audit.read_only
        assert audit.messages == []
        audit.set_note(DOORS, "goes on")


def test_lost_lines_are_brought_back_and_work_done_meanwhile_stays(
    folder: Path, copy: Path
) -> None:
    path = journal_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5]))
    with Audit.open(folder) as audit:
        (told, aside) = audit.messages
        assert "lines are missing" in told
        assert "audit.json.other-" in aside
        audit.add_note("meanwhile")
    assert len(list((folder / "journal").glob("*.jsonl"))) == 2
    assert "missing" in problems(folder)["journals"]
    outcome = repair(folder, source=copy)
    assert outcome.left == []
    assert path.read_bytes() == b"".join(lines)
    with Audit.open(folder) as audit:
        assert audit.messages == []
        assert [each.text for each in audit.notes()] == ["meanwhile"]
        assert len(audit.findings()) == 1
    assert prove(folder, others=[copy]).holds


def test_a_whole_journal_that_is_gone_is_brought_back(folder: Path, copy: Path) -> None:
    path = journal_of(folder)
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "so that audit.json is no trace of less")
    shutil.copy(path, copy / "journal" / path.name)
    path.unlink()
    texts = [each.text for each in examine(folder) if each.level == "problem"]
    assert any("it is not here" in text for text in texts)
    assert repair(folder, source=copy).left == []
    with Audit.open(folder, read_only=True) as audit:
        assert audit.note_text(DOORS) == "so that audit.json is no trace of less"


def test_a_copy_of_another_audit_or_with_another_history_is_not_taken(
    folder: Path, copy: Path, begin: Begin
) -> None:
    with begin() as other:
        for number in range(20):
            other.add_note(str(number))
    path = journal_of(folder)
    flip(path, 5)
    broken = path.read_bytes()
    assert repair(folder, source=other.folder).left
    assert path.read_bytes() == broken
    flip(journal_of(copy), 5)
    assert repair(folder, source=copy).left
    assert path.read_bytes() == broken


def test_where_there_is_no_copy_the_rest_is_set_aside_by_name(folder: Path) -> None:
    path = journal_of(folder)
    content = path.read_bytes()
    flip(path, 5)
    assert repair(folder).left
    outcome = repair(folder, set_rest_aside=True)
    (aside,) = path.parent.glob("*.damaged-*")
    assert any(aside.name in text for text in outcome.done)
    good = b"".join(content.splitlines(keepends=True)[:4])
    assert path.read_bytes() == good
    assert len(aside.read_bytes()) == len(content) - len(good)
    with Audit.open(folder) as audit:
        assert not audit.read_only
        audit.set_note(DOORS, "goes on")
        assert path.read_bytes() == good  # a new journal: no second line 5 in the old one


def test_where_there_is_no_copy_work_goes_on_without_lost_lines(folder: Path) -> None:
    path = journal_of(folder)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:5]))
    assert repair(folder).left
    assert "--set-aside" in repair(folder).left[0].remedy
    outcome = repair(folder, set_rest_aside=True)
    assert outcome.left == []
    assert any("without the missing lines" in text for text in outcome.done)
    with Audit.open(folder) as audit:
        assert audit.messages == []
        audit.set_note(DOORS, "goes on")
        assert path.read_bytes().count(LF) == 5


@pytest.mark.parametrize("line", [3, -1])
def test_a_damaged_line_feed_is_put_right(folder: Path, line: int) -> None:
    path = journal_of(folder)
    whole = path.read_bytes()
    ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    at = ends[line]
    path.write_bytes(whole[:at] + b"\x0b" + whole[at + 1 :])
    with Audit.open(folder) as audit:
        assert audit.read_only
    outcome = repair(folder)
    assert outcome.left == []
    assert path.read_bytes() == whole
    assert any("line feed" in text for text in outcome.done)


def test_an_unfinished_line_is_set_aside(folder: Path) -> None:
    path = journal_of(folder)
    whole = path.read_bytes()
    path.write_bytes(whole + b"half a li")
    assert "unfinished" in problems(folder)["journals"]
    outcome = repair(folder)
    assert outcome.left == []
    assert path.read_bytes() == whole
    assert any("torn" in text for text in outcome.done)
    assert "1 set aside earlier" in notes(folder)["set aside"]


def _forged(path: Path) -> None:
    """Another state in a snapshot that fits its own hash."""
    from auditkit.record.snapshot import parse, write_snapshot

    kept = parse(path.read_bytes())
    assert kept is not None
    state = kept.state()
    state.tables["notes"]["running:small:1.1"]["text"] = "All was well."
    write_snapshot(path, state, kept.places, kept.audit)


@pytest.mark.parametrize("how", ["edited", "forged", "cut"])
def test_a_snapshot_that_is_not_the_fold_is_made_anew(folder: Path, how: str) -> None:
    path = folder / "audit.json"
    whole = path.read_bytes()
    if how == "forged":
        _forged(path)
        # This is why documents come from the journals: what is quick can be wrong.
        with Audit.open(folder, read_only=True) as audit:
            assert audit.note_text(DOORS) == "It stood open."
    else:
        path.write_bytes(whole.replace(b"stood", b"STOOD") if how == "edited" else whole[:-9])
    wrong = path.read_bytes()
    assert "audit.json" in problems(folder)["snapshot"]
    assert not prove(folder).holds
    outcome = repair(folder)
    assert outcome.left == []
    assert path.read_bytes() == whole
    assert [each.read_bytes() for each in folder.glob("audit.json.other-*")] == [wrong]


def test_a_missing_snapshot_is_no_problem_and_is_made(folder: Path) -> None:
    path = folder / "audit.json"
    whole = path.read_bytes()
    path.unlink()
    assert problems(folder) == {}
    assert repair(folder).done == ["Made audit.json anew from the journals."]
    assert path.read_bytes() == whole


def test_a_changed_criterion_is_found_and_put_back_where_it_is_known(
    audit: Audit, folder: Path, copy: Path
) -> None:
    own = folder / "checklists" / "small.toml"
    own.write_text("changed")
    assert "small.toml" in problems(folder)["checklists"]
    assert repair(folder).left
    assert repair(folder, source=copy).left == []
    audit.close()
    (pinned,) = (audit.folder / "checklists").glob("*.toml")
    pinned.unlink()
    outcome = repair(audit.folder)
    assert outcome.left == []
    assert pinned.is_file()


def test_entries_that_name_what_is_not_there_are_found(folder: Path) -> None:
    with Audit.open(folder) as audit:
        table = audit.db.table
        evidence = audit.evidence()[0].id
        table("evidence").remove(doc_ids=[evidence])
        table("citations").insert({"evidence": evidence, "finding": "gone"})
        table("verdicts").insert({"checklist": "small", "check": "9.9/z", "verdict": "conforms"})
        table("cars").insert(
            {
                "label": "CAR-009",
                "finding": "gone",
                "state": "issued",
                "issued": "2026-01-01",
                "response_due": "2026-01-01",
            }
        )
        table("notes").insert({"text": 7})
    texts = [each.text for each in examine(folder) if each.check == "references"]
    for part in (
        "evidence that is not in the register",
        "a finding that is not in the record",
        "small:9.9/z",
        "CAR-009 names a finding",
        "damaged entry in notes",
    ):
        assert any(part in text for text in texts), part


def test_an_evidence_folder_that_is_gone_is_found(begin: Begin, tmp_path: Path) -> None:
    root = tmp_path / "evidence\x1b[31m"
    root.mkdir()
    with begin(evidence=[root]) as audit:
        pass
    assert "evidence folders" not in problems(audit.folder)
    root.rmdir()
    text = problems(audit.folder)["evidence folders"]
    assert "is not there" in text
    assert text.isprintable()


def test_a_full_disk_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 5 << 20

    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda _: Usage)
    assert "5 MiB are free" in problems(folder)["free space"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_rights_of_others_are_taken_away(folder: Path) -> None:
    folder.chmod(0o755)
    journal_of(folder).chmod(0o644)
    assert "2 of its files and folders" in problems(folder)["permissions"]
    assert repair(folder).left == []
    assert not journal_of(folder).stat().st_mode & 0o077
    assert not folder.stat().st_mode & 0o077


def test_a_lock_is_seen_and_repair_waits_for_it(folder: Path) -> None:
    with Audit.open(folder):
        assert "open elsewhere" in notes(folder)["lock"]
        (folder / "audit.json").unlink()
        with pytest.raises(AuditkitError, match="open elsewhere"):
            repair(folder)
    assert "lock" not in notes(folder)


def test_clock_steps_are_told_and_change_nothing(begin: Begin) -> None:
    times = [datetime(2026, 11, 2, tzinfo=UTC)]

    def clock() -> datetime:
        return times[-1]

    with begin(clock=clock) as audit:
        times.append(times[0] - timedelta(days=365))
        audit.set_note(DOORS, "a year back")
        times.append(datetime.now(UTC) + timedelta(days=40))
        audit.set_note(DOORS, "ahead")
    told = [each.text for each in examine(audit.folder) if each.check == "clock"]
    assert any("put back while it wrote, once, by up to 365 days" in text for text in told)
    assert any("dated in the future" in text for text in told)
    assert problems(audit.folder) == {}
    with Audit.open(audit.folder) as again:
        assert again.note_text(DOORS) == "ahead"


def test_half_written_files_and_missing_folders_are_cleared(folder: Path) -> None:
    (folder / ".abc.part").write_bytes(b"half")
    shutil.rmtree(folder / "documents")
    assert "being written" in notes(folder)["set aside"]
    assert "documents" in notes(folder)["folders"]
    outcome = repair(folder)
    assert outcome.left == []
    assert not (folder / ".abc.part").exists()
    assert outcome.copy is not None
    assert (outcome.copy / ".abc.part").read_bytes() == b"half"
    assert (folder / "documents").is_dir()


def test_a_fork_is_told_and_left_to_people(folder: Path, copy: Path, own_home: Path) -> None:
    for place, text in ((folder, "here"), (copy, "there")):
        shutil.rmtree(own_home / "seen")  # two laptops that were set up from one image
        with Audit.open(place) as audit:
            audit.set_note(DOORS, text)
    path = journal_of(copy)
    shutil.copy(path, folder / "journal" / path.name)  # as a sync tool does
    with Audit.open(folder) as audit:
        assert audit.read_only
        assert "has forked" in audit.read_only_reason
        assert "restored laptop image" in audit.messages[0]
        with pytest.raises(AuditkitError, match="has forked"):
            audit.set_note(DOORS, "no")
    for _ in range(2):
        assert any("has forked" in each.text for each in repair(folder, source=copy).left)
    assert not prove(folder, others=[copy]).holds


def test_a_newer_audit_is_said_and_the_rest_is_still_examined(folder: Path) -> None:
    path = journal_of(folder)
    lines = path.read_bytes().splitlines()
    payload = json.loads(lines[-1][130:])
    _append(path, {**payload, "v": 2, "n": payload["n"] + 1})
    before = tree(folder)
    assert "newer auditkit" in problems(folder)["journals"]
    assert "lock" in {each.check for each in examine(folder)}
    with pytest.raises(AuditkitError, match="newer auditkit"):
        repair(folder, source=folder)
    assert {p: c for p, c in tree(folder).items() if p in before and p.name != "holder"} == {
        p: c for p, c in before.items() if p.name != "holder"
    }


def _append(path: Path, payload: dict[str, Any]) -> None:
    import hashlib

    chain = path.read_bytes().splitlines()[-1][:64].decode()
    content = json.dumps(payload).encode()
    digest = hashlib.sha256(content).hexdigest()
    linked = hashlib.sha256(f"{chain} {digest}".encode()).hexdigest()
    with path.open("ab") as stream:
        stream.write(f"{linked} {digest} ".encode() + content + b"\n")


def test_what_a_snapshot_knew_of_lost_lines_stays_known_when_it_is_set_aside(
    folder: Path, own_home: Path
) -> None:
    path = journal_of(folder)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:5]))
    for _ in range(3):
        shutil.rmtree(own_home / "seen")  # each time at another computer
        with Audit.open(folder) as audit:
            assert any("lines are missing" in told for told in audit.messages)
            audit.add_note("goes on")
    assert not prove(folder).holds
    repair(folder, set_rest_aside=True)
    assert prove(folder).holds
