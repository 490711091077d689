"""A small audit with everything a pack carries, and helpers to take packs apart and put them
together again as somebody would who wants to deceive."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from auditkit.evidence.fingerprint import fingerprint
from auditkit.exchange.pack import Packed, write_pack
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Role, Verdict

STANDARD = "iso-iec-42001-2023"
AT = datetime(2026, 11, 20, 12, 30, 10, tzinfo=UTC)
FILES = {
    "policy.txt": b"AI policy, signed.\n",
    "Risk register \u00fc.csv": b"risk;owner\n" * 400,
    "never cited.bin": bytes(range(256)) * 300,
}


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit once, to be copied, with the device that wrote it."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(place / "home"))
        (place / "evidence").mkdir()
        for name, content in FILES.items():
            (place / "evidence" / name).write_bytes(content)
        with Audit.create(
            place / "audit",
            title="Internal audit <of> the AIMS",
            evidence=[place / "evidence"],
            lead="Lena Auditor",
        ) as audit:
            _fill(audit, place)
    return place


def _fill(audit: Audit, place: Path) -> None:
    audit.set_info(organization="Example", scope="All AI systems.", starts=date(2026, 11, 2))
    audit.add_person("Otto Auditee", Role.AUDITEE, function="Head of data")
    audit.set_verdict([Ref(STANDARD, "5.2/a")], Verdict.CONFORMS)
    audit.set_verdict([Ref(STANDARD, "6.1.2/a")], Verdict.DOES_NOT_CONFORM)
    audit.set_note(Ref(STANDARD, "5.2"), "Signed in March.")
    for name in FILES:
        path = place / "evidence" / name
        audit.register_file(path, fingerprint=fingerprint(path))
    audit.register_statement(EvidenceKind.INTERVIEW, "Talk about risk", source="Head of data")
    audit.cite("E-001", ref=Ref(STANDARD, "5.2"), place="line 1", quote="signed")
    finding = audit.raise_finding(
        Grade.MINOR,
        "Criteria were not approved",
        refs=[Ref(STANDARD, "6.1.2")],
        requirement="Criteria are approved.",
        objective_evidence="Two of three were not.",
        gap="No approval.",
        area="Data",
    )
    audit.cite("E-002", finding=finding.id, place="row 3")
    audit.issue_finding(finding.id)
    audit.issue_car(finding.id)
    note = audit.add_note("To be removed")
    audit.remove_note(note.id)
    audit.undo()
    (audit.folder / "documents" / "Report.docx").write_bytes(b"PK a report")


@pytest.fixture
def place(_made: Path, tmp_path: Path, own_home: Path) -> Path:
    """A copy of the audit and its evidence, on the device that wrote it: ``place/audit``."""
    shutil.copy(_made / "home" / "device", own_home / "device")
    for part in ("audit", "evidence"):
        shutil.copytree(_made / part, tmp_path / "place" / part)
    return tmp_path / "place"


@pytest.fixture
def full(place: Path) -> Iterator[Audit]:
    """The audit of `place`, opened for writing."""
    with Audit.open(place / "audit") as audit:
        yield audit


@pytest.fixture
def packed(full: Audit, tmp_path: Path) -> Packed:
    """A pack with all evidence."""
    return write_pack(full, tmp_path / "audit.zip", evidence="all", at=AT)


@pytest.fixture
def view() -> Callable[[Audit], dict[str, Any]]:
    """Everything an audit shows."""

    def show(audit: Audit) -> dict[str, Any]:
        return {name: audit.db.table(name).all() for name in sorted(audit.db.tables())}

    return show


@pytest.fixture
def unzipped(packed: Packed, tmp_path: Path) -> Path:
    """The pack as an ordinary unzip lays it out: its one folder."""
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(tmp_path / "unzipped")
    (folder,) = (tmp_path / "unzipped").iterdir()
    return folder


@pytest.fixture
def reseal() -> Callable[[Path], None]:
    """Writes manifests anew, as somebody would who changed a file and knows the format."""

    def write(folder: Path) -> None:
        every = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        for manifest, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            lines = []
            for path in every:
                name = path.relative_to(folder).as_posix()
                if name.startswith("data/") == inside and not name.startswith("tagmanifest"):
                    lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
            (folder / manifest).write_text("".join(lines), "utf-8", newline="")

    return write


@pytest.fixture
def rezip(tmp_path: Path) -> Callable[[Path], Path]:
    """A folder as one zip again."""

    def write(folder: Path) -> Path:
        target = tmp_path / "again.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        return target

    return write


@pytest.fixture
def case_sensitive(tmp_path: Path) -> None:
    """Skips where two names that differ by case cannot both exist."""
    (tmp_path / "x").touch()
    if (tmp_path / "X").exists():
        pytest.skip("this file system takes two names that differ by case for one")
    (tmp_path / "x").unlink()
