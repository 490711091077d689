"""Audits of every format version that ever was, kept as files: they are read as they always were,
also what a later version wrote into them, and written on without a byte of it being lost.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tinydb import TinyDB

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Verdict
from auditkit.record.opening import Opened, open_folder
from auditkit.record.proof import prove
from auditkit.record.reading import journal_paths, read_journal
from auditkit.record.snapshot import read_snapshot

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = sorted(path for path in GOLDEN.glob("v*") if path.is_dir())
ALWAYS, NEVER = 0, 1 << 40
"""Sizes of journals from which opening goes through audit.json."""


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_make", GOLDEN / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


@pytest.fixture(params=VERSIONS, ids=lambda each: each.name)
def version(request: pytest.FixtureRequest) -> Path:
    """One version's folder."""
    found: Path = request.param
    return found


@pytest.fixture
def copy(version: Path, tmp_path: Path) -> Path:
    """A copy to write in."""
    return Path(shutil.copytree(version / "audit", tmp_path / "audit"))


@pytest.fixture
def expected(version: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((version / "expected.json").read_text())
    return content


def plain(value: Any) -> str:
    """For comparing what JSON holds: 1, 1.0 and True are equal, but not the same."""
    return json.dumps(value, sort_keys=True, indent=1)


def shown(opened: Opened) -> dict[str, Any]:
    """What a folder holds, as expected.json spells it."""
    state = opened.state
    return {
        "audit": opened.audit,
        "clock": state.clock,
        "tables": {name: table for name, table in state.tables.items() if table},
        "removed": {name: table for name, table in state.removed.items() if table},
        "rivals": [[*place, list(values)] for place, values in state.rivals().items()],
        "heads": {each.device: [each.lines, each.chain] for each in opened.readings},
    }


def journals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in journal_paths(folder / "journal")}


def test_there_is_a_golden_audit() -> None:
    assert VERSIONS


@pytest.mark.parametrize("way", [ALWAYS, NEVER], ids=["snapshot", "fold"])
def test_it_is_read_as_it_always_was(copy: Path, expected: dict[str, Any], way: int) -> None:
    opened = open_folder(copy, from_bytes=way)
    assert not opened.problems
    assert any(each.skipped.lines for each in opened.readings) == (way == ALWAYS)
    history = expected.pop("history")
    assert plain(shown(opened)) == plain(expected)
    with Audit.open(copy, read_only=True, from_bytes=way) as audit:
        assert not audit.messages
        assert [[e.by, e.verb, e.about, e.undone] for e in audit.history()] == history
    assert prove(copy).holds


def test_its_things_are_typed(copy: Path) -> None:
    with Audit.open(copy, read_only=True) as audit:
        assert audit.info.title == "Golden"
        assert audit.lead is not None
        assert audit.verdict(Ref("house", "1.1/a")).verdict is Verdict.CONFORMS
        assert audit.note_text(Ref("house", "1.1")) == "vom Laptop: Tür offen"
        assert [each.kind for each in audit.evidence()] == [EvidenceKind.FILE]
        assert audit.evidence()[0].path == "caf\udce9"
        assert [each.grade for each in audit.findings()] == [Grade.MINOR]
        assert audit.notes() == ()
        assert audit.systems == ()
        assert [each.id for each in audit.checklists] == ["house"]


@pytest.mark.parametrize("way", [ALWAYS, NEVER], ids=["snapshot", "fold"])
@pytest.mark.parametrize("device", [make.DESK, make.LAPTOP, "other-000000"])
def test_it_is_written_on_without_losing_what_a_later_version_wrote(
    copy: Path, expected: dict[str, Any], own_home: Path, device: str, way: int
) -> None:
    (own_home / "device").write_text(device)
    before = journals(copy)
    findings = expected["tables"]["findings"]
    for title in ("one", "two"):
        with Audit.open(copy, from_bytes=way) as audit:
            audit.edit_finding("F-001", title=title)
            audit.set_note(Ref("house", "1.1"), f"decided {title}")
            audit.set_verdict([Ref("house", "1.1/a")], Verdict.DOES_NOT_CONFORM)
            audit.undo()
    for name, content in before.items():
        assert journals(copy)[name].startswith(content)
        assert (journals(copy)[name] != content) == (name == f"{device}.jsonl")
    opened = open_folder(copy, from_bytes=way)
    assert not opened.problems
    findings[make.KEYS["FI"]]["title"] = "two"
    for table in ("findings", "weights", "own", "evidence", "verdicts"):
        assert plain(opened.state.tables[table]) == plain(expected["tables"][table])
    assert opened.state.tables["notes"][make.DOORS]["text"] == "decided two"
    assert not opened.state.rivals()
    with TinyDB(copy / "audit.json") as kept:
        assert kept.table("findings").all()[0]["confidence"] == make.FINDING["confidence"]
        assert kept.table("weights").all()[0]["tags"] == make.WEIGHT["tags"]


def test_what_a_later_version_did_can_be_undone_and_redone(
    copy: Path, expected: dict[str, Any], own_home: Path
) -> None:
    (own_home / "device").write_text(make.LAPTOP)
    with Audit.open(copy) as audit:
        assert audit.undo() == "E-001 weighed"
        assert not audit.db.table("weights").all()
        assert audit.redo() == "E-001 weighed"
        assert plain(audit.db.table("weights").all()) == plain(
            list(expected["tables"]["weights"].values())
        )


@pytest.mark.parametrize("shape", ["as now", "another"])
@pytest.mark.parametrize("way", [ALWAYS, NEVER], ids=["snapshot", "fold"])
@pytest.mark.parametrize("device", [make.DESK, make.LAPTOP])
def test_a_line_of_a_later_format_is_refused_by_name_and_nothing_is_touched(
    copy: Path, device: str, way: int, shape: str
) -> None:
    path = copy / "journal" / f"{device}.jsonl"
    reading = read_journal(path)
    payload = {"v": make.VERSION + 1, "changes": {"all": "new"}}
    if shape == "as now":
        last = json.loads(path.read_bytes().splitlines()[-1][130:])
        payload = {**last, "v": make.VERSION + 1, "n": reading.lines + 1}
    with path.open("ab") as stream:
        stream.write(make.chained(reading.chain.encode(), make.as_bytes(payload)))
    before = {each: each.read_bytes() for each in copy.rglob("*") if each.is_file()}
    for read_only in (True, False):
        with pytest.raises(AuditkitError, match="newer auditkit") as caught:
            Audit.open(copy, read_only=read_only, from_bytes=way)
        assert f"{path.name}, line {reading.lines + 1}" in caught.value.what
        assert "nothing was changed" in caught.value.remedy
    after = {each: each.read_bytes() for each in before}
    assert after == before


def test_a_snapshot_of_a_later_format_is_not_believed(copy: Path) -> None:
    path = copy / "audit.json"
    content = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    body = content[len(b'{"_check": {"1": {"sha256": "') + 64 :]
    stated = hashlib.sha256(body).hexdigest().encode()
    path.write_bytes(b'{"_check": {"1": {"sha256": "' + stated + body)
    assert read_snapshot(path) is None


def test_the_script_spells_out_what_is_there_and_never_writes_it_again() -> None:
    version = GOLDEN / f"v{make.VERSION}"
    assert {path: (version / path).read_bytes() for path, _ in make.files()} == dict(make.files())
    with pytest.raises(SystemExit, match="not written again"):
        make.main(version)
