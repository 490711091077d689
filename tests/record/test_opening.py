"""Opening: folders that are no audit, the snapshot that may be gone, criteria that are pinned."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import Query, TinyDB

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Role, Verdict

Begin = Callable[..., Audit]
CHECK = Ref("small", "1.1/a")
DOORS = Ref("small", "1.1")


@pytest.fixture
def folder(begin: Begin) -> Path:
    with begin(lead="Lena") as audit:
        audit.set_verdict([CHECK], Verdict.DOES_NOT_CONFORM)
        audit.set_note(DOORS, "It stood open.")
    return audit.folder


def test_a_folder_that_is_no_audit_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path / "gone", tmp_path, tmp_path / "file"):
        with pytest.raises(AuditkitError, match=r"no (audit )?folder") as caught:
            Audit.open(wrong)
        assert "auditkit new" in caught.value.remedy
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file"]


def test_an_audit_is_not_begun_in_a_folder_with_something_in_it(
    tmp_path: Path, small_checklist: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(AuditkitError, match="not empty"):
            Audit.create(place, title="T", checklists=[str(small_checklist)])
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_empty_folder_may_become_an_audit(tmp_path: Path, small_checklist: Path) -> None:
    Audit.create(tmp_path, title="T", checklists=[str(small_checklist)]).close()
    with Audit.open(tmp_path) as audit:
        assert audit.info.title == "T"
        assert audit.lead is None


@pytest.mark.parametrize("content", ['title = "no checklist"', "[broken"])
def test_a_broken_checklist_leaves_nothing_behind(tmp_path: Path, content: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content)
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (tmp_path / "audit", empty):
        with pytest.raises(AuditkitError, match=r"own\.toml"):
            Audit.create(place, title="T", checklists=[str(own)])
    assert not (tmp_path / "audit").exists()
    assert list(empty.iterdir()) == []


def test_an_unknown_checklist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="iso-iec-9001"):
        Audit.create(tmp_path / "audit", title="T", checklists=["iso-iec-9001"])
    assert not (tmp_path / "audit").exists()


def test_the_same_checklist_twice_is_refused(tmp_path: Path, small_checklist: Path) -> None:
    same_name = tmp_path / small_checklist.name
    same_name.write_text(small_checklist.read_text().replace('id = "small"', 'id = "other"', 1))
    for second in (small_checklist, same_name):
        with pytest.raises(UsageError, match=r"small"):
            Audit.create(
                tmp_path / "audit", title="T", checklists=[str(small_checklist), str(second)]
            )
    assert not (tmp_path / "audit").exists()


def test_criteria_stay_in_the_order_chosen(tmp_path: Path, small_checklist: Path) -> None:
    files = []
    for number in (3, 1, 2, 5, 4):
        path = tmp_path / f"own{number}.toml"
        path.write_text(small_checklist.read_text().replace('id = "small"', f'id = "o{number}"', 1))
        files.append(str(path))
    with Audit.create(tmp_path / "audit", title="T", checklists=files) as audit:
        assert [each.id for each in audit.checklists] == ["o3", "o1", "o2", "o5", "o4"]


@pytest.mark.parametrize("content", [None, b"", b"{broken", b'{"_heads": {}}', b"\xff\xfe"])
def test_the_snapshot_may_be_gone_broken_or_old(folder: Path, content: bytes | None) -> None:
    path = folder / "audit.json"
    whole = json.loads(path.read_text())
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with Audit.open(folder) as audit:
        assert audit.verdict(CHECK).verdict is Verdict.DOES_NOT_CONFORM
        assert audit.note_text(DOORS) == "It stood open."
        audit.save_snapshot()
    assert json.loads(path.read_text()) == whole


def test_an_older_snapshot_does_not_bring_the_past_back(folder: Path) -> None:
    path = folder / "audit.json"
    old = path.read_bytes()
    with Audit.open(folder) as audit:
        audit.set_note(DOORS, "newer")
    assert path.read_bytes() != old
    path.write_bytes(old)
    with Audit.open(folder) as audit:
        assert audit.note_text(DOORS) == "newer"


def test_plain_tinydb_opens_the_snapshot(folder: Path) -> None:
    with Audit.open(folder) as audit:
        audit.add_person("Ada", Role.AUDITEE)
        removed = audit.add_note("gone again")
        audit.remove_note(removed.id)
    with TinyDB(folder / "audit.json") as plain:
        assert plain.table("verdicts").get(Query().check == "1.1/a")["verdict"] == (
            "does not conform"
        )
        assert [each["text"] for each in plain.table("notes")] == ["It stood open."]
        assert {each["name"] for each in plain.table("people")} == {"Lena", "Ada"}
        plain.table("people").insert({"name": "scratch"})
        assert len(plain.table("people")) == 3
    with Audit.open(folder) as audit:
        assert {each.name for each in audit.people} == {"Lena", "Ada"}


def test_a_changed_or_missing_criterion_is_said_and_nothing_else_is_lost(folder: Path) -> None:
    pinned = folder / "checklists" / "small.toml"
    whole = pinned.read_bytes()
    pinned.write_bytes(whole + b"\n# changed")
    with Audit.open(folder) as audit:
        with pytest.raises(AuditkitError, match="not the one this audit began with"):
            _ = audit.checklists
        assert audit.note_text(DOORS) == "It stood open."
    pinned.unlink()
    with Audit.open(folder) as audit, pytest.raises(AuditkitError, match="cannot be read"):
        _ = audit.checklists
    pinned.write_bytes(whole)
    with Audit.open(folder) as audit:
        assert audit.checklist("small").requirement("1.1").title == "Doors"


def test_the_audit_does_not_follow_changes_of_the_original_checklist(
    tmp_path: Path, small_checklist: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(small_checklist.read_text())
    with Audit.create(tmp_path / "audit", title="T", checklists=[str(own)]):
        own.write_text("something else")
    with Audit.open(tmp_path / "audit") as audit:
        assert [each.id for each in audit.checklists] == ["small"]


def test_opening_for_reading_changes_no_byte(folder: Path) -> None:
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    with Audit.open(folder, read_only=True) as audit:
        assert audit.info.title == "Small"
        audit.save_snapshot()
    after = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert after == before


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_folder_belongs_to_its_owner_alone(folder: Path) -> None:
    for each in (folder, folder / "journal", folder / "audit.json"):
        assert not each.stat().st_mode & 0o077


def test_references_are_found_as_people_type_them(audit: Audit) -> None:
    main = "iso-iec-42001-2023"
    assert audit.resolve(" a.5.2 ") == Ref(main, "A.5.2")
    assert audit.resolve("6.1.2/A") == Ref(main, "6.1.2/a")
    assert audit.resolve(f"{main}:4.1") == Ref(main, "4.1")
    assert set(audit.check_refs(audit.resolve("4.1"))) >= {Ref(main, "4.1/a"), Ref(main, "4.1/b")}
    assert audit.check(Ref(main, "4.1/a")).question.endswith("?")
    for wrong in ("", "4", "A.5.2.9", "other:4.1", "4.1/zz", "\x1b[31m"):
        with pytest.raises(UsageError) as caught:
            audit.resolve(wrong)
        assert str(caught.value).isprintable()
    with pytest.raises(UsageError):
        audit.check(Ref(main, "4.1/zz"))
    with pytest.raises(UsageError):
        audit.checklist("other")


@pytest.mark.skipif(os.name == "nt", reason="Windows syncs no folders")
def test_every_folder_that_is_made_for_an_audit_is_made_durable(
    tmp_path: Path, small_checklist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("auditkit.record.folder.sync_folder", synced.append)
    folder = tmp_path / "a" / "b" / "audit"
    Audit.create(folder, title="T", checklists=[str(small_checklist)]).close()
    assert [folder, folder.parent, folder.parents[1], tmp_path] == synced


@pytest.mark.parametrize("body", [b'"}},\n"nothing": {\n\n}\n}\n', b'"}},\nno json'])
def test_a_snapshot_that_fits_its_hash_but_not_its_form_is_not_believed(
    folder: Path, body: bytes
) -> None:
    before = b'{"_check": {"1": {"sha256": "'
    made = before + hashlib.sha256(body).hexdigest().encode() + body
    (folder / "audit.json").write_bytes(made)
    with Audit.open(folder, from_bytes=0) as audit:
        assert audit.note_text(DOORS) == "It stood open."


def test_a_snapshot_that_holds_no_state_is_folded_anew(folder: Path) -> None:
    path = folder / "audit.json"
    start = len(b'{"_check": {"1": {"sha256": "') + 64
    body = path.read_bytes()[start:].replace(b'"_versions"', b'"_other"')
    before = b'{"_check": {"1": {"sha256": "'
    path.write_bytes(before + hashlib.sha256(body).hexdigest().encode() + body)
    with Audit.open(folder, from_bytes=0) as audit:
        assert audit.note_text(DOORS) == "It stood open."
